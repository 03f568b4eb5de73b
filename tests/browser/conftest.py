"""Browser tests: a real server on its own port and database, and a page that must stay free of errors.

Fixtures: `server` (url, errors()), `page` (a Playwright page; page.log_in(user, path="/odoo") makes it that
user's turn), `login` (page.log_in), `any_login` (as page.log_in, of any page), `colleague` (acts in a user's
name on the server), `screenshot` (screenshot("name") writes .run/screenshots/name.png), `picture` (as
`screenshot`, of any page). A test fails when the browser's console or the server's log shows an error, unless
it says so before:
`page.expected_errors.append("part of the message")`.
"""

import functools
import os
import subprocess
import time
import urllib.request

import pytest
from dev import database, results, testing
from dev.context import Context
from dev.server import free_port
from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1440, 900
START_SECONDS = 90
PAGE_MILLISECONDS = 60_000  # the first page of a fresh database builds its web assets
# Playwright never sees the request of a worker shared by tabs end, and would never see an idle network
NO_SHARED_WORKER = "delete window.SharedWorker"


class Server:
    """An Odoo process; its log is looked through after every test."""

    def __init__(self, ctx, name):
        self.port = free_port("127.0.0.1")
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = ctx.log("test-browser-server")
        self.log.unlink(missing_ok=True)
        self.seen = 0
        argv = [
            ctx.python, "-P", ctx.root / "tools" / "dev" / "serve.py", "server", "-d", name,
            f"--db-filter=^{name}$", "--http-interface=127.0.0.1", f"--http-port={self.port}",
            "--max-cron-threads=0", "--logfile", self.log,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            argv, env=ctx.environ, cwd=ctx.root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )

    def wait(self):
        """Until the login page answers."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, f"the server ended: {self.errors()}"
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=START_SECONDS):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"no answer within {START_SECONDS} s: {self.log}")

    def errors(self):
        """Errors logged since the last call."""
        text = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        fresh, self.seen = text[self.seen :], len(text)
        return [line for line in results.complaints(fresh) if not line.startswith("WARNING")]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def server():
    ctx = Context()
    name = os.environ["SERVICE_TEST_DB"]
    database.clone(ctx, os.environ["SERVICE_TEST_SOURCE"], name)
    running = Server(ctx, name)
    try:
        running.wait()
        yield running
    finally:
        running.stop()
        database.drop(ctx, name)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # a server's container has no user namespace for the sandbox, and little shared memory
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US"]
        running = playwright.chromium.launch(executable_path=testing.chromium(), args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(request, chromium, server):
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        base_url=server.url,
        locale="en-US",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(PAGE_MILLISECONDS)
    context.add_init_script(NO_SHARED_WORKER)
    tab = context.new_page()
    tab.expected_errors = []
    tab.log_in = functools.partial(_log_in, tab)
    errors = []
    server.errors()
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on(
        "response",
        lambda answer: errors.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    yield tab
    _picture(tab, f"last-{request.node.name}")
    context.close()
    errors += server.errors()
    unexpected = [text for text in errors if not any(part in text for part in tab.expected_errors)]
    assert not unexpected, "errors in the browser's console or the server's log:\n" + "\n".join(unexpected)


@pytest.fixture
def login(page):
    return page.log_in


@pytest.fixture
def any_login():
    """As ``login``, of any page."""

    def log_in(page, *args):
        page.add_init_script(NO_SHARED_WORKER)
        _log_in(page, *args)

    return log_in


@pytest.fixture
def screenshot(page):
    return lambda name: _picture(page, name)


@pytest.fixture
def colleague(chromium, server):
    """colleague("manager") returns call(model, method, args, **kwargs), which acts in that user's name."""
    contexts = []

    def log_in(user, password=None):
        context = chromium.new_context(base_url=server.url)
        contexts.append(context)

        def ask(path, **params):
            answer = context.request.post(path, data={"jsonrpc": "2.0", "params": params}).json()
            assert "error" not in answer, answer
            return answer.get("result")

        database = os.environ["SERVICE_TEST_DB"]
        ask("/web/session/authenticate", db=database, login=user, password=password or user)
        return lambda model, method, args=(), **kwargs: ask(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )

    yield log_in
    for context in contexts:
        context.close()


@pytest.fixture
def picture():
    """As ``screenshot``, of any page."""
    return _picture


def _log_in(page, user, path="/odoo"):
    """It is the turn of a user, whose password is the login, and who goes to ``path``."""
    page.context.clear_cookies()
    page.goto("/web/login")
    page.evaluate("localStorage.clear()")  # the login page offers who was there before
    page.goto(f"/web/login?redirect={path}")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", user)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/web/login" not in url)
    if path.startswith("/odoo"):
        page.wait_for_selector(".o_web_client .o_main_navbar")
    page.wait_for_load_state("networkidle")


def _picture(page, name):
    folder = Context().state / "screenshots"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"))
