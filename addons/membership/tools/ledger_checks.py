"""What lists that members come in by have in common: how amounts and days are checked."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

MESSAGES = {
    "card_amount_sign": _lt("“%(value)s” is below zero."),
    "card_amount_decimals": _lt("“%(value)s” has more than two decimals."),
    "card_day_later": _lt("“%(value)s” is in the future."),
}


def check_amount(row, code):
    """Refuse an amount below zero, or with more than two decimals."""
    amount = row.values.get(code)
    if amount is not None and amount < 0:
        row.error(code, "card_amount_sign", value=row.texts[code])
    elif amount is not None and amount != round(amount, 2):
        row.error(code, "card_amount_decimals", value=row.texts[code])


def check_past(row, code, today):
    """Refuse a day after today."""
    day = row.values.get(code)
    if day and day > today:
        row.error(code, "card_day_later", value=row.texts[code])
