from odoo.tests import new_test_user as odoo_test_user


def new_test_user(env, login, groups="base.group_user", context=None, **values):
    """A user as Odoo's tests make them, whom no e-mail invites: writing those takes longer than the user."""
    return odoo_test_user(
        env, login, groups, context={"no_reset_password": True, **(context or {})}, **values
    )
