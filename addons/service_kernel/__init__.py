from . import controllers, models, wizards
from .tools import append_only


def uninstall_hook(env):
    """Take the triggers away that keep rows from being changed, so that their tables can go."""
    for table in ("service_decision_log", "service_sla_event", "service_message"):
        append_only.unprotect(env, table)
    append_only.drop_function(env)
