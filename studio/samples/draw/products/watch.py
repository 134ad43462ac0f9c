"""Shanyu: an automatic watch on a leather strap."""

import numpy as np
from PIL import ImageDraw

from studio.samples.draw import decal
from studio.samples.draw.field import around, box, cut, cylinder, mirrored, rod, shaped, union
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Placement, Scene, Texture, placed
from studio.samples.draw.textures import clay, leather, marble, walnut
from studio.samples.draw.vectors import Scalars, Vectors, column, hypotenuse, mix, rgb, smoothstep

TAN, BLACK, MOSS = "#9a5a30", "#26231f", "#46543c"
STEEL = Material("#c9ccd1", roughness=0.16, metal=True)
SATIN = Material("#b9bcc2", roughness=0.34, metal=True)
GOLD = Material("#e6c88f", roughness=0.22, metal=True)
CASE = lathe(
    [
        (0, 0.02),
        (0.4, 0.02),
        (0.4, 0.02),
        (0.455, 0.05),
        (0.47, 0.1),
        (0.46, 0.15),
        (0.445, 0.165),
        (0.445, 0.165),
        (0.41, 0.2),
        (0.385, 0.2),
        (0.385, 0.2),
        (0.375, 0.165),
        (0.375, 0.165),
        (0, 0.165),
    ],
)
CROWN = lathe([(0, -0.045), (0.05, -0.045), (0.058, -0.03), (0.058, 0.03), (0.05, 0.045), (0, 0.045)], smooth=False)


def _dial(sheet: ImageDraw.ImageDraw) -> None:
    for minute in range(60):
        angle = np.radians(minute * 6)
        inner = 470 if minute % 5 else 455
        x, y = float(np.sin(angle)), float(-np.cos(angle))
        sheet.line(
            (512 + inner * x, 512 + inner * y, 512 + 488 * x, 512 + 488 * y), fill=255, width=4 if minute % 5 else 7
        )
    sheet.text((512, 320), "WRENHOLLOW", fill=255, font=decal.typeface(38, 600), anchor="mm")
    sheet.text((512, 690), "AUTOMATIC", fill=255, font=decal.typeface(28, 500), anchor="mm")
    sheet.text((512, 728), "50 m", fill=255, font=decal.typeface(28, 400), anchor="mm")


PRINT = decal.stencil((1024, 1024), _dial)


def _face(p: Vectors) -> Vectors:
    deep, mist, white = (column(rgb(c)) for c in ("#173a3c", "#3f7470", "#f1eee6"))
    away = hypotenuse(p[0], p[2])
    rays = np.float32(0.5) + np.float32(0.5) * np.cos(np.arctan2(p[0], p[2]) * 2 - 0.9)
    ground = mix(mist, deep, np.clip(away / 0.36 * 0.7 + 0.35 * rays - 0.1, 0, 1))
    return mix(ground, white, decal.ink(PRINT, p[0] / 0.75 + 0.5, 0.5 - p[2] / 0.75))


def _hands() -> Model:
    """Ten past ten, as every watch in a shop window."""
    parts = [
        Part(box((0, 0, -0.115), (0.014, 0.004, 0.125), 0.003), GOLD, (Placement((0, 0.181, 0), (0, 59, 0)),)),
        Part(box((0, 0, -0.155), (0.01, 0.004, 0.175), 0.003), GOLD, (Placement((0, 0.188, 0), (0, -60, 0)),)),
        Part(rod((0, 0, 0.06), (0, 0, -0.3), 0.004), GOLD, (Placement((0, 0.195, 0), (0, -210, 0)),)),
        Part(cylinder((0, 0.187, 0), 0.022, 0.014, 0.004), GOLD),
    ]
    markers = around(box((0.29, 0.172, 0), (0.034, 0.006, 0.011), 0.003), 12)
    return (*parts, Part(markers, GOLD))


def _strap_colour(colour: str) -> Texture:
    base, thread = column(rgb(colour)), column(rgb("#e9d8b8"))

    def texture(p: Vectors) -> Vectors:
        along = np.abs(p[2])
        edge = np.abs(np.abs(p[0]) - (_half_width(along) - np.float32(0.035)))
        dash = np.sin(along * 95) > -0.25
        stitch = ((edge < 0.006) & dash & (along > 0.52)).astype(np.float32)
        worn = np.float32(0.85) + np.float32(0.3) * smoothstep(0.0, 0.22, np.abs(p[0]))
        return mix(base * (np.float32(1.85) - worn), thread, stitch * np.float32(0.8))

    return texture


def _half_width(along: Scalars) -> Scalars:
    width: Scalars = np.float32(0.245) - np.float32(0.035) * smoothstep(0.45, 1.5, along)
    return width


def _strap(p: Vectors) -> Scalars:
    """Two straps that leave the case along the z axis and fall to the table."""
    along = np.abs(p[2])
    height = np.float32(0.035) + np.float32(0.07) * (1 - smoothstep(0.35, 0.95, along))
    padded = np.float32(0.026) + np.float32(0.016) * (1 - smoothstep(0.4, 1.0, along))
    across = np.abs(p[0]) - (_half_width(along) - np.float32(0.02))
    up = np.abs(p[1] - height) - padded + np.float32(0.02)
    tip = hypotenuse(p[0], np.maximum(p[2] - np.float32(1.42), 0)) - np.float32(0.19)
    end = np.maximum(np.maximum(np.where(p[2] > 0, tip, along - np.float32(1.25)), np.float32(0.34) - along), across)
    outside = hypotenuse(np.maximum(end, 0), np.maximum(up, 0))
    result: Scalars = (outside + np.minimum(np.maximum(end, up), 0) - np.float32(0.02)) * np.float32(0.85)
    return result


def watch(colour: str) -> Model:
    """A watch lying on its back, three units long."""
    holes = union(*(cylinder((0, 0.03, 1.0 + 0.1 * i), 0.018, 0.1) for i in range(5)))
    strap = cut(_strap, holes, 0.01)
    lug = mirrored(mirrored(rod((0.27, 0.12, 0.3), (0.27, 0.055, 0.5), 0.05, 0.038), 0), 2)
    buckle = cut(box((0, 0.045, -1.36), (0.27, 0.028, 0.11), 0.024), box((0, 0.045, -1.36), (0.215, 0.2, 0.06), 0.01))
    return (
        Part(CASE, STEEL),
        Part(cylinder((0, 0.164, 0), 0.376, 0.004), Material(_face, roughness=0.3)),
        Part(lug, SATIN),
        Part(
            shaped(CROWN, lambda p: np.float32(0.004) * np.cos(28 * np.arctan2(p[2], p[0]))),
            SATIN,
            (Placement((0.515, 0.1, 0), (0, 0, 90)),),
        ),
        Part(strap, Material(_strap_colour(colour), roughness=0.52, relief=leather)),
        Part(buckle, STEEL),
        Part(rod((0, 0.06, -1.42), (0, 0.07, -1.22), 0.016), STEEL),
        *_hands(),
    )


def exposures() -> tuple[Exposure, ...]:
    """On stone, the dial, three straps, cut out."""
    fog = Backdrop(wall="#aab2b0", floor="#b9c0bd", halo="#e3e7e4", gloss=0.03)
    sand = Backdrop(wall="#cbb9a1", floor="#d3c2ab", halo="#efe4d4", gloss=0.02)
    slab = Part(box((0.1, -0.12, 0.1), (1.3, 0.12, 1.9), 0.03), Material(marble("#d9d6d0", "#8f8a82"), roughness=0.32))
    stone = Part(cylinder((-1.75, 0.0, -1.3), 0.5, 0.24, 0.08), Material("#7d827f", roughness=0.85, relief=clay))
    hero = placed((*watch(TAN), slab, stone), (0, 0.24, 0), (0, 28, 0))
    tray = Part(box((0, -0.06, 0), (2.3, 0.06, 2.0), 0.03), walnut(0))
    three = (
        *(
            part
            for i, colour in enumerate((BLACK, TAN, MOSS))
            for part in placed(watch(colour), (-1.25 + 1.25 * i, 0, 0.1), (0, 8, 0))
        ),
    )
    return (
        Exposure("shanyu-watch-1.jpg", Scene(hero, Camera((0.6, 5.2, 5.8), (0.05, 0.2, 0.1), 23), fog)),
        Exposure(
            "shanyu-watch-2.jpg",
            Scene(placed(watch(TAN), (0, 0, 0), (0, 16, 0)), Camera((0.9, 3.0, 2.6), (0.03, 0.12, 0.02), 19), fog),
            (1280, 1280),
        ),
        Exposure(
            "shanyu-watch-3.jpg",
            Scene(placed((*three, tray), (0, 0.12, 0)), Camera((0, 8.2, 4.4), (0, 0.1, 0.05), 23), sand),
            (1320, 1056),
            quality=82,
        ),
        Exposure(
            "shanyu-watch-4.webp",
            Scene(placed(watch(BLACK), (0, 0, 0), (0, 40, 0)), Camera((0, 5.6, 4.8), (0, 0.1, 0.0), 21), fog),
            (1200, 1200),
            cut_out=True,
        ),
    )
