from . import export
from . import ledger
