"""Answers in a state in which no server sent them."""

from tests.chaos.outside.exchange import Answer
from tests.chaos.outside.rules import Fault, Rule

PAGE = b"<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>" + b"<p>proxy</p>" * 40


def damaged(answer: Answer, rule: Rule) -> Answer:
    """The answer as the rule wants it."""
    body, half = answer.body, len(answer.body) // 2
    match rule.fault:
        case Fault.STATUS_AFTER:
            return Answer.made(rule.status, rule.headers, rule.body)
        case Fault.GARBLE:
            return answer.with_body(bytes(byte ^ 0x15 if place % 10 == 3 else byte for place, byte in enumerate(body)))
        case Fault.FLIP:
            flipped = bytes(byte ^ 0x40 for byte in body[half : half + 3])
            return answer.with_body(body[:half] + flipped + body[half + 3 :])
        case Fault.PAGE:
            _, end, lines = answer.head.partition(b"\r\n")
            return Answer(b"HTTP/1.1 200 OK" + end + lines, b"").with_body(PAGE)
        case Fault.TRUNCATE:
            return answer.with_body(body[:half])
        case Fault.BREAK | Fault.RESET:
            return Answer(answer.head, body[:half])
    return answer
