"""A brand as a file: the table [brand] of a TOML, and a logo beside it."""

import tomllib
from pathlib import Path
from typing import Annotated

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bounds.limits import MAX_PIXELS
from studio.brand import Brand, BrandError

MAX_CALL_CHARS = 30
"""Of the call to action: more is too small on a button to be read in time."""
MAX_TOLD_CHARS = 60
"""Of a value that is refused: its line stays one line of a terminal."""
MAX_LOGO_SIDES = (900, 300)
"""Pixels of a logo: it is shown at half of that at most, and twice is enough for a smooth scaling."""

_FORMATS = ("PNG", "JPEG", "WEBP")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colours: tuple[Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")], ...] = Field(default=(), max_length=2)
    call_to_action: str = Field(default="", max_length=MAX_CALL_CHARS)
    logo: str = ""
    sounds: bool = True


_ALLOWED = {
    "colours": 'one or two as "#rrggbb", in a list',
    "call_to_action": f"text of at most {MAX_CALL_CHARS} characters",
    "logo": "path of a PNG, JPEG or WebP, from the file's own folder",
    "sounds": "true or false",
}


def read_brand(path: Path, folder: Path) -> Brand:
    """Read the table [brand] of a TOML file; the logo is prepared in a folder. Raises BrandError."""
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")).get("brand", {}))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrandError(f"{path} can't be read ({error}); allowed: TOML with a table [brand]") from None
    except ValidationError as error:
        raise BrandError(f"{path}: {_explained(error)}") from None
    colours = tuple((int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)) for text in table.colours)
    logo = _prepared(path.parent / table.logo, folder / "brand-logo.png") if table.logo else None
    return Brand(colours, table.call_to_action.strip(), logo, table.sounds)


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    field, value = ".".join(("brand", *map(str, first["loc"][:1]))), repr(first["input"])[:MAX_TOLD_CHARS]
    allowed = _ALLOWED.get(field.removeprefix("brand."), f"a table with {', '.join(_ALLOWED)}")
    return f"{field} = {value}; allowed: {allowed}"


def _prepared(source: Path, target: Path) -> Path:
    """The logo without an empty margin, no larger than it is needed."""
    try:
        with Image.open(source, formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise BrandError(f"{source}: {opened.width}x{opened.height}; allowed: {MAX_PIXELS} pixels")
            image = opened.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        # Pillow's decoders raise all of these over damaged bytes.
        raise BrandError(f"{source} can't be read; allowed: {_ALLOWED['logo']}") from None
    seen = image.getchannel("A").point(lambda alpha: 255 if alpha > 12 else 0).getbbox()
    if seen is None:
        raise BrandError(f"{source} is transparent all over; allowed: a logo that can be seen")
    image = image.crop(seen)
    image.thumbnail(MAX_LOGO_SIDES, Image.Resampling.LANCZOS)
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, "PNG")
    return target
