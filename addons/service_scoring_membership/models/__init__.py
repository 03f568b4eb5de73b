from . import service_score_target
