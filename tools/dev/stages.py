"""The stages of ./test. Each gets the session and a Result to count in."""

import contextlib
import json
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from . import addons, cli, database, odoo_src, results, server
from .context import ROOT
from .ui import Failure

# OCA's checks that are a matter of taste: spelling of the XML header, format of the read-me, numbers as text
TASTE = "xml-header-wrong,prefer-readme-rst,xml-field-numeric-without-eval,po-pretty-format"
#: the tests of the addons run in so many parts, each on a database of its own
PARTS = 4
#: stages that take minutes: begun first, so that no processor waits at the end; the engines need no database,
#: and run while the first of the others makes the template
FIRST = ("engine", "browser", "alone", "addons")
#: run by `./test long` and when they are named
LONG = ("odoo",)
#: whose own tests must pass with membership, which extends their models
ODOO_MODULES = ("loyalty", "sale_loyalty")


class Session:
    """One run of ./test: the databases it made, and how its stages start programs."""

    def __init__(self, ctx, selection):
        self.ctx = ctx
        self.selection = selection
        self.made = []
        self.out = ctx.state / "test"
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        self.ours = list(addons.manifests(ctx.addons_dir))
        self.chosen = list(selection.addons) or self.ours
        self._template = None
        self._base = None
        self._lock = threading.RLock()  # stages run side by side

    def database(self, kind, source):
        """A database of this run, cloned from another one."""
        with self._lock:
            name = self.new(kind)
            database.clone(self.ctx, source, name)
        return name

    def new(self, kind):
        """The name of a database of this run, which is removed with the others."""
        name = f"{database.PREFIX}_t{os.getpid()}_{kind}"
        with self._lock:
            self.made.append(name)
        return name

    @property
    def template(self):
        """Name of the template database, which is made when it is first asked for."""
        with self._lock:
            if self._template is None:
                try:
                    with self.ctx.lock("setup", "another ./run or ./test is making the template database"):
                        self._template = database.ensure_template(self.ctx)
                except Failure as failure:  # said by every stage that needs it, tried once
                    self._template = failure
        if isinstance(self._template, Failure):
            raise self._template
        return self._template

    def base(self):
        """A database with our addons freshly installed, only to be cloned; its log: `test-install`."""
        with self._lock:
            if self._base is None:
                self._base = self.database("base", self.template)
                install = addons.with_dependencies(self.chosen, self.ctx.addons_dir)
                try:
                    database.update(self.ctx, self._base, install, log="test-install")
                    # once here; else every part of the addons and the browser would build them for itself
                    database.run_script(self.ctx, self._base, "warm", log="test-warm")
                except Failure as failure:
                    self._base = failure
        if isinstance(self._base, Failure):
            raise Failure("the addons do not install", log=self._base.log)
        return self._base

    def demo(self):
        """A clone of the base with company, demo data and the sample ledger."""
        name = self.database("demo", self.base())
        ours = addons.manifests(self.ctx.addons_dir)
        marks = {addon: addons.fingerprint(self.ctx.addons_dir / addon) for addon in ours}
        cli.seed(self.ctx, name, True, marks)
        return name

    def close(self):
        for name in reversed(self.made):
            with contextlib.suppress(database.SqlError):
                database.drop(self.ctx, name)

    def tool(self, *argv, log, environ=None):
        """Run a Python module of the virtual environment; returns its exit code and what it printed."""
        code = self.ctx.call([self.ctx.python, "-P", "-m", *argv], log, extra_env=environ)
        return code, self.ctx.log(log).read_text("utf-8", errors="replace")

    def pytest(self, result, name, paths, *options, environ=None):
        """Run pytest on paths and count its tests."""
        report = self.out / f"{name}.xml"
        argv = [
            "pytest",
            "-q",
            "--no-header",
            "--tb=short",
            f"--junitxml={report}",
            "-p",
            "no:cacheprovider",
            *options,
        ]
        if self.selection.expression:
            argv += ["-k", self.selection.expression]
        if not self.selection.long:
            argv += ["-m", "not long"]
        environ = {"HYPOTHESIS_PROFILE": "long" if self.selection.long else "default", **(environ or {})}
        code, output = self.tool(*argv, *map(str, paths), log=f"test-{name}", environ=environ)
        results.add_junit(result, report, code, output, may_be_empty=bool(self.selection.expression))

    def addon_paths(self, *below):
        """Existing folders `addons/NAME/below…` of the chosen addons."""
        paths = [self.ctx.addons_dir.joinpath(name, *below) for name in self.chosen]
        return [path for path in paths if path.is_dir()]


def lint(session, result):
    root = ROOT
    whole = not session.selection.addons
    code = session.addon_paths() + ([root / "tools", root / "tests", root / "data"] if whole else [])
    checks = {
        "ruff check": ["ruff", "check", "--quiet", *map(str, code)],
        "ruff format": ["ruff", "format", "--check", "--output-format=concise", *map(str, code)],
        "pylint-odoo": ["pylint", f"--rcfile={root / 'pyproject.toml'}", *map(str, session.addon_paths())],
        "oca-odoo": ["oca_pre_commit_hooks.cli", f"--disable={TASTE}", *map(str, session.addon_paths())],
    }
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = {
            label: pool.submit(session.tool, *argv, log=f"test-{label.replace(' ', '-')}")
            for label, argv in checks.items()
        }
    for label, run in runs.items():
        status, output = run.result()
        result.check(label, output if status else "")


def engine(session, result):
    folder = session.ctx.root / "tests" / "engine"
    paths = [folder / name for name in session.chosen if (folder / name).is_dir()]
    if paths:
        session.pytest(result, "engine", paths, "-p", "no:odoo")


def plain(session, result):
    """Whatever lies in tests/ without a stage of its own: the tooling, the sample data."""
    folders = [path for path in (session.ctx.root / "tests").iterdir() if path.is_dir()]
    paths = [path for path in folders if path.name not in STAGES and list(path.glob("**/test_*.py"))]
    session.pytest(result, "plain", sorted(paths), "-p", "no:odoo")


def install(session, result):
    session.base()
    result.check(
        "a warning or error while installing", results.complaints(session.ctx.log("test-install").read_text())
    )


def addon_tests(session, result, files=(), number=1):
    """Tests of the addons in Odoo: `files` of them, or with an expression by pytest whatever it matches."""
    if session.selection.expression:
        name = session.database("pytest", session.base())
        folders = session.addon_paths("tests")
        session.pytest(result, "addons", folders, "--odoo-http", environ={"PGDATABASE": name})
        return
    late = [str(path) for path in files if '"post_install"' not in path.read_text("utf-8")]
    result.check("tests that only run while an addon is installed, which nothing does here", late)
    name = session.database(f"addons{number}", session.base())
    chosen = ["/" + path.relative_to(session.ctx.addons_dir).as_posix() for path in files]
    tags = chosen + [f"long{path}" for path in chosen if session.selection.long]
    argv = session.ctx.command(
        "server", "-d", name, "--test-tags", ",".join(tags), "--stop-after-init", "--max-cron-threads=0",
        "--http-interface=127.0.0.1", f"--http-port={server.free_port('127.0.0.1')}",
        "--screenshots", session.ctx.state / "screenshots",
    )  # fmt: skip
    code = session.ctx.call(argv, f"test-addons-{number}")
    results.add_odoo_log(result, session.ctx.log(f"test-addons-{number}").read_text("utf-8", "replace"), code)


def divide(files, parts):
    """Divide test files into at most `parts` lists with about as many tests each."""
    sizes = {path: path.read_text("utf-8").count("    def test_") for path in files}
    lists = [[] for _ in range(parts)]
    for path in sorted(files, key=lambda path: (-sizes[path], path)):
        min(lists, key=lambda one: sum(sizes[path] for path in one)).append(path)
    return [one for one in lists if one]


def flows(session, result):
    folder = session.ctx.root / "tests" / "flows"
    if not list(folder.glob("**/test_*.py")):
        return
    name = session.database("flows", session.base())
    session.pytest(result, "flows", [folder], "--odoo-http", environ={"PGDATABASE": name})


def browser(session, result):
    folder = session.ctx.root / "tests" / "browser"
    if session.selection.expression:
        argv = [
            "pytest",
            "-q",
            "--collect-only",
            "-p",
            "no:odoo",
            "-k",
            session.selection.expression,
            str(folder),
        ]
        if session.tool(*argv, log="test-browser")[0] == 5:
            return
    demo = session.demo()
    environ = {"SERVICE_TEST_SOURCE": demo, "SERVICE_TEST_DB": f"{demo}_browser"}
    session.made.append(environ["SERVICE_TEST_DB"])
    session.pytest(result, "browser", [folder], "-p", "no:odoo", environ=environ)


def translations(session, result):
    folder = session.out / "pot"
    folder.mkdir()
    database.run_script(
        session.ctx,
        session.database("terms", session.base()),
        "export_terms",
        log="test-terms",
        addons=session.chosen,
        folder=str(folder),
    )
    script = session.ctx.root / "tools" / "check_translations.py"
    argv = [session.ctx.python, "-P", script, folder, session.ctx.addons_dir, *session.chosen]
    if session.ctx.call(argv, "test-translations"):
        raise Failure("the check of translations crashed", log=session.ctx.log("test-translations"))
    for addon, problems in json.loads(session.ctx.log("test-translations").read_text("utf-8")).items():
        result.check(f"{addon}/i18n/zh_CN.po", problems)
    files = [str(path) for folder in session.addon_paths("i18n") for path in folder.glob("*.po")]
    argv = ["oca_pre_commit_hooks.cli_po", f"--disable={TASTE}", *files]
    status, output = session.tool(*argv, log="test-oca-po") if files else (0, "")
    result.check("oca-po", output if status else "")


def alone(session, result):
    name = session.database("alone", session.template)
    report = session.out / "alone.json"
    database.run_script(
        session.ctx, name, "alone", log="test-alone", addons=session.chosen, report=str(report)
    )
    for addon, problems in json.loads(report.read_text("utf-8")).items():
        result.check(f"{addon} alone", problems)
    result.check(
        "the log of installing and uninstalling",
        results.complaints(session.ctx.log("test-alone").read_text()),
    )
    argv = session.ctx.command("server", "-d", name, *database.QUIET)
    code = session.ctx.call(argv, "test-after")
    log = results.complaints(session.ctx.log("test-after").read_text())
    result.check("loading the database afterwards", log or (["it ended with an error"] if code else []))


def odoo(session, result):
    """Odoo's own tests of what membership extends, beside it; a database of its own.

    In the template some fail without any addon of ours: they reckon with other taxes than China's. By pytest,
    for Odoo's runner has those that are `at_install` run before membership is loaded.
    """
    base = session.new("odoo")
    database.update(session.ctx, base, ["membership"], log="test-odoo-install")
    folders = [odoo_src.module(session.ctx, name) / "tests" for name in ODOO_MODULES]
    session.pytest(result, "odoo", folders, "--odoo-http", environ={"PGDATABASE": base})


STAGES = {
    "lint": lint,
    "engine": engine,
    "plain": plain,
    "install": install,
    "addons": addon_tests,
    "flows": flows,
    "browser": browser,
    "translations": translations,
    "alone": alone,
    "odoo": odoo,
}


def jobs(session):
    """[(stage, what to call with session and result)]: what ./test does, the longest first."""
    stages = session.selection.stages
    found = []
    for name in sorted(stages, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        if name == "addons" and not session.selection.expression:
            files = [path for folder in session.addon_paths("tests") for path in folder.glob("test_*.py")]
            for number, part in enumerate(divide(files, PARTS), 1):
                found.append((name, partial(addon_tests, files=part, number=number)))
        else:
            found.append((name, STAGES[name]))
    return found
