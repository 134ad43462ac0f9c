"""The form: what can be chosen, and what somebody chose."""

from typing import Annotated
from urllib.parse import parse_qs

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from studio.additions import MAX_HOOKS
from studio.catalogue import AVATARS, MUSIC, TEMPLATES, VOICES, VisualStyle
from studio.catalogue.exhibits import Exhibit, ExhibitKind
from studio.console.language_names import OWN_NAMES
from studio.jobs.render_job import RenderKind
from studio.render_request import AspectRatio
from studio.script.styles import Style


def _path(kind: ExhibitKind, key: str) -> str:
    return f"/exhibits/{Exhibit(kind, key).path}"


LENGTHS = (15, 30, 60)
"""Seconds, the contract's lengths."""

CHOICES = {
    "styles": tuple((style.value, _path(ExhibitKind.STYLE_PICTURE, style.value)) for style in VisualStyle),
    "ratios": tuple(ratio.value for ratio in AspectRatio),
    "languages": tuple(sorted(OWN_NAMES.items())),
    "script_styles": tuple(style.value for style in Style),
    "templates": tuple(template.value for template in TEMPLATES),
    "avatars": tuple((avatar, _path(ExhibitKind.AVATAR_PICTURE, str(avatar.id))) for avatar in AVATARS),
    "voices": tuple((voice, _path(ExhibitKind.VOICE, voice.id)) for voice in VOICES),
    "music": tuple((music, _path(ExhibitKind.MUSIC, str(music.id))) for music in MUSIC),
    "lengths": LENGTHS,
    "hooks": tuple(range(1, MAX_HOOKS + 1)),
}
"""What the form offers, and what it shows and plays of it."""


class FormError(Exception):
    """A field that makes no sense; the text names it and says why."""


def _only(value: object) -> object:
    """A field that came once, out of the list that a form field is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


Text = Annotated[str, BeforeValidator(_only), StringConstraints(strip_whitespace=True, max_length=4_000)]
Number = Annotated[int, BeforeValidator(_only)]


class OrderForm(BaseModel):
    """One sent form: a video for every style and opening chosen, alike in all else."""

    url: Text = ""
    """Empty where a product is there already."""
    title: Text = ""
    intro_text: Text = ""
    target_audience: Text = ""
    styles: Annotated[list[VisualStyle], Field(min_length=1, max_length=len(VisualStyle))]
    aspect_ratio: Annotated[AspectRatio, BeforeValidator(_only)] = AspectRatio.PORTRAIT
    language: Annotated[Text, Field(pattern=f"^({'|'.join(sorted(OWN_NAMES))})$")] = "english"
    script_style: Text = Style.DISCOVERY.value
    override_script: Text = ""
    """Spoken in place of a script of studio's."""
    template: Text = ""
    avatar_id: Number = AVATARS[0].id
    voice_id: Text = ""
    music_id: Number = 0
    seconds: Annotated[Number, Field(ge=5, le=120)] = LENGTHS[0]
    hooks: Annotated[Number, Field(ge=1, le=MAX_HOOKS)] = 1
    """Openings: a video for each."""
    evergreen: Annotated[bool, BeforeValidator(_only)] = False
    subtitles: Annotated[bool, BeforeValidator(_only)] = False
    """A box that is not ticked is not sent."""
    kind: Annotated[RenderKind, BeforeValidator(_only)] = RenderKind.VIDEO
    """Which of the buttons was pressed."""


FIRST = OrderForm(styles=[VisualStyle.CARD_STACKING], subtitles=True)
"""The form before anybody has chosen."""


def read_form(body: bytes) -> OrderForm:
    """The form of an `application/x-www-form-urlencoded` body.

    Raises:
        FormError: a field is not one that the form offers.
    """
    try:
        return OrderForm.model_validate(parse_qs(body.decode(), keep_blank_values=True, max_num_fields=64))
    except ValidationError as error:
        problem = error.errors()[0]
        raise FormError(f"{'.'.join(str(part) for part in problem['loc'][:1])}: {problem['msg']}.") from error
    except ValueError as error:
        raise FormError(f"The form cannot be read: {error}.") from error
