"""Which sounds go with what is seen, and when."""

from collections.abc import Iterator

from studio.scenes.film.whip import WHIP_SECONDS
from studio.scenes.plan.timeline import Timeline
from studio.scenes.words.badge import CHIP_TIME, ROLL_TIME, Offer, rolled_price
from studio.script.model import Beat, Script
from studio.voice.effects import RISER_SECONDS, WHOOSH_PEAK_SECONDS, Effect, Sound
from studio.voice.model import Narration
from studio.voice.soundtrack import Stress

_TICKS = 8
"""Of a price that rolls: more run together where it is fastest."""


_STRESS = {Beat.HOOK: 1.0, Beat.LINK: -2.0, Beat.BENEFIT: -1.5, Beat.PRICE: 1.0, Beat.CALL_TO_ACTION: 1.0}
"""dB. Read aloud at one loudness, a script of 15 s has a range of 1 LU, which is heard as flat."""


def effects_of(timeline: Timeline, offer: Offer) -> tuple[Effect, ...]:
    """The effects of a video: a whoosh for each cut, the price's pop and ticks, a riser before the end card."""
    cuts = [shot.start for shot in timeline.shots[1:]]
    # The camera is fastest, and a card on its way, in the middle of the move that begins with the cut.
    swung = [cut + WHIP_SECONDS / 2 - WHOOSH_PEAK_SECONDS for cut in (*cuts, timeline.end_card)]
    whooshes = [Effect(Sound.WHOOSH, start) for start in swung]
    riser = Effect(Sound.RISER, timeline.end_card - RISER_SECONDS)
    told = _told(timeline.price, offer) if timeline.price is not None and offer.price else ()
    return (*whooshes, *told, riser)


def stresses_of(script: Script, narration: Narration) -> tuple[Stress, ...]:
    """The stress of each sentence, as a speaker lays it: on the hook, on the price and on what is to be done."""
    told = zip(script.sentences, narration.sentences, strict=False)
    return tuple(Stress(start, _STRESS[sentence.beat]) for sentence, (start, _) in told)


def _told(price: float, offer: Offer) -> Iterator[Effect]:
    """The badge pops up, its digits roll and its chip follows (`studio.scenes.words.badge`)."""
    yield Effect(Sound.POP, price)
    if offer.former and rolled_price(offer.former, offer.price, 0.0) != offer.price:
        start, length = ROLL_TIME
        for number in range(1, _TICKS):
            share = 1 - (1 - number / _TICKS) ** 0.25  # the time at which easeOutQuart has come that far
            yield Effect(Sound.TICK, price + start + length * share)
    if offer.saving:
        yield Effect(Sound.POP, price + CHIP_TIME[0])
