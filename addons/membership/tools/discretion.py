"""Who is told how much was measured of a member."""

#: measures whose amounts only officers are told: the desk needs the tier, not the fortune behind it
CONFIDENTIAL = ("assets",)
GROUP = "membership.group_officer"


def may_tell(env, measure):
    """Tell whether the user is told amounts of a measure; in superuser mode whoever calls decides."""
    return measure not in CONFIDENTIAL or env.su or env.user.has_group(GROUP)
