from service_kernel_engine.authority import Level
from service_kernel_engine.presence import Deputy, Post, deputies_of, higher, limits, offer, stands_for

LOW, MIDDLE, TOP = (Level(1, "low", 10), Level(2, "middle", 20), Level(3, "top", 30))


def chain(*people):
    return tuple(Post(level, ids) for level, ids in zip((LOW, MIDDLE, TOP), people, strict=True))


def test_a_deputy_is_there_from_the_first_to_the_last_day():
    post = Post(LOW, (1,), (Deputy(2, 1, 100, 102),))
    assert [post.users(day) for day in range(99, 104)] == [(1,), (1, 2), (1, 2), (1, 2), (1,)]
    assert Post(LOW, (1,), (Deputy(1, None, 100, 100),)).users(100) == (1,)


def test_above_are_active_levels_of_the_same_pack_or_of_none():
    own = Post(LOW, pack="mall")
    posts = (
        Post(Level(5, "same rank", 10), pack="mall"),
        Post(Level(4, "top", 30), pack="mall"),
        own,
        Post(MIDDLE),
        Post(Level(6, "other", 40), pack="car_maker"),
        Post(Level(7, "archived", 40), pack="mall", is_active=False),
    )
    assert [post.level.code for post in higher(posts, 1)] == ["low", "middle", "top"]
    assert [post.level.code for post in higher(posts, 2)] == ["middle", "top", "other"]
    assert [post.level.code for post in higher(posts, 7)] == ["archived"]


def test_offered_is_the_first_with_somebody_there():
    posts = chain((1, 2), (3,), (4,))
    for absent, missing, offered in (
        (set(), [], LOW),
        ({1}, [], LOW),
        ({1, 2}, [LOW], MIDDLE),
        ({1, 2, 4}, [LOW], MIDDLE),
        ({1, 2, 3}, [LOW, MIDDLE], TOP),
        ({1, 2, 3, 4}, [LOW, MIDDLE, TOP], None),
        ({3, 4}, [], LOW),
    ):
        without, post = offer(posts, 0, absent)
        assert [one.level for one in without] == missing
        assert (post and post.level) == offered
    without, post = offer(chain((), (), (4,)), 0, set())
    assert (len(without), post.level) == (2, TOP)


def test_a_deputy_keeps_the_case_at_the_level_unless_absent_too():
    posts = (Post(LOW, (1,), (Deputy(2, 1, 5, 5),)), Post(MIDDLE, (3,)))
    assert offer(posts, 5, {1})[1].level == LOW
    assert offer(posts, 6, {1})[1].level == MIDDLE
    assert offer(posts, 5, {1, 2})[1].level == MIDDLE


def test_in_whose_place():
    posts = (
        Post(LOW, (1, 2), (Deputy(9, 1, 5, 6), Deputy(8, None, 5, 5), Deputy(2, None, 5, 5))),
        Post(MIDDLE, (3,), (Deputy(9, 3, 6, 6),)),
    )
    assert stands_for(posts, 9, 4) == frozenset()
    assert stands_for(posts, 9, 5) == {1}
    assert stands_for(posts, 9, 6) == {1, 3}
    assert stands_for(posts, 9, 7) == frozenset()
    assert stands_for(posts, 8, 5) == {1, 2}
    assert stands_for(posts, 2, 5) == {1}, "nobody stands in for themselves"
    assert stands_for(posts, 1, 5) == frozenset()
    assert deputies_of(posts, frozenset({1}), 5) == {9, 8, 2}
    assert deputies_of(posts, frozenset({3}), 5) == frozenset()
    assert deputies_of(posts, frozenset({3}), 6) == {9}
    assert deputies_of(posts, frozenset(), 6) == frozenset()


def test_limits():
    deputies = (
        Deputy(2, 1, 5, 6, 300.0),
        Deputy(2, 1, 6, 7, 400.0),
        Deputy(2, None, 7, 7),
        Deputy(1, 3, 5, 9, 1.0),
    )
    post = Post(LOW, (1,), deputies, limit=500.0, window_limit=2000.0, window_days=10)
    rest = (2000.0, 10)
    assert limits(post, 1, 5) == (500.0, *rest), "in their own right, whatever they are a deputy for"
    assert limits(post, 2, 4) is None
    assert limits(post, 2, 5) == (300.0, *rest)
    assert limits(post, 2, 6) == (400.0, *rest), "the highest of the day"
    assert limits(post, 2, 7) == (500.0, *rest), "one without a limit of its own has the level's"
    assert limits(post, 2, 8) is None
    assert limits(post, 3, 5) is None


def test_a_deputy_never_has_more_than_the_level():
    lowered = Post(LOW, (), (Deputy(2, None, 5, 5, 300.0),), limit=200.0)
    assert limits(lowered, 2, 5) == (200.0, None, 30)
    unlimited = Post(LOW, (1,), (Deputy(2, None, 5, 5, 300.0), Deputy(3, None, 5, 5)))
    assert limits(unlimited, 2, 5) == (300.0, None, 30)
    assert limits(unlimited, 3, 5) == (None, None, 30)
    assert limits(unlimited, 1, 5) == (None, None, 30)
