"""Whether a video sample of an MP4 has the structure of one, without decoding it.

A sample of H.264 or HEVC is a row of NAL units, each behind its length (ISO/IEC 14496-15, sections 4.3.3 and 5.3.3.1).
Bytes that come from elsewhere, zeros or the sectors of another file, do not add up.
"""

_LENGTH_SIZE_AT = {"h264": 4, "hevc": 21}
"""Byte of the decoder's configuration whose last two bits are the size of a length, less one (ISO/IEC 14496-15,
AVCDecoderConfigurationRecord and HEVCDecoderConfigurationRecord)."""
_FORBIDDEN = 0x80
"""forbidden_zero_bit, the first of each NAL unit (ITU-T H.264 and H.265, section 7.3.1)."""


def is_damaged(sample: memoryview, codec: str, configuration: bytes) -> bool:
    """Tell whether a sample can't be one of `codec`, as FFmpeg names it; False for codecs that are not known here."""
    at = _LENGTH_SIZE_AT.get(codec)
    if at is None or len(configuration) <= at or configuration[0] != 1:
        return False
    length_size = (configuration[at] & 3) + 1
    position, units = 0, 0
    while position + length_size <= len(sample):
        size = int.from_bytes(sample[position : position + length_size])
        position += length_size
        if position + size > len(sample) or (size and sample[position] & _FORBIDDEN):
            return True
        position, units = position + size, units + bool(size)
    return not units
