from . import test_access
from . import test_policies
from . import test_export
from . import test_sequence
from . import test_tree
from . import test_ledger_file
from . import test_ledger_messages
