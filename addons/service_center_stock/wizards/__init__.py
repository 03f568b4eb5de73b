from . import service_warranty_recall
