from . import models, report, wizards


def post_init_hook(env):
    """Give every company its sequence, so that two first complaints at once do not both make it."""
    env["res.company"].search([])._create_service_sequences()
