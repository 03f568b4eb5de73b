"""The commands of ./run; those of ./test are in testing.py."""

import argparse
import errno
import os
import shutil
import signal
import sys

from . import addons, database, odoo_src, postgres, python_env, server
from .context import Context
from .ui import Failure, Output, ask, say, step

DATABASE = "service"
#: part of the seed -> (model, file in data/)
LEDGERS = {
    "ledger": ("service.complaint", "complaints_mall.xlsx"),
    "orders": ("service.order", "service_orders_doors.xlsx"),
}
DEMO_USERS = ("desk", "leader", "manager", "technician", "director", "payroll", "sales", "customer")
USAGE = """
./run                     start everything; ends with the address and the logins
./run stop                end the server and PostgreSQL
./run reset [--yes]       remove the database; --all: every database of this folder, and the cluster
./run odoo ARGS…          any Odoo command here: ./run odoo shell, ./run odoo module upgrade service_center
./run psql [ARGS…]        PostgreSQL's prompt on the database
"""


def main(argv):
    """Run `run` or `test` with its arguments; returns the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what we started, too
    try:
        if argv[0] == "test":
            from .testing import test

            return test(argv[1:])
        return run(argv[1:])
    except Failure as failure:
        failure.show()
        return 1
    except database.SqlError as error:
        Failure(f"PostgreSQL: {str(error).splitlines()[0]}").show()
        return 1
    except OSError as error:
        what = "the disk is full" if error.errno == errno.ENOSPC else str(error)
        remedy = "make room and start again" if error.errno == errno.ENOSPC else ""
        if isinstance(error, PermissionError):
            remedy = "made by another user? run as that user, or chown -R it"
        Failure(what, remedy).show()
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to continue.", file=sys.stderr)
        return 130


def run(argv):
    options = parse(argv)
    database.check_name(options.db)
    ctx = Context()
    ctx.prepare()
    if options.command == "stop":
        return stop(ctx)
    if options.command == "reset":
        return reset(ctx, options)
    if options.command in ("odoo", "psql"):
        return passthrough(ctx, options)
    return start(ctx, options)


def parse(argv):
    """The options of ./run. What follows `odoo` or `psql` belongs to those programs and is left alone."""
    rest = []
    for index, word in enumerate(argv):
        if word in ("odoo", "psql") and (not index or argv[index - 1] not in ("--db", "--port")):
            argv, rest = argv[: index + 1], argv[index + 1 :]
            break
    parser = argparse.ArgumentParser(prog="./run", usage=USAGE, add_help=True, allow_abbrev=False)
    parser.add_argument(
        "command", nargs="?", choices=["start", "stop", "reset", "odoo", "psql"], default="start"
    )
    parser.add_argument("--db", metavar="NAME", default=DATABASE, help=f"the database (default: {DATABASE})")
    parser.add_argument(
        "--port", metavar="N", help="serve on this port (default: the first free one from 8069)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="make the database without demo data and sample ledger"
    )
    parser.add_argument("--yes", action="store_true", help="reset without asking")
    parser.add_argument("--all", action="store_true", help="reset everything, not only one database")
    options = parser.parse_intermixed_args(argv)
    if options.command != "reset" and (options.yes or options.all):
        parser.error("--yes and --all belong to ./run reset")
    options.rest = rest
    return options


def set_up(ctx):
    """Odoo, Python, PostgreSQL: what every command needs; quick when it is all there."""
    with ctx.lock("setup", "another ./run or ./test is setting up"):
        odoo_src.preflight(ctx)
        odoo_src.ensure_odoo(ctx)
        python_env.ensure_venv(ctx)
        python_env.link_odoo(ctx)
        postgres.ensure_postgres(ctx)
        if not ctx.embedded:
            database.check_server(ctx)
    ctx.environ.update(
        ODOO_ADDONS_PATH=odoo_src.addons_path(ctx),
        ODOO_DATA_DIR=str(ctx.data_dir),
    )
    if ctx.conf.exists():
        ctx.environ["ODOO_RC"] = str(ctx.conf)
    ctx.environ.pop("PGDATABASE", None)


def start(ctx, options):
    lock = server.ServerLock(ctx, options.db)
    lock.take(options.db)
    server.pick_port(ctx, options.port)  # a port that is taken is said before minutes of work
    set_up(ctx)
    database.check_ours(ctx, options.db)
    with ctx.lock("setup", "another ./run or ./test is making the template database"):
        if not database.exists(ctx, options.db):
            template = database.ensure_template(ctx)
            database.clone(ctx, template, options.db, durable=True)
    bring_up_to_date(ctx, options)
    rows = database.sql(
        ctx, "select login from res_users where login = any(%s)", [list(DEMO_USERS)], options.db
    )
    present = {login for (login,) in rows}
    users = [user for user in DEMO_USERS if user in present]
    port = server.pick_port(ctx, options.port)
    server.serve(ctx, options.db, port, lock, users, ledger=database.state(ctx, options.db).get("demo"))


def bring_up_to_date(ctx, options):
    """Install addons that are not there, upgrade those that changed, run the open parts of the seed."""
    ours = addons.manifests(ctx.addons_dir)
    now = {name: addons.fingerprint(ctx.addons_dir / name) for name in ours}
    state = database.state(ctx, options.db)
    if options.no_demo and state.get("demo"):
        raise Failure(
            f"database {options.db} has demo data already",
            f"./run reset --db {options.db}, then ./run --no-demo",
        )
    install = [name for name in ours if name in database.not_installed(ctx, options.db, ours)]
    known = state.get("addons", {})
    upgrade = [name for name in ours if name not in install and known.get(name) != now[name]]
    if install or upgrade:
        names = ", ".join([*install, *upgrade])
        with step(f"{'Installing' if install else 'Upgrading'} {names} in database {options.db}"):
            database.update(ctx, options.db, install, upgrade)
    seed(ctx, options.db, state.get("demo", not options.no_demo), now)


def seed(ctx, name, demo, fingerprints):
    """Company data, demo data and the sample ledgers, each once; notes the fingerprints of the addons."""
    ours = addons.manifests(ctx.addons_dir)
    demo_files = (
        {addon: manifest["demo"] for addon, manifest in ours.items() if manifest.get("demo")} if demo else {}
    )
    wanted = {"company", *(f"demo:{addon}" for addon in demo_files), *(LEDGERS if demo else ())}
    state = database.state(ctx, name)
    if wanted <= set(state.get("done", [])):
        if state.get("addons") != fingerprints:
            database.write_state(ctx, name, {**state, "addons": fingerprints})
        return
    with step("Company, demo data and sample ledgers" if demo else "Company"):
        database.run_script(
            ctx,
            name,
            "seed",
            parameter=database.PARAMETER,
            demo=demo,
            addons=fingerprints,
            demo_files=demo_files,
            ledgers={part: (model, str(ctx.root / "data" / file)) for part, (model, file) in LEDGERS.items()},
        )


def stop(ctx):
    servers = server.stop_servers(ctx)
    own = not ctx.config().get("db_host") and not any(ctx.environ.get(name) for name in postgres.NAMED)
    stopped = own and postgres.stop(ctx)
    say(f"Stopped: {servers or 'no'} server{'' if servers == 1 else 's'}{', PostgreSQL' if stopped else ''}.")
    return 0


def reset(ctx, options):
    what = "every database of this folder" if options.all else f"database {options.db}"
    if not options.yes and not ask(f"Remove {what}, and all that was entered there?"):
        raise Failure("nothing removed", "./run reset --yes does not ask")
    server.stop_servers(ctx)
    if not options.all:
        set_up(ctx)
        database.check_ours(ctx, options.db)
        database.drop(ctx, options.db)
    else:
        own = not any(ctx.environ.get(name) for name in postgres.NAMED) and not ctx.config().get("db_host")
        if not own:
            raise Failure("the PostgreSQL server is not ours", "./run reset removes one database of it")
        cluster = postgres.find_cluster(ctx)
        try:
            postgres.stop(ctx)
        except Failure as failure:
            say(f"  {failure.message}: removing the cluster all the same")
        for folder in (cluster.home, cluster.socket, ctx.data_dir):
            shutil.rmtree(folder, ignore_errors=True)
    say(f"Removed: {what}. ./run makes it anew.")
    return 0


def passthrough(ctx, options):
    """Replace this process by Odoo's command line or psql on the chosen database."""
    Output.stream = sys.stderr
    set_up(ctx)
    environ = {**ctx.environ, "PGDATABASE": options.db}
    if options.command == "psql":
        psql = shutil.which("psql", path=environ.get("PATH"))
        if psql is None:
            raise Failure("psql is not here", "sudo apt-get install postgresql-client")
        os.execve(psql, ["psql", *options.rest], environ)
    environ.setdefault("ODOO_HTTP_INTERFACE", server.interface(ctx))
    environ.setdefault("ODOO_HTTP_PORT", str(server.free_port(server.interface(ctx), server.FIRST_PORT)))
    argv = ctx.command(*options.rest)
    os.execve(argv[0], argv, environ)
