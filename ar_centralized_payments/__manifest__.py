{
    "name": "Centralized Customer Payments",
    "summary": "One company receives the customers' payments of the whole group",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Centralized Payments Contributors",
    "license": "LGPL-3",
    "depends": ["account"],
    "external_dependencies": {"python": ["python-dateutil"]},
    "data": [
        "security/ar_centralized_payments_groups.xml",
        "security/ir.model.access.csv",
        "security/ar_centralized_payments_rules.xml",
        "views/menus.xml",
    ],
    "demo": [],
    "application": True,
    "installable": True,
}
