"""What a quotation of a service order holds, and whether the work may go on without its acceptance."""

import hashlib
import json
from dataclasses import astuple, dataclass

#: going on to these states is work, or the end of it, for which the customer's consent is needed
WORK = ("scheduled", "in_progress", "done", "signed")
ENDS = ("closed",)


@dataclass(frozen=True)
class Line:
    """The customer's part of one line: plain values as the customer reads them."""

    product: int | None
    name: str
    quantity: float
    unit: int | None
    price: float
    taxes: tuple
    customer_share: float


def digest(currency, lines):
    """Return a text that is another one as soon as the customer would agree to something else.

    :param lines: ``Line`` of which the customer pays something, in their order
    """
    content = [currency, [astuple(line) for line in lines]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def needs_consent(liability, customer_share):
    """Whether the customer has to agree to a price, because something of it is to be paid by the customer."""
    return liability in ("customer", "split") and customer_share > 0


def is_refused(target, needs, accepted, is_emergency):
    """Whether an order may not go on to ``target`` for want of consent; emergencies owe it until the end."""
    if not needs or accepted:
        return False
    return target in ENDS or (target in WORK and not is_emergency)


def is_settled(needs, invoice_status, invoice_states):
    """Whether what the customer owes is invoiced: everything on posted invoices, none still a draft.

    :param invoice_status: of the sales order: ``invoiced``, ``upselling``, ``to invoice`` or ``no``
    :param invoice_states: of its invoices
    """
    if not needs:
        return True
    alive = [state for state in invoice_states if state != "cancel"]
    return invoice_status in ("invoiced", "upselling") and bool(alive) and set(alive) == {"posted"}
