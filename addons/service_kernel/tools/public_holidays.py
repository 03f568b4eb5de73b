"""Public holidays and make-up working days of a country, from the library ``holidays``."""

from typing import NamedTuple

import holidays

FIRST_YEAR, LAST_YEAR = 2000, 2099
_SHOWN = range(2018, 2027)  # a country that has make-up working days has had some in these years


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

    :param language: of the names, as Odoo writes it (``zh_CN``); else English, else the country's own.
    """
    known = holidays.country_holidays(code, years=year, language=_language(code, language))
    found = [Day(date, name, "holiday") for date, name in known.items() if date.year == year]
    workdays = [date for date in known.weekend_workdays if date.year == year]
    found += [Day(date, "", "workday") for date in workdays]
    shown = holidays.country_holidays(code, years=_SHOWN).weekend_workdays
    latest = max((date.year for date in shown), default=year)
    return sorted(found), not workdays and year > latest
