"""What the pages for customers share: who asks, what was typed, which files came with it."""

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

MEGABYTE = 1024 * 1024
#: bytes of a whole request: above all limits of files, which are told in a friendly way
MAX_REQUEST = 64 * MEGABYTE
#: characters
LIMITS = {
    "contact_name": 100,
    "contact_phone": 40,
    "contact_email": 254,
    "text": 10_000,
    "demand": 2_000,
    "message": 5_000,
    "address": 500,
    "wished_times": 200,
    "product": 200,
    "serial": 100,
}
#: nobody keeps, leaks or indexes a page that a secret opens
SECRET_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def public_model():
    """Return ``service.complaint`` as strangers get it: see ``_as_public``."""
    return request.env["service.complaint"]._as_public()


def is_exhausted(purpose, limit_name):
    """Tell whether the visitor's address has used up an hour's attempts for a purpose."""
    limit = public_model()._get_public_limit(limit_name)
    return request.env["service.public.attempt"]._is_exhausted(
        purpose, request.httprequest.remote_addr, limit
    )


def record_attempt(purpose):
    """Count an attempt of the visitor's address."""
    request.env["service.public.attempt"]._record(purpose, request.httprequest.remote_addr)


def typed(post, *names):
    """Return {name: what was typed, without blanks around it}; whatever else was sent is left out."""
    return {name: post[name].strip() if isinstance(post.get(name), str) else "" for name in names}


def too_long(values):
    """Return {name: problem} of the texts that are longer than their limit."""
    return {
        name: request.env._("At most %(limit)s characters, please.", limit=LIMITS[name])
        for name, text in values.items()
        if name in LIMITS and len(text) > LIMITS[name]
    }


def read_files():
    """Return the files that were sent, as [(name, bytes)]; a browser sends one without name for none."""
    return [
        (file.filename, file.read()) for file in request.httprequest.files.getlist("files") if file.filename
    ]


def contact_problems(values):
    """Return {name: problem} of a contact: a name, and a number or an address to answer to."""
    problems = {}
    if not values["contact_name"]:
        problems["contact_name"] = request.env._("Please enter your name, or choose to stay anonymous.")
    if values["contact_email"] and not email_normalize(values["contact_email"]):
        problems["contact_email"] = request.env._("This is no e-mail address.")
    digits = sum(char.isdigit() for char in values["contact_phone"])
    if values["contact_phone"] and not 5 <= digits <= 20:
        problems["contact_phone"] = request.env._("This is no phone number.")
    if not values["contact_phone"] and not values["contact_email"]:
        problems["contact_phone"] = request.env._("Please enter a phone number or an e-mail address.")
    return problems


def chosen(records, text):
    """Return the record of ``records`` whose id was sent, else none."""
    return records.filtered(lambda record: str(record.id) == text)


def offered_categories(company):
    """Return the categories that customers of a company may choose, in sudo."""
    domain = [("is_public", "=", True), ("company_id", "in", [False, company.id])]
    if company.sudo().service_default_pack:  # sudo: which policies hold here, for a visitor of its page
        domain.append(("pack_code", "in", [False, company.sudo().service_default_pack]))
    # sudo: names that the company offers to every visitor
    return request.env["service.category"].sudo().search(domain)


def offered_sites(company):
    """Return the sites that customers of a company may choose, in sudo."""
    # sudo: names of places that every visitor may see
    return request.env["service.site"].sudo().search([("company_id", "=", company.id)], limit=300)


def attempt(action):
    """Do what a customer asked for in a savepoint.

    :param action: a function
    :return: pair (its result, None) or (None, why it was refused)
    """
    try:
        with request.env.cr.savepoint():
            return action(), None
    except OperationalError:
        raise  # Odoo tries the whole request again
    except UserError as error:
        return None, str(error)


def not_the_customer(complaint):
    """Return why a colleague who is logged in does not answer for the customer, None for everybody else."""
    user = request.env.user
    if not user._is_internal() or user.partner_id == complaint.partner_id:
        return None
    return request.env._(
        "You are logged in as a colleague: only the customer answers here. Record on the case what the "
        "customer told you."
    )


def customer_action(complaint, post, how):
    """Carry out what a customer does on the page of a case: reply, accept, refuse, rate.

    :param complaint: the customer's own, in sudo, found by secret link or the portal's domain
    :param how: ``tracking`` or ``portal``
    :return: {name: problem}, empty when it is done
    """
    values = typed(post, "message", "act", "satisfaction")
    problems = too_long(values)
    files, refused = complaint._accept_uploads(read_files(), complaint.is_anonymous)
    if refused:
        problems["files"] = " ".join(refused)
    if values["act"] == "reply" and not values["message"] and not files:
        problems.setdefault("message", request.env._("Please write something, or choose a file."))
    if is_exhausted("reply", "public_replies_per_hour"):
        problems["form"] = request.env._(
            "You have sent a lot just now. Please wait a while, and send it then."
        )
    if problems:
        return problems
    record_attempt("reply")
    actions = {
        "reply": lambda: complaint._customer_reply(values["message"], files),
        "accept": lambda: complaint._customer_accept(how),
        "refuse": lambda: complaint._customer_refuse(values["message"], how),
        "rate": lambda: complaint._customer_rate(values["satisfaction"], values["message"], how),
    }
    if values["act"] not in actions:
        return {"form": request.env._("Please choose what you want to do.")}
    refusal = values["act"] != "reply" and not_the_customer(complaint)
    if refusal:
        return {"form": refusal}
    _done, refusal = attempt(actions[values["act"]])
    return {"form": refusal} if refusal else {}


def after_action(path, post):
    """Return where the page goes on after what the customer did: where the answer is seen."""
    return f"{path}#{'satisfaction' if post.get('act') == 'rate' else 'messages'}"
