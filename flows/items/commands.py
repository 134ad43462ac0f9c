"""The commands that a person is shown: to make videos of chosen drafts, and to settle an ambiguous render."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from blocks.channels.profile import Channel
from blocks.jogg.settings import RenderSettings
from flows.runtime.settings import ServiceChoice

SETTING_OPTIONS = {
    "template_type": "--template-type",
    "aspect_ratio": "--aspect",
    "language": "--language",
    "script_style": "--script-style",
    "avatar_id": "--avatar",
    "length": "--length",
    "voice_id": "--voice",
    "music_id": "--music",
    "override_script": "--override-script",
}
"""Options of `url2video preview` by the setting they give; those that are on or off have words of their own."""

SERVICE_OPTIONS = {
    "base_url": "--base-url",
    "credentials_block": "--credentials-block",
    "api_key_variable": "--api-key-env",
}


@dataclass(frozen=True, slots=True)
class ApproveCommand:
    """`url2video preview … --approve …` with all that a preview run was given and that is not the default."""

    to: str
    settings: RenderSettings
    service: ServiceChoice
    channel: Channel | None = None

    def line(self, url: str, styles: Sequence[str]) -> str:
        """The command as it is typed in a POSIX shell."""
        return f"{self.start} {shlex.quote(url)} --approve {shlex.quote(','.join(styles))}{self.end}"

    @property
    def start(self) -> str:
        """Before the address of the page."""
        return "url2video preview"

    @property
    def end(self) -> str:
        """After the styles."""
        return f" {shlex.join(self._options())}"

    def _options(self) -> Iterator[str]:
        yield from ("--to", self.to)
        settings = self.settings.model_dump(mode="json", exclude_defaults=True)
        yield from service_words(self.service)
        if self.service.posts_per_minute != ServiceChoice().posts_per_minute:
            yield from ("--posts-per-minute", str(self.service.posts_per_minute))
        if self.channel:
            yield from ("--for", self.channel)
        yield from _given(SETTING_OPTIONS, settings)
        if self.service.shared_pace:
            yield "--shared-pace"
        if not self.settings.subtitles:
            yield "--no-subtitles"
        if self.settings.avatar_by_ratio:
            yield "--avatar-by-ratio"
        if self.settings.evergreen:
            yield "--evergreen"
        if self.settings.custom_avatar:
            yield "--custom-avatar"


def service_words(service: ServiceChoice) -> Iterator[str]:
    """The options that name a service and its key, as far as they differ from the defaults."""
    yield from _given(SERVICE_OPTIONS, service.model_dump(mode="json", exclude_defaults=True))


def _given(options: dict[str, str], fields: dict[str, Any]) -> Iterator[str]:
    for name, option in options.items():
        if name in fields:
            yield from (option, str(fields[name]))


def resolve_command(to: str, service: ServiceChoice, fingerprint: str) -> str:
    """Return `url2video resolve FINGERPRINT …` as it is typed in a POSIX shell, without what is decided.

    It has all that the run was given and that is not the default.
    """
    options = ("--to", to, "--api", service.generation.value, *service_words(service))
    return shlex.join(["url2video", "resolve", fingerprint, *options])
