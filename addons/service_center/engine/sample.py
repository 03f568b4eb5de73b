"""Samples that anybody can draw again: by a seed, and not by chance."""

import hashlib


def drawn(seed, key, percent):
    """Tell whether ``key`` belongs to the sample of so many percent.

    The same seed always draws the same; a larger percentage draws all that a smaller one draws, and more.
    """
    number = int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8], "big")
    return number * 100 < percent * 2**64
