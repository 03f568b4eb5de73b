from . import test_groups
from . import test_rule
from . import test_rulebook_access
from . import test_rulebook_acknowledge
from . import test_rulebook_fine
from . import test_rulebook_pack
from . import test_rulebook_parallel
from . import test_rulebook_version
