"""Where things are, and the environment that Odoo, PostgreSQL and pytest get."""

import configparser
import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from .ui import Failure, say

ROOT = Path(__file__).resolve().parents[2]
NAME = "service-suite"
GIB = 1024**3
# set-up needs: Odoo 1.2 GB unpacked and 0.12 GB packed, Python 0.4 GB, databases 0.5 GB
SPACE_FOR_SETUP = 3 * GIB
SPACE_TO_RUN = GIB // 4


class Context:
    """One checkout and its state folder; `environ` is completed by the steps of the set-up."""

    def __init__(self, root=ROOT, environ=None):
        self.root = Path(root)
        self.environ = dict(os.environ if environ is None else environ)
        self.state = Path(self.environ.get("SERVICE_STATE") or self.root / ".run").absolute()
        # Odoo is started dozens of times: its modules are compiled once, and nothing is written beside them
        self.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environ["PYTHONPYCACHEPREFIX"] = str(self.state / "pycache")
        self.addons_dir = self.root / "addons"
        self.conf = Path(self.environ.get("ODOO_RC") or self.root / "odoo.conf").absolute()
        self.venv = self.state / "venv"
        self.python = self.venv / "bin" / "python"
        self.data_dir = self.state / "data"
        self.log_dir = self.state / "log"
        self.odoo_root = None
        self.odoo_version = None
        self.embedded = None  # the Cluster when the PostgreSQL server is ours
        self.running = set()  # programs that `call` waits for, in whatever thread

    def prepare(self):
        """Make the state folder, and check that there is room for what is still to come."""
        try:
            for folder in (self.state, self.data_dir, self.log_dir):
                folder.mkdir(parents=True, exist_ok=True)
            (self.log_dir / ".writable").write_text("")
        except OSError as error:
            owner = _owner(self.state)
            raise Failure(
                f"cannot write to {self.state}: {error.strerror}"
                + (f" (it belongs to {owner})" if owner else ""),
                "run as the user that owns it, or set SERVICE_STATE=/a/folder/of/yours",
            ) from None
        complete = (self.venv / ".stamp-run").exists() and (self.state / "pg").exists()
        need = SPACE_TO_RUN if complete else SPACE_FOR_SETUP
        if shutil.disk_usage(self.state).free < need:
            text = "3 GB" if need == SPACE_FOR_SETUP else "250 MB"
            raise Failure(
                f"less than {text} free under {self.state}",
                "make room, or set SERVICE_STATE=/a/folder/with/room",
            )

    def config(self):
        """The [options] of odoo.conf as plain strings."""
        parser = configparser.RawConfigParser()
        try:
            parser.read(self.conf, encoding="utf-8")
        except configparser.Error as error:
            raise Failure(f"cannot read {self.conf}", str(error).splitlines()[0]) from None
        options = dict(parser.items("options")) if parser.has_section("options") else {}
        return {key: value for key, value in options.items() if value not in ("", "False", "None")}

    def log(self, name):
        return self.log_dir / f"{name}.log"

    def command(self, *args):
        """Command line of an Odoo command (`server`, `shell`, …) in this environment."""
        return [str(self.python), "-P", "-m", "odoo", *map(str, args)]

    def call(self, argv, log, stdin="", extra_env=None, cwd=None):
        """Run a program with its output in the log `log`; returns the exit code."""
        self.log(log).unlink(missing_ok=True)  # another user's, perhaps
        with open(self.log(log), "wb") as output:
            process = subprocess.Popen(
                [str(word) for word in argv],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**self.environ, **(extra_env or {})},
                cwd=cwd or self.root,
            )
            self.running.add(process)
            try:
                process.communicate(stdin.encode())
            except BaseException:
                process.kill()
                raise
            finally:
                process.wait()
                self.running.discard(process)
        return process.returncode

    def end_running(self):
        """End the programs that other threads wait for."""
        for process in list(self.running):
            process.terminate()

    @contextmanager
    def lock(self, name, busy):
        """Hold the lock file `name`; when another process holds it, say `busy` and wait."""
        with open(self.state / f"{name}.lock", "a+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                handle.seek(0)
                say(f"▸ {busy} (process {handle.read().strip() or '?'}); waiting for it …")
                fcntl.flock(handle, fcntl.LOCK_EX)
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield


def _owner(path):
    try:
        return path.owner()
    except (OSError, KeyError):
        return ""
