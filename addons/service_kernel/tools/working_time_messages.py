"""What the engine of working time refuses, in the reader's language."""


def message(env, problem, calendar):
    """The sentence for a ``Problem`` of the engine; ``calendar`` is the calendar's name."""
    params = problem.params | {"calendar": calendar}
    sentences = {
        "flexible": env._(
            "“%(calendar)s” is flexible and does not say when people work: deadlines need fixed hours.",
            **params,
        ),
        "no_open_time": env._("“%(calendar)s” has no open time: enter its working hours.", **params),
        "zone_unknown": env._(
            "“%(calendar)s”: choose another time zone, this one is not known here.", **params
        ),
        "amount_negative": env._("Working time of a deadline cannot be negative."),
        "amount_unreadable": env._("The time of a deadline must be a number."),
        "days_not_whole": env._("A deadline in days needs a whole number of days."),
    }
    if problem.code == "not_reached":
        return env._("“%(calendar)s”: the deadline is more than %(years)s years away.", **params)
    if problem.code == "too_long":
        return env._("“%(calendar)s”: more than %(years)s years lie between these times.", **params)
    return sentences.get(problem.code) or env._(
        "“%(calendar)s”: this time cannot be computed (%(code)s).", calendar=calendar, code=problem.code
    )
