"""Whether a description describes the product, or only repeats its name or the shop's words for search engines."""

from studio.page.text import words
from studio.statement import is_cut, is_market_text, without_cut_ends

# Words that a description has beside those of the title; "Harbor Wall Light Brass" says nothing new.
_MIN_NEW_WORDS = 4
# With that much left of a text that breaks off there is enough to tell.
_MIN_WHOLE_CHARACTERS = 60


def describes(text: str, title: str, *, certain: bool) -> bool:
    """Whether a text says something about the product named `title`.

    `certain`: it is stated as the product's own. Other descriptions of a page may be about the shop; those share no
    word with the title.
    """
    own, named = words(text), words(title)
    if len(own - named) < _MIN_NEW_WORDS or is_market_text(text):
        return False
    if is_cut(text) and len(without_cut_ends(text)) < _MIN_WHOLE_CHARACTERS:
        return False
    return certain or not own.isdisjoint(named)
