from . import service_complaint_statistics
