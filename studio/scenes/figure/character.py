"""Who the presenters are: skin, hair and clothes, one for each avatar of the catalogue."""

from dataclasses import dataclass
from enum import StrEnum

from studio.scenes.drawing.colour import Colour


class Hair(StrEnum):
    """Hair styles."""

    LONG = "long"
    BOB = "bob"
    BUN = "bun"
    CURLY = "curly"
    WAVY = "wavy"
    SHORT = "short"
    QUIFF = "quiff"
    CROP = "crop"
    SCARF = "scarf"
    SILVER_BOB = "silver bob"


class Clothes(StrEnum):
    """Clothes."""

    BLAZER = "blazer"
    TEE = "tee"
    SHIRT = "shirt"
    TURTLENECK = "turtleneck"
    HOODIE = "hoodie"
    BLOUSE = "blouse"


@dataclass(frozen=True, slots=True)
class Character:
    """How one presenter looks."""

    skin: Colour
    hair: Hair
    hair_colour: Colour
    clothes: Clothes
    cloth: Colour
    under: Colour
    """What is worn below, or the trim."""
    lips: Colour
    iris: Colour = (66, 42, 30)
    lashes: bool = False
    beard: bool = False
    glasses: bool = False
    earrings: bool = False


CHARACTERS: dict[int, Character] = {
    1: Character(
        (244, 201, 172),
        Hair.LONG,
        (92, 52, 34),
        Clothes.BLAZER,
        (38, 70, 118),
        (250, 250, 250),
        (200, 84, 88),
        lashes=True,
    ),
    37: Character(
        (238, 190, 158), Hair.QUIFF, (62, 42, 32), Clothes.SHIRT, (86, 140, 196), (255, 255, 255), (190, 106, 92)
    ),
    81: Character(
        (126, 78, 52),
        Hair.CURLY,
        (36, 24, 22),
        Clothes.TEE,
        (246, 178, 40),
        (255, 236, 190),
        (150, 62, 66),
        iris=(44, 26, 18),
        lashes=True,
        earrings=True,
    ),
    127: Character(
        (240, 200, 164),
        Hair.SHORT,
        (28, 26, 30),
        Clothes.HOODIE,
        (72, 84, 100),
        (232, 236, 240),
        (192, 110, 98),
        iris=(40, 26, 20),
    ),
    204: Character(
        (228, 174, 136),
        Hair.WAVY,
        (58, 32, 24),
        Clothes.BLOUSE,
        (176, 52, 82),
        (244, 214, 200),
        (186, 58, 70),
        lashes=True,
        earrings=True,
    ),
    412: Character(
        (198, 142, 102),
        Hair.CROP,
        (30, 24, 24),
        Clothes.BLAZER,
        (44, 48, 60),
        (236, 240, 246),
        (164, 92, 78),
        beard=True,
    ),
    1025: Character(
        (248, 212, 190),
        Hair.SILVER_BOB,
        (206, 208, 214),
        Clothes.TURTLENECK,
        (28, 108, 104),
        (240, 240, 236),
        (196, 92, 96),
        iris=(62, 96, 124),
        lashes=True,
        glasses=True,
    ),
    1695: Character(
        (176, 118, 80),
        Hair.BUN,
        (34, 22, 22),
        Clothes.BLOUSE,
        (18, 132, 140),
        (250, 206, 92),
        (164, 60, 68),
        iris=(48, 28, 20),
        lashes=True,
        earrings=True,
    ),
    1756: Character(
        (110, 70, 48),
        Hair.CROP,
        (26, 20, 20),
        Clothes.TURTLENECK,
        (232, 226, 214),
        (250, 250, 250),
        (132, 72, 66),
        iris=(36, 22, 16),
        beard=True,
        glasses=True,
    ),
    1768: Character(
        (232, 184, 148),
        Hair.SCARF,
        (70, 44, 34),
        Clothes.BLOUSE,
        (66, 76, 128),
        (226, 190, 178),
        (190, 76, 82),
        lashes=True,
    ),
}
"""Avatar id (see `studio.catalogue.avatars`) to character."""
