{
    "name": "Service Scoring: Sales",
    "summary": "Sales orders and paid invoices are measured against the targets of employees and units",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_scoring", "sale"],
    "data": [],
    "auto_install": True,
    "installable": True,
    "application": False,
}
