"""The order in which mixed left-to-right and right-to-left text is shown.

Unicode Bidirectional Algorithm (UAX #9, revision 50) without explicit embeddings and isolates: lines here are titles,
captions and prices, and control characters are removed before.
"""

import unicodedata

_RIGHT_TO_LEFT_LANGUAGES = frozenset(("arabic", "hebrew", "persian", "urdu"))
"""Of the contract's languages, those that are written in Arabic or Hebrew letters."""

_NEUTRAL = {"B", "S", "WS", "ON", "BN", "ES", "ET", "CS", "NSM"}


def is_right_to_left(text: str) -> bool:
    """The paragraph's direction: that of its first strong character (rules P2 and P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def reads_from_right(text: str, language: str) -> bool:
    """Whether a card with this text starts on its right: by the video's language, or else by the text itself.

    In an Arabic video a Latin brand name is set flush right as all else.
    """
    return language in _RIGHT_TO_LEFT_LANGUAGES or is_right_to_left(text)


def levels(text: str, right_to_left: bool) -> list[int]:
    """The embedding level of each character: even is left-to-right, odd right-to-left."""
    base = int(right_to_left)
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in text], "R" if base else "L")
    _pair_brackets(text, kinds, "R" if base else "L")
    kinds = _neutral(kinds, "R" if base else "L")
    found = [_level(kind, base) for kind in kinds]
    for position in range(len(text) - 1, -1, -1):  # rule L1: trailing white space belongs to the paragraph
        if not text[position].isspace():
            break
        found[position] = base
    return found


def visual_order(line: list[int]) -> list[int]:
    """Positions from left to right for a line of levels (rule L2: reverse every run, highest level first)."""
    order = list(range(len(line)))
    for level in range(max(line, default=0), 0, -1):
        start = 0
        while start < len(order):
            if line[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


def _level(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base == 0:
        return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return 2 if kind in ("L", "AN", "EN") else 1


def _weak(kinds: list[str], base: str) -> list[str]:
    """Rules W1 to W7: numbers, their separators and signs."""
    strong, before = base, base
    for position, found in enumerate(kinds):
        kind = before if found == "NSM" else found
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[position] = before = kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    _join_separators(kinds)
    _join_terminators(kinds)
    strong = base
    for position, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[position] = "L"
    return kinds


def _join_separators(kinds: list[str]) -> None:
    """Rule W4: one separator between two numbers of a kind becomes part of them."""
    for position in range(1, len(kinds) - 1):
        around = {kinds[position - 1], kinds[position + 1]}
        if (kinds[position] == "CS" and around in ({"EN"}, {"AN"})) or (kinds[position] == "ES" and around == {"EN"}):
            kinds[position] = kinds[position - 1]


def _join_terminators(kinds: list[str]) -> None:
    """Rule W5: currency and percent signs next to a European number become part of it."""
    for positions in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = 1 if positions.step > 0 else -1
        for position in positions:
            if kinds[position] == "ET" and kinds[position - step] == "EN":
                kinds[position] = "EN"


_BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "\uff08": "\uff09",
    "\u300c": "\u300d",
    "\u3010": "\u3011",
    "\uff3b": "\uff3d",
}
"""Opening and closing signs that titles have, of those in the Unicode file BidiBrackets.txt."""

_MAX_OPEN = 63
"""Brackets that may be open at a time (definition BD16)."""


def _pair_brackets(text: str, kinds: list[str], base: str) -> None:
    """Rule N0: both brackets of a pair take one direction, so that neither is turned away from what they hold."""
    for first, last in _pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[first + 1 : last] if kind not in _NEUTRAL}
        if base in inside:
            found = base
        elif inside:
            before = next((kind for kind in reversed(kinds[:first]) if kind not in _NEUTRAL), base)
            found = _direction(before) if _direction(before) in inside else base
        else:
            continue
        kinds[first] = kinds[last] = found


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Places of brackets that belong together, by the opening one (definition BD16)."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if kinds[place] != "ON":
            continue
        if sign in _BRACKETS:
            if len(opened) == _MAX_OPEN:
                break
            opened.append((_BRACKETS[sign], place))
            continue
        match = next((number for number in reversed(range(len(opened))) if opened[number][0] == sign), None)
        if match is not None:
            pairs.append((opened[match][1], place))
            del opened[match:]
    return sorted(pairs)


def _neutral(kinds: list[str], base: str) -> list[str]:
    """Rules N1 and N2: a neutral between two of a direction takes it, any other the paragraph's."""
    start = 0
    while start < len(kinds):
        if kinds[start] not in _NEUTRAL:
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _direction(kinds[start - 1]) if start else base
        after = _direction(kinds[end]) if end < len(kinds) else base
        kinds[start:end] = [before if before == after else base] * (end - start)
        start = end
    return kinds


def _direction(kind: str) -> str:
    return "L" if kind == "L" else "R"
