"""Bills of exchange for the tables of who may do what, and for the roads of values."""

from odoo import Command

from ..walks import OTHERS

RECORDS = """
    ar.bill
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.event
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.bill.remittance
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.remittance.line
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.report
      create  yes     yes      yes    yes         no
      read    none    none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.step
      create  no      no       yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.proposal
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.proposal.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
"""
METHODS = """
    ar.bill
      action_accept               no      no       yes    yes         no
      action_ask_closable         yes     yes      yes    yes         no
      action_ask_close            yes     no       yes    yes         no
      action_ask_honor            yes     no       yes    yes         no
      action_ask_matured          yes     yes      yes    yes         no
      action_ask_protest          yes     no       yes    yes         no
      action_ask_recall           yes     no       yes    yes         no
      action_ask_redraw           yes     no       yes    yes         no
      action_ask_revive           yes     no       yes    yes         no
      action_ask_undo             yes     no       yes    yes         no
      action_close                no      no       yes    yes         no
      action_draw                 no      no       yes    yes         no
      action_honor                no      no       yes    yes         no
      action_mark                 no      no       yes    yes         no
      action_open_chain           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_open_payment         yes     no       yes    yes         no
      action_open_settlements     yes     no       yes    yes         no
      action_propose              no      yes      yes    yes         no
      action_protest              no      no       no     yes         no
      action_recall               no      no       no     yes         no
      action_redraw               no      no       no     yes         no
      action_revive               no      no       no     yes         no
      action_undo_last            no      no       no     yes         no
      contingent                  yes     yes      yes    yes         no
      preview                     yes     no       yes    yes         no
      proof                       yes     yes      yes    yes         no
      setup                       no      no       no     yes         no
    ar.bill.remittance
      action_add_bills            no      no       yes    yes         no
      action_draft                no      no       no     yes         no
      action_open_bills           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       yes    yes         no
      action_remove               no      no       yes    yes         no
      action_send                 no      no       yes    yes         no
      action_split_charges        no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
    ar.bill.step
      action_do                   no      no       yes    no          no
    ar.bill.proposal
      action_propose              no      no       yes    no          no
      action_create_bills         no      no       yes    no          no
"""


class BillSamples:
    """For classes over :class:`CentralizedPaymentsCommon`: bills of East, set up for
    that; ``303.17`` is what nobody else is to be told."""

    def bills_company(self, letter="E"):
        self.env["ar.bill"].sudo().setup(self.companies[letter].ids)
        return self.companies[letter]

    def east_bill(
        self, state="draft", letter="E", user=None, partner=None, amount=303.17
    ):
        """A bill in some state, drawn on 1 March, due on 20 March."""
        company = self.bills_company(letter)
        user = user or self.clerk
        bills = self.env["ar.bill"].with_user(user).with_company(company)
        bill = bills.create(
            {
                "company_id": company.id,
                "partner_id": (partner or self.northwind[letter]).id,
                "amount": amount,
                "date": "2026-03-01",
                "due_date": "2026-03-20",
            }
        )
        if state != "draft":
            bill.action_draw()
        if state in ("remitted", "honored", "protested"):
            self.east_remittance(bill)
        boss = bill.with_user(self.controller)
        if state == "honored":
            bill.action_honor("2026-03-20")
        elif state == "protested":
            boss.action_protest("2026-03-21")
        return self.env["ar.bill"].with_user(user).browse(bill.id)

    def east_remittance(self, bill, state="posted"):
        letter = self.letter_of(bill.company_id)
        journal = self.data[letter]["default_journal_bank"].sudo()
        journal.ar_bill_risk_days = 5
        remittances = self.env["ar.bill.remittance"].with_user(bill.env.user)
        remittances = remittances.with_context(allowed_company_ids=None)
        remittance = remittances.with_company(bill.company_id).create(
            {
                "company_id": bill.company_id.id,
                "journal_id": journal.id,
                "currency_id": bill.currency_id.id,
                "date": "2026-03-02",
                "line_ids": [Command.create({"bill_id": bill.id})],
            }
        )
        if state != "draft":
            remittance.action_send()
        if state == "posted":
            remittance.action_post()
        return remittances.browse(remittance.id)

    # ------------------------------------------------------------
    # Who may do what
    # ------------------------------------------------------------
    def samples_of_bills(self):
        east = {"company_id": self.companies["E"].id}
        draft, drawn = self.east_bill(), self.east_bill("drawn")
        sent = self.east_remittance(self.east_bill("drawn"), "draft")
        new = {**east, "partner_id": self.northwind["E"].id, "amount": 5.0}
        journal = self.data["E"]["default_journal_bank"]
        wizards = self.env(user=self.clerk.id)
        step = {"kind": "honor", "bill_ids": [Command.set(drawn.ids)]}
        return {
            "ar.bill": (draft, new, {"place": "Here"}),
            "ar.bill.event": (
                drawn.event_ids[:1],
                {"bill_id": drawn.id, "kind": "draw", "date": "2026-03-01"},
                {"amount": 1},
            ),
            "ar.bill.remittance": (
                sent,
                {**east, "journal_id": journal.id},
                {"bank_reference": "A1"},
            ),
            "ar.bill.remittance.line": (
                sent.line_ids,
                {"remittance_id": sent.id, "bill_id": self.east_bill("drawn").id},
                {"fee": 1},
            ),
            "ar.bill.report": (
                wizards["ar.bill.report"].create({}),
                {"kind": "proof"},
                {"kind": "proof"},
            ),
            "ar.bill.step": (
                wizards["ar.bill.step"].create(step),
                step,
                {"date": "2026-04-12"},
            ),
            **self.samples_of_bill_proposals(wizards),
        }

    def samples_of_bill_proposals(self, wizards):
        proposal = self.bill_proposal(wizards)
        line = proposal.line_ids[:1]
        return {
            "ar.bill.proposal": (proposal, {"grouping": "total"}, {"grouping": "week"}),
            "ar.bill.proposal.line": (
                line,
                {"proposal_id": proposal.id, "due_date": "2026-12-31"},
                {"is_chosen": False},
            ),
        }

    def bill_proposal(self, wizards):
        customer = self.env["res.partner"].create(
            {"name": "Hidden Drawee", "street": "Street 1", "city": "City"}
        )
        self.invoice("E", 40, partner=customer, invoice_date_due="2026-05-20")
        proposal = (
            wizards["ar.bill.proposal"]
            .with_company(self.bills_company())
            .create({"company_id": self.companies["E"].id, "date": "2026-04-15"})
        )
        proposal.action_propose()
        proposal.line_ids.is_chosen = False
        proposal.line_ids.filtered(
            lambda line: line.partner_id == customer
        ).is_chosen = True
        return wizards["ar.bill.proposal"].browse(proposal.id)

    def calls_on_bills(self):
        draft, drawn = self.east_bill(), self.east_bill("drawn")
        remitted, honored = self.east_bill("remitted"), self.east_bill("honored")
        protested = self.east_bill("protested")
        asked = ("honor", "protest", "revive", "recall", "close", "redraw", "undo")
        opened = ("settlements", "payment", "moves", "chain")
        day = "2026-03-28"
        return {
            "ar.bill": {
                "setup": (None, [self.companies["E"].ids]),
                **{f"action_ask_{name}": (drawn, []) for name in asked},
                "action_ask_matured": (drawn, []),
                "action_ask_closable": (drawn, []),
                **{f"action_open_{name}": (drawn, []) for name in opened},
                "action_mark": (draft, []),
                "action_propose": (drawn, []),
                "action_accept": (draft, ["2026-03-01"]),
                "action_draw": (draft, []),
                "action_honor": (remitted, [day]),
                "action_recall": (remitted, [day]),
                "action_protest": (drawn, [day]),
                "action_revive": (protested, [day]),
                "action_redraw": (protested, [day, "2026-05-20"]),
                "action_close": (honored, [day]),
                "action_undo_last": (drawn, [day]),
                "preview": (remitted, ["honor", {"date": day}]),
                **{name: (None, [day]) for name in ("contingent", "proof")},
            },
            **self.calls_on_remittances(day),
            **self.calls_on_bill_wizards(),
        }

    def calls_on_bill_wizards(self):
        return {
            "ar.bill.step": {"action_do": (self.bill_step(), [])},
            "ar.bill.proposal": {
                "action_propose": (
                    self.bill_proposal(self.env(user=self.clerk.id)),
                    [],
                ),
                "action_create_bills": (
                    self.bill_proposal(self.env(user=self.clerk.id)),
                    [],
                ),
            },
        }

    def calls_on_remittances(self, day):
        draft = self.east_remittance(self.east_bill("drawn"), "draft")
        self.east_bill("drawn")
        sent = self.east_remittance(self.east_bill("drawn"), "sent")
        posted = self.east_remittance(self.east_bill("drawn"))
        return {
            "ar.bill.remittance": {
                "action_send": (draft, []),
                "action_add_bills": (draft, []),
                "action_split_charges": (draft, [0, 1]),
                "action_open_bills": (draft, []),
                "action_remove": (draft, [draft.line_ids.bill_id.id]),
                "action_draft": (sent, ["A reason"]),
                "action_post": (sent, []),
                "preview": (sent, []),
                "action_open_moves": (posted, []),
                "action_undo": (posted, [day]),
            }
        }

    def bill_step(self):
        return self.env["ar.bill.step"].with_user(self.clerk).create(
            {
                "kind": "honor",
                "date": "2026-03-28",
                "bill_ids": [Command.set(self.east_bill("remitted").ids)],
            }
        )  # fmt: skip

    # ------------------------------------------------------------
    # Roads of values
    # ------------------------------------------------------------
    def make_bills_of_others(self):
        """A draft, a remitted one and a protested one of East, and wizards."""
        east = {"partner": self.strangers["E"]}
        draft = self.east_bill(**east)
        remitted = self.east_bill("remitted", **east)
        draft.sudo().drawee_reference = "Zqxbill"
        remitted.sudo().name = "ZQX/BOE"
        remitted.remittance_id.sudo().name = "ZQX/REM"
        clerk = self.env(user=self.clerk.id)
        clerk["ar.bill.step"].create(
            {"kind": "honor", "bill_ids": [Command.set(remitted.ids)]}
        )
        clerk["ar.bill.report"].create({})
        proposal = clerk["ar.bill.proposal"].create(
            {"company_id": self.companies["E"].id}
        )
        proposal.line_ids.create(
            {
                "proposal_id": proposal.id,
                "documents": "Zqxdocument",
                "due_date": "2026-12-31",
            }
        )

    def base_values_of_bills(self):
        self.bills_company("F")
        company = {"company_id": self.companies["F"].id}
        partner = {"partner_id": self.northwind["F"].id}
        proposal = self.env["ar.bill.proposal"].with_user(self.user)
        bank = self.data["F"]["default_journal_bank"]
        return {
            "ar.bill": lambda: {**company, **partner, "amount": 5.0},
            "ar.bill.remittance": lambda: {**company, "journal_id": bank.id},
            "ar.bill.remittance.line": lambda: {
                "remittance_id": self.own("ar.bill.remittance").id,
                "bill_id": self.east_bill("drawn", "F", self.clerk_f, amount=5).id,
            },
            "ar.bill.report": dict,
            "ar.bill.step": lambda: {"kind": "honor"},
            "ar.bill.proposal": lambda: company,
            "ar.bill.proposal.line": lambda: {
                "proposal_id": proposal.create(
                    {**company, "company_ids": [[6, 0, self.companies["F"].ids]]}
                ).id,
                "due_date": "2026-12-31",
            },
        }

    def arguments_of_bills(self):
        day = "2026-04-12"
        company, bank = f"{OTHERS}res.company", f"{OTHERS}account.journal"
        dated = ("accept", "revive", "close", "undo_last")
        return {
            "ar.bill.setup": [[[company]], [[company, self.companies["F"].id]]],
            **{f"ar.bill.action_{name}": [[day]] for name in dated},
            "ar.bill.action_honor": [[day, None, 0]],
            "ar.bill.action_recall": [[day, 0]],
            "ar.bill.action_redraw": [[day, "2026-12-31"]],
            "ar.bill.action_protest": [
                [day, "x", None, None, 0, None, None],
                [day, "x", None, None, 1, None, bank],
            ],
            "ar.bill.preview": [
                ["undo"],
                ["protest", {"cost": 1, "bank": bank}],
            ],
            "ar.bill.contingent": [[day]],
            "ar.bill.proof": [[day]],
            "ar.bill.remittance.action_draft": [["x"]],
            "ar.bill.remittance.action_undo": [[day]],
            "ar.bill.remittance.action_remove": [[f"{OTHERS}ar.bill"]],
            "ar.bill.remittance.action_split_charges": [[0, 0]],
        }
