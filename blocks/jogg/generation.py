"""What a contract generation can do: told by its own folder, so that nobody else asks which generation it is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from blocks.jogg.http.transport import Transport
from blocks.jogg.service import VideoService
from blocks.jogg.settings import ApiGeneration, RenderSettings


@dataclass(frozen=True, slots=True)
class SettingSupport:
    """Which settings a generation has fields for, and which values of them."""

    generation: ApiGeneration
    unsupported: frozenset[str]
    """Names of settings that it has no field for."""
    languages: tuple[str, ...] = ()
    """What it speaks; empty for all."""
    alternative: str = ""
    """Which generation has fields for them, for people."""

    @property
    def fields(self) -> frozenset[str]:
        """The names of the settings that it has fields for."""
        return frozenset(RenderSettings.model_fields) - self.unsupported

    def refuse_unsupported(self, settings: RenderSettings) -> None:
        """Check that nothing of `settings` would be lost. Raises ConfigurationError for the first that would be."""
        for name in sorted(self.unsupported):
            value = getattr(settings, name)
            if value != RenderSettings.model_fields[name].default:
                raise self._refusal(name, value, f"none, or {self.alternative}")
        if self.languages and settings.language not in self.languages:
            raise self._refusal("language", settings.language, ", ".join(self.languages))

    def _refusal(self, name: str, value: Any, allowed: str) -> ConfigurationError:
        told = f"{json.dumps(value)} can't be expressed in API generation {self.generation}"
        return ConfigurationError.of(FieldProblem(name, told, allowed), code="inexpressible_setting")


@dataclass(frozen=True, slots=True)
class Services:
    """What one key opens, over one transport with one pace."""

    videos: VideoService
    previews: VideoService | None = None
    """None where the generation has none."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A contract generation."""

    name: ApiGeneration
    base_url: str
    """Of the live service, without a path of the API."""
    settings: SettingSupport
    open: Callable[[Transport], Services]
    has_previews: bool
    has_list: bool
    """`newest_renders` tells how far many renders are, in one request."""
    shares_products: bool
    """Videos of one page are made of one product; if not, a render uses its product up."""
    tells_product: bool
    """`create_product` tells what was read of the page."""
