"""The command ./test: what is asked for, what it needs, and the stages, two at a time."""

import argparse
import ctypes
import os
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import addons, apt, cli, database, python_env
from .context import Context
from .results import Result, summary
from .stages import LONG, STAGES, Session, jobs
from .ui import Failure, Output, say, step

#: so many stages side by side; more would wait for PostgreSQL, which works for each of them
LANES = 2
FAST = ("lint", "engine", "plain")
WITH_EXPRESSION = ("engine", "plain", "addons", "flows", "browser")
OF_ONE_ADDON = ("lint", "engine", "install", "addons", "translations", "alone")
USAGE = """
./test                    everything
./test fast               lint and engine tests, in seconds
./test long               everything, with many more generated cases, the tests marked long, and Odoo's own
./test ADDON…             one addon: its lint, engine, addon, translation and installation tests
./test STAGE…             one of: {stages}
./test -k EXPR            the tests whose names match (pytest's -k)
./test --no-browser       without a browser
"""


@dataclass
class Selection:
    """What ./test is asked for."""

    stages: tuple
    addons: tuple = ()  # empty: all
    expression: str = ""
    long: bool = False
    browser: bool = True
    words: list = field(default_factory=list)

    @property
    def needs_odoo(self):
        return not set(self.stages) <= set(FAST)


def parse(argv, known_addons):
    """Turn the command line into a Selection."""
    parser = argparse.ArgumentParser(
        prog="./test", usage=USAGE.format(stages=", ".join(STAGES)), allow_abbrev=False
    )
    parser.add_argument("words", nargs="*", metavar="fast|long|ADDON|STAGE")
    parser.add_argument("-k", dest="expression", default="", metavar="EXPR")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    options = parser.parse_intermixed_args(argv)
    stages, chosen = [], []
    for word in options.words:
        if word in STAGES:
            stages.append(word)
        elif word in known_addons:
            chosen.append(word)
        elif word == "fast":
            stages += FAST
        elif word != "long":
            parser.error(f"{word!r} is neither a stage ({', '.join(STAGES)}) nor one of our addons")
    if not stages:
        stages = OF_ONE_ADDON if chosen else STAGES
        if "long" not in options.words:
            stages = [stage for stage in stages if stage not in LONG]
    if options.expression:
        stages = [stage for stage in stages if stage in WITH_EXPRESSION]
    if not options.browser:
        stages = [stage for stage in stages if stage != "browser"]
    return Selection(
        stages=tuple(stage for stage in STAGES if stage in stages),
        addons=tuple(chosen),
        expression=options.expression,
        long="long" in options.words,
        browser=options.browser,
        words=options.words,
    )


def test(argv):
    ctx = Context()
    selection = parse(argv, addons.manifests(ctx.addons_dir))
    ctx.prepare()
    if selection.needs_odoo:
        if selection.browser:
            ensure_browser(ctx)
        cli.set_up(ctx)
    else:
        python_env.ensure_venv(ctx)
    with ctx.lock("setup", "another ./run or ./test is setting up"):
        python_env.ensure_test_packages(ctx)
    session = Session(ctx, selection)
    if selection.needs_odoo:
        drop_leftovers(ctx)
    try:
        results = run_stages(session)
    finally:
        session.close()
    say()
    lines, good = summary(results, skipped_is_failed=selection.browser)
    for line in lines:
        say(line)
    return 0 if good else 1


def run_stages(session):
    """Run what is asked for, side by side where there are processors; returns a Result per stage."""
    Output.busy = True  # the lines of two stages would mix
    pool = ThreadPoolExecutor(min(LANES, os.cpu_count() or 1))
    try:
        running = [pool.submit(run_job, session, name, job) for name, job in jobs(session)]
        done = [one.result() for one in running]
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        session.ctx.end_running()
        raise
    finally:
        pool.shutdown()
        Output.busy = False
    merged = {name: Result(name) for name in session.selection.stages}
    for result in done:
        merged[result.name].add(result)
    return list(merged.values())


def run_job(session, name, job):
    """One stage, or a part of it; whatever goes wrong is a failure of it, and the others still run."""
    result = Result(name)
    start = time.monotonic()
    say(f"▸ {name} …")
    try:
        job(session, result)
    except Failure as failure:
        log = f"\n    log: {failure.log}\n" + "\n".join(failure.tail()) if failure.log else ""
        result.crash(f"{failure.message} {failure.remedy}{log}")
    except Exception as error:  # noqa: BLE001 - a stage that crashes is a failure, not the end
        result.crash(f"the stage crashed: {type(error).__name__}: {error}")
    result.seconds = time.monotonic() - start
    say(f"  {name}: {result.seconds:.0f} s")
    for detail in result.details:
        say(f"\n✗ {name}: {detail}")
    return result


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    return None


def ensure_browser(ctx):
    """Chromium, a Chinese font, and wkhtmltopdf where the distribution has it: by apt when we are root."""
    missing = [] if chromium() else ["chromium"]
    if not _has_cjk_font():
        missing.append("fonts-noto-cjk")
    if not _has_library("libatomic.so.1"):  # Playwright's driver links to it
        missing.append("libatomic1")
    if missing and apt.present():
        with step(f"{', '.join(missing)} by apt"):
            if not apt.install(ctx, missing):
                raise Failure(
                    f"apt could not install {' '.join(missing)}", "./test --no-browser", ctx.log("apt"), 5
                )
        missing = []
    if missing:
        raise Failure(
            f"missing: {' '.join(missing)}",
            f"sudo apt-get install {' '.join(missing)}, or ./test --no-browser",
        )
    mark = ctx.state / ".wkhtmltopdf"
    if apt.present() and not shutil.which("wkhtmltopdf") and not mark.exists():
        with step("wkhtmltopdf by apt, where the distribution has it"):
            apt.install(ctx, ["wkhtmltopdf"])
        mark.write_text("asked for once\n")


def _has_cjk_font():
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(answer.stdout.strip())


def _has_library(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def drop_leftovers(ctx):
    """Remove the databases of test runs that were killed."""
    if not ctx.embedded:
        return
    pattern = re.compile(rf"{database.PREFIX}_t(\d+)_\w+")
    for (name,) in database.sql(ctx, "select datname from pg_database"):
        match = pattern.fullmatch(name)
        if match and not os.path.exists(f"/proc/{match[1]}"):
            database.drop(ctx, name)
