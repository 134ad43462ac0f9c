"""Choices by name: script style, language and visual style, which the service refuses where it does not know them.

Its file lists script styles and languages as enums (OpenAPI v2), its visual styles are those of GET visual_styles. Ids
of avatars, voices and music are no such choices: clients hard-code ids of one account, so studio falls back and says
so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from studio.catalogue import STYLES, find_style
from studio.models.envelope import Code, RefusalError
from studio.script.styles import Style, canonical_style
from studio.voice.languages import CONTRACT_LANGUAGES


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that a request gave."""

    field: str
    """Where, in the request's own form: `script.style`."""
    known: bool
    allowed: tuple[str, ...]


def script_style_choice(field: str, name: str) -> Choice:
    """A script style of any generation, in any spelling; none is studio's choice."""
    return Choice(field, not name or not canonical_style(name).note, tuple(style.value for style in Style))


def language_choice(field: str, name: str) -> Choice:
    """One of the contract's languages; none is studio's choice."""
    folded = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    return Choice(field, not folded or folded in CONTRACT_LANGUAGES, tuple(sorted(CONTRACT_LANGUAGES)))


def visual_style_choice(field: str, name: str) -> Choice:
    """A name that GET visual_styles lists; none is studio's choice."""
    return Choice(field, not find_style(name).note, tuple(STYLES))


def refuse_unknown(choices: Iterable[Choice], *, lenient: bool) -> None:
    """Refuse the first name that is unknown; when `lenient`, none: what is rendered in its place is then noted.

    Raises:
        RefusalError: 40000, with the field and the names that are allowed.
    """
    for choice in () if lenient else choices:
        if not choice.known:
            allowed = ", ".join(choice.allowed)
            raise RefusalError(Code.PARAMETER_ERROR, f"Parameter error: {choice.field} must be one of {allowed}")
