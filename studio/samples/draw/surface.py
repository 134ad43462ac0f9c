"""Surfaces that a bundle of rays has met: what they are made of there, and what they send back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.light import environment, matt_light
from studio.samples.draw.march import FAR, follow, normals, openness, span
from studio.samples.draw.scene import Part, colours
from studio.samples.draw.stage import Stage
from studio.samples.draw.vectors import Scalars, Vectors, column, dot, mix, reflect, rgb, smoothstep, unit

FINE, COARSE = 0.004, 0.03
"""Reach of the samples for a normal, in units: on the surface itself, and in a reflection."""
RELIEF_STEP = 0.003
"""Reach of the samples for the slope of a relief, in units."""
BOUNCE_STEPS = 48
"""A reflected ray that grazes for longer than that counts as lost: nobody sees it."""
HORIZON = np.float32(6)
"""Floor farther than that from a mirroring surface counts as backdrop."""
CLEAR = np.float32(0.5)
"""Materials rougher than that mirror only lamps and backdrop, not their neighbours."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Material at n points: colour and normal (3, n), the material's numbers (n,)."""

    own: Vectors
    normal: Vectors
    roughness: Scalars
    metal: Scalars
    specular: Scalars
    glow: Scalars
    sheen: Scalars
    depth: Scalars


def surface(stage: Stage, p: Vectors, numbers: NDArray[np.intp], fine: bool = True) -> Surface:
    """What the parts with these numbers are at surface points; not `fine`: smoother, without relief."""
    parts = stage.scene.parts
    own = np.empty_like(p)
    normal = np.empty_like(p) if fine else normals(stage.rough, p, COARSE)
    for number in np.unique(numbers):
        chosen = np.flatnonzero(numbers == number)
        part, q = parts[number], p[:, chosen]
        own[:, chosen] = colours(part.material, part.local(q))
        if fine:
            normal[:, chosen] = _grained(part, q, normals(part.distance, q, FINE))
    materials = [part.material for part in parts]
    table = np.array([[m.roughness, m.metal, m.specular, m.glow, m.sheen, m.depth] for m in materials], np.float32)[
        numbers
    ]
    return Surface(own, normal, *np.ascontiguousarray(table.T))


def _grained(part: Part, p: Vectors, n: Vectors) -> Vectors:
    """Normals tilted by the material's relief."""
    relief = part.material.relief
    if relief is None:
        return n
    here = relief(part.local(p))
    ways = (column(way) * np.float32(RELIEF_STEP) for way in ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
    slope = np.stack([relief(part.local(p + way)) - here for way in ways]) * np.float32(1 / RELIEF_STEP)
    return unit(n - (slope - dot(slope, n) * n))


def sent_back(stage: Stage, p: Vectors, met: Surface, directions: Vectors) -> Vectors:
    """Colours of rays that end on a surface: matt light, mirrored surroundings, own glow."""
    n = met.normal
    free = openness(stage, p, n)
    matt = met.own * matt_light(stage, p, n, free, met.depth) * (1 - met.metal)
    facing = np.clip(-dot(n, directions), 0, 1)
    matt = matt * (1 + met.sheen * (1 - facing) ** 2)
    way = reflect(directions, n)
    mirrored = environment(stage, way, met.roughness)
    dull = met.roughness >= CLEAR
    mirrored[:, dull] *= free[dull]
    clear = np.flatnonzero(~dull)
    if clear.size:
        seen, hit = bounce(stage, p[:, clear] + n[:, clear] * np.float32(0.006), way[:, clear])
        mirrored[:, clear] = mix(mirrored[:, clear], seen, (hit < FAR).astype(np.float32))
    # Schlick's approximation of Fresnel, weakened on rough surfaces, where it would draw bright rims.
    edge = (1 - facing) ** 5 * (1 - met.roughness) ** np.float32(1.5)
    head_on = met.own * met.metal + met.specular * (1 - met.metal)
    share = head_on + (1 - head_on) * edge
    colour: Vectors = matt * (1 - share) + mirrored * share + met.own * met.glow
    return colour


def bounce(stage: Stage, p: Vectors, directions: Vectors, reach: float = 6.0) -> tuple[Vectors, Scalars]:
    """Colours that reflected rays meet, plainly lit, and how far away they lie (FAR: they leave the picture)."""
    start, end = span(p, directions, stage.bounds)
    end = np.minimum(end, np.float32(reach))
    to_part = follow(stage.rough, p, directions, np.maximum(start, np.float32(0.01)), end, BOUNCE_STEPS)
    falling = directions[1] < -1e-3
    to_floor = np.where(falling, -p[1] / np.where(falling, directions[1], -1), FAR).astype(np.float32)
    colour = np.zeros_like(p)
    on_floor = np.flatnonzero((to_floor < to_part) & (to_floor < HORIZON))
    if on_floor.size:
        q = p[:, on_floor] + directions[:, on_floor] * to_floor[on_floor]
        drop = stage.scene.backdrop
        own = drop.texture(q) if drop.texture else column(rgb(drop.floor))
        near = np.float32(0.35) + np.float32(0.65) * smoothstep(0, 0.6, stage.rough(q))
        colour[:, on_floor] = own * near * np.float32(stage.scene.ambient)
    on_part = np.flatnonzero((to_part <= to_floor) & (to_part < FAR))
    if on_part.size:
        q = p[:, on_part] + directions[:, on_part] * to_part[on_part]
        colour[:, on_part] = _plain(stage, q, directions[:, on_part])
    hit = np.minimum(to_part, np.where(to_floor < HORIZON, to_floor, FAR))
    return colour, hit.astype(np.float32)


def _plain(stage: Stage, p: Vectors, directions: Vectors) -> Vectors:
    """Surfaces as they look in a reflection: no shadows, no second bounce."""
    met = surface(stage, p, stage.nearest(p), fine=False)
    shine = environment(stage, reflect(directions, met.normal), np.maximum(met.roughness, np.float32(0.3)))
    share = met.own * met.metal + met.specular * (1 - met.metal)
    body = met.own * matt_light(stage, p, met.normal) * (np.float32(0.85) - np.float32(0.7) * met.metal)
    return body + shine * share + met.own * met.glow
