"""How a video is to look and sound, in words that fit every contract generation.

`RenderSettings` are checked when a catalogue is read, long before a call. What the chosen generation has no fields for
is refused then (`blocks.jogg.generation`), so that nothing is dropped in silence.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from blocks.jogg.spellings import nearest, spelled_language, spelled_shape
from blocks.jogg.vocabulary import HOOKS, SCRIPT_STYLES, STAGE_SUFFIX, TEMPLATE_NAMES, V2_LANGUAGES

LENGTHS: tuple[int, ...] = (15, 30, 60)
"""Seconds that generation 2 takes as `video_spec.length` (OpenAPI v2); the service treats them as a hint."""

ADDITIONS = ("hook", "evergreen", "min_bit_rate")
"""Settings that no generation of the contract has: studio's own, see `blocks.jogg.additions`."""

AS_STORED = {"stored": True}
"""Validation context of settings that a render was asked for with: names that the service has withdrawn since are kept.
Without it a name has to be one of today's."""


class ApiGeneration(StrEnum):
    """The contract that the client speaks: `open` is the first (2024-10, paths /open/…), `v2` today's live API."""

    OPEN = "open"
    V2 = "v2"


class AspectRatio(StrEnum):
    """Shape of the picture: 9:16, 16:9, 1:1."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"

    @property
    def ratio(self) -> float:
        """Width by height."""
        wide, high = map(int, self.words.split(":"))
        return wide / high

    @property
    def words(self) -> str:
        """The ratio as people write it."""
        return {AspectRatio.PORTRAIT: "9:16", AspectRatio.LANDSCAPE: "16:9"}.get(self, "1:1")


PRESENTERS: Mapping[AspectRatio, int] = {
    AspectRatio.PORTRAIT: 1768,
    AspectRatio.LANDSCAPE: 1756,
    AspectRatio.SQUARE: 204,
}
"""Public avatars of each shape (integrators' recordings of 2026): the service films a presenter in one."""


def _choice(names: tuple[str, ...]) -> WithJsonSchema:
    """For a form: a list to choose from, beside a field for another spelling, which is checked later."""
    known = {"type": "string", "title": "Known", "enum": list(names)}
    return WithJsonSchema({"anyOf": [known, {"type": "string", "title": "Other"}]})


ShapeName = Annotated[str, _choice(tuple(AspectRatio))]
LanguageName = Annotated[str, _choice(V2_LANGUAGES)]
ScriptStyleName = Annotated[str, _choice(SCRIPT_STYLES)]
StyleName = Annotated[str, _choice(TEMPLATE_NAMES)]

MAX_SCRIPT_CHARS = 4_000
"""Four minutes of speech, twice what a video of 60 s can hold; the contract states no bound."""


class TemplateType(StrEnum):
    """Whose the visual style is: one of the service's own that are known by name (`common`), or any of the account's
    (`user`). Generation 2 names a style alike in both cases.
    """

    COMMON = "common"
    USER = "user"


def refusal(allowed: str, field: str = "") -> PydanticCustomError:
    """A value that is not among what is allowed, as `blocks.field_problems` explains it.

    `field` is named where the check is one of the whole model.
    """
    return PydanticCustomError("not_allowed", "allowed: {allowed}", {"allowed": allowed, "field": field})


def _one_of(names: tuple[str, ...], strip_suffix: str = "") -> Callable[[str, ValidationInfo], str]:
    """Build a validator that finds a name without regard to case and returns it in the contract's spelling."""
    spelling = {name.casefold(): name for name in names}

    def find(value: str, info: ValidationInfo) -> str:
        found = spelling.get(value.strip().casefold().removesuffix(strip_suffix))
        if found is not None:
            return found
        if info.context == AS_STORED:
            return value
        meant = nearest(value, names)
        raise refusal(", ".join(names) + (f'; did you mean "{meant}"?' if meant else ""))

    return find


def _language(value: Any) -> Any:
    """A code or an own name of a language, in the contract's word for it; names of the contract come first."""
    is_named = isinstance(value, str) and value.strip().casefold() in V2_LANGUAGES
    return spelled_language(value) if isinstance(value, str) and not is_named else value


def _shape(value: Any) -> Any:
    return spelled_shape(value) if isinstance(value, str) and not isinstance(value, AspectRatio) else value


def _seconds(value: Any) -> Any:
    """ "15 s" and "15s" are 15, as tables write it."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*(?:s|sec|seconds)\s*", value) if isinstance(value, str) else None
    return found[1] if found else value


def _known_length(value: int | None, info: ValidationInfo) -> int | None:
    if value is not None and value not in LENGTHS and info.context != AS_STORED:
        raise refusal(", ".join(map(str, LENGTHS)))
    return value


def _later_hook(value: int | None) -> int | None:
    """The first opening is the one of a video that asks for none: it is the same video."""
    if value is not None and value not in HOOKS:
        raise refusal(", ".join(map(str, HOOKS)))
    return None if value == 1 else value


def _public_only(value: bool, info: ValidationInfo) -> bool:
    if value and info.data.get("custom_avatar"):
        raise refusal("false together with custom_avatar")
    return value


class RenderSettings(BaseModel):
    """How the video is to look and sound. Defaults are the example of the generation 1 guide."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True)

    aspect_ratio: Annotated[AspectRatio, BeforeValidator(_shape)] = AspectRatio.PORTRAIT
    """Shape of the picture."""
    language: Annotated[LanguageName, BeforeValidator(_language), AfterValidator(_one_of(V2_LANGUAGES))] = "english"
    """Language of script and voice, in English: german, mandarin."""
    subtitles: bool = True
    """Show what is spoken."""
    avatar_id: int = Field(default=37, gt=0)
    """Number of the presenter."""
    template_name: StyleName = "Card Stacking"
    """Visual style: one of the service's own, or any name where the template type is user."""
    template_type: TemplateType = TemplateType.COMMON
    """Whose the visual style is: common for the service's own, user for any that the account has."""
    index_template_name: str = ""
    """Template of the library; generation 1 only."""
    script_style: Annotated[ScriptStyleName, AfterValidator(_one_of(SCRIPT_STYLES, STAGE_SUFFIX))] = "Discovery"
    """Style of the script, in the spelling of either generation (Discovery, Discovery_stage)."""
    length: Annotated[
        int | None,
        BeforeValidator(_seconds),
        AfterValidator(_known_length),
        WithJsonSchema({"enum": [*LENGTHS, None]}),
    ] = None
    """Seconds: 15, 30 or 60; generation 2 only. Empty leaves the choice to the client (generation 2) or the service."""
    voice_id: str = ""
    """Id of the voice; generation 2 only. Empty lets the service choose."""
    music_id: int | None = Field(default=None, ge=0)
    """Number of the music, 0 for none; generation 2 only. Empty lets the service choose."""
    custom_avatar: bool = False
    """The presenter is one of the account's own avatars; generation 2 only."""
    override_script: str = Field(default="", max_length=MAX_SCRIPT_CHARS)
    """Text that is spoken instead of a generated script; generation 2 only."""

    avatar_by_ratio: Annotated[bool, AfterValidator(_public_only)] = False
    """Take a public presenter that was filmed in the video's shape, whatever the number of the presenter."""

    hook: Annotated[int | None, AfterValidator(_later_hook), WithJsonSchema({"enum": [*HOOKS, None]})] = None
    """Number of the opening: the videos differ in their first seconds. Studio only."""
    evergreen: bool = False
    """No price, rating, availability or address. Studio only."""
    min_bit_rate: int = Field(default=0, ge=0, le=20_000)
    """Kilobits a second that the pictures take at least. Studio only; set by the channel."""

    @property
    def additions(self) -> tuple[str, ...]:
        """The names of the settings of studio's own that are set."""
        return tuple(name for name in ADDITIONS if getattr(self, name) != RenderSettings.model_fields[name].default)

    @property
    def presenter(self) -> int:
        """The number that the service is sent."""
        return PRESENTERS[self.aspect_ratio] if self.avatar_by_ratio else self.avatar_id

    @model_validator(mode="after")
    def _known_template(self, info: ValidationInfo) -> Self:
        if self.template_type is TemplateType.USER:
            return self
        try:
            spelling = _one_of(TEMPLATE_NAMES)(self.template_name, info)
        except PydanticCustomError as refused:
            allowed = f"{', '.join(TEMPLATE_NAMES)}; any name with template_type user"
            raise refusal(allowed, "template_name") from refused
        # The fingerprint of an item must not depend on the case a catalogue happens to use.
        object.__setattr__(self, "template_name", spelling)
        return self


def only_in_v2(generation: ApiGeneration, what: str) -> ConfigurationError:
    """Build the error for `what` (previews, catalogues, webhooks) that `generation` has no endpoints for."""
    return ConfigurationError.of(
        FieldProblem("generation", f'"{generation}" has no {what}', "v2"),
        code="inexpressible_setting",
        next_step="Use generation v2 (`--api v2`); styles, languages and avatars have the same names in both.",
    )


def refuse_additions(asked: Mapping[str, RenderSettings], allowed: str) -> None:
    """Raise ConfigurationError (code `studio_only`) for additions, by name with the settings that ask for each.

    `allowed` says what may be asked for instead. Nothing is raised where there are none.
    """
    problems = [FieldProblem(name, str(getattr(settings, name)), allowed) for name, settings in asked.items()]
    if problems:
        raise ConfigurationError.of(*problems, code="studio_only")
