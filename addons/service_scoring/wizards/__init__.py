from . import service_score_entry_hear
from . import service_score_entry_reason
