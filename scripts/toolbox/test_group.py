"""Make the group that the tests share in the database that AR_DATABASE names."""

from .odoo_session import registry


def main():
    registry()
    from odoo.addons.ar_centralized_payments.tests import common, kept_group

    class Group(common.CentralizedPaymentsCommon):
        """Sets up what all classes have."""

    kept_group.keep(Group)


if __name__ == "__main__":
    main()
