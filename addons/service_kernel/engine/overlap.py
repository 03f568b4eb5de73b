"""Whether two policies can hold for one and the same case, so that one of them has to win.

Flags, ranks and the like never exclude each other: a case can have several. Further conditions (domains) are
not looked into: they may meet.
"""


def rules_overlap(rule, other):
    """Tell whether a case can fulfil both ``authority.Rule``: by their categories and amounts."""
    return _sets_meet(rule.categories, other.categories) and _ranges_meet(
        rule.amount_from, rule.amount_to, other.amount_from, other.amount_to
    )


def policies_overlap(policy, other):
    """Tell whether a case can fulfil both ``sla.Policy``, and both limit the same milestone for one party."""
    if not {target.key for target in policy.targets} & {target.key for target in other.targets}:
        return False
    for name in ("teams", "severities", "categories"):
        if not _sets_meet(getattr(policy, name), getattr(other, name)):
            return False
    for one, two in ((policy.channel, other.channel), (policy.major, other.major)):
        if one not in (None, two) and two is not None:
            return False
    return _days_meet(policy, other)


def _sets_meet(one, two):
    return not one or not two or bool(one & two)


def _ranges_meet(start, end, other_start, other_end):
    """Amounts from (inclusive) to (exclusive); None is open."""
    below = end is None or other_start is None or other_start < end
    return below and (other_end is None or start is None or start < other_end)


def _days_meet(one, two):
    """Days, both included; None is open."""
    return all(
        early.valid_to is None or late.valid_from is None or late.valid_from <= early.valid_to
        for early, late in ((one, two), (two, one))
    )
