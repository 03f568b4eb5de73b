from . import test_groups
from . import test_cards
from . import test_points
from . import test_points_odoo
from . import test_points_sale
from . import test_tier
from . import test_card_desk
from . import test_card_import
