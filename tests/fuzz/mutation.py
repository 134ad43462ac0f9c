"""Damage to bytes, drawn from a seed: what links that fail, disks that rot and people who mean harm leave of a file."""

import random
from collections.abc import Sequence

MAX_CHANGES = 6
"""Of one case. More of them and nothing gets past the first check of a parser."""

MAX_BYTES = 400_000
"""Of one case: repeated parts must not make the campaign one about size, for which there are limits and tests."""

MAX_REPEATS = 3000
"""Of a token or a part. What is quadratic takes seconds at this size."""

LENGTH_KEEPING_SHARE = 0.6
"""Of the cases. Where lengths are written down, as in MP4 and ZIP, a shifted byte ends all at the front door."""

NUMBERS = tuple(
    value.to_bytes(size, "big") for size in (1, 2, 4, 8) for value in (0, 1, 2 ** (8 * size - 1), 2 ** (8 * size) - 1)
)
"""What parsers add to, multiply by and take as a length."""


def mutated(body: bytes, others: Sequence[bytes], tokens: Sequence[bytes], dice: random.Random) -> bytes:
    """Change `body` in up to `MAX_CHANGES` places.

    Args:
        body: A sound file.
        others: Sound files of the same kind, of which parts are taken.
        tokens: Words that a parser of these files looks for.
        dice: What decides, so that a seed gives the same case again.
    """
    changed, keeps_length = bytearray(body), dice.random() < LENGTH_KEEPING_SHARE
    for _ in range(dice.randint(1, MAX_CHANGES)):
        at = dice.randrange(len(changed) + 1)
        length = min(int(dice.expovariate(1 / 40)) + 1, len(changed) - at)
        match dice.randrange(3 if keeps_length else 8):
            case 0 if length:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                word = dice.choice((*NUMBERS, *tokens))[: len(changed) - at]
                changed[at : at + len(word)] = word
            case 2:
                changed[at : at + length] = dice.randbytes(length)
            case 3:
                del changed[at : at + length * dice.choice((1, 1, 1, 50))]
            case 4:
                changed[at:at] = changed[at : at + length] * dice.choice((1, 2, MAX_REPEATS))
            case 5:
                changed[at:at] = dice.choice(tokens) * dice.choice((1, 1, 1, MAX_REPEATS))
            case 6:
                other = dice.choice(others)
                start = dice.randrange(len(other))
                changed[at:at] = other[start : start + length * 20]
            case _ if dice.random() < 0.2:
                del changed[at:]
        del changed[MAX_BYTES:]
    return bytes(changed)
