{
    "name": "Service Center: Repairs",
    "summary": "Workshop repairs become repair orders, which report back",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "repair"],
    "data": ["views/repair_order_views.xml", "views/service_order_views.xml"],
    "auto_install": True,
    "installable": True,
    "application": False,
}
