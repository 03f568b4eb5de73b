# Runs in an Odoo shell: installs each addon alone (with what it depends on, and what Odoo installs along with
# it), uninstalls all of that, and looks for what was left behind. Addons that come with the same others, such
# as bridges, are installed once.
#
# SERVICE_SCRIPT (JSON): addons ([name]), report (file for {addon: [problem]}).
import json
import os
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

given = json.loads(os.environ["SERVICE_SCRIPT"])
database = env.cr.dbname
# Odoo locks this table without waiting; an autovacuum that has just begun on it would look like a colleague
env.cr.execute("alter table ir_module_module set (autovacuum_enabled = false)")
env.cr.commit()


def in_new_environment(action):
    with Registry(database).cursor() as cr:
        return action(api.Environment(cr, SUPERUSER_ID, {}))


def facts(env):
    """What an addon could leave behind."""
    env.cr.execute("select tablename from pg_tables where schemaname = 'public'")
    tables = {name for (name,) in env.cr.fetchall()}
    env.cr.execute("select event_object_table || '.' || trigger_name from information_schema.triggers")
    triggers = {name for (name,) in env.cr.fetchall()}
    env.cr.execute(
        "select table_name || '.' || column_name from information_schema.columns"
        " where table_schema = 'public'"
    )
    columns = {name for (name,) in env.cr.fetchall()}
    modules = set(env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))
    return {"table": tables, "trigger": triggers, "column": columns, "module": modules}


def install(name):
    def action(env):
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", name)])
        if not module:
            return ["Odoo does not know it"]
        module.button_immediate_install()
        return []

    return in_new_environment(action)


def planned(name):
    """The names of what Odoo would install with an addon; nothing is written."""

    def action(env):
        env["ir.module.module"].update_list()
        env["ir.module.module"].search([("name", "=", name)]).button_install()
        names = frozenset(env["ir.module.module"].search([("state", "=", "to install")]).mapped("name"))
        env.cr.rollback()
        return names

    return in_new_environment(action)


def uninstall(names):
    in_new_environment(
        lambda env: (
            env["ir.module.module"]
            .search([("name", "in", sorted(names)), ("state", "=", "installed")])
            .button_immediate_uninstall()
        )
    )


checked = {}


def check(name):
    names = planned(name)
    if names not in checked:
        checked[names] = check_installing(name)
    return checked[names]


def check_installing(name):
    before = in_new_environment(facts)
    problems = install(name)
    if problems:
        return problems
    installed = in_new_environment(facts)["module"] - before["module"]
    if name not in installed:
        return ["it was not installed"]
    uninstall(installed)
    after = in_new_environment(facts)
    for kind, known in before.items():
        problems += [f"{kind} left behind: {item}" for item in sorted(after[kind] - known)]
        problems += [f"{kind} gone: {item}" for item in sorted(known - after[kind])]
    return problems


Path(given["report"]).write_text(json.dumps({name: check(name) for name in given["addons"]}))
