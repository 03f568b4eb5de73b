"""In which band a measure lies (CB-PAY-01). A band holds from its lower end to below its upper end."""

from dataclasses import dataclass
from typing import Any

from .numbers import exact


@dataclass(frozen=True)
class Band:
    """``key`` is what the band means; ``below`` None: no upper end."""

    key: Any
    start: float
    below: float | None = None


def band_of(value, bands):
    """Return the key of the first band that holds ``value``, None if none does.

    A missing value (None) is not zero: it lies in no band.
    """
    if value is None:
        return None
    value = exact(value)
    return next(
        (
            band.key
            for band in bands
            if exact(band.start) <= value and (band.below is None or value < exact(band.below))
        ),
        None,
    )
