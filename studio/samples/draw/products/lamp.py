"""Lucciola: a desk lamp of oak and brass."""

from studio.samples.draw.field import box, cylinder, ellipsoid, rod
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.scene import Backdrop, Bulb, Camera, Material, Model, Part, Placement, Scene, Softbox, placed
from studio.samples.draw.textures import oak, speckled, wood

BLACK, GREEN, CREAM = "#23262a", "#3f5a4a", "#e9dfcc"
BRASS = Material("#d8ae63", roughness=0.25, metal=True)
SHADE = lathe(
    [
        (0.0, 0.41),
        (0.1, 0.41),
        (0.1, 0.41),
        (0.13, 0.38),
        (0.24, 0.2),
        (0.4, 0.0),
        (0.4, 0.0),
        (0.388, 0.0),
        (0.388, 0.0),
        (0.228, 0.195),
        (0.118, 0.365),
        (0.09, 0.39),
        (0.0, 0.39),
    ],
)
LINING = lathe(
    [
        (0.0, 0.384),
        (0.085, 0.384),
        (0.11, 0.362),
        (0.222, 0.195),
        (0.378, 0.006),
        (0.37, 0.006),
        (0.215, 0.2),
        (0.1, 0.366),
        (0.0, 0.378),
    ]
)
CAP = cylinder((0, 0.45, 0), 0.06, 0.05, 0.015)
GLOBE = ellipsoid((0, 0.07, 0), (0.105, 0.11, 0.105))
ELBOW, TOP, HEAD = (-0.42, 0.98, 0.0), (0.34, 1.58, 0.0), Placement((0.42, 1.2, 0), (0, 0, 14))


def lamp(colour: str, lit: bool = False) -> Model:
    """A lamp 1.7 high, its shade to the right."""
    enamel = Material(colour, roughness=0.3)
    lining = Material("#fff1d8", roughness=0.6, glow=0.9 if lit else 0.0)
    globe = Material("#ffe0a8" if lit else "#f4f1ea", roughness=0.15, glow=5.0 if lit else 0.0)
    return (
        Part(cylinder((0, 0.035, 0), 0.42, 0.035, 0.012), oak(0)),
        Part(cylinder((0, 0.11, 0), 0.05, 0.05, 0.01), BRASS),
        Part(rod((0, 0.14, 0), ELBOW, 0.032), oak(1)),
        Part(rod(ELBOW, TOP, 0.032), oak(0)),
        Part(
            lathe([(0, -0.06), (0.062, -0.06), (0.062, 0.06), (0, 0.06)], smooth=False),
            BRASS,
            (Placement(ELBOW, (90, 0, 0)),),
        ),
        Part(ellipsoid(TOP, (0.05, 0.05, 0.05)), BRASS),
        Part(rod(TOP, (0.33, 1.66, 0.0), 0.018), BRASS),
        Part(SHADE, enamel, (HEAD,)),
        Part(LINING, lining, (HEAD,)),
        Part(CAP, BRASS, (HEAD,)),
        Part(GLOBE, globe, (HEAD,)),
    )


def _books() -> Model:
    covers = (("#8a3b2e", 0.07, 4.0), ("#2f4a5a", 0.055, -5.0), ("#d6b98a", 0.05, 9.0))
    books: list[Part] = []
    base = 0.0
    for colour, half, turn in covers:
        cover = Material(colour, roughness=0.7)
        place = (Placement((0.9, base + half, 0.1), (0, turn, 0)),)
        books += [
            Part(box((0, half - 0.008, 0), (0.44, 0.008, 0.31), 0.006), cover, place),
            Part(box((0, -half + 0.008, 0), (0.44, 0.008, 0.31), 0.006), cover, place),
            Part(box((0, 0, 0), (0.425, half - 0.01, 0.3), 0.004), Material("#efe7d6", roughness=0.9), place),
        ]
        base += 2 * half
    return tuple(books)


def exposures() -> tuple[Exposure, ...]:
    """By day, by night with books, the joint, three shades."""
    wall = Backdrop(wall="#c9c4b4", floor="#d3cdbd", halo="#f1ede0", gloss=0.05)
    dusk = Backdrop(
        wall="#26303a",
        floor="#5a4634",
        halo="#46525c",
        gloss=0.03,
        halo_size=0.9,
        melt=(2.2, 4.5),
        texture=wood("#9a6a44", "#5b3922", axis=0),
    )
    evening = (
        Softbox((-0.8, 0.8, 0.6), (0.4, 0.9), 1.0, 0.22, shadow=4.5, tint="#bcd0ff"),
        Softbox((1.0, 0.3, 0.1), (0.12, 1.0), 1.2, 0.08, tint="#bcd0ff"),
    )
    glow = Bulb((0.405, 1.26, 0.0), 4.2, "#ffbd73", shadow=9.0, size=0.3)
    mug = Part(
        lathe(
            [
                (0, 0),
                (0.17, 0),
                (0.17, 0),
                (0.19, 0.03),
                (0.19, 0.38),
                (0.175, 0.385),
                (0.165, 0.37),
                (0.165, 0.05),
                (0, 0.04),
            ]
        ),
        Material(speckled("#d9d2c4", "#5d4b3a"), roughness=0.3),
        (Placement((-0.5, 0, 0.62)),),
    )
    lit = (*lamp(GREEN, lit=True), *_books(), mug)
    three: Model = ()
    for i, colour in enumerate((BLACK, GREEN, CREAM)):
        three = (*three, *placed(lamp(colour), (-1.6 + 1.5 * i, 0, 0.35 * (i % 2)), (0, 18, 0)))
    hero = placed(lamp(CREAM), (0, 0, 0), (0, 22, 0))
    return (
        Exposure("lucciola-lampada-1.jpg", Scene(hero, Camera((0.4, 1.35, 9.4), (0, 0.83, 0), 15), wall)),
        Exposure(
            "lucciola-lampada-2.jpg",
            Scene(
                lit,
                Camera((0.5, 1.15, 8.6), (0.2, 0.8, 0), 18.5),
                dusk,
                lamps=evening,
                bulbs=(glow,),
                ambient=0.35,
            ),
            bloom=0.14,
        ),
        Exposure(
            "lucciola-lampada-3.jpg", Scene(hero, Camera((-1.2, 1.7, 4.4), (-0.1, 1.22, 0), 20), wall), (1200, 1200)
        ),
        Exposure("lucciola-lampada-4.jpg", Scene(three, Camera((0, 1.9, 12), (0.08, 0.8, 0), 16), wall), (1400, 1050)),
    )
