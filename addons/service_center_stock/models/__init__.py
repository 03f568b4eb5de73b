from . import sale_order, sale_order_line, service_warranty_term, stock_move
