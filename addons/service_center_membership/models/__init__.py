from . import loyalty_program
from . import loyalty_card
from . import res_partner
from . import service_complaint
from . import service_complaint_erasure
from . import service_compensation
