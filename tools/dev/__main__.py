"""Entry point of ./run and ./test: `python tools/dev run|test ARGS…`, standard library only."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from dev.cli import main  # noqa: E402 - the package is found through the line above

sys.exit(main(sys.argv[1:]))
