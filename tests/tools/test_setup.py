"""Finding Python, Odoo, ports and packages."""

import os
import re
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from dev import odoo_fetch, odoo_src, server
from dev.context import ROOT, Context
from dev.ui import Failure

LOCK_LINE = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+")


@pytest.fixture
def ctx(tmp_path):
    made = Context(tmp_path, {"PATH": str(tmp_path / "bin"), "SERVICE_STATE": str(tmp_path / "state")})
    (tmp_path / "bin").mkdir()
    made.prepare()
    return made


def odoo_tree(folder, version):
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, 0, FINAL, 0, '')\n")
    return folder


def python_with(tmp_path, script, **environ):
    """Run the shell's search for a Python with only `script`, called python3.12, on the PATH."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "python3.12").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "python3.12").chmod(0o755)
    tools = ROOT / "tools" / "python.sh"
    return subprocess.run(
        ["bash", "-c", f'id() {{ echo 1000; }}; . "{tools}" && echo "found $python"'],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{folder}:/usr/bin:/bin", **environ},
    )


def test_python_by_version(tmp_path):
    answer = python_with(tmp_path, f'exec "{sys.executable}" "$@"')
    assert answer.stdout.strip() == "found python3.12", answer.stderr


def test_a_named_python_is_the_only_one_tried(tmp_path):
    answer = python_with(tmp_path, "exit 1", PYTHON=str(tmp_path / "path" / "python3.12"))
    assert answer.returncode
    assert "Python 3.11 to 3.13 is needed (found: none)" in answer.stderr


def test_unsuited_python_is_named(tmp_path):
    answer = python_with(
        tmp_path,
        'case "$2" in *platform*) echo 3.9.18;; *) exit 1;; esac',
        PYTHON=str(tmp_path / "path/python3.12"),
    )
    assert "(found: 3.9.18)" in answer.stderr


def test_missing_venv_is_named(tmp_path):
    script = 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac'
    answer = python_with(tmp_path, script, PYTHON=str(tmp_path / "path" / "python3.12"))
    assert "missing: python3-venv" in answer.stderr


@pytest.mark.parametrize("name", ["requirements", "requirements-test", "requirements-postgres"])
def test_lock_pins_everything_that_is_wanted(name):
    lines = (ROOT / "tools" / f"{name}.lock").read_text().split()
    assert [line for line in lines if not LOCK_LINE.fullmatch(line)] == []
    pinned = {_normal(line.split("==")[0]) for line in lines}
    if name == "requirements-test":
        pinned |= {
            _normal(line.split("==")[0]) for line in (ROOT / "tools/requirements.lock").read_text().split()
        }
    wanted = (ROOT / "tools" / f"{name}.in").read_text().splitlines()
    assert {_normal(line) for line in wanted if line and not line.startswith("#")} <= pinned


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_odoo_of_another_series_is_refused(ctx, tmp_path):
    ctx.environ["ODOO_SRC"] = str(odoo_tree(tmp_path / "src", 18))
    with pytest.raises(Failure, match="Odoo 18"):
        odoo_src.ensure_odoo(ctx)


def test_odoo_src_is_taken(ctx, tmp_path):
    root = odoo_tree(tmp_path / "src", 19)
    (root / "addons" / "web").mkdir(parents=True)
    ctx.environ["ODOO_SRC"] = str(root)
    assert odoo_src.ensure_odoo(ctx) == root
    assert odoo_src.addons_path(ctx).split(",") == [str(ctx.addons_dir), str(root / "addons")]


def test_system_wide_odoo_does_not_expose_its_neighbours(ctx, tmp_path):
    root = odoo_tree(tmp_path / "dist-packages", 19)
    ctx.environ["ODOO_SRC"] = str(root)
    found = odoo_src.ensure_odoo(ctx)
    assert os.listdir(found) == ["odoo"]
    assert (found / "odoo").resolve() == root / "odoo"


def test_odoo_bin_beside_the_package(tmp_path):
    root = odoo_tree(tmp_path / "src", 19)
    (root / "odoo-bin").write_text("#!/usr/bin/env python3\n")
    (root / "odoo-bin").chmod(0o755)
    assert odoo_src.root_of(str(root / "odoo-bin")) == root


def test_no_mirror_says_what_to_do(ctx, monkeypatch):
    monkeypatch.setattr(odoo_fetch, "APT_HELPER", "/nowhere")
    with pytest.raises(Failure, match="no Debian mirror") as caught:
        odoo_src.preflight(ctx)
    assert "ODOO_SRC" in caught.value.remedy


def test_taken_port(ctx):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"port {port} is in use"):
            server.pick_port(ctx, str(port))
        assert server.free_port("127.0.0.1", port) != port


@pytest.mark.parametrize("port", ["0", "x", "70000"])
def test_no_port(ctx, port):
    with pytest.raises(Failure, match="is not a port"):
        server.pick_port(ctx, port)


def test_second_server_of_a_database_is_refused(ctx):
    first = server.ServerLock(ctx, "service")
    first.take("service")
    first.note("http://localhost:8069")
    with pytest.raises(Failure, match=f"http://localhost:8069 .*process {os.getpid()}"):
        server.ServerLock(ctx, "service").take("service")
    first.handle.close()
    server.ServerLock(ctx, "service").take("service")


def test_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10})())
    with pytest.raises(Failure, match="less than 3 GB free"):
        Context(tmp_path, {"SERVICE_STATE": str(tmp_path / "state")}).prepare()


def test_unpacking_without_dpkg(tmp_path, monkeypatch):
    """The archive reader of our own gives the same as dpkg-deb, and leaves out what shadows our modules."""
    tree = tmp_path / "tree"
    for name in ("odoo/release.py", "addons/x.py", "x.egg-info/y"):
        path = tree / "usr/lib/python3/dist-packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    with tarfile.open(tmp_path / "data.tar.xz", "w:xz") as archive:
        archive.add(tree, arcname=".")
    (tmp_path / "debian-binary").write_text("2.0\n")
    with open(tmp_path / "x.deb", "wb") as deb:
        deb.write(b"!<arch>\n")
        for name in ("debian-binary", "data.tar.xz"):
            data = Path(tmp_path, name).read_bytes()
            deb.write(f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n".encode() + data)
            deb.write(b"\n" * (len(data) % 2))
    monkeypatch.setattr("shutil.which", lambda _name: None)
    odoo_fetch._unpack(tmp_path / "x.deb", tmp_path / "out")
    found = sorted(
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    assert found == ["usr/lib/python3/dist-packages/odoo/release.py"]
