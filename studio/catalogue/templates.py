"""The template library (`index_template_name`): colours, lettering and ornaments laid over any visual style."""

from dataclasses import dataclass
from enum import StrEnum


class Template(StrEnum):
    """A look that any visual style can wear. `NONE` leaves each style its own."""

    NONE = ""
    BOLD_SALE = "Bold Sale"
    SOFT_STUDIO = "Soft Studio"
    NIGHT = "Night"
    PAPER = "Paper"
    EDITORIAL = "Editorial"


TEMPLATES: tuple[Template, ...] = tuple(template for template in Template if template)
"""The library as listed to clients."""

_BY_KEY = {template.value.casefold().replace(" ", ""): template for template in Template}


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """The template that will be laid over the style."""

    template: Template
    note: str = ""
    """What was decided in place of an unknown name."""


def find_template(name: str | None) -> TemplateChoice:
    """The template of a name, whatever its case and spaces; none for an empty name and, with a note, for unknown."""
    template = _BY_KEY.get((name or "").casefold().replace(" ", ""))
    if template is None:
        return TemplateChoice(Template.NONE, f"template {name!r} is unknown; no template is used")
    return TemplateChoice(template)


def template_name(template_id: str) -> str:
    """The name of a template by its place in the library, counted from 1; any other text is its own name."""
    place = int(template_id) if template_id.isascii() and template_id.isdecimal() and len(template_id) < 10 else 0
    return TEMPLATES[place - 1].value if 0 < place <= len(TEMPLATES) else template_id
