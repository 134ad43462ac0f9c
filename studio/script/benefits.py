"""Which of the page's own sentences may be spoken as benefits, and how much each is worth."""

import re
from dataclasses import dataclass
from functools import cache

from studio.product import Product, Source
from studio.script.pace import ORDINARY
from studio.script.page_language import is_written_in, writing_of
from studio.script.phrasebook import Phrasebook
from studio.script.punctuation import APOSTROPHE, CLOSING, COLONS, ENDS, QUESTIONS, QUOTES, TIMES
from studio.script.sentences import split_sentences, wordings
from studio.script.speakable import MAX_CHARACTERS, is_speakable, lines_of
from studio.statement import is_about_product, without_cut_ends

MAX_CANDIDATES = 60
"""Candidates looked at; a minute of speech holds about fifteen."""

DESCRIBED = ORDINARY
"""Worth of the description's sentences beside features: they tell what the product is for."""

_MAX_TAIL_WORDS = 3
"""Words of a last piece without a mark that may still be whole: a measure, a material."""

CORRECTED = 3.0
"""Worth of sentences the client sent on purpose."""

_CURRENCY_WORDS = "euros?|dollars?|pounds?|zł|kr|руб|元|円|원"  # noqa: RUF001 - Cyrillic is meant
_MONEY = re.compile(
    rf"[$€£¥₹₩₪₽₺฿]|\b(?:EUR|USD|GBP|CHF|PLN|TRY|RUB|SEK|NOK|DKK)\b|\d\s?(?:{_CURRENCY_WORDS})(?!\w)",
    re.IGNORECASE,
)
"""Prices in running text go stale or contradict the price that was read, so such sentences are not spoken."""

_LABELLED = re.compile(rf"^[^{COLONS}]{{2,40}}[{COLONS}]")
_MIN_WORDS = 3

_UNIT = "kWh|kW|Wh|W|mAh|Ah|V|kHz|MHz|GHz|Hz|GB|TB|MB|MP|ml|cl|dl|l|L|mm|cm|km|m|kg|g|°C|bar|dB|lm|px"
_STANDARD = (
    r"Bluetooth(?: \d[\d.]*)?|USB(?:-[A-C])?(?: \d[\d.]*)?|HDMI|Wi-?Fi(?: \d)?|OLED|LED|4K|8K|HDR|IP\d\d|GPS|NFC"
)
_SPEC = re.compile(rf"\d[\d.,]*(?: ?[{TIMES}] ?\d[\d.,]*)* ?(?:{_UNIT})|{_STANDARD}")
"""Measures and names of standards: the same in every language."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """A statement of the page: its wordings (longest first), and how much it is worth a second of speech."""

    wordings: tuple[str, ...]
    weight: float
    is_feature: bool = False

    @staticmethod
    def is_statement(wording: str, book: Phrasebook) -> bool:
        """Whether a wording tells something by itself: no single word, and no value behind its label."""
        return not _LABELLED.match(wording) and (
            len(wording.split()) >= _MIN_WORDS if book.spaced else len(wording) >= 6
        )

    @property
    def has_number(self) -> bool:
        """Whether it states a figure."""
        return any(sign.isdigit() for sign in self.wordings[0])


def benefits_of(product: Product, book: Phrasebook) -> tuple[Benefit, ...]:
    """The statements that may be spoken in the language of `book`, in the page's order, description first.

    A description that the client corrected is trusted to be in the language asked for, and weighs more. The page's
    own description and features are spoken only if they are in that language; see `neutral_specs` for the rest.
    """
    corrected = product.sources.get("description") == Source.CORRECTION
    in_language = speaks_language(product, book)
    found: list[Benefit] = []
    if corrected or in_language:
        found += _from_description(product.description, book, CORRECTED if corrected else DESCRIBED)
    if in_language:
        found += _from_features(product.features, book)
    return _without_repeats(found[: 2 * MAX_CANDIDATES], product.title, book)[:MAX_CANDIDATES]


def speaks_language(product: Product, book: Phrasebook) -> bool:
    """Whether the page's own running text is in the language; a corrected description counts for nothing here."""
    corrected = product.sources.get("description") == Source.CORRECTION
    text = " ".join((*product.features, "" if corrected else product.description))[:20_000]
    return is_written_in(text, product.language, book)


def neutral_specs(product: Product) -> tuple[str, ...]:
    """At most four measures ("800 W", "Bluetooth 5.3") among the features, which any language can say."""
    values = (line.rpartition(":")[2].strip() for feature in product.features for line in lines_of(feature)[:3])
    return tuple(dict.fromkeys(value for value in values if _SPEC.fullmatch(value)))[:4]


def _from_description(text: str, book: Phrasebook, weight: float) -> list[Benefit]:
    lines = lines_of(without_cut_ends(text[:MAX_CHARACTERS]))
    sentences = [sentence for line in lines for sentence in _whole(line)][: 4 * MAX_CANDIDATES]
    told = [sentence for sentence in sentences if _is_sentence(sentence, book) and _is_benefit(sentence, book)]
    return _weighed(told, book, weight, is_feature=False)


def _whole(line: str) -> list[str]:
    """The sentences of a line; where others end in a mark, a last one without has lost its end."""
    sentences = split_sentences(line)
    ended = [sentence for sentence in sentences if sentence.rstrip(QUOTES + CLOSING).endswith(tuple(ENDS))]
    lost = len(sentences) > 1 and len(ended) == len(sentences) - 1 and sentences[-1] not in ended
    return ended if lost and len(sentences[-1].split()) > _MAX_TAIL_WORDS else sentences


def _from_features(features: tuple[str, ...], book: Phrasebook) -> list[Benefit]:
    # What is no statement is known by its colon, which `lines_of` takes off.
    stated = [feature for feature in features[: 2 * MAX_CANDIDATES] if is_about_product(feature)]
    lines = [line for feature in stated for line in lines_of(without_cut_ends(feature))]
    statements = [sentence for line in lines for sentence in split_sentences(line)]
    told = [line for line in statements if _is_benefit(line, book)]
    return _weighed(told, book, 1.0, is_feature=True)


def _weighed(statements: list[str], book: Phrasebook, weight: float, *, is_feature: bool) -> list[Benefit]:
    """Earlier statements are worth more: pages put first what matters."""
    said = (ways for statement in statements if (ways := wordings(statement, book)))
    return [Benefit(ways, weight / (1 + 0.1 * place), is_feature) for place, ways in enumerate(said)]


def _is_sentence(text: str, book: Phrasebook) -> bool:
    """Running text of at least four words (eight characters without spaces), unlike a heading or a leftover."""
    return len(text.split()) >= 4 if book.spaced else len(text) >= 8


def _is_benefit(text: str, book: Phrasebook) -> bool:
    """States something about the product: no question, price, address, shop notice, urging or first person."""
    if any(writing_of(sign) in book.unreadable for sign in text) or not is_speakable(text):
        return False
    if text.rstrip(QUOTES).endswith(tuple(QUESTIONS)) or _MONEY.search(text):
        return False
    if not is_about_product(text):
        return False
    return not _skipped(book).search(text.casefold().replace(APOSTROPHE, "'"))


@cache
def _skipped_pattern(words: tuple[str, ...], starts: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    anywhere = "|".join(re.escape(word) for word in words) or "(?!)"
    first = "|".join(re.escape(word) for word in starts) or "(?!)"
    if not spaced:
        return re.compile(rf"{anywhere}|^(?:{first})")
    return re.compile(rf"(?<!\w)(?:{anywhere})(?!\w)|^\W*(?:{first})(?!\w)")


def _skipped(book: Phrasebook) -> re.Pattern[str]:
    return _skipped_pattern(book.page_text.skip, book.page_text.needs_context, book.spaced)


def _without_repeats(benefits: list[Benefit], title: str, book: Phrasebook) -> tuple[Benefit, ...]:
    """Leave out what says little more than the title or an earlier statement."""
    heard = [_words(title, book)]
    kept: list[Benefit] = []
    for benefit in benefits:
        words = _words(benefit.wordings[0], book)
        if all(len(words & earlier) < 0.6 * len(words) for earlier in heard):
            heard.append(words)
            kept.append(benefit)
    return tuple(kept)


def _words(text: str, book: Phrasebook) -> frozenset[str]:
    """The words that carry meaning, or pairs of characters for text without spaces."""
    folded = text.casefold()
    if not book.spaced:
        return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))
    words = frozenset(re.findall(r"\w+", folded))
    return words - set(book.page_text.common_words) or words
