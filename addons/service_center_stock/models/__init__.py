from . import (
    sale_order,
    sale_order_line,
    service_compensation,
    service_warranty_term,
    stock_move,
    stock_picking,
)
