from odoo.addons.service_kernel.tools import append_only

from . import controllers, models, report, wizards

#: tables with rows that never change
PROTECTED = (
    "service_score_entry",
    "service_score_consequence",
    "service_score_sheet",
    "service_score_sheet_line",
    "service_score_sheet_pay",
    "service_score_payroll_batch",
    "service_score_payroll_line",
    "service_score_award",
    "service_score_result",
    "service_score_commission",
)
#: documents with numbers
NUMBERED = (
    "service.score.entry",
    "service.score.payroll.batch",
    "service.score.award",
    "service.score.appeal",
    "service.score.inspection",
    "service.score.rectification",
)


def post_init_hook(env):
    """Give every company its sequences, so that two first documents at once do not both make one."""
    for company in env["res.company"].search([]):
        for code in NUMBERED:
            env["ir.sequence"]._service_sequence(code, company)


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in PROTECTED:
        append_only.unprotect(env, table)
