"""The settings that the first generation has fields for (guide of generation 1, "Render project")."""

from blocks.jogg.generation import SettingSupport
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.vocabulary import OPEN_LANGUAGES

SETTINGS = SettingSupport(
    ApiGeneration.OPEN,
    unsupported=frozenset({"length", "voice_id", "music_id", "custom_avatar", "override_script"}),
    languages=OPEN_LANGUAGES,
    alternative="generation v2 (`--api v2`)",
)
