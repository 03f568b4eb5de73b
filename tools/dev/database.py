"""Databases: the template of standard modules, clones of it, and what is installed in them."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from . import addons
from .context import NAME
from .ui import Failure, step

COUNTRY = "CN"
LANGUAGES = ("en_US", "zh_CN")
PREFIX = NAME.replace("-", "_")
TEMPLATE = f"{PREFIX}_tmpl_"
NAME_RULE = re.compile(r"[a-z_][a-z0-9_]{0,40}")
PARAMETER = "service_suite.dev_state"
MARK = "made by ./run of the service suite"


class SqlError(Exception):
    """What the server answered; `code` is its SQLSTATE, empty when there was no server to answer."""

    def __init__(self, text, code):
        super().__init__(text)
        self.code = code


def sql(ctx, statement, parameters=(), database="postgres"):
    """Run one statement outside a transaction; returns the rows."""
    job = {"database": database, "statements": [[statement, list(parameters)]]}
    answer = subprocess.run(
        [str(ctx.python), "-P", str(ctx.root / "tools" / "dev" / "sql.py")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        env=ctx.environ,
        check=False,
    )
    if answer.returncode:
        raise SqlError(answer.stderr.strip(), "")
    result = json.loads(answer.stdout)
    if "error" in result:
        raise SqlError(result["error"], result["code"])
    return result["rows"]


def check_server(ctx):
    """Fail clearly when the server cannot be reached, is too old, or the role may not do what Odoo needs."""
    where = f"{ctx.environ.get('PGHOST', 'the local socket')}:{ctx.environ.get('PGPORT', '5432')}"
    remedy = (
        "check db_host, db_port, db_user, db_password in odoo.conf, or PG*; without any, ./run has its own"
    )
    try:
        query = "select current_setting('server_version_num')::int, current_user, rolcreatedb or rolsuper"
        ((version, user, may_create),) = sql(ctx, f"{query} from pg_roles where rolname = current_user")
    except SqlError as error:
        raise Failure(f"cannot reach PostgreSQL at {where}: {str(error).splitlines()[0]}", remedy) from None
    if version < 130000:
        raise Failure(
            f"PostgreSQL at {where} is version {version // 10000}; Odoo 19 needs 13 or later", remedy
        )
    if user == "postgres":
        raise Failure(
            "Odoo refuses the PostgreSQL role postgres", "createuser --createdb odoo, and set PGUSER=odoo"
        )
    if not may_create:
        raise Failure(f"the PostgreSQL role {user} may not create databases", f"alter role {user} createdb")


def check_name(name):
    if not NAME_RULE.fullmatch(name) or name.startswith((TEMPLATE, "template", "postgres")):
        raise Failure(
            f"{name!r} cannot be the name of a database", "small letters, digits and _, at most 41 of them"
        )


def exists(ctx, name):
    return bool(sql(ctx, "select 1 from pg_database where datname = %s", [name]))


def check_ours(ctx, name):
    """On a server that others use, touch no database that ./run did not make."""
    if ctx.embedded or not exists(ctx, name):
        return
    query = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
    if sql(ctx, query, [name]) != [[MARK]]:
        raise Failure(f"database {name} exists and was not made by ./run", "./run --db another_name")


def filestore(ctx, name):
    return ctx.data_dir / "filestore" / name


def drop(ctx, name):
    """Remove a database and its files, whoever is connected."""
    sql(ctx, "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
    if sql(ctx, "select 1 from pg_database where datname = %s and datistemplate", [name]):
        sql(ctx, f'alter database "{name}" is_template false')
    sql(ctx, f'drop database if exists "{name}"')
    shutil.rmtree(filestore(ctx, name), ignore_errors=True)


def clone(ctx, source, target, durable=False):
    """Make `target` a copy of a database nobody is connected to; files are never rewritten, so linked."""
    drop(ctx, target)
    if filestore(ctx, source).is_dir():
        shutil.copytree(filestore(ctx, source), filestore(ctx, target), copy_function=_link)
    sql(ctx, f'create database "{target}" template "{source}"')
    if durable:
        sql(ctx, f"comment on database \"{target}\" is '{MARK}'")
    else:
        sql(ctx, f'alter database "{target}" set synchronous_commit = off')


def ensure_template(ctx):
    """Name of the template database: standard modules, two languages, a Chinese company, warm web assets."""
    modules = addons.standard_modules(ctx.addons_dir)
    lock = (ctx.root / "tools" / "requirements.lock").read_text()
    # on a server of many, each data folder has its own template: its files are there
    place = "" if ctx.embedded else str(ctx.data_dir)
    recipe = "\n".join([lock, ctx.odoo_version, *modules, COUNTRY, *LANGUAGES, _script(ctx, "warm"), place])
    name = TEMPLATE + hashlib.sha256(recipe.encode()).hexdigest()[:12]
    if exists(ctx, name):
        if filestore(ctx, name).is_dir():
            return name
        drop(ctx, name)  # its files are gone: the data folder was removed without it
    work = f"{name}_new"
    drop(ctx, work)
    with step("Template database: Odoo's base"):
        _odoo(ctx, "template-base", "db", "init", work, "--country", COUNTRY)
    with step(f"Template database: {', '.join(modules)} (a minute or two, once)"):
        languages = ["--load-language", ",".join(LANGUAGES)]
        _odoo(ctx, "template", "server", "-d", work, "-i", ",".join(modules), *languages, *QUIET)
        missing = not_installed(ctx, work, modules)
        if missing:
            raise Failure(f"this Odoo does not know {', '.join(missing)}", "", ctx.log("template"))
    with step("Template database: web assets"):
        run_script(ctx, work, "warm")
    (filestore(ctx, work)).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(filestore(ctx, name), ignore_errors=True)
    filestore(ctx, work).rename(filestore(ctx, name))
    sql(ctx, f'alter database "{work}" rename to "{name}"')
    sql(ctx, f'alter database "{name}" is_template true allow_connections false')
    if ctx.embedded:
        for (old,) in sql(ctx, "select datname from pg_database where datname like %s", [TEMPLATE + "%"]):
            if old != name:
                drop(ctx, old)
    return name


QUIET = ("--stop-after-init", "--no-http", "--max-cron-threads=0")


def not_installed(ctx, database, names):
    rows = sql(ctx, "select name from ir_module_module where state = 'installed'", database=database)
    return sorted(set(names) - {name for (name,) in rows})


def update(ctx, database, install=(), upgrade=(), log="install"):
    """Install and upgrade addons in a database, and make sure that they then are installed."""
    argv = ["server", "-d", database, *QUIET]
    if install:
        argv += ["-i", ",".join(install)]
    if upgrade:
        argv += ["-u", ",".join(upgrade)]
    _odoo(ctx, log, *argv)
    missing = not_installed(ctx, database, [*install, *upgrade])
    if missing:
        raise Failure(f"not installed: {', '.join(missing)}", "", ctx.log(log))


def run_script(ctx, database, name, log="", **parameters):
    """Run tools/odoo_scripts/NAME.py in an Odoo shell; it finds its parameters as JSON in SERVICE_SCRIPT."""
    log = log or name
    argv = ctx.command("shell", "-d", database, "--no-http")
    if ctx.call(argv, log, stdin=_script(ctx, name), extra_env={"SERVICE_SCRIPT": json.dumps(parameters)}):
        raise Failure(f"the step {name!r} failed in database {database}", "", ctx.log(log))


def state(ctx, database):
    """What tools/odoo_scripts/seed.py noted in the database: {"demo": …, "addons": {…}, "done": […]}."""
    try:
        rows = sql(ctx, "select value from ir_config_parameter where key = %s", [PARAMETER], database)
    except SqlError:
        return {}
    return json.loads(rows[0][0]) if rows else {}


def write_state(ctx, database, new):
    """Replace what is noted in a database that has been seeded."""
    statement = "update ir_config_parameter set value = %s where key = %s"
    sql(ctx, statement, [json.dumps(new), PARAMETER], database)


def _odoo(ctx, log, *args):
    if ctx.call(ctx.command(*args), log):
        full = any(
            "No space left" in line for line in ctx.log(log).read_text("utf-8", "replace").splitlines()[-60:]
        )
        raise Failure(
            "the disk is full" if full else f"Odoo failed ({log})",
            f"make room under {ctx.state}" if full else "",
            ctx.log(log),
        )


def _script(ctx, name):
    return (ctx.root / "tools" / "odoo_scripts" / f"{name}.py").read_text("utf-8")


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
