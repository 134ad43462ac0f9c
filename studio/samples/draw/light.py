"""How light reaches a surface: from soft boxes, bulbs, the sky above and the floor below."""

import numpy as np

from studio.samples.draw.march import visibility
from studio.samples.draw.scene import Bulb, Softbox, frame
from studio.samples.draw.stage import Stage
from studio.samples.draw.vectors import Scalars, Vectors, column, dot, length, mix, rgb, smoothstep, unit

WRAP = np.float32(0.25)
"""A soft box is large: it reaches a little beyond the edge where a point lamp's light ends."""


def environment(stage: Stage, directions: Vectors, roughness: Scalars) -> Vectors:
    """What a surface of that roughness mirrors when it looks out of the picture."""
    up = directions[1]
    wall, floor = column(rgb(stage.scene.backdrop.wall)), column(rgb(stage.scene.backdrop.floor))
    low = mix(floor * np.float32(0.75), wall * np.float32(0.55), smoothstep(-0.35 - roughness, 0.1 + roughness, up))
    sky = mix(low, column((0.62, 0.64, 0.68)), smoothstep(0.1 - roughness, 0.95 + roughness, up))
    light = sky * np.float32(stage.scene.ambient)
    blur = 0.03 + 0.9 * roughness * roughness + 0.25 * roughness
    for lamp in stage.scene.lamps:
        light = light + _seen(lamp, directions, blur)
    return light


def _seen(lamp: Softbox, directions: Vectors, blur: Scalars) -> Vectors:
    towards, right, up = frame(lamp)
    ahead = dot(towards, directions)
    safe = np.maximum(ahead, np.float32(0.02))
    across = (np.abs(dot(right, directions)) / safe).astype(np.float32, copy=False)
    along = (np.abs(dot(up, directions)) / safe).astype(np.float32, copy=False)
    (w, h), reach = lamp.half, blur
    cover = (1 - smoothstep(w - reach, w + reach, across)) * (1 - smoothstep(h - reach, h + reach, along))
    spread = w * h / ((w + reach * 0.6) * (h + reach * 0.6))
    fade = 0.75 + 0.25 * (1 - smoothstep(0, h, along))
    strength = cover * fade * (ahead > 0) * spread * np.float32(lamp.radiance)
    return (column(rgb(lamp.tint)) * strength).astype(np.float32, copy=False)


def matt_light(
    stage: Stage, p: Vectors, n: Vectors, free: Scalars | None = None, depth: Scalars | None = None
) -> Vectors:
    """Light that falls on a matt surface; white paper facing the key light answers about 1.

    `free` is how much of the sky each point sees (`openness`); without it nothing throws shadows. `depth` is the
    material's own.
    """
    deep = np.zeros(p.shape[1], np.float32) if depth is None else depth
    shaded, free = free is not None, np.ones(p.shape[1], np.float32) if free is None else free
    floor = column(rgb(stage.scene.backdrop.floor))
    sky = np.float32(0.34) + np.float32(0.08) * n[1]
    ground = floor * (np.float32(0.26) * np.clip(0.5 - 0.5 * n[1], 0, 1) * (0.4 + 0.6 * free))
    light: Vectors = (sky * free * (0.75 + 0.25 * free) + ground) * np.float32(stage.scene.ambient)
    wrap = WRAP + deep
    for lamp in stage.scene.lamps:
        towards, _, _ = frame(lamp)
        facing = np.clip((dot(n, towards) + wrap) / (1 + wrap), 0, 1)
        if lamp.shadow and shaded:
            seen = visibility(stage, p + n * stage.clearance, towards, lamp.shadow)
            facing = facing * (seen + deep * (1 - seen) * np.float32(0.6))
        light = light + column(rgb(lamp.tint)) * (facing * np.float32(lamp.light))
    for bulb in stage.scene.bulbs:
        light = light + _bulb_light(stage, bulb, p, n, wrap, shaded)
    return light


def _bulb_light(stage: Stage, bulb: Bulb, p: Vectors, n: Vectors, wrap: Scalars, shaded: bool) -> Vectors:
    way = column(bulb.at) - p
    away = length(way)
    towards = unit(way)
    strength = np.float32(bulb.power) / (away * away + np.float32(bulb.size))
    facing = np.clip((dot(n, towards) + wrap) / (1 + wrap), 0, 1) * strength
    if bulb.shadow and shaded:
        reach = np.maximum(away - np.float32(bulb.size), 0)
        facing = facing * visibility(stage, p + n * stage.clearance, towards, bulb.shadow, reach)
    light: Vectors = column(rgb(bulb.tint)) * facing
    return light
