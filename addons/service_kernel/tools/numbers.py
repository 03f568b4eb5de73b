from odoo.tools import formatLang


def say_number(env, value):
    """Return a number as the reader writes it, with as many places as it has, at most 4.

    :param value: a number of any kind
    """
    places = f"{value:.4f}".rstrip("0").partition(".")[2]
    return formatLang(env, float(value), digits=len(places))
