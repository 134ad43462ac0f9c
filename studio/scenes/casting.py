"""From a request and its narrated script to everything the scenes draw with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.catalogue.avatars import find_avatar
from studio.catalogue.music import find_music
from studio.catalogue.styles import VisualStyle, find_style
from studio.catalogue.templates import find_template
from studio.render_request import RenderError, RenderRequest
from studio.scenes.drawing.colour import darken_until_readable
from studio.scenes.pictures.palette import accent_of
from studio.scenes.pictures.picture import Picture, load
from studio.scenes.pictures.salience import Content, content_of
from studio.scenes.plan.look import branded, look_of
from studio.scenes.plan.timeline import plan
from studio.scenes.shots.cast import Cast, Wording
from studio.scenes.styles.styles import STYLES
from studio.scenes.words.badge import offer_of
from studio.scenes.words.benefit import plan_benefits
from studio.scenes.words.captions import plan_captions
from studio.scenes.words.hook import hook_words
from studio.script.model import Script
from studio.text.bidi import reads_from_right
from studio.text.runs import clean
from studio.voice.model import Narration
from studio.voice.music import find_track

_MAX_PICTURES = 8
"""Pictures that one video shows: a minute has time for no more, and each held one costs memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Casting:
    """The cast, the style it plays in, and what was decided in place of unknown names."""

    cast: Cast
    style: VisualStyle
    notes: tuple[str, ...]


def cast_for(request: RenderRequest, script: Script, narration: Narration, levels: NDArray[np.float32]) -> Casting:
    """Gather a video's material.

    Raises RenderError: "no_usable_picture" when none of the pictures can be shown, "font_missing" when a text has a
    character that no font draws.
    """
    style, template, avatar = (
        find_style(request.template_name),
        find_template(request.index_template_name),
        find_avatar(request.avatar_id),
    )
    pictures = load_pictures(request.pictures)
    brand = request.brand
    accent = darken_until_readable(brand.colours[0]) if brand.colours else accent_of(pictures)
    look = look_of(style.style, template.template, accent)
    beat = 60 / find_track(find_music(request.music_id).track).beats_per_minute
    timeline = plan(script, narration, len(pictures), request.seconds, beat, first_look=request.additions.hook - 1)
    layout = STYLES[style.style].layout(request.aspect_ratio, request.subtitles)
    cast = Cast(
        ratio=request.aspect_ratio,
        timeline=timeline,
        look=branded(look, accent, *brand.colours[1:]) if brand.colours else look,
        layout=layout.mirrored(request.aspect_ratio.size[0]) if reads_from_right("", script.language) else layout,
        pictures=pictures,
        wording=wording_of(request, script),
        captions=plan_captions(script, narration) if request.subtitles else (),
        benefits=plan_benefits(script, narration, timeline),
        avatar_id=avatar.avatar.id,
        voice_levels=levels,
        logo=brand.logo,
    )
    notes = tuple(note for note in (style.note, template.note, avatar.note) if note)
    return Casting(cast, style.style, notes)


def load_pictures(paths: tuple[Path, ...]) -> tuple[Picture, ...]:
    """The pictures that can be shown, in order; text banners come last, and charts only where there is nothing else."""
    found = [picture for picture in map(load, paths[: _MAX_PICTURES * 2]) if picture is not None]
    if not found:
        reason = "none of the pictures can be shown" if paths else "the product has no picture"
        raise RenderError("no_usable_picture", reason)
    seen = [(content_of(picture.pixels), picture) for picture in found]
    ranked = [picture for wanted in (Content.PRODUCT, Content.BANNER) for kind, picture in seen if kind is wanted]
    return tuple((ranked or found)[:_MAX_PICTURES])


def wording_of(request: RenderRequest, script: Script) -> Wording:
    """The texts on screen, cleaned for drawing."""
    language = script.language
    offer = offer_of(request.product, clean(script.price_label, language), clean(script.list_price_label, language))
    return Wording(
        language=language,
        headline=clean(script.headline, language),
        subline=clean(script.subline, language),
        call_to_action=clean(request.brand.call_to_action or script.call_to_action, language),
        shop=clean(request.product.shop, language),
        offer=offer,
        hook=tuple(clean(word, language) for word in hook_words(script, offer, request.additions.hook)),
    )
