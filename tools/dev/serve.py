"""Runs under the virtual environment's Python: Odoo with its log in a file, a short one on the terminal."""

import contextlib
import logging
import os
import sys


class Short(logging.Formatter):
    """One line a record: time, level, message; of a traceback only its last line."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")

    def format(self, record):
        first = (record.getMessage().splitlines() or [""])[0]
        text = f"{self.formatTime(record, self.datefmt)} {record.levelname} {first}"
        if record.exc_info and record.exc_info[1] is not None:
            text += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})".splitlines()[0]
        return text


class Banner(logging.Handler):
    """Prints the address once the database is loaded, so that it is true when it can be read."""

    def emit(self, record):
        if record.name == "odoo.registry" and record.getMessage().startswith("Registry loaded"):
            logging.getLogger().removeHandler(self)
            with contextlib.suppress(OSError):  # nobody listens any more
                print(os.environ.pop("SERVICE_BANNER", ""), flush=True)


class Retried(logging.Filter):
    """Two requests that meet are no error: PostgreSQL refuses the second one, and Odoo runs it again."""

    def filter(self, record):
        if record.levelno == logging.ERROR and "could not serialize access" in record.getMessage():
            record.levelno, record.levelname = logging.INFO, "INFO"
        return True


def main():
    logging.getLogger("odoo.sql_db").addFilter(Retried())
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(Short())
    logging.getLogger().addHandler(terminal)
    logging.getLogger().addHandler(Banner(logging.INFO))
    from odoo.cli import main as odoo_main

    odoo_main()


try:
    main()
except KeyboardInterrupt:
    sys.exit(130)
