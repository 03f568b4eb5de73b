"""What the technician's pages show, as plain values."""

from datetime import timezone
from urllib.parse import quote
from zoneinfo import ZoneInfo

from odoo.http import request
from odoo.tools import format_date

from ..engine import visit_day
from ..engine import visit_report as engine
from ..models.service_checklist import STAGES

STYLE = "/service_center/static/src/visits/visits.css"
SCRIPT = "/service_center/static/src/visits/visits.js"


def _frame(title, **values):
    env = request.env
    # sudo: the version of the addon, so that browsers take the style that belongs to it
    version = env["ir.module.module"].sudo().search([("name", "=", "service_center")]).installed_version
    return {
        "title": title,
        "lang": (env.lang or "en_US").replace("_", "-"),
        "style": f"{STYLE}?v={version}",
        "script": f"{SCRIPT}?v={version}",
        "visitor": env.user.name,
        **values,
    }


def _local(moment):
    zone = ZoneInfo(request.env["service.order"]._get_visitor_tz(request.env.user))
    return moment.replace(tzinfo=timezone.utc).astimezone(zone)


def _say_time(moment):
    """The hour; with the day when it is not today."""
    if not moment:
        return ""
    local, today = _local(moment), _local(request.env.cr.now())
    hour = local.strftime("%H:%M")
    if local.date() == today.date():
        return hour
    return f"{format_date(request.env, local.date(), date_format='d MMM')} {hour}"


def _labels(record, name):
    return dict(record._fields[name]._description_selection(request.env))


def _say_meter(order):
    """Return what the item is to be read at, with its unit; empty where no item in warranty is known."""
    if not order.usage_unit:
        return ""
    unit = _labels(order, "usage_unit")[order.usage_unit]
    return request.env._("Meter of the item (%(unit)s)", unit=unit)


def _say_warranty(order):
    """Return whether the item is in warranty: it may end by what the meter says."""
    return order.usage_unit and _labels(order, "warranty_state")[order.warranty_state]


def _is_unpaid(order):
    """Whether the work goes on although the customer, who pays, has not agreed; emergencies may."""
    return (
        order.state == "in_progress"
        and not order.is_emergency
        and order._needs_quotation()
        and not order._is_quotation_accepted()
    )


def get_day():
    """Return what the page of the day shows."""
    Order = request.env["service.order"]
    days = Order._get_visits(request.env.user)
    titles = {
        "today": request.env._("Today"),
        "later": request.env._("Later"),
        "done": request.env._("Done"),
    }
    return _frame(
        request.env._("My Visits"),
        day=format_date(request.env, _local(request.env.cr.now()).date(), date_format="full"),
        groups=[
            {"code": code, "title": titles[code], "jobs": [_card(order) for order in orders]}
            for code, orders in days.items()
            if orders or code == "today"
        ],
    )


def _card(order):
    return {
        "id": order.id,
        "number": order.name,
        "start": _say_time(order.planned_start),
        "end": _say_time(order.planned_end),
        "customer": order.customer_name,
        "address": order.address,
        "type": order.type_id.display_name,
        "product": order.product_id.display_name,
        "is_emergency": order.is_emergency,
        "is_under_way": order._is_under_way() and order.state != "done",
        "state": order.state,
        "status": _labels(order, "state")[order.state],
    }


def get_job(order, refusal=None, post=None):
    """Return what the page of a job shows; ``post`` is what was typed when something was refused."""
    tap = order._get_next_tap()
    taps = {
        "accept": request.env._("Accept"),
        "depart": request.env._("I am leaving"),
        "arrive": request.env._("I have arrived"),
        "finish": request.env._("Work is finished"),
    }
    return _frame(
        order.name,
        job=_card(order),
        contact=order.contact_name if order.partner_id else "",
        phone=order.contact_phone,
        map_url=order.address and order._get_map_url(quote(" ".join(order.address.split()))),
        serial=order.serial,
        description=order.description,
        warning=order.plan_warning,
        tap=tap and {"code": tap, "label": taps[tap]},
        times=_times(order),
        stages=_stages(order),
        parts=_parts(order),
        part_states=_labels(order.line_ids, "part_state"),
        old_parts=_labels(order.line_ids, "old_part"),
        readings=order._get_reading_rows(),
        usage_label=_say_meter(order),
        warranty=_say_warranty(order),
        is_unpaid=_is_unpaid(order),
        photos=order._get_photos().ids,
        files=[{"id": file.id, "name": file.name} for file in order._get_files() - order._get_photos()],
        texts={
            name: (post or {}).get(name, order[name] or "")
            for name in ("diagnosis", "work_done", "customer_opinion")
        },
        travel_km=(post or {}).get("travel_km", f"{order.travel_km:g}" if order.travel_km else ""),
        reason=(post or {}).get("reason", ""),
        signature=order.signature_state,
        may_sign=order._may_be_signed(),
        is_open=order.state in ("draft", "confirmed", "scheduled", "in_progress"),
        may_report=order.state in ("in_progress", "done", "signed"),
        refusal=refusal,
    )


def _times(order):
    return [
        {
            "name": name,
            "label": order._fields[name]._description_string(request.env),
            "text": _say_time(order[name]),
            "value": _local(order[name]).strftime("%Y-%m-%dT%H:%M") if order[name] else "",
        }
        for name in visit_day.TAPS.values()
    ]


def _stages(order):
    labels = _labels(order.check_ids, "stage")
    return [
        {
            "title": labels[stage],
            "checks": order.check_ids.filtered(lambda check, stage=stage: check.stage == stage),
        }
        for stage, _label in STAGES
        if stage in order.check_ids.mapped("stage")
    ]


def _parts(order):
    return [
        {
            "id": line.id,
            "name": line.name,
            "quantity": f"{line.quantity:g}",
            "state": line.part_state,
            "old": line.old_part,
        }
        for line in order.line_ids
        if line.kind == "part"
    ]


def get_sheet(order, refusal=None, post=None):
    """Return what the page shows on which the customer reads the report and signs."""
    lang = order._get_report_lang()
    report = order._get_visit_report(lang)
    return _frame(
        report["title"],
        order=_card(order),
        report=report,
        shown=engine.digest(report),
        report_lang=lang,
        signer=(post or {}).get("signer", order.contact_name or order.partner_id.name or ""),
        may_sign=order._may_be_signed(),
        refusal=refusal,
    )
