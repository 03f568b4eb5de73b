from . import service_score_consequence
