"""Who is at a level of authority on a day: people in their own right and deputies; who is asked when all are
absent; what they may spend. Days are ordinals of local dates, people are ids, amounts None are no limit.
"""

from dataclasses import dataclass

from .authority import Level


@dataclass(frozen=True)
class Deputy:
    """``user`` is at a level from ``first`` to ``last``, both included, for ``person`` (None: all of it)."""

    user: int
    person: int | None
    first: int
    last: int
    limit: float | None = None

    def is_valid(self, day):
        """Whether the deputy is at the level on this day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Post:
    """A level with those at it; ``pack`` is the code of its policy pack, None for the company's own."""

    level: Level
    people: tuple = ()
    deputies: tuple = ()
    pack: str | None = None
    is_active: bool = True
    limit: float | None = None
    window_limit: float | None = None
    window_days: int = 30

    def users(self, day):
        """Everybody at the level on this day: people in their own right first."""
        deputies = (deputy.user for deputy in self.deputies if deputy.is_valid(day))
        return tuple(dict.fromkeys((*self.people, *deputies)))


def higher(posts, level_id):
    """The post of a level and the active ones above it, lowest first.

    Levels of other policy packs are not above; those that the company made itself stand beside any pack.
    """
    own = next(post for post in posts if post.level.id == level_id)
    above = (
        post
        for post in posts
        if post.is_active
        and post.level.rank > own.level.rank
        and (own.pack is None or post.pack in (own.pack, None))
    )
    return (own, *sorted(above, key=lambda post: (post.level.rank, post.level.id)))


def offer(chain, day, absent):
    """To whom a case is offered: (posts of which nobody is present, the first with somebody or None).

    :param chain: the post that decides and those above it, see ``higher``
    :param absent: ids of those who are not there
    """
    missing = []
    for post in chain:
        if set(post.users(day)) - absent:
            return tuple(missing), post
        missing.append(post)
    return tuple(missing), None


def stands_for(posts, user, day):
    """Return the ids of those in whose place ``user`` acts on this day, at any of the posts."""
    return frozenset(
        person
        for post in posts
        for deputy in post.deputies
        if deputy.user == user and deputy.is_valid(day)
        for person in (post.people if deputy.person is None else (deputy.person,))
    ) - {user}


def deputies_of(posts, people, day):
    """Return the ids of those who act in the place of one of ``people`` on this day."""
    users = {deputy.user for post in posts for deputy in post.deputies}
    return frozenset(user for user in users if stands_for(posts, user, day) & people)


def limits(post, user, day):
    """What ``user`` may approve at ``post``: (per case, per window, days of the window), or None for nothing.

    A deputy has the highest of the own limits of the days on hand, never more than the level.
    """
    if user not in post.users(day):
        return None
    limit = post.limit
    if user not in post.people:
        own = [deputy.limit for deputy in post.deputies if deputy.user == user and deputy.is_valid(day)]
        if None not in own:
            limit = max(own) if limit is None else min(limit, max(own))
    return limit, post.window_limit, post.window_days
