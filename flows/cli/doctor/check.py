"""One finding of `url2video doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One part: its name, whether it is in order, what was found, and what mends it."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


def good(name: str, detail: str) -> Check:
    """It is in order."""
    return Check(name, ok=True, detail=detail)


def warned(name: str, detail: str, hint: str) -> Check:
    """It works, and is open to others; `hint` closes it."""
    return Check(name, ok=True, detail=detail, hint=hint)


def bad(name: str, detail: str, hint: str) -> Check:
    """It is not; `hint` mends it."""
    return Check(name, ok=False, detail=detail, hint=hint)
