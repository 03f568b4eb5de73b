from odoo.addons.service_kernel.tools import append_only

from . import controllers, models, report, wizards

#: tables with rows that never change
PROTECTED = ("service_score_entry", "service_score_sheet", "service_score_sheet_pay")


def post_init_hook(env):
    """Give every company its sequence, so that two first entries at once do not both make it."""
    for company in env["res.company"].search([]):
        env["ir.sequence"]._service_sequence("service.score.entry", company)


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in PROTECTED:
        append_only.unprotect(env, table)
