from . import service_complaint_decide
