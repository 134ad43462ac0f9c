"""Everything that a visual style draws with, gathered for one video."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.render_request import AspectRatio
from studio.scenes.pictures.picture import Picture
from studio.scenes.plan.layout import Layout
from studio.scenes.plan.look import Look
from studio.scenes.plan.timeline import Timeline
from studio.scenes.words.badge import Offer
from studio.scenes.words.benefit import Benefit
from studio.scenes.words.captions import Caption


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts on screen, cleaned for drawing; empty where there is nothing to say."""

    language: str
    headline: str
    subline: str
    call_to_action: str
    shop: str
    """What the shop calls itself, or its domain."""
    offer: Offer
    hook: tuple[str, ...] = ()
    """The large words of the first two seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """One video's material."""

    ratio: AspectRatio
    timeline: Timeline
    look: Look
    layout: Layout
    pictures: tuple[Picture, ...]
    wording: Wording
    captions: tuple[Caption, ...]
    """Empty without subtitles."""
    benefits: tuple[Benefit, ...]
    avatar_id: int
    voice_levels: NDArray[np.float32]
    """The voice's loudness per frame, 0 to 1."""
    logo: Path | None = None
    """Of the shop, RGBA PNG: stands on the end card in place of its name."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the video in pixels."""
        return self.ratio.size
