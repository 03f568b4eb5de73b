from . import service_score_analysis
