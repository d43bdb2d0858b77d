"""Settlements for the tables of who may do what."""

RECORDS = """
    ar.settlement
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.settlement.line
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.settlement.leg
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.settlement.mirror
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.settlement.undo
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
"""
METHODS = """
    ar.settlement
      action_open_move_lines      yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       yes    yes         no
      action_post_previewed       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      action_undo_wizard          yes     yes      yes    yes         yes
      mark                        no      no       yes    yes         no
      open_transactions           yes     no       yes    yes         no
      page_change                 no      no       yes    yes         no
      page_customers              yes     yes      yes    yes         yes
      page_discard                no      no       yes    yes         no
      page_document               yes     no       yes    yes         no
      page_find                   yes     yes      yes    yes         no
      page_mark                   no      no       yes    yes         no
      page_markable               yes     no       yes    yes         no
      page_open                   yes     no       yes    yes         no
      page_post                   no      no       yes    yes         no
      page_preview                yes     no       yes    yes         no
      page_rows                   yes     no       yes    yes         no
      page_totals                 yes     no       yes    yes         no
      page_unmark                 no      no       yes    yes         no
      preview                     yes     no       yes    yes         no
      totals                      yes     no       yes    yes         no
      unmark                      no      no       yes    yes         no
    ar.settlement.line
      action_ask_unmark           no      no       yes    yes         no
      action_automatic            no      no       yes    yes         no
      action_open_document        yes     no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      action_unmark               no      no       yes    yes         no
    ar.settlement.undo
      action_undo                 no      no       no     yes         no
"""


class SettlementSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def calls_on_settlements(self):
        east = self.northwind["E"].id
        line = self.draft.line_ids.filtered(lambda x: x.side == "target")
        wizards = self.samples_of_wizards()
        undo = wizards["ar.settlement.undo"][0]
        undo_journal = wizards["ar.payment.journal.undo"][0]
        return {
            "ar.settlement": {
                **self.calls_of_the_page(),
                "action_open_move_lines": (self.posted, []),
                "action_open_moves": (self.posted, []),
                "action_post": (self.draft, []),
                "action_post_previewed": (self.draft, []),
                "action_undo": (self.posted, ["2026-04-12"]),
                "action_undo_wizard": (self.posted, []),
                "open_transactions": (None, [east]),
                "preview": (self.draft, []),
            },
            "ar.settlement.line": {
                "action_ask_unmark": (line, []),
                "action_automatic": (line, []),
                "action_open_document": (line, []),
                "action_settle_transactions": (line, []),
                "action_unmark": (line, []),
            },
            "ar.settlement.undo": {"action_undo": (undo, [])},
            "ar.payment.journal.undo": {"action_undo": (undo_journal, [])},
        }

    def calls_of_the_page(self):
        place, item = {"settlement_id": self.draft.id}, self.item["move_line_id"]
        line = self.draft.line_ids.filtered(lambda x: x.side == "target")
        marked = line.move_line_id.id
        return {
            "action_settle_transactions": (self.draft, []),
            "mark": (self.draft, [[item]]),
            "page_change": (None, [place, str(marked), {"amount": 5}]),
            "page_customers": (None, ["Hidden"]),
            "page_discard": (None, [place]),
            "page_document": (None, [str(item)]),
            "page_find": (None, ["INV"]),
            "page_mark": (None, [place, [item]]),
            "page_markable": (None, [place]),
            "page_open": (None, [place]),
            "page_post": (None, [place, None]),
            "page_preview": (None, [place]),
            "page_rows": (None, [place]),
            "page_totals": (None, [place, {str(marked): {"amount": 5}}]),
            "page_unmark": (None, [place, [marked]]),
            "totals": (self.draft, []),
            "unmark": (self.draft, [[marked]]),
        }

    def base_values_of_settlements(self):
        return {
            "ar.settlement": lambda: {"partner_id": self.northwind["F"].id},
            "ar.settlement.line": lambda: {
                "settlement_id": self.own_draft.id,
                "payment_id": self.own_draft_pay.id,
            },
            "ar.settlement.undo": lambda: {"settlement_ids": [[6, 0, []]]},
            "ar.settle.on.behalf": lambda: None,
            "ar.settle.right": lambda: {
                "group_id": self.env.ref("base.group_user").id,
                "company_id": self.companies["F"].id,
            },
            "ar.cash.discount": lambda: {
                "payment_term_id": self.term(3).id,
                "discount_percentage": 1,
                "discount_days": 30,
            },
        }

    def arguments_of_settlements(self, places, item, partner, own):
        calls = {
            "action_post": [[None]],
            "action_undo": [["2026-04-12"]],
            "mark": [[[item]], [item]],
            "unmark": [[[item]]],
            "open_transactions": [[partner]],
            "page_open": [[place] for place in places],
            "page_rows": [
                *([place] for place in places),
                [own, [["id", "=", item]]],
                [own, [], 0, 80, "", False, [item]],
            ],
            "page_customers": [["cust"], ["4711"]],
            "page_find": [["cust"], ["INV", partner], [self.open_bill.name]],
            "page_mark": [[own, [item]], *([place, [item]] for place in places)],
            "page_markable": [[place] for place in places],
            "page_unmark": [[place, [item]] for place in places],
            "page_change": [[place, item, {"amount": 5.0}] for place in places],
            "page_totals": [
                *([place] for place in places),
                [own, {item: {"amount": 5.0}}],
            ],
            "page_preview": [[place] for place in places],
            "page_post": [[place, None] for place in places],
            "page_discard": [[place] for place in places],
            "page_document": [[item], [f"payment_{self.draft_pay.id}"]],
        }
        return {f"ar.settlement.{name}": lists for name, lists in calls.items()}
