from . import score_sheet
from . import score_rulebook
