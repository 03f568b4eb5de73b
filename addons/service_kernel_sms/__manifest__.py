{
    "name": "Service Kernel: Text Messages",
    "summary": "Messages of the service suite by Odoo's text messages (SMS)",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "sms"],
    "data": [],
    "auto_install": True,
    "installable": True,
    "application": False,
}
