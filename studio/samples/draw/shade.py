"""What light makes of a scene: the colour of every ray."""

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.light import environment, matt_light
from studio.samples.draw.march import FAR, follow, normals, openness, span
from studio.samples.draw.scene import colours
from studio.samples.draw.stage import Stage
from studio.samples.draw.surface import FINE, bounce, sent_back, surface
from studio.samples.draw.vectors import Scalars, Vectors, column, dot, mix, reflect, rgb, smoothstep

BLANK, FLOOR, GLASS = -2, -1, 1000
"""Surface numbers of rays that end on no part."""
MIRRORED = 2.6
"""How far above a half-matt floor its reflections reach before they fade out."""


def trace(stage: Stage, origins: Vectors, directions: Vectors, screen: Vectors) -> tuple[Vectors, Vectors, Vectors]:
    """Colours (3, n), normals (3, n) and marks of rays.

    `screen` holds each ray's place in the picture (x and y shares, third row unused). Marks are (3, n): the
    surface number, the distance, the share of the pixel that belongs to parts or their shadow.
    """
    to_part = follow(stage.distance, origins, directions, *span(origins, directions, stage.bounds))
    falling = directions[1] < -1e-5
    to_floor = np.where(falling, -origins[1] / np.where(falling, directions[1], -1), FAR).astype(np.float32)
    colour = _wall(stage, screen)
    normal = np.zeros_like(colour)
    marks = np.stack([np.full_like(to_part, BLANK), np.full_like(to_part, FAR), np.zeros_like(to_part)])
    on_floor = np.flatnonzero((to_floor < to_part) & (to_floor < FAR))
    if on_floor.size:
        p = origins[:, on_floor] + directions[:, on_floor] * to_floor[on_floor]
        colour[:, on_floor], marks[2, on_floor] = _floor(stage, p, directions[:, on_floor], colour[:, on_floor])
        marks[0, on_floor], marks[1, on_floor], normal[1, on_floor] = FLOOR, to_floor[on_floor], 1
    on_part = np.flatnonzero(to_part < np.minimum(to_floor, FAR))
    if on_part.size:
        p = origins[:, on_part] + directions[:, on_part] * to_part[on_part]
        colour[:, on_part], normal[:, on_part], numbers = _parts(stage, p, directions[:, on_part])
        marks[0, on_part], marks[1, on_part], marks[2, on_part] = numbers, to_part[on_part], 1
    if stage.scene.glass:
        _lay_glass(stage, origins, directions, colour, normal, marks)
    return colour, normal, marks


def _wall(stage: Stage, screen: Vectors) -> Vectors:
    drop = stage.scene.backdrop
    away = np.hypot(screen[0] - drop.halo_at[0], screen[1] - drop.halo_at[1])
    wall, halo = column(rgb(drop.wall)), column(rgb(drop.halo))
    lit = mix(halo, wall, smoothstep(0.0, drop.halo_size, away))
    shaded: Vectors = lit * (1 - 0.1 * smoothstep(0.3, 1.0, screen[1])) * np.float32(stage.scene.ambient)
    return shaded


def _floor(stage: Stage, p: Vectors, directions: Vectors, wall: Vectors) -> tuple[Vectors, Scalars]:
    drop = stage.scene.backdrop
    up = np.broadcast_to(column((0, 1, 0)), p.shape)
    own = drop.texture(p) if drop.texture else np.broadcast_to(column(rgb(drop.floor)), p.shape)
    bare = own * matt_light(stage, p, up)
    lit = own * matt_light(stage, p, up, openness(stage, p, up))
    if drop.gloss:
        mirrored, hit = bounce(stage, p, reflect(directions, up), MIRRORED)
        grazing = (1 - np.clip(-directions[1], 0, 1)) ** 4
        share = np.float32(drop.gloss) + np.float32(1.6 * drop.gloss) * grazing
        fade = np.exp(-1.1 * np.minimum(hit, 20)) * (hit < FAR)
        lit = mix(lit, mirrored, share * fade)
    melt = smoothstep(drop.melt[0], drop.melt[1], -p[2] + 0.35 * np.abs(p[0]))
    dark = np.clip(1 - lit.sum(axis=0) / np.maximum(bare.sum(axis=0), np.float32(1e-4)), 0, 1)
    return mix(lit, wall, melt), dark * (1 - melt)


def _parts(stage: Stage, p: Vectors, directions: Vectors) -> tuple[Vectors, Vectors, NDArray[np.intp]]:
    numbers = stage.nearest(p)
    met = surface(stage, p, numbers)
    return sent_back(stage, p, met, directions), met.normal, numbers


def _lay_glass(
    stage: Stage, origins: Vectors, directions: Vectors, colour: Vectors, normal: Vectors, marks: Vectors
) -> None:
    """Lay thin glass over what was traced behind it, front wall and rims alike."""
    for part in stage.scene.glass:
        start, end = span(origins, directions, stage.bounds)
        to_glass = follow(part.distance, origins, directions, start, np.minimum(end, marks[1]))
        on = np.flatnonzero(to_glass < marks[1])
        if not on.size:
            continue
        p, d = origins[:, on] + directions[:, on] * to_glass[on], directions[:, on]
        n = normals(part.distance, p, FINE)
        facing = np.clip(-dot(n, d), 0, 1)
        share = np.float32(0.05) + np.float32(0.85) * (1 - facing) ** 4
        tint = colours(part.material, part.local(p))
        thickness = 0.25 + 1.6 * (1 - facing) ** 2
        behind = colour[:, on] * tint**thickness
        mirrored = environment(stage, reflect(d, n), np.full(on.size, part.material.roughness, np.float32))
        colour[:, on] = mix(behind, mirrored, share)
        normal[:, on] = n
        marks[0, on], marks[2, on] = GLASS, np.maximum(marks[2, on], 0.65 + 0.35 * share)
