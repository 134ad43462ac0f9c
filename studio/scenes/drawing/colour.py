"""Colours and how well one can be read on another (WCAG 2.2, relative luminance and contrast ratio)."""

import colorsys

Colour = tuple[int, int, int]
"""sRGB, 0 to 255 each."""

WHITE: Colour = (255, 255, 255)

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3, level AA)."""


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 (same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def with_lightness(colour: Colour, lightness: float, saturation: float | None = None) -> Colour:
    """The same hue at another lightness, and saturation where given (HLS, 0 to 1)."""
    hue, _, own = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, own if saturation is None else saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def darken_until_readable(colour: Colour, on_it: Colour = WHITE) -> Colour:
    """The lightest shade of the colour on which text of colour `on_it` can be read."""
    shade = colour
    while contrast(shade, on_it) < READABLE and shade != (0, 0, 0):
        shade = blend(shade, (0, 0, 0), 0.03) if max(shade) > 8 else (0, 0, 0)
    return shade
