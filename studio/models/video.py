"""How v1 and v2 order a video: flat (v1, and v2 on its first day) or nested (v2 since 16 December 2025).

Sources: the vendor's OpenAPI files v1 and v2. They ask for a length, an avatar and a script style; what else is left
out, empty or null is studio's choice.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

from studio.catalogue import STYLES
from studio.catalogue.templates import template_name
from studio.jobs.render_job import COMMON_TEMPLATE, OWN_TEMPLATE, RenderSettings
from studio.models.additions import AdditionFields
from studio.models.choices import Choice, language_choice, script_style_choice, visual_style_choice
from studio.models.fields import AvatarId, Id, LongText, Ratio, ShortText, SomeId, given_or, number
from studio.render_request import AspectRatio
from studio.script.styles import Style
from studio.voice.languages import CONTRACT_LANGUAGES

Length = Annotated[Literal["15", "30", "60"], BeforeValidator(lambda value: str(value).strip())]
"""Seconds; a number is read too."""

Caption = Annotated[bool, given_or(False)]
"""No subtitles unless asked for: the default of the vendor's guide."""
LANGUAGE_NAMES = WithJsonSchema({"type": "string", "enum": ["", *sorted(CONTRACT_LANGUAGES)]})
Language = Annotated[ShortText, given_or("english"), LANGUAGE_NAMES]
"""One of the contract's; one without phrases falls back to English with a note."""
StyleName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    WithJsonSchema({"type": "string", "enum": [style.value for style in Style]}),
]
"""In any spelling; `studio.models.choices` refuses an unknown one."""
VisualStyleName = Annotated[ShortText, WithJsonSchema({"type": "string", "enum": ["", *STYLES]})]
"""In any spelling; `studio.models.choices` refuses an unknown one."""
AvatarType = Annotated[Literal[0, 1], given_or(0), BeforeValidator(number)]
"""0 is a public avatar, 1 one of the account's own."""
MusicId = Annotated[int, given_or(0), Field(ge=0, lt=2**31)]
Webhook = Annotated[str, given_or(""), StringConstraints(strip_whitespace=True, max_length=2_000)]


DEFAULT_AVATAR, DEFAULT_STYLE = 1, "Discovery"
"""Where the flat form of generation 2 names none: the specification's and the guide's own examples."""


class VideoSpec(BaseModel):
    """`video_spec`."""

    length: Length
    aspect_ratio: Ratio = AspectRatio.LANDSCAPE
    caption: Caption = False
    name: ShortText = ""


class AvatarRef(BaseModel):
    """`avatar`."""

    id: AvatarId
    type: AvatarType = 0


class VoiceRef(BaseModel):
    """`voice`."""

    id: SomeId = ""


class AudioRef(BaseModel):
    """`audio`."""

    music_id: MusicId = 0


class ScriptRef(BaseModel):
    """`script`: the live service demands the style."""

    style: StyleName
    language: Annotated[ShortText, LANGUAGE_NAMES] = ""
    override_script: LongText = ""
    """Where the vendor's newest file has it; beside `script` in the others."""


class NestedWishes(AdditionFields):
    """What a nested video and a list of previews have in common."""

    product_id: Id
    video_spec: VideoSpec
    avatar: AvatarRef
    voice: Annotated[VoiceRef, given_or({})] = VoiceRef()
    audio: Annotated[AudioRef, given_or({})] = AudioRef()
    script: ScriptRef
    language: Language = "english"
    """Where the preview list has it; `script.language` comes first."""
    override_script: LongText = ""
    webhook_url: Webhook = ""

    @property
    def name(self) -> str:
        """The client's own name for the video."""
        return self.video_spec.name

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen by name."""
        return (
            script_style_choice("script.style", self.script.style),
            language_choice("script.language", self.script.language),
            language_choice("language", self.language),
        )

    def settings_in(self, visual_style: str, template_id: str = "") -> RenderSettings:
        """The neutral form, in one visual style."""
        return RenderSettings(
            aspect_ratio=self.video_spec.aspect_ratio,
            language=(self.script.language or self.language).lower(),
            subtitles=self.video_spec.caption,
            avatar_id=self.avatar.id,
            template_name=visual_style,
            template_type=COMMON_TEMPLATE,
            index_template_name=template_name(template_id),
            script_style=self.script.style,
            seconds=int(self.video_spec.length),
            voice_id=self.voice.id,
            music_id=self.audio.music_id,
            custom_avatar=self.avatar.type == 1,
            override_script=self.override_script or self.script.override_script,
            additions=self.additions,
        )


class NestedVideoBody(NestedWishes):
    """POST /v2/create_video_from_product."""

    visual_style: VisualStyleName = ""
    template_id: SomeId = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen by name."""
        return (*super().choices, visual_style_choice("visual_style", self.visual_style))

    @property
    def settings(self) -> RenderSettings:
        """The neutral form."""
        return self.settings_in(self.visual_style, self.template_id)


class FlatVideoBody(AdditionFields):
    """Generation 2's first form, still in its guide's table. Its clients leave out avatar and style too."""

    product_id: Id
    aspect_ratio: Ratio = AspectRatio.LANDSCAPE
    video_length: Annotated[Length, Field(validation_alias=AliasChoices("video_length", "length"))]
    language: Language = "english"
    avatar_id: Annotated[AvatarId, given_or(DEFAULT_AVATAR)] = DEFAULT_AVATAR
    avatar_type: AvatarType = 0
    voice_id: SomeId = ""
    music_id: MusicId = 0
    script_style: Annotated[StyleName, given_or(DEFAULT_STYLE)] = DEFAULT_STYLE
    visual_style: VisualStyleName = ""
    template_id: SomeId = ""
    template_type: Annotated[ShortText, given_or("public")] = "public"
    override_script: LongText = ""
    caption: Caption = False
    name: Annotated[ShortText, Field(validation_alias=AliasChoices("video_name", "name"))] = ""
    webhook_url: Webhook = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen by name."""
        return (
            script_style_choice("script_style", self.script_style),
            language_choice("language", self.language),
            visual_style_choice("visual_style", self.visual_style),
        )

    @property
    def settings(self) -> RenderSettings:
        """The neutral form."""
        return RenderSettings(
            aspect_ratio=self.aspect_ratio,
            language=self.language.lower(),
            subtitles=self.caption,
            avatar_id=self.avatar_id,
            template_name=self.visual_style,
            template_type=OWN_TEMPLATE if self.template_type == "custom" else COMMON_TEMPLATE,
            index_template_name=template_name(self.template_id),
            script_style=self.script_style,
            seconds=int(self.video_length),
            voice_id=self.voice_id,
            music_id=self.music_id,
            custom_avatar=self.avatar_type == 1,
            override_script=self.override_script,
            additions=self.additions,
        )


class V1VideoBody(FlatVideoBody):
    """POST /v1/create_video_from_url and /v1/preview: there avatar and style are required."""

    avatar_id: AvatarId
    script_style: StyleName


NESTED, FLAT = VIDEO_FORMS = ("nested", "flat")


def _form(body: Any) -> str:
    parts = ("video_spec", "avatar", "script")
    nested = isinstance(body, NestedVideoBody) or (isinstance(body, dict) and any(part in body for part in parts))
    return NESTED if nested else FLAT


VideoBody = Annotated[
    Annotated[NestedVideoBody, Tag(NESTED)] | Annotated[FlatVideoBody, Tag(FLAT)], Discriminator(_form)
]
"""Either form of POST /v2/create_video_from_product, told apart by the nested parts."""
