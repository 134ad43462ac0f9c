"""The settings that generation 2 has fields for (OpenAPI v2)."""

from blocks.jogg.generation import SettingSupport
from blocks.jogg.settings import ApiGeneration

SETTINGS = SettingSupport(
    ApiGeneration.V2,
    unsupported=frozenset({"index_template_name"}),
    alternative="generation open (`--api open`)",
)
