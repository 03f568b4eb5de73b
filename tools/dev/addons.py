"""What the manifests of our addons say, and fingerprints of their files."""

import ast
import hashlib
from pathlib import Path

# changes of these need no upgrade of the database: web assets are read from the disk
NOT_IN_DATABASE = {"tests", "static", "__pycache__", "readme"}


def manifests(addons_dir):
    """{addon: manifest} of the installable addons, in an order in which each follows what it depends on."""
    found = {}
    for path in sorted(Path(addons_dir).glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text("utf-8"))
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    ordered = {}

    def visit(name):
        if name in found and name not in ordered:
            for dependency in found[name].get("depends", []):
                visit(dependency)
            ordered[name] = found[name]

    for name in found:
        visit(name)
    return ordered


def standard_modules(addons_dir):
    """The modules that are not ours and on which ours stand: what the template database holds."""
    ours = manifests(addons_dir)
    depends = {name for manifest in ours.values() for name in manifest.get("depends", [])}
    return sorted(depends - set(ours) - {"base"})


def with_dependencies(names, addons_dir):
    """The given addons of ours and those of ours below them, in an order of installation."""
    ours = manifests(addons_dir)
    wanted = set()

    def visit(name):
        if name in ours and name not in wanted:
            wanted.add(name)
            for dependency in ours[name].get("depends", []):
                visit(dependency)

    for name in names:
        visit(name)
    return [name for name in ours if name in wanted]


def fingerprint(folder):
    """Digest of an addon's files as far as they end up in the database or the server."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*")):
        parts = path.relative_to(folder).parts
        if (
            path.is_file()
            and not NOT_IN_DATABASE.intersection(parts)
            and path.suffix not in (".pyc", ".rst", ".md")
        ):
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
