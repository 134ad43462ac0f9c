"""Every limit on what strangers send, each with its reason."""

from dataclasses import dataclass

MEGABYTE = 1_000_000

MAX_PROCESS_BYTES = 600 * MEGABYTE
"""Of address space of a process that reads what strangers sent. 25 megapixels at 16 bits a channel take 400 MB while
their depth is changed; libraries and interpreter take 150 MB."""


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What one piece of work in a child process may take."""

    cpu_seconds: int
    seconds: float
    """By the clock: a process that is stuck uses no CPU."""
    bytes: int = MAX_PROCESS_BYTES


READING = ProcessLimits(cpu_seconds=10, seconds=25.0)
"""A page or a picture. The heaviest of the measured pages take half a second, a picture of 25 megapixels two. A client
waits 30 s for the analysis of a page (the vendor's guide): a product's page must not take longer by itself."""

READING_PROCESSES = 2
"""At a time, for all pages and pictures: while one reads the worst page there is, the other goes on. Decoding is bound
by cores and memory, not by waiting."""

PROBING = ProcessLimits(cpu_seconds=60, seconds=60.0)
"""A video's probe, or a poster. It decodes two frames: tenths of a second for 8K."""

READING_TEXT = ProcessLimits(cpu_seconds=90, seconds=180.0, bytes=2400 * MEGABYTE)
"""The texts of a video: its 12 pictures take 8 s, and to decode a minute of 8K takes a minute. Models and libraries map
1.1 GB, of which they use 0.4 (15 s of 1080x1920); a picture of 8K takes 0.2 GB while it is decoded and scaled."""

MAX_PIXELS = 25_000_000
"""Of a product's picture: 5000 by 5000, which is what shops go up to."""

MAX_VIDEO_PIXELS = 40_000_000
"""Of a video's frame or a poster: 8K has 33 million. A small file can claim a frame that takes gigabytes to decode."""

MIN_BYTES_PER_SECOND = 16 * 1024
"""Of a body that somebody sends, on average, once `SLOW_SECONDS` are over: a tenth of the slowest mobile networks. A
byte a second would hold a place for ever."""

SLOW_SECONDS = 30.0
"""Seconds that a sender may take for nothing: to connect, to think, to wake up."""

MAX_COPY_SECONDS = 3600.0
"""Spent reading one video. At 1 MB/s the largest that is copied takes 36 minutes."""

MAX_NUMBER_DIGITS = 18
"""Of a number in a header: more bytes than there are disks for. Python refuses to read numbers of more than 4,300
digits (CPython 3.11, int_max_str_digits)."""

MAX_CONNECTIONS = 500
"""Of a server at a time. A run of make-videos opens 210, and studio as many again to read pages of its own sample shop.
Each costs 100 kB at most; a thousand silent ones used up the descriptors of a process, of which there are 1024 by
default (getrlimit(2))."""

HEAD_SECONDS = 10.0
"""For the head of a request, from the connection or the first byte on. It fits into one packet."""

MAX_JSON_BYTES = 1024 * 1024
"""Of a JSON body: the largest that the contract has, a product with all its texts and media, takes 100 kB."""
