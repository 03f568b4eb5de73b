from odoo.addons.service_kernel.tools import append_only

from . import controllers, models, report, wizards

#: tables with rows that never change
PROTECTED = (
    "membership_point_move",
    "membership_point_lot",
    "membership_point_allocation",
    "membership_fact",
    "membership_standing_change",
    "membership_benefit_usage",
)


def post_init_hook(env):
    """Give every company its sequence of card numbers: two first cards at once do not both make one."""
    for company in env["res.company"].with_context(active_test=False).search([]):
        env["ir.sequence"]._service_sequence("membership.card", company)


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in PROTECTED:
        append_only.unprotect(env, table)
