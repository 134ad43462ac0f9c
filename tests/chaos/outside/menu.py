"""What can go wrong with requests to the service and to the store: rules by name, with the figures drawn by dice."""

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.chaos.outside.pace import Pace
from tests.chaos.outside.rules import Fault, Rule, Strike
from tests.generations import V2, Words

ITEMS = 6

JSON = (("Content-Type", "application/json"),)
XML = (("Content-Type", "application/xml"),)
RETRY = (*JSON, ("Retry-After", "1"))
TOO_MANY = json.dumps({"code": 10429, "msg": "Too many requests", "data": None})
NOT_KNOWN = json.dumps({"code": 10104, "msg": "Record not found", "data": None})
NOT_STARTED = json.dumps(
    {"code": 0, "msg": "success", "data": {"id": "", "step": 1, "status": 1, "progress": 0, "progress_desc": ""}}
)
LIST = "/v2/product_videos?page={}&page_size=100&sort_by=created_at&sort_order=desc"
"""As the client asks for a page of the account's videos."""

Draw = Callable[[random.Random, Pace, Words], Rule]
DrawS3 = Callable[[random.Random], Rule]


def _paid(fault: Fault, **facts: object) -> Draw:
    def draw(dice: random.Random, _: Pace, words: Words) -> Rule:
        rule = Rule(fault, "POST", f"^{re.escape(words.render)}$", first=dice.randint(1, ITEMS))
        return replace(rule, **facts)  # type: ignore[arg-type] # fields of Rule

    return draw


def _held(fault: Fault, strike: Strike | None = None) -> Draw:
    """Held below or beyond the client's wait for an answer, and never longer than anybody asks about it."""

    def draw(dice: random.Random, pace: Pace, words: Words) -> Rule:
        early = dice.uniform(0.1, 0.9) * pace.response
        after = dice.uniform(0.1, 1.0) * pace.latest
        longer = pace.response + after
        seconds = {Fault.CUT_LATE: after, Fault.GATEWAY: early}.get(fault, dice.choice((early, longer)))
        return replace(
            _paid(fault)(dice, pace, words),
            seconds=seconds,
            after=after,
            times=dice.randint(1, 3),
            strike=strike,
            victim=dice.randint(0, 2),
        )

    return draw


def _struck(strike: Strike) -> Draw:
    """A run is killed, or stands still for less or more than its lease, around the paid request."""

    def draw(dice: random.Random, pace: Pace, words: Words) -> Rule:
        pause = dice.choice((0.3, 0.9, 1.6, 2.5)) * pace.lease
        return replace(_paid(Fault.NONE)(dice, pace, words), strike=strike, victim=dice.randint(0, 2), pause=pause)

    return draw


def _plain(method: str, path: str, fault: Fault, **facts: object) -> Draw:
    """On a request that costs nothing. `path` is a name of `Words` or a path."""

    def draw(dice: random.Random, pace: Pace, words: Words) -> Rule:
        named = {"product": f"^{re.escape(words.product)}$", "status": _status(words)}
        rule = Rule(fault, method, named.get(path, path), first=dice.randint(1, ITEMS), times=dice.randint(1, 2))
        seconds = dice.uniform(0.1, 1.5) * pace.response
        return replace(rule, seconds=seconds, **facts)  # type: ignore[arg-type] # fields of Rule

    return draw


def _status(words: Words) -> str:
    return r"^/v2/product_video/([^/?]+)" if words is V2 else r"^/open/prj_info\?project_id=([^&]+)"


def _lagging(dice: random.Random, pace: Pace, words: Words) -> Rule:
    """Reads lag behind writes: a list shows no new video, an id is not known, a project has not started."""
    seconds = dice.uniform(0.2, 1.0) * pace.latest
    if words is not V2:
        body = NOT_STARTED
        return Rule(Fault.LAG, "GET", _status(words), times=10**6, seconds=seconds, status=200, headers=JSON, body=body)
    watch = tuple(LIST.format(page) for page in (1, 2, 3))
    return Rule(
        Fault.LAG,
        "GET",
        r"^/v2/product_videos\?|^/v2/product_video/([^/?]+)",
        times=10**6,
        seconds=seconds,
        status=400,
        headers=JSON,
        body=NOT_KNOWN,
        watch=watch,
    )


SERVICE: Mapping[str, Draw] = {
    "paid: dropped before": _paid(Fault.DROP_BEFORE),
    "paid: dropped after": _paid(Fault.DROP_AFTER),
    "paid: all answers dropped": _paid(Fault.DROP_AFTER, first=1, times=ITEMS),
    "paid: late": _held(Fault.LATE),
    "paid: cut off, taken later": _held(Fault.CUT_LATE),
    "paid: 504, taken later": _held(Fault.GATEWAY),
    "paid: killed, taken later": _held(Fault.LATE, Strike.KILL),
    "paid: killed, cut off, taken later": _held(Fault.CUT_LATE, Strike.KILL),
    "paid: killed before": _struck(Strike.KILL),
    "paid: killed after": _struck(Strike.KILL_AFTER),
    "paid: stopped before": _struck(Strike.STOP),
    "paid: stopped after": _struck(Strike.STOP_AFTER),
    "paid: garbled": _paid(Fault.GARBLE),
    "paid: page of a proxy": _paid(Fault.PAGE),
    "paid: truncated": _paid(Fault.TRUNCATE),
    "paid: broken off": _paid(Fault.BREAK),
    "paid: reset": _paid(Fault.RESET),
    "paid: trickles": lambda dice, pace, words: replace(
        _paid(Fault.TRICKLE)(dice, pace, words), seconds=2 * pace.response
    ),
    "paid: 429 storm": _paid(Fault.STATUS, status=429, headers=RETRY, body=TOO_MANY, times=4),
    "paid: 500": _paid(Fault.STATUS, status=500),
    "paid: 503 after": _paid(Fault.STATUS_AFTER, status=503),
    "paid: 500s, then 500 after": _paid(Fault.STATUS_AFTER, status=500, times=3),
    "product: dropped before": _plain("POST", "product", Fault.DROP_BEFORE),
    "product: dropped after": _plain("POST", "product", Fault.DROP_AFTER),
    "product: late": _plain("POST", "product", Fault.LATE),
    "product: garbled": _plain("POST", "product", Fault.GARBLE),
    "product: truncated": _plain("POST", "product", Fault.TRUNCATE),
    "product: 429 storm": _plain("POST", "product", Fault.STATUS, status=429, headers=RETRY, body=TOO_MANY, times=3),
    "product: 500": _plain("POST", "product", Fault.STATUS, status=500),
    "status: dropped": _plain("GET", "status", Fault.DROP_BEFORE),
    "status: garbled": _plain("GET", "status", Fault.GARBLE),
    "status: reset": _plain("GET", "status", Fault.RESET),
    "status: trickles": _plain("GET", "status", Fault.TRICKLE),
    "status: 500": _plain("GET", "status", Fault.STATUS, status=500),
    "status: page of a proxy": _plain("GET", "status", Fault.PAGE),
    "reads lag": _lagging,
    "reads lag behind a lost answer": _lagging,
    "list: 500": _plain("GET", "product_videos", Fault.STATUS, status=500, first=1, times=4),
    "list: truncated": _plain("GET", "product_videos", Fault.TRUNCATE, first=1),
    "video: page of a proxy": _plain("GET", "^/media/", Fault.PAGE),
    "video: truncated": _plain("GET", "^/media/", Fault.TRUNCATE),
    "video: bits flipped": _plain("GET", "^/media/", Fault.FLIP),
    "video: garbled": _plain("GET", "^/media/", Fault.GARBLE),
    "video: broken off": _plain("GET", "^/media/", Fault.BREAK),
    "video: reset": _plain("GET", "^/media/", Fault.RESET),
    "video: 403": _plain("GET", "^/media/", Fault.STATUS, status=403),
    "video: 404": _plain("GET", "^/media/", Fault.STATUS, status=404),
    "video: trickles": _plain("GET", "^/media/", Fault.TRICKLE),
}
"""By name in the tally."""

TIMED = (
    "paid: late",
    "paid: cut off, taken later",
    "paid: 504, taken later",
    "paid: killed, taken later",
    "paid: killed, cut off, taken later",
    "paid: stopped before",
    "paid: stopped after",
    "paid: trickles",
    "reads lag behind a lost answer",
)
"""Those of `SERVICE` that are a matter of time-outs."""

ALSO = {"reads lag behind a lost answer": "paid: all answers dropped"}
"""What only shows something together with another."""


def _s3(method: str, path: str, fault: Fault, code: str = "", **facts: object) -> DrawS3:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>Made to happen.</Message></Error>" if code else ""

    def draw(dice: random.Random) -> Rule:
        # More than the SDK's own five attempts, or fewer.
        rule = Rule(fault, method, path, first=dice.randint(1, 25), times=dice.choice((1, 1, 2, 7)), headers=XML)
        return replace(rule, body=body, victim=dice.randint(0, 2), **facts)  # type: ignore[arg-type] # fields of Rule

    return draw


S3: Mapping[str, DrawS3] = {
    "record: conflict, not written": _s3("PUT", "/_renders/", Fault.STATUS, "ConditionalRequestConflict", status=409),
    "record: written, answered 500": _s3("PUT", "/_renders/", Fault.STATUS_AFTER, "InternalError", status=500),
    "record: written, answer dropped": _s3("PUT", "/_renders/", Fault.DROP_AFTER),
    "record: dropped before": _s3("PUT", "/_renders/", Fault.DROP_BEFORE),
    "record: killed before": _s3("PUT", "/_renders/", Fault.NONE, strike=Strike.KILL),
    "record: killed after": _s3("PUT", "/_renders/", Fault.NONE, strike=Strike.KILL_AFTER),
    "record: read broken off": _s3("GET", "/_renders/", Fault.BREAK),
    "record: read reset": _s3("GET", "/_renders/", Fault.RESET),
    "any write: 503": _s3("PUT|POST", "/", Fault.STATUS, "SlowDown", status=503),
    "any write: done, answered 500": _s3("PUT|POST", "/", Fault.STATUS_AFTER, "InternalError", status=500),
    "any write: killed after": _s3("PUT|POST", "/", Fault.NONE, strike=Strike.KILL_AFTER),
    "any read: 503": _s3("GET|HEAD", "/", Fault.STATUS, "SlowDown", status=503),
    "any read: reset": _s3("GET|HEAD", "/", Fault.RESET),
    "any read: 500": _s3("GET|HEAD", "/", Fault.STATUS, "InternalError", status=500),
    "any read: killed before": _s3("GET|HEAD", "/", Fault.NONE, strike=Strike.KILL),
    "list: truncated": _s3("GET", "list-type=2", Fault.TRUNCATE, first=1),
    "delete: done, answered 500": _s3("DELETE", "/", Fault.STATUS_AFTER, "InternalError", status=500, first=1),
    "delete: 503": _s3("DELETE", "/", Fault.STATUS, "SlowDown", status=503, first=1),
}
"""By name in the tally."""
