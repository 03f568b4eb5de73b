from odoo.addons.service_kernel.tools import append_only

from . import controllers, models, report, wizards


def post_init_hook(env):
    """Give every company its sequence, so that two first complaints at once do not both make it."""
    env["res.company"].search([])._create_service_sequences()


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    append_only.unprotect(env, "service_compensation")
    append_only.unprotect(env, "service_order_exception")
    append_only.unprotect(env, "service_order_promise")
