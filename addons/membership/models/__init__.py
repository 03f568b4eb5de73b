from . import res_company
from . import loyalty_program
from . import loyalty_card
from . import membership_point_move
from . import membership_point_lot
from . import membership_point_allocation
