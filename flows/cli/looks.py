"""The options that say how videos look and sound, in groups as in `flows.cli.options`."""

from dataclasses import dataclass

from blocks.jogg.vocabulary import HOOKS
from flows.cli.declared import COUNTED, OR_NONE, VARIANTS, option

EVERGREEN = ("No price, rating, availability or address (studio).", "how.settings.evergreen", OR_NONE)
TEMPLATE_TYPE = ("common, or user for any that the account has.", "how.settings.template_type")


@dataclass(frozen=True)
class ChannelChoice:
    """Where the videos are to be shown."""

    for_: str = option(
        "",
        "reels, tiktok, youtube-shorts, google, meta or amazon: sets the shape, and checks the videos.",
        "how.channel",
        OR_NONE,
        flag="--for",
    )


@dataclass(frozen=True)
class Styles:
    """How the videos of a catalog look; several values make several videos."""

    aspect: str = option(
        "",
        "portrait, landscape or square; several with commas. Left out, what the channel takes, or portrait.",
        "how.settings.aspect_ratio",
        VARIANTS,
    )
    language: str = option(
        "english", "Language of script and voice; several with commas.", "how.settings.language", VARIANTS
    )
    script_style: str = option(
        "Discovery", "Style of the script; several with commas.", "how.settings.script_style", VARIANTS
    )
    template: str = option(
        "Card Stacking", "Visual style; several with commas.", "how.settings.template_name", VARIANTS
    )
    hooks: int = option(
        1,
        "So many videos that differ in their first seconds (studio).",
        "what.variants.hook",
        COUNTED,
        least=1,
        most=len(HOOKS),
    )
    evergreen: bool = option(False, *EVERGREEN)
    template_type: str = option("common", *TEMPLATE_TYPE)
    index_template: str = option("", "Template of the library.", "how.settings.index_template_name")


@dataclass(frozen=True)
class DraftStyle:
    """How drafts look, but for the visual style."""

    aspect: str = option(
        "",
        "portrait, landscape or square. Left out, what the channel takes, or portrait.",
        "how.settings.aspect_ratio",
        OR_NONE,
    )
    language: str = option("english", "Language of script and voice.", "how.settings.language")
    script_style: str = option("Discovery", "Style of the script.", "how.settings.script_style")
    evergreen: bool = option(False, *EVERGREEN)


@dataclass(frozen=True)
class Presenter:
    """Who speaks, and what is heard and read."""

    avatar: str = option("37", "Number of the presenter.", "how.settings.avatar_id")
    avatar_by_ratio: bool = option(
        False, "A public presenter of the video's shape instead.", "how.settings.avatar_by_ratio"
    )
    custom_avatar: bool = option(False, "It is the account's own (v2).", "how.settings.custom_avatar")
    voice: str = option("", "Id of the voice (v2).", "how.settings.voice_id")
    music: str = option("", "Number of the music, 0 for none (v2).", "how.settings.music_id", OR_NONE)
    subtitles: bool = option(True, "Show what is spoken.", "how.settings.subtitles")
    override_script: str = option(
        "", "Text to speak instead of a generated script (v2).", "how.settings.override_script"
    )
    length: str = option("", "15, 30 or 60 seconds (v2).", "how.settings.length", OR_NONE)
