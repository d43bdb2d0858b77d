"""Payments between companies for the tables of who may do what."""

from odoo import Command

RECORDS = """
    ar.intercompany.payoff
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.intercompany.payoff.item
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
"""
METHODS = """
    ar.intercompany.payoff
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       no     yes         no
      action_propose              no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
      problems                    yes     no       yes    yes         no
"""


class PayoffSamples:
    """For classes over :class:`SettlingCommon`: Fabrikam owes East."""

    def payoff(self, user=None, post=False):
        """A payment of Fabrikam to East, proposed, or posted."""
        self.settle(self.payment("F", 77), self.invoice("E", 77))
        companies = [self.companies[letter].id for letter in "FE"]
        made = (
            self.env["ar.intercompany.payoff"]
            .with_user(user or self.clerk)
            .create(
                {
                    "date": "2026-04-10",
                    "date_until": "2026-04-10",
                    "company_ids": [Command.set(companies)],
                }
            )
        )
        made.action_propose()
        if post:
            made.with_user(self.controller).action_post()
        return made

    def samples_of_payoffs(self):
        made = self.payoff()
        item = made.item_ids[:1]
        return {
            "ar.intercompany.payoff": (
                made,
                {"company_ids": [Command.set(made.sudo().company_ids.ids)]},
                {"currency_id": made.sudo().company_ids[0].currency_id.id},
            ),
            "ar.intercompany.payoff.item": (
                item,
                {"payoff_id": made.id, "move_line_id": item.sudo().move_line_id.id},
                {"is_chosen": False},
            ),
        }

    def calls_on_payoffs(self):
        # The posted one first: a draft would find its items paid.
        posted, draft = self.payoff(post=True), self.payoff()
        return {
            "ar.intercompany.payoff": {
                "action_open_moves": (posted, []),
                "action_post": (draft, []),
                "action_propose": (draft, []),
                "action_undo": (posted, []),
                "preview": (draft, []),
                "problems": (draft, []),
            }
        }

    def make_payoff_of_others(self):
        """East pays West."""
        payoffs = self.env["ar.intercompany.payoff"].with_user(self.controller)
        companies = [self.companies[letter].id for letter in "EW"]
        made = payoffs.create(
            {
                "date": "2026-04-14",
                "date_until": "2026-04-14",
                "company_ids": [Command.set(companies)],
            }
        )
        made.action_propose()
        self.assertTrue(made.item_ids)
        made.sudo().name = "ZQX/ICP"
