"""EU sales lists for the tables of who may do what."""

from odoo import Command

from ..walks import OTHERS

RECORDS = """
    ar.eu.sales.registration
      create  no      no       no     yes         no
      read    yes     none     yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.eu.sales.list
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.eu.sales.list.row
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.eu.sales.list.item
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.eu.sales.list.problem
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.eu.sales.list.prepare
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.eu.sales.list.reopen
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.eu.vat.correction
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
"""
METHODS = """
    ar.eu.sales.list
      action_close                no      no       no     yes         no
      action_open_items           yes     no       yes    yes         no
      action_open_problems        yes     no       yes    yes         no
      action_refresh              no      no       yes    yes         no
      action_reopen               no      no       no     yes         no
      action_reopen_wizard        no      no       no     yes         no
      action_report               no      no       no     yes         no
      action_switch_to_monthly    no      no       no     yes         no
      prepare                     no      no       yes    yes         no
    ar.eu.sales.list.row
      action_open_items           yes     no       yes    yes         no
    ar.eu.sales.list.item
      action_open_document        yes     no       yes    yes         no
    ar.eu.sales.list.problem
      action_mend                 yes     no       yes    yes         no
      action_open_document        yes     no       yes    yes         no
    ar.eu.sales.list.prepare
      action_prepare              no      no       yes    no          no
    ar.eu.sales.list.reopen
      action_reopen               no      no       no     yes         no
    ar.eu.vat.correction
      action_correct              no      no       no     yes         no
"""


class SalesListSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def samples_of_sales_lists(self):
        """A draft of East, with a row, an item and a problem."""
        draft = self.sales_list("E")
        registration = draft.registration_id
        own = {"list_id": draft.id}
        problem = draft.problem_ids.filtered("is_open")[:1]
        company = {"company_id": self.companies["E"].id}
        return {
            "ar.eu.sales.registration": (
                # What is deleted is used by no list.
                registration.sudo().copy({"country_id": self.country("SE").id}),
                {**company, "country_id": self.country("DK").id},
                {"frequency": "quarter"},
            ),
            "ar.eu.sales.list": (
                draft,
                {**company, "registration_id": registration.id},
                {"submission_reference": "A1"},
            ),
            "ar.eu.sales.list.row": (
                draft.row_ids[:1],
                {**own, "number": "X", "kind": "goods"},
                {"amount": 1},
            ),
            "ar.eu.sales.list.item": (
                draft.item_ids[:1],
                {**own, "row_id": draft.row_ids[:1].id, "source": "X"},
                {"amount": 1},
            ),
            "ar.eu.sales.list.problem": (
                problem,
                {**own, "code": "invalid", "severity": "1_blocking"},
                {"reason": "Known"},
            ),
        }

    def samples_of_list_wizards(self):
        clerk, controller = self.env(user=self.clerk.id), self.env(user=self.controller)
        east = {"company_ids": [Command.set(self.companies["E"].ids)]}
        prepare = clerk["ar.eu.sales.list.prepare"].create(
            {**east, "date": "2026-03-31"}
        )
        lists = {"list_ids": [Command.set(self.reported_list().ids)], "reason": "X"}
        moves = {"move_ids": [Command.set(self.open_bill.ids)], "reason": "X"}
        write = {"reason": "Y"}
        return {
            "ar.balances.as.of": (self.as_of(), {}, {"date": "2026-04-12"}),
            "ar.eu.sales.list.prepare": (
                prepare,
                {"date": "2026-03-31"},
                {"date": "2026-02-28"},
            ),
            "ar.eu.sales.list.reopen": (
                controller["ar.eu.sales.list.reopen"].create(lists),
                lists,
                write,
            ),
            "ar.eu.vat.correction": (
                controller["ar.eu.vat.correction"].create(moves),
                moves,
                write,
            ),
        }

    def reported_list(self):
        """A list of West that is reported."""
        if not hasattr(self, "reported"):
            lists = self.sales_list("W")
            lists.problem_ids.sudo().reason = "Known"
            lists.with_user(self.controller).action_report()
            self.reported = lists
        return self.reported

    def calls_on_sales_lists(self):
        """A draft of East, and a reported list of West."""
        wizards = self.samples_of_list_wizards()
        draft = self.sales_list("E")
        draft.problem_ids.sudo().reason = "Known"
        draft.sudo().limit_from = "2026-03-01"
        return self.calls_on_lists(draft, self.reported_list(), wizards)

    def calls_on_lists(self, draft, reported, wizards):
        names = (
            "open_items",
            "open_problems",
            "refresh",
            "report",
            "switch_to_monthly",
        )
        item, problem = reported.item_ids[:1], reported.problem_ids[:1]
        return {
            "ar.eu.sales.list": {
                **{f"action_{name}": (draft, []) for name in names},
                "action_close": (reported, []),
                "action_reopen": (reported, ["A reason"]),
                "action_reopen_wizard": (reported, []),
                "prepare": (None, [self.companies["E"].ids, "2026-03-31"]),
            },
            "ar.eu.sales.list.row": {"action_open_items": (reported.row_ids[:1], [])},
            "ar.eu.sales.list.item": {"action_open_document": (item, [])},
            "ar.eu.sales.list.problem": {
                "action_mend": (problem, []),
                "action_open_document": (problem, []),
            },
            "ar.eu.sales.list.prepare": {
                "action_prepare": (wizards["ar.eu.sales.list.prepare"][0], []),
            },
            "ar.eu.sales.list.reopen": {
                "action_reopen": (wizards["ar.eu.sales.list.reopen"][0], []),
            },
            "ar.eu.vat.correction": {
                "action_correct": (wizards["ar.eu.vat.correction"][0], []),
            },
        }

    def make_sales_lists_of_others(self, controller):
        stranger = self.strangers["E"].with_context(no_vat_validation=True)
        stranger.write({"country_id": self.country("ES").id, "vat": "ESB12345674"})
        lists = self.sales_list("E", 7319.37, stranger)
        lists.sudo().name = "Zqx 2026-03"
        lists.sudo().row_ids.number = "ESZQX"
        reason = {"reason": "Zqxreason"}
        controller["ar.eu.sales.list.prepare"].create(
            {"company_ids": [Command.set(self.companies["E"].ids)]}
        )
        controller["ar.eu.sales.list.reopen"].create(
            {**reason, "list_ids": [Command.set(lists.ids)]}
        )
        controller["ar.eu.vat.correction"].create(
            {**reason, "move_ids": [Command.set(self.bill.ids)]}
        )

    def arguments_of_sales_lists(self):
        company = f"{OTHERS}res.company"
        return {
            "account.move.action_correct_eu_vat": [["DE136695976", "x"]],
            "ar.bank.receipt.choose": [[1]],
            "ar.eu.sales.list.action_reopen": [["x"]],
            "ar.eu.sales.list.prepare": [
                [[company], "2026-03-31"],
                [[company, self.companies["F"].id], "2026-03-31"],
            ],
        }
