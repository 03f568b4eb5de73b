"""Which limits hold for a case: dated policies with plain conditions, each with targets.

All conditions of a policy hold together; one that it does not state does not matter, and what is not known
about the case fulfils none (decisions 7). Of several policies with a target for the same metric and party,
the first in order (sequence, code) gives the limit; the others are kept as rejected.
"""

from dataclasses import dataclass
from datetime import date

from .decision import Rejected

ENGINE = "sla/1"
PARTIES = ("customer", "internal", "regulator", "media", "supplier")
#: for whom or what a case may wait
WAITS = ("customer", "parts", "factory")


@dataclass(frozen=True)
class Target:
    """One limit of a policy: ``value`` of ``unit``. ``start_metric`` None: it starts with the case.

    ``calendar`` is the id of the working hours it names, None: those of the case. ``waits``: it stands still
    while the case waits for one of these.
    """

    id: int
    code: str
    metric: str
    party: str = "customer"
    start_metric: str | None = None
    value: float = 0.0
    unit: str = "working_hours"
    calendar: int | None = None
    waits: frozenset = frozenset({"customer"})

    @property
    def key(self):
        """What it is about: a case has one running clock per key."""
        return self.metric, self.party


@dataclass(frozen=True)
class Policy:
    """One policy. Empty sets and None state no condition; ``categories`` holds subcategories, too.

    ``flags`` are codes, of which one is enough. ``major`` is True, False or None (either). ``valid_to`` is
    the last day, included. ``required``: milestones that a case has to reach before it ends, whatever time it
    takes.
    """

    id: int
    code: str
    sequence: int = 10
    pack: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    teams: frozenset = frozenset()
    severities: frozenset = frozenset()
    categories: frozenset = frozenset()
    flags: frozenset = frozenset()
    channel: str | None = None
    major: bool | None = None
    domain: str | None = None
    targets: tuple = ()
    required: tuple = ()


@dataclass(frozen=True)
class Facts:
    """What is known about a case; ``day`` is the local day of its receipt.

    ``domains`` are the texts of those domains of the policies that the case fulfils.
    """

    day: date
    pack: str | None = None
    team: int | None = None
    severity: int | None = None
    category: int | None = None
    flags: frozenset = frozenset()
    channel: str | None = None
    major: bool = False
    domains: frozenset = frozenset()


def failed_condition(policy, facts):
    """Return the first condition of ``policy`` that ``facts`` do not fulfil as (code, params), or None."""
    if policy.valid_from and facts.day < policy.valid_from:
        return "not_yet_valid", {"day": policy.valid_from.isoformat()}
    if policy.valid_to and facts.day > policy.valid_to:
        return "no_longer_valid", {"day": policy.valid_to.isoformat()}
    if facts.pack and policy.pack not in (facts.pack, None):
        return "pack_other", {"pack": policy.pack}
    for name, wanted, known in (
        ("team", policy.teams, facts.team),
        ("severity", policy.severities, facts.severity),
        ("category", policy.categories, facts.category),
    ):
        if wanted and known not in wanted:
            return (f"{name}_unknown" if known is None else f"{name}_other"), {}
    if policy.flags and not policy.flags & facts.flags:
        return "flags_missing", {"flags": sorted(policy.flags)}
    if policy.channel and policy.channel != facts.channel:
        return "channel_other", {"channel": policy.channel}
    if policy.major is not None and policy.major != facts.major:
        return ("not_major" if policy.major else "is_major"), {}
    if policy.domain and policy.domain not in facts.domains:
        return "domain_unmet", {}
    return None


def choose(policies, facts):
    """Return ({key: (policy, target)}, {policy id: (code, params)} of the policies that do not match)."""
    chosen, failed = {}, {}
    for policy in sorted(policies, key=lambda one: (one.sequence, one.code, one.id)):
        because = failed_condition(policy, facts)
        if because:
            failed[policy.id] = because
            continue
        for target in policy.targets:
            chosen.setdefault(target.key, (policy, target))
    return chosen, failed


def rejected_for(key, policies, chosen, failed):
    """Return the policies that have a target for ``key`` and did not give its limit, with the reasons."""
    rejected = []
    for policy in sorted(policies, key=lambda one: (one.sequence, one.code, one.id)):
        if not any(target.key == key for target in policy.targets):
            continue
        winner = chosen.get(key)
        if winner and winner[0] is policy:
            continue
        code, params = failed.get(policy.id) or ("later_in_order", {"policy": winner[0].code})
        rejected.append(Rejected(policy.code, code, params))
    return rejected


def required_milestones(policies, facts):
    """Return ({metric: policy code that asks for it first}, [``Rejected`` that would ask for some])."""
    required, rejected = {}, []
    for policy in sorted(policies, key=lambda one: (one.sequence, one.code, one.id)):
        if not policy.required:
            continue
        because = failed_condition(policy, facts)
        if because:
            rejected.append(Rejected(policy.code, *because))
            continue
        for metric in policy.required:
            required.setdefault(metric, policy.code)
    return required, rejected
