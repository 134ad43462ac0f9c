"""Renders one video: script, voice, plan, frames, file, check. Called in a worker process, one render at a time."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from studio.caption_files import plan_cues, write_captions
from studio.catalogue import find_avatar, find_music, find_voice
from studio.encoder import BrokenVideoError, MediaFacts, VideoEncoder, probe
from studio.render_request import Progress, RenderedVideo, RenderError, RenderRequest
from studio.scenes.casting import cast_for
from studio.scenes.drawing.frame import Frame, Planes, rgb_of, shrunk
from studio.scenes.film.film import Film
from studio.scenes.film.motion import FPS
from studio.scenes.plan.timeline import MIN_TAIL
from studio.scenes.shots.cast import Cast
from studio.scenes.sounds import effects_of, stresses_of
from studio.scenes.styles.styles import film_of
from studio.script.given import with_given_words
from studio.script.model import Script
from studio.script.writer import write_script
from studio.voice.model import SAMPLE_RATE, Narration
from studio.voice.narrator import narrate_in_time
from studio.voice.soundtrack import mix, mouth_levels

_POSTER_QUALITY = 88
"""JPEG quality: product edges stay clean at about 200 kB for 1080x1920."""

_POSTER_MOMENT = 0.72
"""Part of the time before the end card at which the poster is taken: title, product, price and presenter are there."""

_OFFER_TOLD = 1.2
"""Seconds after which the price has rolled to its end and the saving stands beside it (`studio.scenes.words.badge`)."""

_TOLERANCE = 0.1
"""Seconds by which the file may differ from the plan: a frame, and rounding in the container."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """How fine a video is made."""

    scale: int
    """The picture is that many times smaller in both directions."""
    every: int
    """Only every so many frames is drawn."""
    most_seconds: int
    """The longest video; longer ones are made that short."""

    def size(self, cast: Cast) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = cast.size
        return width // self.scale, height // self.scale

    @property
    def fps(self) -> int:
        """Frames a second."""
        return FPS // self.every


_FINISHED = _Cut(scale=1, every=1, most_seconds=300)
_DRAFT = _Cut(scale=2, every=3, most_seconds=15)
"""A quarter of the CPU time of a finished 15 s video (3.4 to 4.8 s against 15 s)."""


def render(request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
    """Make video.mp4, poster.jpg, captions.vtt and captions.srt in an existing folder.

    `progress` is called with "script", "voice", "frames" and "encode". Raises RenderError with the codes
    "no_usable_picture", "font_missing" and "broken_video"; what it left in the folder may be removed.
    """
    progress(1, "script")
    cut = _DRAFT if request.draft else _FINISHED
    staged = stage(replace(request, seconds=min(request.seconds, cut.most_seconds)), progress)
    cast, music = staged.cast, find_music(request.music_id)
    sound = mix(
        staged.narration,
        cast.timeline.seconds,
        track=music.track,
        effects=effects_of(cast.timeline, cast.wording.offer) if request.brand.sounds else (),
        lift=cast.timeline.end_card,
        stresses=stresses_of(staged.script, staged.narration),
    )
    progress(10, "frames")
    video, poster = folder / "video.mp4", folder / "poster.jpg"
    min_bit_rate = 0 if request.draft else request.additions.min_bit_rate
    with VideoEncoder(video, *cut.size(cast), cut.fps, min_bit_rate) as encoder:
        encoder.write_sound(sound[:, : round(cast.timeline.seconds * SAMPLE_RATE)])
        _film(staged.film, cast, encoder, poster, cut, progress)
    seconds = _checked(video, cast, cut).seconds
    captions = write_captions(plan_cues(staged.script, staged.narration, seconds), folder)
    progress(100, "encode")
    notes = (*staged.notes, music.note, f"spoken by {staged.narration.voice}")
    return RenderedVideo(video, poster, seconds, _spoken(staged.script), tuple(filter(None, notes)), captions)


@dataclass(frozen=True, slots=True)
class Staged:
    """A video ready to be filmed: any of its frames can be drawn."""

    script: Script
    narration: Narration
    cast: Cast
    film: Film
    notes: tuple[str, ...]
    """What was decided in place of an unknown value."""


def stage(request: RenderRequest, progress: Progress = lambda _, __: None) -> Staged:
    """Write, speak and plan a video. Raises RenderError as `render` does."""
    cv2.setNumThreads(1)  # renders run side by side: more threads here would only take turns
    if request.additions.evergreen:
        request = replace(request, product=request.product.evergreen())
    written = _script(request)
    progress(4, "voice")
    voice = find_voice(request.voice_id, find_avatar(request.avatar_id).avatar)
    script, narration = narrate_in_time(
        written, request.seconds, request.seconds - MIN_TAIL,
        voice=voice.voice, models=request.voice_models, cost=request.voice_cost,
    )  # fmt: skip
    casting = cast_for(request, script, narration, mouth_levels(narration, FPS))
    notes = tuple(note for note in (*script.notes, *casting.notes, voice.note) if note)
    return Staged(script, narration, casting.cast, film_of(casting.cast, casting.style), notes)


def _script(request: RenderRequest) -> Script:
    hook = request.additions.hook
    script = write_script(request.product, request.language, request.script_style, request.seconds, hook)
    given = request.override_script
    return with_given_words(script, given, request.seconds) if given else script


def poster_moment(cast: Cast) -> float:
    """When the poster is taken, in seconds."""
    timeline = cast.timeline
    moment = timeline.end_card * _POSTER_MOMENT
    if timeline.price is not None:
        moment = max(moment, min(timeline.price + _OFFER_TOLD, timeline.end_card - 0.3))
    return round(moment * FPS) / FPS


def _film(film: Film, cast: Cast, encoder: VideoEncoder, poster: Path, cut: _Cut, progress: Progress) -> None:
    """Draw every frame once, into the video; one of them is the poster as well."""
    frames = cast.timeline.frames
    posed = round(poster_moment(cast) * FPS) // cut.every * cut.every
    for number in range(0, frames, cut.every):
        frame = shrunk(film.frame(number / FPS), cut.scale)
        encoder.write(frame)
        if number == posed:
            _write_poster(frame, poster)
        if number % FPS == 0:
            progress(10 + 85 * number // frames, "frames")
    progress(96, "encode")


def _checked(video: Path, cast: Cast, cut: _Cut) -> MediaFacts:
    try:
        facts = probe(video)
    except BrokenVideoError as error:
        raise RenderError("broken_video", f"the rendered file cannot be played: {error}") from error
    if (facts.width, facts.height) != cut.size(cast) or abs(facts.seconds - cast.timeline.seconds) > _TOLERANCE:
        found = f"{facts.width}x{facts.height}, {facts.seconds:.2f} s"
        raise RenderError("broken_video", f"the rendered file is {found}, planned were {cast.timeline.seconds:.2f} s")
    return facts


def _write_poster(frame: Planes, path: Path) -> None:
    picture = cv2.cvtColor(rgb_of(Frame.of(frame)), cv2.COLOR_RGB2BGR)
    encoded, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _POSTER_QUALITY])
    if not encoded:
        raise RenderError("broken_video", "the poster could not be encoded")
    path.write_bytes(data.tobytes())


def _spoken(script: Script) -> str:
    return "\n".join(sentence.text for sentence in script.sentences)
