{
    "name": "Service Center: Stock",
    "summary": "Deliveries start warranties, returns end them; replacements and used parts",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "sale_stock"],
    "data": [
        "views/service_compensation_views.xml",
        "views/service_order_views.xml",
        "views/service_warranty_term_views.xml",
        "views/stock_lot_views.xml",
    ],
    "auto_install": True,
    "installable": True,
    "application": False,
}
