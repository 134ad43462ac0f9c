"""What a language needs to write scripts: one TOML file each in `studio/script/phrases`.

To add a language, copy `english.toml` to `<contract name>.toml`, translate it, and measure `[pace]` with
espeak-ng; the tests pick the file up by themselves. Good patterns set a product name, an audience or a page's
sentence apart with a colon or a full stop: the names are unknown, so nothing may have to agree with their gender,
number or case. No pattern may claim anything about the product: claims come from the page alone.
"""

import tomllib
from functools import cache
from importlib import resources
from string import Formatter
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from studio.script.styles import Style

BUTTON_CHARACTERS = 22
"""What the end card's button holds in its type size."""


def _only(*names: str, maybe: str = "") -> AfterValidator:
    """A pattern holds these placeholders: one left out drops a fact, any other but `maybe` is a typing error."""

    def check(pattern: str) -> str:
        found = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
        if found - {maybe} != set(names):
            raise ValueError(f"{pattern!r} must hold {sorted(names)}, holds {sorted(found)}")
        return pattern

    return AfterValidator(check)


Plain = Annotated[str, Field(min_length=1), _only()]
Button = Annotated[str, Field(min_length=1, max_length=BUTTON_CHARACTERS), _only()]
Hook = Annotated[str, _only("name")]
Step = Annotated[str, _only("fact")]
Price = Annotated[str, _only("price")]
Saving = Annotated[str, _only("price", "saving", maybe="list_price")]


Recommended = Annotated[str, _only("price", "list_price", maybe="saving")]


class _Table(BaseModel):
    """A table of a phrase file: unknown keys are typing errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Pace(_Table):
    """How fast espeak-ng 1.52 reads the language at its default 175 words a minute, see `studio.script.pace`."""

    letters_per_second: float = Field(gt=0)
    """Letters of the language's own writing."""
    latin_letters_per_second: float = Field(default=15.1, gt=0)
    """Latin letters inside another writing: read by the English voice, measured alike in ten languages."""
    seconds_per_digit: float = Field(ge=0)


class CommonPhrases(_Table):
    """Sentences that every style shares; of a list, one is picked for each product."""

    by_brand: Annotated[str, _only("name", "brand")]
    audience: Annotated[str, _only("audience")]
    rating: Annotated[str, _only("rating", "best")]
    rating_count: Annotated[str, _only("rating", "best", "count")]
    specs: Annotated[str, _only("specs")]
    price: tuple[Price, ...] = Field(min_length=1)
    price_from: tuple[Price, ...] = Field(min_length=1)
    """For the lowest of several prices."""
    price_from_label: Price
    """The same, short, as it is shown."""
    saving: tuple[Saving, ...] = Field(min_length=1)
    saving_recommended: tuple[Recommended, ...] = Field(min_length=1)
    """For a price below one that the maker recommends, which nobody may ever have asked."""
    recommended_label: Price
    """The recommended price as it is shown."""
    close_preorder: Plain
    close_unavailable: Plain
    button: Button
    button_preorder: Button
    button_unavailable: Button


class PageTextRules(_Table):
    """Which sentences of a page in this language may be spoken; all words in lower case."""

    common_words: tuple[str, ...] = Field(min_length=5)
    """Frequent small words that tell this language from others of the same writing."""
    skip: tuple[str, ...] = ()
    """A sentence with one of these is about the shop, urges the buyer, or is a person speaking: not a benefit."""
    needs_context: tuple[str, ...] = ()
    """A sentence beginning so leans on the one before it and is not spoken alone."""
    clause_words: tuple[str, ...] = ()
    """After a comma these begin a clause that may be dropped to shorten a sentence."""
    intro_words: tuple[str, ...] = ()
    """A sentence beginning so has its main clause after the comma, and is not shortened there."""


class StylePhrases(_Table):
    """How one script style talks."""

    hooks: tuple[Hook, ...] = Field(min_length=1)
    hooks_fewer: tuple[Hook, ...] = ()
    """For a style that counts: used where the page gives fewer facts than there are `steps`."""
    lead: Plain
    steps: tuple[Step, ...] = ()
    """Put before the first, second, ... group of facts."""
    close: Plain


class Phrasebook(_Table):
    """One language."""

    language: str
    """The contract's name."""
    code: str
    """BCP 47 primary language, as `Product.language`."""
    locale: str
    """Babel's locale for numbers and prices."""
    writing: tuple[str, ...] = ("LATIN",)
    """First words of the Unicode names of its letters."""
    unreadable: tuple[str, ...] = ()
    """Those among `writing` that the voice cannot read: the page's sentences with such letters are not spoken."""
    spaced: bool = True
    """Whether spaces stand between words."""
    full_stop: str
    pace: Pace
    common: CommonPhrases
    page_text: PageTextRules
    style: dict[str, StylePhrases]

    @model_validator(mode="after")
    def _has_every_style(self) -> Self:
        if wrong := {style.key for style in Style} ^ set(self.style):
            raise ValueError(f"styles missing or unknown: {sorted(wrong)}")
        return self

    def phrases(self, style: Style) -> StylePhrases:
        """The phrases of one style."""
        return self.style[style.key]


@cache
def phrasebook(language: str) -> Phrasebook:
    """Load one language by its file name; FileNotFoundError where there is none."""
    text = (resources.files(__package__) / "phrases" / f"{language}.toml").read_text(encoding="utf-8")
    return Phrasebook.model_validate(tomllib.loads(text))


@cache
def written_languages() -> tuple[str, ...]:
    """The languages that have a phrase file, sorted."""
    files = (resources.files(__package__) / "phrases").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))
