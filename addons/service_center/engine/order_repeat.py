"""Whether a repair has to be done again within the repair guarantee: same item, same fault."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

ENGINE = "order_repeat/1"


@dataclass(frozen=True)
class Repair:
    """A repair that was done. ``day``: the local day on which it was finished at ``finished``."""

    id: int
    item: tuple
    fault: int | None
    finished: datetime
    day: date


@dataclass(frozen=True)
class Request:
    """A new request; ``day``: the local day on which it was received."""

    item: tuple | None
    fault: int | None
    received: datetime
    day: date


def serial_key(serial):
    """Return a serial number in one notation, None where there is none."""
    return "".join((serial or "").split()).upper() or None


def item_key(product, serial, customer):
    """Return what tells one item from another, None where nothing does.

    A serial number does, with its product where that is known; else the customer's product of that kind.
    """
    key = serial_key(serial)
    if key:
        return "serial", key
    if product and customer:
        return "product", product, customer
    return None


def guaranteed_until(repair, days):
    """Return the last day of the guarantee: that on which the repair was finished, and ``days`` more."""
    return repair.day + timedelta(days)


def find(request, repairs, days):
    """Return (the repair that the request repeats or None, the others as an explanation keeps them).

    Of several the latest one: it was that one which did not hold. ``days`` 0: there is no guarantee.
    """
    found, rejected = None, []
    for repair in sorted(repairs, key=lambda one: (one.finished, one.id), reverse=True):
        because = _failed(request, repair, days)
        if because is None and found is not None:
            because = "repeated_later", {}
        if because is None:
            found = repair
        else:
            code, params = because
            rejected.append({"rule": f"#{repair.id}", "because": {"code": code, "params": params}})
    return found, rejected


def _failed(request, repair, days):
    if request.item is None or request.item != repair.item:
        return "item_other", {}
    if repair.finished > request.received:
        return "finished_after", {}
    if request.fault != repair.fault:
        return "fault_other", {}
    until = guaranteed_until(repair, days)
    if days <= 0 or request.day > until:
        return "guarantee_over", {"until": until.isoformat()}
    return None
