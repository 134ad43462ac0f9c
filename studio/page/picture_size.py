"""A larger rendition of a picture that a page names only as a thumbnail, where the address says how to ask for it."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Enough for the long side of a portrait video's card.
WANTED_SIDE = 1200
# Parameters with which image services are asked for a width or a height (Akamai Image Manager, imgix, Scene7, Shopify,
# Demandware, Cloudinary fetch, Contentful).
_SIDE = re.compile(r"(?i)(?:im)?(?:w|wid|width|sw|maxwidth|h|hei|height|sh|maxheight)")
_WIDTH = re.compile(r"(?i)(?:im)?(?:w|wid|width|sw|maxwidth)")
# The address is signed with its parameters: another one is refused.
_SIGNATURE = re.compile(
    r"(?i)(?:x-amz-)?(?:s|sig|sign|signature|hash|token|hmac|expires|policy|key-pair-id|credential)"
)
# How shops' own stores write a size into the path, and what stands there for the whole picture: eBay, Etsy, Amazon,
# Shopify, Alibaba.
_PATHS = (
    (re.compile(r"(?<=ebayimg\.com)(.*)/s-l\d+(?=\.)"), r"\1/s-l1600"),
    (re.compile(r"(?<=etsystatic\.com)(.*)/il_\d+x(?:\d+|N)\."), r"\1/il_fullxfull."),
    (re.compile(r"(?<=amazon\.com)(.*)\._[A-Z]{2}[A-Z0-9,_]*_(?=\.)"), r"\1"),
    (re.compile(r"(?<=cdn\.shopify\.com)(.*)_(?:\d{2,4}x(?:\d{2,4})?|pico|icon|thumb|small|compact)(?=\.)"), r"\1"),
    (re.compile(r"(?<=alicdn\.com)(.*\.(?:jpe?g|png|webp))_\d+x\d+[^/]*$"), r"\1"),
)


def larger(address: str) -> str:
    """The address of a rendition that fills a video, `address` itself where nothing says how to ask for one."""
    for pattern, whole in _PATHS:
        if pattern.search(address):
            return pattern.sub(whole, address)
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    sides = [name for name, value in query if _SIDE.fullmatch(name) and value.isdigit()]
    if not sides or any(_SIGNATURE.fullmatch(name) for name, _ in query):
        return address
    # A width alone keeps the picture's shape, whatever box it was asked for.
    kept = next((name for name in sides if _WIDTH.fullmatch(name)), sides[0])
    asked = [
        (name, str(WANTED_SIDE) if name == kept else value)
        for name, value in query
        if name not in sides or name == kept
    ]
    return urlunsplit(parts._replace(query=urlencode(asked)))
