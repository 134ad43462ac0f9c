"""What to render and what came of it: the border between the server and the renderer."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.additions import NO_ADDITIONS, Additions
from studio.brand import NO_BRAND, Brand
from studio.product import Product
from studio.voice.natural import VoiceCost
from studio.voice.voice_models import VoiceModel


class AspectRatio(StrEnum):
    """The contract's three ratios under their generation 2 names; generation 1 numbers them 0, 1, 2."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return {"portrait": (1080, 1920), "landscape": (1920, 1080), "square": (1080, 1080)}[self.value]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Everything that decides how a video looks and sounds. The same request gives the same frames."""

    product: Product
    pictures: tuple[Path, ...]
    """The product's pictures as files already normalised by `studio.pictures`: upright 8-bit sRGB(A) PNG."""
    aspect_ratio: AspectRatio = AspectRatio.PORTRAIT
    language: str = "english"
    """A language of the contract, lower case ("english", "traditional-chinese")."""
    subtitles: bool = True
    avatar_id: int = 1
    template_name: str = "Card Stacking"
    """The visual style."""
    index_template_name: str = ""
    """A template from the library, laid over the visual style; empty for none."""
    script_style: str = "Discovery"
    seconds: int = 15
    """Length asked for, and that of the video, unless the script takes longer: then it is up to 20 % longer."""
    voice_id: str = ""
    """A voice of the catalogue; empty for the presenter's own."""
    music_id: int = 0
    """A track of the catalogue; 0 for studio's choice."""
    override_script: str = ""
    """Spoken in place of a script of studio's, sentence by sentence."""
    voice_models: tuple[VoiceModel, ...] = ()
    """Piper voices that speak in place of espeak-ng where they know the language."""
    voice_cost: VoiceCost = VoiceCost.LIGHT
    """Which of the voices that are installed may speak."""
    brand: Brand = NO_BRAND
    """The shop's own look, in every video of this studio."""
    additions: Additions = NO_ADDITIONS
    draft: bool = False
    """Half the size, a third of the frames, at most 15 seconds: what a look costs, not what a video does."""


@dataclass(frozen=True, slots=True)
class CaptionFiles:
    """The spoken words with their times, on disk."""

    vtt: Path
    srt: Path


@dataclass(frozen=True, slots=True)
class RenderedVideo:
    """A finished video on disk."""

    video: Path
    """H.264 High yuv420p + AAC MP4, moov before mdat."""
    poster: Path
    """JPEG of the video's size."""
    seconds: float
    script: str
    """The spoken text, one sentence a line."""
    notes: tuple[str, ...] = ()
    """What was decided in place of an unknown value, for instance an unknown avatar that fell back."""
    captions: CaptionFiles | None = None
    """None for a video that says nothing."""


class RenderError(Exception):
    """A render that cannot be made, with a stable `code` ("no_usable_picture") and a reason in one sentence."""

    def __init__(self, code: str, reason: str) -> None:
        """Keep both: `code` for programs, `reason` for people."""
        super().__init__(reason)
        self.code = code
        self.reason = reason


Progress = Callable[[int, str], None]
"""Called with a percentage that never falls and a word for the stage ("script", "voice", "frames", "encode")."""
