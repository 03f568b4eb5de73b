from . import (
    hr_employee,
    sale_order,
    sale_order_line,
    service_callback_plan,
    service_compensation,
    service_order,
    service_order_line,
    service_warranty_term,
    stock_lot,
    stock_move,
    stock_picking,
)
