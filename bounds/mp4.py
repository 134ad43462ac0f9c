"""Videos of strangers, as FFmpeg may open and decode them."""

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from bounds.limits import MAX_VIDEO_PIXELS

NO_SMOOTHING = {"skip_loop_filter": "all"}
"""For pictures that are made small: the loop filter smooths what nobody sees then."""


def open_mp4(file: object) -> InputContainer:
    """Open a path, or what has `read` and `seek`, as MP4, for a `with`. Raises av.FFmpegError.

    The format is named, so that no playlist or other container in disguise makes FFmpeg open further files. Names and
    titles in the file are of no interest, and may be in any encoding.
    """
    return av.open(file, "r", format="mp4", metadata_errors="ignore")


def bound_decoder(video: VideoStream, **options: str) -> None:
    """Have a stream decoded in one thread, with no room for a frame of too many pixels: it may be larger than the
    file's index says. `options` are further ones of FFmpeg's decoder."""
    video.codec_context.options = {"max_pixels": str(MAX_VIDEO_PIXELS), **options}
    video.codec_context.thread_count = 1
