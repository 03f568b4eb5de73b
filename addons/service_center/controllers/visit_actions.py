"""What a technician does on the page of a job; each returns why it was refused, or None."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from odoo.exceptions import UserError
from odoo.http import request

from . import common

#: characters of what is typed
LIMITS = {"text": 5_000, "name": 200, "unit": 20, "reason": 1_000}


def run(order, act, post):
    """Do ``act`` with what was sent, all of it or nothing.

    :param order: the user's own job, in sudo
    :return: why it was refused, or None
    """
    if act not in ACTIONS:
        return request.env._("Please choose what you want to do.")
    _done, refusal = common.attempt(lambda: ACTIONS[act](order, post))
    return refusal


def place(act):
    """Return the part of the page to which an action leads back."""
    return {"tap": "times", "time": "times", "part": "parts", "line": "parts"}.get(act, act)


def sign(order, post):
    """Keep the customer's signature on what was shown."""
    picture = (post.get("signature") or "").partition("base64,")[2]
    values = common.typed(post, "shown", "lang", "signer")
    _done, refusal = common.attempt(
        lambda: order._sign_visit(values["shown"], values["lang"], _short(values["signer"], "name"), picture)
    )
    return refusal


def _short(text, kind):
    limit = LIMITS[kind]
    if len(text) > limit:
        raise UserError(request.env._("At most %(limit)s characters, please.", limit=limit))
    return text


def _number(text):
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not 0 <= number < 1e12:
        raise UserError(request.env._("“%(text)s” is no number, or below zero.", text=text))
    return number


def _tap(order, post):
    order._tap(post.get("tap"))


def _time(order, post):
    values = common.typed(post, "name", "at", "reason")
    try:
        local = datetime.fromisoformat(values["at"])
    except ValueError as error:
        raise UserError(request.env._("This is no time.")) from error
    zone = ZoneInfo(order._get_visitor_tz(request.env.user))
    at = local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
    order._correct_time(values["name"], at, _short(values["reason"], "reason"))


def _check(order, post):
    done = {key.removeprefix("check_") for key in post if key.startswith("check_")}
    for check in order.check_ids:
        check.is_done = str(check.id) in done


def _report(order, post):
    names = ("diagnosis", "work_done", "customer_opinion")
    values = common.typed(post, *names, "travel_km")
    vals = {name: _short(values[name], "text") for name in names}
    if values["travel_km"]:
        vals["travel_km"] = _number(values["travel_km"])
    order.write(vals)


def _reading(order, post):
    values = common.typed(post, "name", "value", "unit")
    if not values["name"] or not values["value"]:
        raise UserError(request.env._("What was read, and what did it say?"))
    order._add_reading(
        _short(values["name"], "name"), _number(values["value"]), _short(values["unit"], "unit")
    )


def _meter(order, post):
    order._read_meter(_number(common.typed(post, "value")["value"]))


def _part(order, post):
    values = common.typed(post, "name", "quantity")
    if not values["name"]:
        raise UserError(request.env._("Which part was used?"))
    order._add_part(_short(values["name"], "name"), _number(values["quantity"] or "1"))


def _line(order, post):
    values = common.typed(post, "line_id", "part_state", "old_part")
    order._report_part(values["line_id"], values["part_state"], values["old_part"])


def _photo(order, post):
    files = common.read_files()
    if not files:
        raise UserError(request.env._("Please take or choose a photo."))
    order._add_photos(files)


def _back(order, post):
    order._give_back(_short(common.typed(post, "reason")["reason"], "reason"))


ACTIONS = {
    "tap": _tap,
    "time": _time,
    "checklist": _check,
    "report": _report,
    "readings": _reading,
    "meter": _meter,
    "part": _part,
    "line": _line,
    "photos": _photo,
    "back": _back,
}
