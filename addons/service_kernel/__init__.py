from . import controllers, models, wizards
from .tools import append_only


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    append_only.unprotect(env, "service_decision_log")
    append_only.unprotect(env, "service_sla_event")
    append_only.drop_function(env)
