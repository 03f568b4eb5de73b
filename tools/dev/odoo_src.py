"""Find Odoo 19: ODOO_SRC, ODOO_BIN, `odoo` on the PATH, or the Debian package under the state folder."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import odoo_fetch
from .ui import Failure, say

SERIES = 19
LOCATE = "import os, odoo.release as r; print(os.path.dirname(os.path.dirname(os.path.abspath(r.__file__))))"


def preflight(ctx):
    """Fail before anything is downloaded when there is no way to an Odoo."""
    if ctx.environ.get("ODOO_SRC") or ctx.environ.get("ODOO_BIN") or _on_path(ctx) or odoo_fetch.present(ctx):
        return
    odoo_fetch.mirror(ctx)


def ensure_odoo(ctx):
    """Set `ctx.odoo_root`, the folder that holds the package `odoo/`, and `ctx.odoo_version`."""
    environ = ctx.environ
    if environ.get("ODOO_SRC"):
        root = Path(environ["ODOO_SRC"]).expanduser().absolute()
        _check(root, "ODOO_SRC")
    elif environ.get("ODOO_BIN"):
        root = root_of(environ["ODOO_BIN"])
        _check(root, "ODOO_BIN")
    else:
        root = _on_path(ctx) or odoo_fetch.ensure(ctx)
    ctx.odoo_version = _version_text(root)
    ctx.odoo_root = _isolated(ctx, root)
    return ctx.odoo_root


def version_of(root):
    """Major version of the Odoo whose package lies in `root`, or None."""
    try:
        text = (Path(root) / "odoo" / "release.py").read_text("utf-8")
    except OSError:
        return None
    match = re.search(r"^version_info = \((\d+),", text, re.MULTILINE)
    return int(match[1]) if match else None


def root_of(executable):
    """Folder that holds the package `odoo/` of an `odoo` or `odoo-bin` executable, or None."""
    found = shutil.which(os.path.expanduser(executable))
    if not found:
        return None
    path = Path(found).resolve()
    if (path.parent / "odoo" / "release.py").is_file():
        return path.parent
    try:
        with open(path, "rb") as handle:
            first = handle.readline(500).decode("utf-8", "replace")
        if not first.startswith("#!"):
            return None
        argv = [*first[2:].split(), "-c", LOCATE]
        answer = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=False, cwd="/")
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Path(answer.stdout.strip()) if answer.returncode == 0 and answer.stdout.strip() else None


def addons_path(ctx):
    """What Odoo gets as addons path: ours, what odoo.conf names, and the addons of a source checkout."""
    wanted = [ctx.addons_dir]
    for entry in ctx.config().get("addons_path", "").split(","):
        if entry.strip():
            wanted.append((ctx.conf.parent / os.path.expanduser(entry.strip())).absolute())
    for root in (ctx.odoo_root, Path(os.path.realpath(ctx.odoo_root / "odoo")).parent):
        if (root / "addons" / "web").is_dir():
            wanted.append(root / "addons")
    return ",".join(str(path) for path in dict.fromkeys(wanted))


def module(ctx, name):
    """Folder of a module of Odoo."""
    folders = [ctx.odoo_root / "odoo" / "addons", *map(Path, addons_path(ctx).split(","))]
    return next(folder / name for folder in folders if (folder / name / "__manifest__.py").is_file())


def _on_path(ctx):
    root = root_of("odoo") if shutil.which("odoo", path=ctx.environ.get("PATH")) else None
    if root is None:
        return None
    if version_of(root) != SERIES:
        say(f"▸ the odoo on the PATH is version {version_of(root) or '?'}, not {SERIES}: leaving it alone")
        return None
    return root


def _check(root, name):
    version = version_of(root) if root else None
    if version == SERIES:
        return
    found = f"Odoo {version}" if version else "no odoo/release.py"
    raise Failure(
        f"{name} does not lead to Odoo {SERIES} ({found} in {root or 'it'})",
        "ODOO_SRC=/a/checkout/of/odoo (branch 19.0), or ODOO_BIN=/path/to/odoo-bin",
    )


def _version_text(root):
    """Text that changes when the Odoo below changes: its release file and the package's stamp."""
    stamp = root / ".package"
    release = (root / "odoo" / "release.py").read_text("utf-8")
    return f"{stamp.read_text() if stamp.exists() else root}\n{release}"


def _isolated(ctx, root):
    """Of a system-wide installation expose the package `odoo` only, not all its neighbours."""
    if root.name not in ("dist-packages", "site-packages") or ctx.state in root.parents:
        return root
    link = ctx.state / "link" / "odoo"
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink() or os.readlink(link) != str(root / "odoo"):
        link.unlink(missing_ok=True)
        link.symlink_to(root / "odoo")
    return link.parent
