"""A script as values: sentences, each with its part in the story."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Beat(StrEnum):
    """The part a sentence plays. A script has one hook first and one call to action last."""

    HOOK = "hook"
    LINK = "link"
    """The style's own words and the name between the facts: they claim nothing."""
    BENEFIT = "benefit"
    PRICE = "price"
    CALL_TO_ACTION = "call_to_action"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text` is shown in captions and spoken."""

    beat: Beat
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """The whole text in the order it is spoken."""

    language: str
    """The language it is written in, under the contract's name; may differ from the one asked for, see `notes`."""
    style: str
    """The script style under its canonical name."""
    sentences: tuple[Sentence, ...]
    headline: str
    """The title as shown on screen, short."""
    subline: str = ""
    """A short line below the headline; empty where the page gives none."""
    call_to_action: str = ""
    """The words on the end card's button, in the script's language."""
    price_label: str = ""
    """The price formatted for the script's language, empty without a price."""
    list_price_label: str = ""
    """The former price formatted likewise, empty without one."""
    notes: tuple[str, ...] = ()

    def shorter(self) -> "Script | None":
        """The script without its last benefit, or else its last link; None where only what it needs is left."""
        for beat in (Beat.BENEFIT, Beat.LINK):
            places = [place for place, sentence in enumerate(self.sentences) if sentence.beat is beat]
            if places:
                kept = self.sentences[: places[-1]] + self.sentences[places[-1] + 1 :]
                return replace(self, sentences=kept)
        return None
