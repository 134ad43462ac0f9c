"""Writes the script: the page's facts, told in a style and a language, in the time given."""

import zlib
from dataclasses import dataclass, replace

from studio.product import Product
from studio.script.benefits import Benefit
from studio.script.facts import Facts, Stock, facts_of
from studio.script.languages import choose_language
from studio.script.model import Beat, Script, Sentence
from studio.script.pace import SPARE, Choice, fill, seconds_at
from studio.script.phrasebook import Phrasebook, StylePhrases
from studio.script.punctuation import ENDS
from studio.script.styles import Part, Style, canonical_style, order_of

SILENCE = 0.7
"""Seconds of the video in which nobody speaks (its first moment and the end card's last), less what the voice makes
up for by speaking a little faster."""

WIDER = 1.5
"""Where benefits of an equal share of the time each leave some empty, some may be that much longer than others."""

FRAME_SHARE = 0.5
"""Hook, price and call to action may take this part of the time; above it their shortest phrases are used."""

OPENER = 4.0
"""Seconds of a benefit that may come first: a viewer decides in two or three whether to stay."""

MAX_OPENERS = 5
"""Benefits that are tried as the first."""

FILLED = 0.92
"""Part of the time asked for from which on a script counts as full."""

CONNECTING_WORDS = 0.6
"""Worth of a second of the style's lead beside a second of the page's own statements."""

RATING = 1.0
"""Worth of a second of rating: as much as a feature, less than the description's first sentences."""

NUMBERS = 1.5
"""In the style Data a statement with a figure is worth that much more."""

_Told = dict[Part, tuple[str, ...]]

_BEATS = {
    Part.HOOK: Beat.LINK,
    Part.AUDIENCE: Beat.LINK,
    Part.LEAD: Beat.LINK,
    Part.PRICE: Beat.PRICE,
    Part.CLOSE: Beat.CALL_TO_ACTION,
}
"""Of the parts behind the first, which is the hook; every other one tells a benefit."""


def write_script(product: Product, language: str, style: str, seconds: int, hook: int = 1) -> Script:
    """Write the script for a product: pure, the same arguments give the same script.

    Only facts of the page (or of the client's corrections) are told; everything else is a phrase that claims
    nothing. Where the page's own sentences are in another language than `language` they are left out, since
    nothing here translates: name, brand, price, saving, rating and measures are told, and a note says so. A
    description the client corrected is trusted to be in `language`.

    Each `hook`, from 1, begins with another benefit, or with other words of the style.
    `seconds` is met within 12 % by `seconds_at` where the page gives enough text; else it is shorter.
    A language without phrases falls back to English and an unknown style to Discovery, each with a note.
    Raises `RenderError` ("no_speakable_title") where neither title nor brand holds a word.
    """
    tongue = choose_language(language)
    choice = canonical_style(style)
    facts = facts_of(product, tongue.book)
    pick = zlib.crc32(product.title.encode(errors="replace"))
    draft = _Draft(facts, choice.style, tongue.book, pick, seconds)
    return Script(
        language=tongue.language,
        style=choice.style.value,
        sentences=draft.sentences(hook - 1),
        headline=facts.headline,
        subline=facts.subline,
        call_to_action=draft.button(),
        price_label=draft.price_label(),
        list_price_label=draft.list_price_label(),
        notes=tuple(note for note in (tongue.note, choice.note, *facts.notes) if note),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """One product in one style and language; `pick` chooses among phrases of equal meaning."""

    facts: Facts
    style: Style
    book: Phrasebook
    pick: int
    seconds: int
    opener: str = ""
    """What comes first, in place of the hook."""

    @property
    def phrases(self) -> StylePhrases:
        return self.book.phrases(self.style)

    def sentences(self, place: int) -> tuple[Sentence, ...]:
        """The frame (hook, audience, price, call to action) and of everything else as much as fits between.

        Of the benefits that may come first, the best with which the rest fills the time; at later places, counted from
        0, the next ones, then the style's own hook, then all of them with the style's next phrases.
        """
        opened = self._opened()
        rounds, number = divmod(place, len(opened) + 1)
        if rounds:
            return replace(self, pick=self.pick + rounds).sentences(number)
        told = opened[number] if number < len(opened) else self.parts()
        parts = [(part, text) for part in order_of(self.style) for text in told.get(part, ())]
        beats = [Beat.HOOK, *(_BEATS.get(part, Beat.BENEFIT) for part, _ in parts[1:])]
        return tuple(Sentence(beat, _tidy(text)) for beat, (_, text) in zip(beats, parts, strict=True))

    def _opened(self) -> list[_Told]:
        """The drafts with each of the benefits that may come first: those that fill the time, then the longest."""
        drafts = [replace(self, opener=way).parts() for way in self._openers()]
        return sorted(drafts, key=lambda told: -min(self._length(told), FILLED * self.seconds))

    def parts(self) -> _Told:
        """The texts of each part, with the opener that this draft has."""
        frame = self._frame()
        told = self._filled_frame(frame)
        if self.phrases.hooks_fewer and len(told.get(Part.BENEFITS, ())) < len(self.phrases.steps):
            frame[Part.HOOK] = (self._told(self._hooks(self.phrases.hooks_fewer)),)
            told = self._filled_frame(frame)
        return told

    def _filled_frame(self, frame: _Told) -> _Told:
        return frame | self._filling(self.seconds - SILENCE - self._length(frame))

    def button(self) -> str:
        """The words on the end card: no invitation to buy what cannot be bought."""
        common = self.book.common
        buttons = {Stock.PREORDER: common.button_preorder, Stock.UNAVAILABLE: common.button_unavailable}
        return buttons.get(self.facts.stock, common.button)

    def price_label(self) -> str:
        """The price as it is shown, with "from" where it is the lowest of several; empty without one."""
        ranged = self.facts.price and self.facts.price_is_from
        return self.book.common.price_from_label.format(price=self.facts.price) if ranged else self.facts.price

    def list_price_label(self) -> str:
        """The former price as it is shown, called recommended where it is; empty without one."""
        recommended = self.facts.list_price and self.facts.list_price_recommended
        pattern = self.book.common.recommended_label if recommended else "{price}"
        return pattern.format(price=self.facts.list_price)

    def _frame(self) -> _Told:
        hooks, prices = self._hooks(self.phrases.hooks), self._prices()
        frame = {Part.HOOK: self._told(hooks), Part.PRICE: self._told(prices), Part.CLOSE: self._close()}
        if self.opener:
            frame[Part.OPENER] = self.opener
        if self.facts.audience:
            frame[Part.AUDIENCE] = self.book.common.audience.format(audience=self.facts.audience)
        if sum(map(self._takes, frame.values())) > FRAME_SHARE * self.seconds:
            frame |= {Part.HOOK: min(hooks, key=self._takes), Part.PRICE: min(prices, key=self._takes)}
        return {part: (text,) for part, text in frame.items() if text}

    def _filling(self, room: float) -> _Told:
        """Benefits, rating, stock and the style's lead, as they fit into `room` seconds.

        With as many of the style's step words as there are benefits to put them before; with fewer where the
        script would be too short otherwise.
        """
        drafts: list[_Told] = []
        for count in (*range(len(self.phrases.steps), 1, -1), 0):
            steps = self.phrases.steps[:count]
            left = room - sum(self._takes(step.format(fact="")) for step in steps)
            for longest in (left / count, WIDER * left / count) if count else (left,):
                told = self._filled(left, longest)
                if len(told.get(Part.BENEFITS, ())) < count:
                    continue
                if count:
                    told[Part.BENEFITS] = _stepped(told[Part.BENEFITS], steps)
                if self._length(told) >= room - SPARE:
                    return told
                drafts.append(told)
        return max(drafts, key=self._length)

    def _filled(self, room: float, longest: float) -> _Told:
        """The parts that fit into `room`, no benefit longer than `longest`: the shorter they are, the more fit."""
        benefits = self._offered(longest)
        offered = tuple(Choice(benefit.wordings, benefit.weight) for benefit in benefits)
        extras = {
            Part.RATING: Choice((self.facts.rating,), RATING),
        }
        lead = {Part.LEAD: Choice((self.phrases.lead,), CONNECTING_WORDS)}
        told = self._packed(offered, extras | lead, room)
        if len(told.get(Part.BENEFITS, ())) < 2:  # nothing to lead to
            told = self._packed(offered, extras, room)
        return told

    def _packed(self, offered: tuple[Choice, ...], extras: dict[Part, Choice], room: float) -> _Told:
        spoken = fill((*offered, *extras.values()), room, self.book)
        told: _Told = {part: (text,) for part, text in zip(extras, spoken[len(offered) :], strict=True) if text}
        facts = tuple(text for text in spoken[: len(offered)] if text)
        return {**told, Part.BENEFITS: facts} if facts else told

    def _offered(self, share: float) -> tuple[Benefit, ...]:
        """The benefits in the style's order, in wordings of at most `share` seconds."""
        fitting = (
            (benefit, tuple(way for way in benefit.wordings if self._takes(way) <= share))
            for benefit in self.facts.benefits
            if not self.opener or self.opener not in benefit.wordings
        )
        benefits = tuple(replace(benefit, wordings=ways) for benefit, ways in fitting if ways)
        if self.style is Style.DATA:
            heavier = (replace(one, weight=one.weight * NUMBERS) if one.has_number else one for one in benefits)
            return tuple(sorted(heavier, key=lambda benefit: not benefit.has_number))
        return benefits

    def _hooks(self, patterns: tuple[str, ...]) -> list[str]:
        return [pattern.format(name=self.facts.name) for pattern in patterns]

    def _prices(self) -> list[str]:
        facts, common = self.facts, self.book.common
        plain = common.price_from if facts.price_is_from else common.price
        reduced = common.saving_recommended if facts.list_price_recommended else common.saving
        patterns = reduced if facts.saving else plain if facts.price else ("",)
        return [
            pattern.format(price=facts.price, list_price=facts.list_price, saving=facts.saving) for pattern in patterns
        ]

    def _close(self) -> str:
        common = self.book.common
        closes = {Stock.PREORDER: common.close_preorder, Stock.UNAVAILABLE: common.close_unavailable}
        close = closes.get(self.facts.stock, self.phrases.close)
        # Behind a colon, so that no language has to inflect a name.
        colon = ": " if self.book.spaced else "\uff1a"
        return f"{close.rstrip(ENDS)}{colon}{self.facts.shop}{self.book.full_stop}" if self.facts.shop else close

    def _openers(self) -> list[str]:
        """Benefits that are said in a moment, the best first; none where there are too few for the rest."""
        if len(self.facts.benefits) <= max(1, len(self.phrases.steps)):
            return []
        short = [
            (-benefit.weight, place, way)
            for place, benefit in enumerate(self.facts.benefits)
            for way in benefit.wordings
            if self._takes(way) <= OPENER and benefit.is_statement(way, self.book)
        ]
        return [way for _, _, way in sorted(short)[:MAX_OPENERS]]

    def _told(self, phrases: list[str]) -> str:
        return phrases[self.pick % len(phrases)]

    def _takes(self, text: str) -> float:
        return seconds_at(text, self.book)

    def _length(self, told: _Told) -> float:
        return sum(self._takes(text) for texts in told.values() for text in texts)


def _stepped(facts: tuple[str, ...], steps: tuple[str, ...]) -> tuple[str, ...]:
    """Each step's words before the first fact of one of as many equal groups."""
    starts = {group * len(facts) // len(steps): step for group, step in enumerate(steps)}
    return tuple(starts.get(place, "{fact}").format(fact=fact) for place, fact in enumerate(facts))


def _tidy(text: str) -> str:
    """One mark where a name or a currency ("kr.") brought its own full stop."""
    for doubled, single in (("..", "."), ("!.", "!"), ("?.", "?"), (".:", ":")):
        text = text.replace(doubled, single)
    return text
