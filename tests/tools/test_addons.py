"""Order, dependencies and fingerprints of addons."""

import pytest
from dev import addons


@pytest.fixture
def folder(tmp_path):
    for name, depends in {"b": ["a", "sale"], "a": ["mail", "base"], "c": ["b"], "z": []}.items():
        (tmp_path / name / "models").mkdir(parents=True)
        (tmp_path / name / "__manifest__.py").write_text(repr({"name": name, "depends": depends}))
        (tmp_path / name / "models" / "m.py").write_text("x = 1\n")
    (tmp_path / "off").mkdir()
    (tmp_path / "off" / "__manifest__.py").write_text(repr({"name": "off", "installable": False}))
    return tmp_path


def test_each_follows_what_it_depends_on(folder):
    names = list(addons.manifests(folder))
    assert sorted(names) == ["a", "b", "c", "z"]
    assert names.index("a") < names.index("b") < names.index("c")


def test_standard_modules_are_those_of_others(folder):
    assert addons.standard_modules(folder) == ["mail", "sale"]


def test_with_dependencies(folder):
    assert addons.with_dependencies(["b"], folder) == ["a", "b"]


def test_fingerprint_changes_with_what_the_database_holds(folder):
    before = addons.fingerprint(folder / "a")
    for ignored in ("tests/test_x.py", "static/src/x.js", "__pycache__/m.pyc", "README.rst"):
        path = folder / "a" / ignored
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("new")
    assert addons.fingerprint(folder / "a") == before
    (folder / "a" / "models" / "m.py").write_text("x = 2\n")
    assert addons.fingerprint(folder / "a") != before
