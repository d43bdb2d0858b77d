"""Reimbursements for the tables of who may do what."""

RECORDS = """
    ar.reimbursement
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.reimbursement.company
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.reimbursement.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
"""
METHODS = """
    ar.reimbursement
      action_choose_all           no      no       yes    no          no
      action_choose_none          no      no       yes    no          no
      action_create_payments      no      no       yes    no          no
      action_open_lines           no      no       yes    no          no
      action_propose              no      no       yes    no          no
    ar.reimbursement.line
      action_open_transactions    no      no       yes    no          no
"""


class ReimbursementSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def samples_of_reimbursement(self):
        reimbursement = self.reimbursement()
        chosen = reimbursement.line_ids[:1]
        return {
            "ar.reimbursement": (reimbursement, {}, {"include_debits": False}),
            "ar.reimbursement.company": (
                reimbursement.company_ids[:1],
                {
                    "reimbursement_id": reimbursement.id,
                    "company_id": self.companies["E"].id,
                },
                {"journal_id": False},
            ),
            "ar.reimbursement.line": (
                chosen,
                {
                    "reimbursement_id": reimbursement.id,
                    "partner_id": chosen.partner_id.id,
                    "currency_id": chosen.currency_id.id,
                },
                {"is_chosen": True},
            ),
        }

    def reimbursement(self):
        """What the clerk would pay out: credits of another customer."""
        customer = self.env["res.partner"].create({"name": "Hidden Creditor"})
        self.payment("E", 40, partner=customer)
        wizards = self.env["ar.reimbursement"].with_user(self.clerk)
        wizard = wizards.create({"minimum_amount": 1})
        wizard.action_propose()
        wizard.action_choose_all()
        return wizard

    def calls_on_reimbursement(self):
        wizard = self.reimbursement()
        names = (
            "choose_all",
            "choose_none",
            "create_payments",
            "open_lines",
            "propose",
        )
        return {
            "ar.reimbursement": {f"action_{name}": (wizard, []) for name in names},
            "ar.reimbursement.line": {
                "action_open_transactions": (wizard.line_ids[:1], []),
            },
        }

    def base_values_of_reimbursement(self):
        new = self.env["ar.reimbursement"].with_user(self.user)
        return {
            "ar.reimbursement": dict,
            "ar.reimbursement.company": lambda: {
                "reimbursement_id": new.create({}).id,
                "company_id": self.companies["F"].id,
            },
            "ar.reimbursement.line": lambda: {
                "reimbursement_id": new.create({}).id,
                "partner_id": self.northwind["F"].id,
                "currency_id": self.usd.id,
            },
        }
