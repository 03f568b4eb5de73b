"""Satisfaction as a number from 1 (very dissatisfied) to 5 (very satisfied), whatever the scale was."""

LOWEST, HIGHEST = 1.0, 5.0
#: a satisfaction up to here is a problem that somebody takes up
BAD = 2.0


def normalised(value, low, high):
    """Return ``value`` of a scale from ``low`` (worst) to ``high`` (best) as 1 to 5.

    :raise ValueError: the scale has no two ends, or the value is outside
    """
    if low >= high or not low <= value <= high:
        raise ValueError("outside of the scale")
    return LOWEST + (HIGHEST - LOWEST) * (value - low) / (high - low)


def choice_scores(labels):
    """Return the scores of choices by their labels: plain numbers count, else the first is the best.

    A single choice tells nothing and has no score (0).
    """
    numbers = [_number(label) for label in labels]
    if len(labels) < 2:
        return [0.0] * len(labels)
    if None not in numbers and min(numbers) < max(numbers):
        # 1 to 5 stay themselves, also where one of them is missing
        low, high = (1.0, 5.0) if min(numbers) >= 1 and max(numbers) <= 5 else (min(numbers), max(numbers))
        return [normalised(number, low, high) for number in numbers]
    last = len(labels) - 1
    return [normalised(last - place, 0, last) for place in range(len(labels))]


def grade(score):
    """Return the nearest whole grade, "1" to "5", of a score; halves go up."""
    return str(int(score + 0.5))


def is_bad(score):
    """Whether a customer with this score (0: none) is dissatisfied."""
    return 0 < score <= BAD


def _number(label):
    try:
        number = float(label)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
