from odoo.addons.service_kernel.tools import append_only

from . import controllers, models, report, wizards

#: tables with rows that never change
PROTECTED = (
    "service_callback_attempt",
    "service_compensation",
    "service_dispatch_turn",
    "service_order_acceptance",
    "service_order_approval",
    "service_order_exception",
    "service_order_promise",
    "service_technician_month",
    "service_visit_signature",
    "service_warranty_event",
)


def post_init_hook(env):
    """Give every company its sequence, so that two first complaints at once do not both make it."""
    env["res.company"].search([])._create_service_sequences()


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in PROTECTED:
        append_only.unprotect(env, table)
