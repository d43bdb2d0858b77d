"""What is open, positions and statements for the tables of who may do what."""

from odoo import Command

RECORDS = """
    ar.party.record
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.open.transaction
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.customer.position
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.statement.mailing
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.statement.mailing.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
"""
METHODS = """
    ar.open.transaction
      action_open_document        yes     no       yes    yes         no
      action_propose_payment      no      no       yes    yes         no
      action_reimburse            no      no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      retrieve_card               yes     yes      yes    yes         no
      retrieve_dashboard          yes     yes      yes    yes         no
    ar.customer.position
      action_open_positions       yes     yes      yes    yes         no
      action_open_transactions    yes     no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
    ar.statement.mailing
      action_send                 no      no       yes    no          no
    ar.party.record
      action_open_partner         yes     no       yes    yes         no
"""


class HomeSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def samples_of_receivables(self):
        """What is open in East, and statements that the clerk would send."""
        item = self.receivable(self.open_bill).id
        mailings = self.env["ar.statement.mailing"].with_user(self.clerk)
        customer = {"partner_id": self.northwind["F"].id}
        mailing = mailings.create({"line_ids": [Command.create(customer)]})
        return {
            "ar.open.transaction": (
                self.env["ar.open.transaction"].browse(item),
                {},
                {"document": "X"},
            ),
            "ar.customer.position": (self.position(), {}, {"amount_net": 1}),
            "ar.statement.mailing": (mailing, {}, {"name": "April"}),
            "ar.statement.mailing.line": (
                mailing.line_ids,
                {"mailing_id": mailing.id, **customer},
                {"state": "draft"},
            ),
        }

    def position(self):
        """What is open in East of the customer."""
        rows = self.env["ar.customer.position"]
        return rows.search([("company_id", "=", self.companies["E"].id)])[:1]

    def calls_on_receivables(self):
        samples = self.samples_of_receivables()
        item, position, mailing = (
            samples[name][0]
            for name in (
                "ar.open.transaction",
                "ar.customer.position",
                "ar.statement.mailing",
            )
        )
        of_items = (
            "open_document",
            "propose_payment",
            "reimburse",
            "send_statement",
            "settle_transactions",
        )
        of_positions = ("open_transactions", "send_statement", "settle_transactions")
        return {
            "ar.open.transaction": {
                **{f"action_{name}": (item, []) for name in of_items},
                "retrieve_card": (None, []),
                "retrieve_dashboard": (None, []),
            },
            "ar.customer.position": {
                **{f"action_{name}": (position, []) for name in of_positions},
                "action_open_positions": (None, []),
            },
            "ar.statement.mailing": {"action_send": (mailing, [])},
            "ar.intercompany.difference": {
                "action_open_document": (self.difference(), []),
            },
            "ar.balances.as.of": {
                "action_show": (self.as_of(), []),
            },
        }
