"""Who is at fault, and to what share (QDIS-LIAB-01): facts and law first, then policy or contract."""

from dataclasses import dataclass
from decimal import Decimal

#: the party that speaks for ourselves
OURS = "company"
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Share:
    """One party's share in percent; ``who`` tells parties of the same kind apart."""

    party: str
    who: int | None
    percent: Decimal


def share_of(party, who, percent):
    """Return a ``Share`` of a percentage that comes as a float with two decimals."""
    return Share(party, who, Decimal(str(percent)).quantize(Decimal("0.01")))


def total(shares):
    """Return the sum of the shares in percent."""
    return sum((share.percent for share in shares), Decimal(0))


def problem(shares):
    """Return the code of why nothing can be decided on these shares, or None.

    ``none``: nobody is named; ``negative``: a share below 0; ``twice``: a party is named twice;
    ``not_whole``: they do not make 100 %.
    """
    if not shares:
        return "none"
    if any(share.percent < 0 for share in shares):
        return "negative"
    if len({(share.party, share.who) for share in shares}) < len(shares):
        return "twice"
    return None if total(shares) == WHOLE else "not_whole"


def outcome(shares):
    """Return whose fault it is: ``ours``, ``other`` (our rights are upheld) or ``shared``."""
    ours = total([share for share in shares if share.party == OURS])
    if ours == WHOLE:
        return "ours"
    return "shared" if ours else "other"


def main_shares(shares):
    """Return the shares of the parties that bear most; several, when they bear the same."""
    most = max((share.percent for share in shares), default=Decimal(0))
    return [share for share in shares if share.percent == most and most > 0]
