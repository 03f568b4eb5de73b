from . import test_groups
from . import test_points
from . import test_points_odoo
from . import test_points_sale
from . import test_points_parallel
from . import test_points_statement
from . import test_points_random
