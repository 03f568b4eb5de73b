"""Start the server in the foreground, one per database."""

import errno
import fcntl
import json
import os
import signal
import socket
import time

from .ui import Failure, say

FIRST_PORT = 8069
LOOK = "Service Center → Complaints: last year's ledger of a mall, as list, kanban, pivot and graph"
IMPORT = "Service Center → Import ledger: bring in data/complaints_mall.xlsx, or a ledger of your own"
REGISTER = "Register a complaint, acknowledge it, work it and close it"
REPORT = "Reporting → Monthly complaint report: one XLSX with totals and charts"


class ServerLock:
    """The lock file of a database's server: held from before the set-up until the server ends."""

    def __init__(self, ctx, database):
        self.path = ctx.state / f"server-{database}.lock"
        self.handle = None

    def take(self, database):
        """Hold the lock, or fail saying where the other server is."""
        self.handle = open(self.path, "a+", encoding="utf-8")  # noqa: SIM115 - stays open until the server ends
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = self.owner()
            where = f"at {owner['url']} " if owner.get("url") else ""
            raise Failure(
                f"./run is up or starting {where}(database {database}, process {owner.get('pid', '?')})",
                "open it, end it with Ctrl-C or ./run stop, or start another one: ./run --db other",
            ) from None
        self.note()

    def note(self, url=""):
        self.handle.truncate(0)
        self.handle.write(json.dumps({"pid": os.getpid(), "url": url}))
        self.handle.flush()

    def owner(self):
        """What the holder noted: {"pid": …, "url": …}, or {} when it is not held."""
        try:
            with open(self.path, "r+", encoding="utf-8") as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return {}
                except OSError:
                    return json.loads(handle.read() or "{}")
        except (OSError, ValueError):
            return {}


def interface(ctx):
    return ctx.config().get("http_interface", "127.0.0.1")


def pick_port(ctx, wanted=None):
    """The port to serve on: the wanted one, that of HTTP_PORT or odoo.conf, or the first free from 8069."""
    address = interface(ctx)
    given = wanted or ctx.environ.get("HTTP_PORT") or ctx.config().get("http_port")
    if given is not None:
        if not str(given).isdigit() or not 0 < int(given) < 65536:
            raise Failure(f"{given!r} is not a port", "./run --port 8069")
        problem = _problem(address, int(given))
        if problem == errno.EADDRINUSE:
            raise Failure(f"port {given} is in use", f"./run --port {free_port(address, int(given) + 1)}")
        if problem:
            raise Failure(f"cannot listen on {address}:{given}: {os.strerror(problem)}", "./run --port 8069")
        return int(given)
    return free_port(address, FIRST_PORT)


def free_port(address, first=0):
    """A free port: the first from `first` on, or any when that is 0."""
    for port in range(first, min(first + 200, 65536)) if first else ():
        if not _problem(address, port):
            return port
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def serve(ctx, database, port, lock, demo_users, ledger):
    """Replace this process by the server; the lock goes along with it."""
    address = interface(ctx)
    url = f"http://{'localhost' if address in ('127.0.0.1', '0.0.0.0', '::') else address}:{port}"
    lock.note(url)
    os.set_inheritable(lock.handle.fileno(), True)
    log = ctx.log("odoo" if database == "service" else f"odoo-{database}")
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    say("▸ Starting the server …")
    argv = [
        str(ctx.python), "-P", str(ctx.root / "tools" / "dev" / "serve.py"), "server",
        "-d", database, f"--db-filter=^{database}$", f"--http-interface={address}", f"--http-port={port}",
        "--logfile", str(log),
    ]  # fmt: skip
    banner = [
        "",
        f"  Ready: {url}",
        "  Login: admin / admin" + "".join(f", {user} / {user}" for user in demo_users),
        "",
        "  Try first:",
        *(
            f"    {number}. {text}"
            for number, text in enumerate((LOOK if ledger else IMPORT, REGISTER, REPORT), 1)
        ),
        "",
        f"  Log: {log}",
        "  Ctrl-C ends the server; ./run stop ends it and PostgreSQL.",
        "",
    ]
    environ = {**ctx.environ, "SERVICE_BANNER": "\n".join(banner)}
    os.chdir(ctx.root)
    os.execve(argv[0], argv, environ)


def stop_servers(ctx):
    """End the servers of this state folder; returns how many there were."""
    stopped = 0
    for path in ctx.state.glob("server-*.lock"):
        lock = ServerLock(ctx, path.stem.removeprefix("server-"))
        pid = lock.owner().get("pid")
        if not pid:
            continue
        stopped += 1
        for sign in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                break
            except PermissionError:
                raise Failure(
                    f"process {pid} belongs to somebody else", "stop it as the user that started it"
                ) from None
            if _gone(lock, 10):
                break
    return stopped


def _gone(lock, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not lock.owner():
            return True
        time.sleep(0.1)
    return False


def _problem(address, port):
    """errno of listening on an address, or 0."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen(1)
        except OSError as error:
            return error.errno
    return 0
