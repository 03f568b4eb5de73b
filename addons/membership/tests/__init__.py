from . import test_groups
from . import test_cards
from . import test_benefits
from . import test_benefit_parallel
from . import test_points
from . import test_points_odoo
from . import test_points_sale
