"""The profiles of the channels. A megabyte is taken as the smaller of its two, a kilobit as 1000 bits.

Loudness: players level videos to about -14 LUFS (YouTube) or -16 (TikTok, Reels) and do not lift what is much quieter.
Each window reaches 5 LU further down, where one hears it, and up to where levelling starts to tell on the sound.
"""

from collections.abc import Mapping

from blocks.channels.profile import Channel, Limit, Profile, Shapes, Source
from blocks.finding import Rule
from blocks.jogg.settings import AspectRatio

MEGABYTE = 1000**2
KILOBIT = 1000

_PORTRAIT, _LANDSCAPE, _SQUARE = AspectRatio

_GOOGLE = Source("Merchant Center Help 15216925, video_link", "2026-11")
_META = Source("Meta, Dynamic media, Limitations", "2026-11")
_SHORTS = Source("YouTube Help 15424877, Understand three-minute YouTube Shorts", "2026-11")
_TIKTOK = Source("TikTok Business Help, creative specifications (in-feed ads, travel ads)", "2026-11")
_AMAZON = Source("Amazon Ads, ad specs of Amazon DSP video ads", "2026-11")
_AMAZON_SHAPE = Source("Amazon Ads, ad specs of Amazon DSP video ads; Sponsored Brands video is 16:9 too", "2026-11")
_REELS = Source("xyzlab.com, Meta ads specs: videos for Reels", "2026-11", is_vendors=False)
_YOUTUBE_LOUDNESS = Source("forasoft.com, LUFS targets per platform", "2026-06", is_vendors=False)
_SOCIAL_LOUDNESS = Source("apu.software, TikTok and Instagram Reels loudness", "2026-11", is_vendors=False)

PROFILES: Mapping[Channel, Profile] = {
    Channel.REELS: Profile(
        Shapes((_PORTRAIT,), _REELS),
        (
            Limit(Rule.CHANNEL_LENGTH, _REELS, least=1, most=15 * 60),
            Limit(Rule.CHANNEL_SIZE, _REELS, most=4000 * MEGABYTE),
            Limit(Rule.CHANNEL_SIDE, _REELS, least=500),
            Limit(Rule.CHANNEL_LOUDNESS, _SOCIAL_LOUDNESS, least=-21, most=-9),
        ),
    ),
    Channel.TIKTOK: Profile(
        Shapes((_PORTRAIT, _SQUARE, _LANDSCAPE), _TIKTOK),
        (
            Limit(Rule.CHANNEL_LENGTH, _TIKTOK, least=5, most=60),
            Limit(Rule.CHANNEL_SIZE, _TIKTOK, most=500 * MEGABYTE),
            Limit(Rule.CHANNEL_SIDE, _TIKTOK, least=540),
            Limit(Rule.CHANNEL_BIT_RATE, _TIKTOK, least=516 * KILOBIT),
            Limit(Rule.CHANNEL_LOUDNESS, _SOCIAL_LOUDNESS, least=-21, most=-9),
        ),
    ),
    Channel.YOUTUBE_SHORTS: Profile(
        Shapes((_PORTRAIT, _SQUARE), _SHORTS),
        (
            Limit(Rule.CHANNEL_LENGTH, _SHORTS, most=180),
            Limit(Rule.CHANNEL_LOUDNESS, _YOUTUBE_LOUDNESS, least=-19, most=-9),
        ),
    ),
    Channel.GOOGLE: Profile(
        Shapes((_PORTRAIT, _LANDSCAPE, _SQUARE), _GOOGLE),
        (
            Limit(Rule.CHANNEL_LENGTH, _GOOGLE, least=6, most=240),
            Limit(Rule.CHANNEL_SIZE, _GOOGLE, most=500 * MEGABYTE),
            Limit(Rule.CHANNEL_SIDE, _GOOGLE, least=720),
        ),
    ),
    Channel.META: Profile(None, (Limit(Rule.CHANNEL_SIZE, _META, most=200 * MEGABYTE),)),
    # What any of Amazon's placements takes: those of its own sites and of its partners want 15 or 30 s.
    Channel.AMAZON: Profile(
        Shapes((_LANDSCAPE,), _AMAZON_SHAPE),
        (
            Limit(Rule.CHANNEL_LENGTH, _AMAZON, slots=(15, 30)),
            Limit(Rule.CHANNEL_SIZE, _AMAZON, most=500 * MEGABYTE),
            Limit(Rule.CHANNEL_SIDE, _AMAZON, least=1080),
            Limit(Rule.CHANNEL_BIT_RATE, _AMAZON, least=4000 * KILOBIT),
            Limit(Rule.CHANNEL_SOUND_BIT_RATE, _AMAZON, least=192 * KILOBIT),
        ),
        evergreen=True,
        unseen="ratings, stars and reviews; text below 30 pt; on product pages also prices and promotions",
    ),
}
