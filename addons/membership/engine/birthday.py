"""Benefits of a birthday (SALON-BDAY-01): on the day, or on another one that was agreed beforehand."""

from calendar import monthrange
from datetime import date


def birthday_in(born, year):
    """Return the birthday in a year; who was born on 29 February has it on the 28th of other years."""
    return date(year, born.month, min(born.day, monthrange(year, born.month)[1]))


def age_on(born, day):
    """Return the full years on a day; never below 0."""
    return max(day.year - born.year - (day < birthday_in(born, day.year)), 0)


def is_granted(born, day, agreed_on):
    """Tell whether a day may be taken that was agreed on ``agreed_on``.

    The birthday itself always; another day of the year if it was agreed before the birthday.
    """
    birthday = birthday_in(born, day.year)
    return day == birthday or (agreed_on < day and agreed_on < birthday)
