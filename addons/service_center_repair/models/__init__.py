from . import repair_order, service_order
