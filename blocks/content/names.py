"""Whether a product's name is seen in lines of text, in the shorter forms too that videos use, or another one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_ALIKE = 0.7
"""Of two words, from 5 letters on: a recogniser that takes "m" for "rn" leaves 0.73 of "brume"."""
_MIN_ALIKE = 5
_MANY = 3
"""Words of a long name that are enough to tell it: shops add material, size and colour, videos leave them out."""
_MANY_SIGNS = 6
"""Of a name without spaces."""
_WORD_SIGNS = 4
"""Of a word of such a name."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_SMALL_WORDS = (
    "the a an and with for of in on by you your now is it der die das und mit für aus le la les de du des et en el los"
    " y con il e di da do o i van met voor z w na ve"
)
_SMALL = frozenset(_SMALL_WORDS.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text that tell something, without case and accents; each sign of Chinese or Japanese."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ł", "l").replace("\u0131", "i"))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return [word for word in _WORD.findall(unicodedata.normalize("NFKC", bare)) if word not in _SMALL]


def is_seen(name: str, lines: Iterable[str]) -> bool:
    """Tell whether enough of a name stands in lines of one picture. A short name has to stand there whole."""
    wanted = list(dict.fromkeys(words_of(name)))
    there = {word for line in lines for word in words_of(line)}
    count = sum(any(_alike(word, other) for other in there) for word in wanted)
    return count >= _enough(wanted)


def replaced_word(name: str, line: str) -> str:
    """Return the one word of a line that stands in the place of another of a name, or between two, else nothing.

    All others of the line are the name's, two or more, in its order: "Brume Candle Rose" for "Brume Candle Fig".
    """
    wanted, shown = words_of(name), words_of(line)
    spelled = [next((word for word in wanted if _alike(word, other)), other) for other in shown]
    steps = SequenceMatcher(a=wanted, b=spelled, autojunk=False).get_opcodes()
    other = [step for step in steps if step[0] in {"replace", "insert"}]
    if len(other) != 1:
        return ""
    tag, _, _, start, end = other[0]
    if tag == "insert" and not 0 < start < end < len(shown):
        return ""
    if _is_signs(shown):
        # One sign may be misread; of a name without spaces a word has two to four.
        is_other = 2 <= end - start <= _WORD_SIGNS and len(shown) - (end - start) >= _MANY
    else:
        is_other = end - start == 1 and len(shown) >= _MANY and len(shown[start]) > 1
    return "".join(shown[start:end]) if is_other else ""


def _enough(wanted: Sequence[str]) -> int:
    if len(wanted) <= 2:
        return len(wanted)
    return min(-(-len(wanted) // 2), _MANY_SIGNS if _is_signs(wanted) else _MANY)


def _is_signs(words: Sequence[str]) -> bool:
    """Tell whether the words are signs of Chinese or Japanese."""
    return sum(len(word) == 1 for word in words) > len(words) / 2


@lru_cache(maxsize=4096)
def _alike(one: str, other: str) -> bool:
    """Tell whether two words are one but for faults of reading. Numbers have to be the same."""
    if one == other:
        return True
    if min(len(one), len(other)) < _MIN_ALIKE or any(map(str.isdigit, one + other)):
        return False
    # A capital "I" and a small "l" look alike.
    return SequenceMatcher(a=one.replace("i", "l"), b=other.replace("i", "l"), autojunk=False).ratio() >= _ALIKE
