"""What a clerk waits for: marking much at once, and posting and undoing it.

A customer with 300 open invoices in several companies, half of them with a cash
discount; and a payment of 50,000.00 by one with as many as the benchmark makes.
"""

from benchmarks._copies import copy_invoices
from committed._group import bank_journal, clerk_env, make_customers

OPEN, MARKS, LINES = 300, 118, 2
#: What pays some 500 of many invoices of 100.00.
LARGE = 50_000.0
SHOWN = 80
DATE = "2026-03-25"
#: What is measured, and the most it may take, in milliseconds.
GOALS = {
    f"mark all {OPEN}": 1000,
    f"mark by priority, {OPEN} open": 1000,
    f"propose {OPEN}": 1000,
    f"post {LINES} lines with {MARKS} marks": 3000,
    f"undo {LINES} lines with {MARKS} marks": 3000,
    "mark by priority, 50,000.00": 2000,
}


class Clerk:
    """Calls the pages as a clerk does; ``page`` makes the calls and knows the group."""

    def __init__(self, page):
        self.page, self.companies = page, page.companies
        # Before anything is settled: copies are open as the invoices are.
        self.partner = self.customer()

    def customer(self):
        """A new customer with ``OPEN`` open invoices, in turn in each company."""
        with clerk_env(self.companies) as env:
            partner = make_customers(env, 1)
            models = self.page.models
            each = OPEN // len(models)
            for number, invoice in enumerate(models):
                count = each + (number < OPEN % len(models))
                copy_invoices(
                    env, env["account.move"].browse(invoice), partner.ids * count
                )
            env.cr.commit()
            env.cr.execute("ANALYZE account_move, account_move_line")
            env.cr.commit()
            return partner.id

    def journal(self):
        """A new payment journal of the first company; its id and its bank journal."""
        with clerk_env(self.companies) as env:
            bank = bank_journal(env, self.companies[0])
            journal = env["ar.payment.journal"].create(
                {
                    "company_id": self.companies[0],
                    "journal_id": bank.id,
                    "date": DATE,
                }
            )
            env.cr.commit()
            return journal.id, bank.id

    def values(self, partner, bank, amount):
        """A payment as it is typed."""
        return {
            "partner_id": partner,
            "amount": amount,
            "date": DATE,
            "journal_id": bank,
            "ar_payment_type": "transfer",
        }

    def call(self, method, *args, model="ar.payment.journal"):
        """One call of the web client; its answer and milliseconds."""
        return self.page.call(method, *args, model=model)

    def mark_all(self, partner):
        """All at once on the page *Settle Transactions*, and unmark them again."""
        place = self.call("page_open", {"partner_id": partner}, model="ar.settlement")[
            0
        ]["place"]
        items = self.call("page_markable", place, model="ar.settlement")[0]
        shown = [str(item) for item in items[:SHOWN]]
        state, took = self.call("page_mark", place, items, shown, model="ar.settlement")
        assert state["count"] == OPEN, state["count"]
        place["settlement_id"] = state["settlement"]["id"]
        self.call("page_discard", place, model="ar.settlement")
        return took

    def mark_by_priority(self, partner, amount, least):
        """Until the amount is used, on the page *Enter Customer Payments*."""
        journal, bank = self.journal()
        values = self.values(partner, bank, amount)
        found, took = self.call("entry_mark_by_priority", [journal], values, {}, [])
        assert len(found["marks"]) >= least, len(found["marks"])
        return took

    def propose(self, partner):
        """A payment proposal of all that is open of the customer."""
        journal, _bank = self.journal()
        with clerk_env(self.companies) as env:
            proposal = env["ar.payment.proposal"].create(
                {
                    "payment_journal_id": journal,
                    "due_to": False,
                    "partner_ids": [(6, 0, [partner])],
                }
            )
            proposal_id = proposal.id
            env.cr.commit()
        model = "ar.payment.proposal"
        took = self.call("action_propose", [proposal_id], model=model)[1]
        with clerk_env(self.companies) as env:
            lines = env[model].browse(proposal_id).line_ids
            assert len(lines.item_ids) == OPEN, len(lines.item_ids)
        return took

    def post_and_undo(self, partner):
        """A payment journal of a few lines with many marks: posted, then undone."""
        journal, bank = self.journal()
        for _number in range(LINES):
            values = self.values(partner, bank, 1.0)
            place = {"partner_id": partner}
            items = self.call("page_markable", place, model="ar.settlement")[0]
            marks = {str(item): {} for item in items[: MARKS // LINES]}
            found = self.call("entry_totals", [journal], values, marks)[0]
            values["amount"] = found["wanted"]
            self.call("entry_save", [journal], values, marks)
        posted, post = self.call("action_post", [journal])
        assert posted["params"]["counts"] == {"posted": LINES}, posted
        undone, undo = self.call("action_undo", [journal])
        assert undone["params"]["counts"] == {"undone": LINES}, undone
        return post, undo

    def measure(self, rounds):
        """Measure everything; return title -> milliseconds of each call."""
        partner = self.partner
        titles = list(GOALS)
        took = {title: [] for title in titles}
        for _round in range(rounds):
            took[titles[0]].append(self.mark_all(partner))
            took[titles[1]].append(self.mark_by_priority(partner, 10.0**6, OPEN))
            took[titles[2]].append(self.propose(partner))
            post, undo = self.post_and_undo(partner)
            took[titles[3]].append(post)
            took[titles[4]].append(undo)
            least = min(int(LARGE / 100), self.page.count)
            large = self.mark_by_priority(self.page.partner, LARGE, least)
            took[titles[5]].append(large)
        return took
