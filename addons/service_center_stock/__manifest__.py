{
    "name": "Service Center: Stock",
    "summary": "Deliveries give warranties their serial numbers and start, returns end them",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "sale_stock"],
    "data": ["views/service_warranty_term_views.xml"],
    "auto_install": True,
    "installable": True,
    "application": False,
}
