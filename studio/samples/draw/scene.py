"""What stands in the studio: parts with materials, lamps, a backdrop, a camera."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.field import Field
from studio.samples.draw.vectors import Scalars, Triple, Vectors, column, cross, rgb, unit

Texture: TypeAlias = Callable[[Vectors], Vectors]
"""Linear RGB colours (3, n) of surface points (3, n) in the part's own coordinates."""
Relief: TypeAlias = Callable[[Vectors], Scalars]
"""Heights (n,) of a fine relief at surface points, in units of length; shades the surface, does not move it."""


@dataclass(frozen=True, slots=True)
class Material:
    """How a surface answers to light."""

    colour: str | Texture
    roughness: float = 0.5
    """0 is a mirror, 1 is chalk."""
    metal: bool = False
    specular: float = 0.04
    """Reflectance seen head-on, for what is no metal; 0.04 is that of most plastics, glazes and lacquers."""
    relief: Relief | None = None
    glow: float = 0.0
    """How much light of its own colour the surface sends out."""
    sheen: float = 0.0
    """Soft light at grazing angles: cloth and felt."""
    depth: float = 0.0
    """Light that wanders below the surface and softens shadows: wax, leaves, skin."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a part stands: scaled, turned (degrees around y, then x, then z), then moved."""

    at: Triple = (0.0, 0.0, 0.0)
    turn: Triple = (0.0, 0.0, 0.0)
    scale: float = 1.0

    def matrix(self) -> NDArray[np.float32]:
        """The rotation from the part's coordinates to the studio's, (3, 3)."""
        (cx, cy, cz), (sx, sy, sz) = (f(np.radians(self.turn)) for f in (np.cos, np.sin))
        about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
        about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
        turned: NDArray[np.float32] = (about_z @ about_x @ about_y).astype(np.float32)
        return turned


@dataclass(frozen=True, slots=True)
class Part:
    """One body of one material."""

    shape: Field
    material: Material
    placements: tuple[Placement, ...] = ()
    """Innermost first."""

    size: np.float32 = field(init=False)
    """Studio units per unit of the part."""
    inward: tuple[NDArray[np.float32], Vectors] = field(init=False)
    """Matrix (3, 3) and offset (3, 1) from studio coordinates to the part's own."""

    def __post_init__(self) -> None:
        matrix: NDArray[np.float32] = np.eye(3, dtype=np.float32)
        offset, size = column((0, 0, 0)), 1.0
        for place in reversed(self.placements):
            inverse = place.matrix().T * np.float32(1 / place.scale)
            matrix = (inverse @ matrix).astype(np.float32, copy=False)
            offset = inverse @ (offset - column(place.at))
            size *= place.scale
        object.__setattr__(self, "size", np.float32(size))
        object.__setattr__(self, "inward", (matrix, offset))

    def local(self, p: Vectors) -> Vectors:
        """Studio points in the part's own coordinates."""
        if not self.placements:
            return p
        matrix, offset = self.inward
        return matrix @ p + offset

    def distance(self, p: Vectors) -> Scalars:
        """Signed distances in studio units."""
        scaled: Scalars = self.shape(self.local(p)) * self.size
        return scaled


Model: TypeAlias = tuple[Part, ...]


def placed(model: Model, at: Triple, turn: Triple = (0.0, 0.0, 0.0), scale: float = 1.0) -> Model:
    """A model moved as a whole."""
    place = Placement(at, turn, scale)
    return tuple(replace(part, placements=(*part.placements, place)) for part in model)


@dataclass(frozen=True, slots=True)
class Softbox:
    """A large rectangular lamp far away: shapes the surfaces and shows in their reflections."""

    towards: Triple
    half: tuple[float, float]
    """Half width and half height as tangents of angles."""
    radiance: float
    """Brightness in a mirror; 1 is paper white."""
    light: float
    """Share of light it gives to a matt surface that faces it."""
    shadow: float = 0.0
    """Sharpness of its shadows (4 soft, 20 hard); 0 casts none."""
    tint: str = "#ffffff"


@lru_cache
def frame(lamp: Softbox) -> tuple[Vectors, Vectors, Vectors]:
    """Unit vectors towards the lamp, to its right and to its top, each (3, 1)."""
    towards = unit(column(lamp.towards))
    right = unit(cross(column((0, 1, 0.001)), towards))
    up = cross(towards, right)
    return towards, right, up


@dataclass(frozen=True, slots=True)
class Bulb:
    """A small lamp inside the picture: a flame, a light bulb."""

    at: Triple
    power: float
    tint: str = "#ffb46b"
    shadow: float = 6.0
    size: float = 0.12
    """Radius of the luminous body: keeps the light finite close by."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A seamless sweep: a floor that melts into a wall."""

    wall: str
    floor: str
    halo: str
    """Colour of the wall behind the product, where a spot falls on it."""
    halo_at: tuple[float, float] = (0.5, 0.42)
    """Centre of the halo as shares of the picture's width and height."""
    halo_size: float = 0.75
    gloss: float = 0.06
    """How much of the product the floor mirrors, seen head-on."""
    melt: tuple[float, float] = (5.0, 11.0)
    """Distances behind the origin between which the floor turns into the wall."""
    texture: Texture | None = None


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture is taken from."""

    at: Triple
    target: Triple
    view: float = 22.0
    """Vertical field of view in degrees."""


STUDIO_LAMPS = (
    Softbox((-0.75, 0.75, 0.62), (0.42, 0.85), radiance=5.0, light=0.95, shadow=4.5),
    Softbox((1.0, 0.35, 0.25), (0.16, 1.0), radiance=4.0, light=0.2),
    Softbox((0.15, 1.0, -0.35), (0.8, 0.5), radiance=1.8, light=0.1),
)
"""A large key light from the left, a strip from the right, a lid from above: the usual set for products."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything in front of the camera."""

    parts: Model
    camera: Camera
    backdrop: Backdrop
    glass: Model = ()
    """Thin clear bodies, laid over what stands behind and in them."""
    lamps: tuple[Softbox, ...] = STUDIO_LAMPS
    bulbs: tuple[Bulb, ...] = ()
    ambient: float = 1.0
    """Strength of the light that comes from everywhere."""


def colours(material: Material, p: Vectors) -> Vectors:
    """Linear colours of a material at points in the part's own coordinates."""
    if isinstance(material.colour, str):
        return np.broadcast_to(column(rgb(material.colour)), p.shape)
    return material.colour(p)
