"""Public holidays and make-up working days of a country, from the library ``holidays``."""

from typing import NamedTuple

import holidays

FIRST_YEAR, LAST_YEAR = 2000, 2099
_LOOK_BACK = 6  # years in which a country has shown that it has make-up working days


class Day(NamedTuple):
    date: object
    name: str  # empty for make-up working days: the library has no names for them
    kind: str  # holiday or workday


def countries():
    """Codes of the countries that the library knows."""
    return sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


def _language(code, wanted):
    supported = holidays.country_holidays(code).supported_languages
    return next((language for language in (wanted, wanted[:2], "en_US") if language in supported), None)


def public_holidays(code, year, language):
    """The days of a year by date, and whether its make-up working days seem not to be published yet.

    :param language: of the names, as Odoo writes it (``zh_CN``); English, or the country's own, if it is missing.
    """
    years = range(year - _LOOK_BACK, year + 1)
    known = holidays.country_holidays(code, years=years, language=_language(code, language))
    found = [Day(date, name, "holiday") for date, name in known.items() if date.year == year]
    workdays = [date for date in known.weekend_workdays if date.year == year]
    found += [Day(date, "", "workday") for date in workdays]
    had = any(year - _LOOK_BACK <= date.year < year for date in known.weekend_workdays)
    return sorted(found), had and not workdays
