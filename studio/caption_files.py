"""Captions as files beside a video: WebVTT (W3C, 2019) and SubRip, for players that show them in their own way."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bounds.printable import printable
from studio.render_request import CaptionFiles
from studio.script.model import Script
from studio.text.line_breaks import balance
from studio.voice.model import Narration

MAX_LINE = 42
"""Letters a line, an ideograph counts for two: the rule of large streaming services for Latin scripts, since 2016."""

MAX_LINES = 2

MAX_LETTERS_PER_SECOND = 20
"""What grown-up readers follow, by the same rules."""

_MIN_SECONDS = 1.0
"""A shorter cue flickers; shorter ones are made only where the words leave no choice."""

_LEEWAY = 0.08
"""Seconds by which a cue may come before its first word or after it: nobody sees them."""

_PAUSES = frozenset(".,;:!?،؛।。、！？；：")  # noqa: RUF001 - punctuation of every script we caption
"""Marks after which a speaker pauses: the best place to end a cue."""

_RIGHT_TO_LEFT_MARK = "\u200f"
"""Before each line of a right-to-left sentence: a player takes a line's direction from its first letter, which may be
that of a brand's Latin name."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines shown together from `start` to `end`, in seconds of the video."""

    lines: tuple[str, ...]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word with the space behind it, and when it is heard."""

    text: str
    start: float
    end: float

    @property
    def widths(self) -> tuple[int, int]:
        """In letters, with and without the space."""
        return _letters(self.text), _letters(self.text.rstrip())


def plan_cues(script: Script, narration: Narration, seconds: float) -> tuple[Cue, ...]:
    """Every word of the script in order, in cues that keep the limits above and don't overlap.

    A cue begins with its first word and ends with its last. Where its words are spoken faster than they are read, it
    stays longer, at most until the next one or the video's end at `seconds`. A voice that goes on faster than that, as
    espeak-ng's French does at times, is the one thing that breaks the limit.
    """
    groups: list[list[_Piece]] = []
    for number, sentence in enumerate(script.sentences):
        following = narration.sentences[number + 1][0] if number + 1 < len(narration.sentences) else seconds
        groups += _grouped(list(_pieces(sentence.text, number, narration)), following)
    return tuple(_timed(groups, seconds))


def write_captions(cues: tuple[Cue, ...], folder: Path) -> CaptionFiles | None:
    """Write captions.vtt and captions.srt into an existing folder; None for a video without words."""
    if not cues:
        return None
    files = CaptionFiles(folder / "captions.vtt", folder / "captions.srt")
    files.vtt.write_text(web_vtt(cues), encoding="utf-8")
    files.srt.write_text(subrip(cues), encoding="utf-8")
    return files


def web_vtt(cues: tuple[Cue, ...]) -> str:
    """The cues as a WebVTT file; markup in a product's name stays text."""
    shown = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    blocks = (f"{_span(cue, '.')}\n" + "\n".join(cue.lines).translate(shown) + "\n" for cue in cues)
    return "\n".join(("WEBVTT\n", *blocks))


def subrip(cues: tuple[Cue, ...]) -> str:
    """The cues as a SubRip file."""
    blocks = (f"{number}\n{_span(cue, ',')}\n" + "\n".join(cue.lines) + "\n" for number, cue in enumerate(cues, 1))
    return "\n".join(blocks)


def _pieces(text: str, number: int, narration: Narration) -> Iterator[_Piece]:
    """A sentence in its spoken words, with all that stands between them; what fills more than a line is cut."""
    words = [word for word in narration.words if word.sentence == number]
    starts, place = [0], 0
    for word, following in pairwise(words):
        place = max(place, text.find(word.text, place)) + len(word.text)
        starts.append(max(place, text.find(following.text, place)))
    for word, (first, last) in zip(words, pairwise([*starts, len(text)]), strict=True):
        whole = printable(text[first:last])
        parts = [whole[at : at + MAX_LINE // 2] for at in range(0, len(whole), MAX_LINE // 2)]
        if _letters(whole) <= MAX_LINE:
            parts = [whole]
        step = (word.end - word.start) / len(parts)
        for rank, part in enumerate(parts):
            yield _Piece(part, word.start + rank * step, word.start + (rank + 1) * step)


def _grouped(pieces: list[_Piece], following: float) -> list[list[_Piece]]:
    """The division of a sentence that costs least; `following` is when the next one begins."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        until = pieces[end].start if end < len(pieces) else following
        choices: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            if start < end - 1 and not _fits(pieces[start:end]):
                break
            choices.append((best[start][0] + _cost(pieces[start:end], until, last=end == len(pieces)), start))
        best.append(min(choices))
    groups: list[list[_Piece]] = []
    end = len(pieces)
    while end:
        groups.insert(0, pieces[best[end][1] : end])
        end = best[end][1]
    return groups


def _fits(pieces: list[_Piece]) -> bool:
    return balance([piece.widths for piece in pieces], MAX_LINES)[1] <= MAX_LINE


def _cost(pieces: list[_Piece], until: float, *, last: bool) -> float:
    """Of one cue: too fast is worst, then too short, then an end in the middle of a phrase; fewer cues are better."""
    seconds = until - pieces[0].start
    too_fast = max(0.0, _reading_seconds(pieces) - seconds)
    pauses = last or pieces[-1].text.rstrip()[-1:] in _PAUSES
    return 100 * too_fast + 3 * max(0.0, _MIN_SECONDS - seconds) + (1.0 if pauses else 1.6)


def _reading_seconds(pieces: list[_Piece]) -> float:
    """With the space behind each word: otherwise a hurried sentence would gain by being cut into single words."""
    return sum(piece.widths[0] for piece in pieces) / MAX_LETTERS_PER_SECOND


def _timed(groups: list[list[_Piece]], seconds: float) -> Iterator[Cue]:
    """A cue that lacks time takes a little of its neighbours', where they have it."""
    starts = [*(group[0].start for group in groups), seconds]
    needed = [_reading_seconds(group) for group in groups]
    hurried = [following - start < need for (start, following), need in zip(pairwise(starts), needed, strict=True)]
    free = 0.0
    for number, group in enumerate(groups):
        start = max(free, starts[number] - (_LEEWAY if hurried[number] else 0.0))
        lends = number + 1 < len(groups) and not hurried[number + 1]
        latest = starts[number + 1] + (_LEEWAY if lends else 0.0)
        free = max(min(group[-1].end, latest), min(latest, start + needed[number]))
        yield Cue(_lines(group), start, free)


def _lines(pieces: list[_Piece]) -> tuple[str, ...]:
    widths = [piece.widths for piece in pieces]
    alone = balance(widths, 1)
    ends, _ = alone if alone[1] <= MAX_LINE else balance(widths, MAX_LINES)
    lines = ["".join(piece.text for piece in pieces[first:last]).strip() for first, last in pairwise([0, *ends])]
    mark = _RIGHT_TO_LEFT_MARK if _runs_leftwards("".join(lines)) else ""
    return tuple(mark + line for line in lines if line)


def _runs_leftwards(text: str) -> bool:
    kinds = [unicodedata.bidirectional(character) for character in text]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def _letters(text: str) -> int:
    """A mark that stands on a letter takes no room, an ideograph that of two."""
    drawn = (character for character in text if not unicodedata.combining(character))
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in drawn)


def _span(cue: Cue, point: str) -> str:
    return f"{_moment(cue.start, point)} --> {_moment(cue.end, point)}"


def _moment(seconds: float, point: str) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"
