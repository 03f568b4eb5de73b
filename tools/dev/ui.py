"""What the person at the terminal sees: steps with their duration, and failures with a remedy."""

import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path


class Failure(Exception):
    """Something the user can mend: a line that says what, one that says what to do, and the end of a log."""

    def __init__(self, message, remedy="", log=None, lines=20):
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.log = Path(log) if log else None
        self.lines = lines

    def tail(self):
        return tail(self.log, self.lines) if self.log else []

    def show(self, stream=None):
        stream = stream or sys.stderr
        print(f"\n✗ {self.message}", file=stream)
        if self.remedy:
            print(f"  {self.remedy}", file=stream)
        if self.log:
            for line in self.tail():
                print(f"  | {line}", file=stream)
            print(f"  log: {self.log}", file=stream)
        stream.flush()


def tail(path, count):
    """The last `count` non-empty lines of a file, or none when it cannot be read."""
    try:
        text = Path(path).read_text("utf-8", errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]


class Output:
    """Where progress is printed: to stderr when the standard output belongs to another program."""

    stream = sys.stdout
    busy = False


def say(text="", end="\n"):
    print(text, end=end, file=Output.stream, flush=True)


@contextmanager
def step(label):
    """Print `label`, run the block, print how long it took; on a terminal a counter shows it is alive."""
    if Output.busy:  # a step of a step is not worth a line
        yield
        return
    Output.busy = True
    start = time.monotonic()
    stop = threading.Event()
    live = Output.stream.isatty()

    def tick():
        while not stop.wait(1):
            say(f"\r▸ {label} … {time.monotonic() - start:.0f} s", end="")

    ticker = threading.Thread(target=tick, daemon=True)
    say(f"▸ {label} …", end="" if live else "\n")
    if live:
        ticker.start()
    try:
        yield
    except BaseException:
        if live:
            say()
        raise
    finally:
        Output.busy = False
        stop.set()
    seconds = time.monotonic() - start
    if live:
        ticker.join()
        say(f"\r▸ {label} … {seconds:.1f} s   ")
    elif seconds >= 3:
        say(f"  done in {seconds:.1f} s")


def ask(question):
    """True when the user answers yes; False without a terminal."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
