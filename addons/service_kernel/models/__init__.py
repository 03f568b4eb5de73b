from . import ir_sequence
from . import res_company
from . import service_text_mixin
from . import service_tree_mixin
from . import service_site
from . import service_category
