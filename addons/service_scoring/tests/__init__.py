from . import test_groups
from . import test_pack_credit_union
from . import test_pack_hotel
from . import test_pack_service_adviser
