from odoo.addons.service_kernel.tools import append_only

from . import models, report, wizards

#: tables with rows that never change
PROTECTED = ("membership_point_move", "membership_point_lot", "membership_point_allocation")


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in PROTECTED:
        append_only.unprotect(env, table)
