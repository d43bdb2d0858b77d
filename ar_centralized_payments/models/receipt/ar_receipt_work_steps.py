"""The steps by which a file is imported; each is committed by itself."""

import base64
from contextlib import suppress

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...books.payment_import_book import PaymentImportBook, settlement_values
from ...books.statement_import_book import plain

#: The steps of each kind, in order.
STEPS = {
    "statement": ("make", "match"),
    "payments": ("match", "make"),
    "lines": ("match",),
    "accept": ("make",),
}
#: So many lines are made, and committed, at once.
BATCH = 250
#: By which a transaction keeps whose lines it is that it makes.
OWN_LINES = "ar_receipt_work_journal"


class ArReceiptWorkSteps(models.AbstractModel):
    """The part of an import that makes lines of rows, and takes them back."""

    _name = "ar.receipt.work.steps"
    _description = "Steps of an Import"

    def _do_step(self, env):
        """Do a step, or a part of it.

        :param env: of the user for whom it is done, in the companies of that user
        """
        if self.refusal:
            self._take_back(env)
        elif getattr(self, f"_{self.kind}_{self.step}")(env):
            steps = STEPS[self.kind]
            rest = steps[steps.index(self.step) + 1 :]
            self.step = rest[0] if rest else False
            if not rest:
                self._finish(env)
        self.env.flush_all()

    def _next_rows(self):
        return self.plan["rows"][self.done : self.done + BATCH]

    def _note_made(self, ids):
        """Keep which lines were made; say whether all are."""
        self.write({"made": [*(self.made or []), *ids], "done": self.done + len(ids)})
        return self.done >= len(self.plan["rows"])

    # ------------------------------------------------------------
    # A bank statement
    # ------------------------------------------------------------
    def _statement_make(self, env):
        """Some lines; with the last ones, the statements that they are of.

        ``sudo()``: making lines takes a right that clerks do not have in Odoo; the
        bank is the user's, and may invoice was asked.
        """
        lines = env["account.bank.statement.line"].sudo()
        is_over = self._note_made(lines.create(self._next_rows()).ids)
        if is_over:
            ids = list(self.made)
            for part in self.plan["statements"]:
                some, ids = ids[: part["count"]], ids[part["count"] :]
                owner = (
                    env["account.bank.statement"]
                    .sudo()
                    .create({**part["values"], "line_ids": [Command.set(some)]})
                )
                if part["opening"] is not None:
                    owner.balance_start = part["opening"]
        return is_over

    def _statement_match(self, env):
        """What the lines mean, all of them at once: two that pay the same are asked."""
        if self.journal_id.ar_receipts != "off":
            lines = env["account.bank.statement.line"].browse(self.made)
            lines._ar_propose()
        return True

    # ------------------------------------------------------------
    # Receipts that are there
    # ------------------------------------------------------------
    def _lines_match(self, env):
        """What lines mean that came some other way."""
        self.made = env["account.bank.statement.line"].browse(self.made).exists().ids
        self.done = self.total
        return self._statement_match(env)

    def _accept_make(self, env):
        """Accept some of what is sure still; what stands against one receipt keeps it
        for somebody to decide."""
        ids = self._next_rows()
        receipts = env["ar.bank.receipt"].browse(ids).exists()
        sure = receipts.filtered(
            lambda r: r.state == "proposed" and r.confidence == "sure"
        )
        try:
            with env.cr.savepoint():
                sure._accept()
        except UserError:
            for receipt in sure:
                with suppress(UserError), env.cr.savepoint():
                    receipt._accept()
        taken = sure.filtered(lambda r: r.state == "accepted")
        self.write(
            {"made": [*(self.made or []), *taken.ids], "done": self.done + len(ids)}
        )
        return self.done >= self.total

    # ------------------------------------------------------------
    # A list of payments
    # ------------------------------------------------------------
    def _payments_match(self, env):
        """What the rows mean, all of them at once."""
        book = self._book(env)
        self.plan = {"rows": [_row(book, one) for one in book.rows]}
        return True

    def _book(self, env):
        journal = self.payment_journal_id.with_env(env)
        journal.check_access("write")
        return PaymentImportBook(journal, base64.b64decode(self.content))

    def _payments_make(self, env):
        """Some lines, each with the draft settlement of what it is to pay."""
        rows = self._next_rows()
        if self.state != "waiting":
            return self._note_made(self._make_payments(env, rows))
        try:
            with self.env.cr.savepoint():
                ids = self._make_payments(env, rows)
        except UserError:
            # Somebody may have marked or paid meanwhile what was found for them.
            book = self._book(env)
            places = {row["place"] for row in rows}
            some = [row for row in book.list.rows if row.place in places]
            rows = [_row(book, one) for one in book.matched(some)]
            ids = self._make_payments(env, rows)
        return self._note_made(ids)

    def _make_payments(self, env, rows):
        """Nobody else may add lines while the payment journal is being imported to."""
        cache = self.env.cr.cache
        cache[OWN_LINES] = self.payment_journal_id.id
        try:
            payments = env["account.payment"].create([row["values"] for row in rows])
        finally:
            del cache[OWN_LINES]
        env["ar.settlement"].create(
            [
                settlement_values(payment, row["marks"])
                for payment, row in zip(payments, rows, strict=True)
                if row["marks"]
            ]
        )
        return payments.ids

    # ------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------
    def _finish(self, env):
        """Keep that the file was imported, and say what came of it."""
        journal = self.payment_journal_id
        if journal:
            journal.files = [*(journal.files or []), self.checksum]
        self._end("done", self._outcome_text(env))

    def _outcome_text(self, env):
        """How many lines, and how sure it is what they pay."""
        made = len(self.made or [])
        if self.kind == "accept":
            return env._("Accepted: %(count)s.", count=made)
        if self.kind == "lines":
            text = env._("Lines looked at: %(count)s.", count=made)
        else:
            text = env._("Lines imported: %(count)s.", count=made)
        field = env["ar.bank.receipt"]._fields["confidence"]
        counts = self._confidences(env)
        parts = [
            env._("%(state)s: %(count)s", state=label, count=counts[key])
            for key, label in field._description_selection(env)
            if counts.get(key)
        ]
        return " ".join(filter(None, (text, ", ".join(parts))))

    def _confidences(self, env):
        """Class -> how many of the lines are of it."""
        counts = {}
        if self.kind == "payments":
            for row in self.plan["rows"]:
                counts[row["confidence"]] = counts.get(row["confidence"], 0) + 1
            return counts
        groups = env["ar.bank.receipt"]._read_group(
            [("statement_line_id", "in", self.made)], ["confidence"], ["__count"]
        )
        return dict(groups)

    def _take_back(self, env):
        """Delete some of the lines that were made; after the last ones it is over.

        ``sudo()``: they are drafts, or lines of the bank, that this import made.
        """
        name = {
            "statement": "account.bank.statement.line",
            "payments": "account.payment",
        }[self.kind]
        made = self.made or []
        rest, some = made[:-BATCH], made[-BATCH:]
        lines = env[name].sudo().browse(some).exists()
        if self.kind == "statement":
            # Odoo keeps the lines of a statement that is whole.
            lines.statement_id.unlink()
        lines.unlink()
        self.write({"made": rest, "done": len(rest)})
        if not rest:
            self._end("refused", self.refusal)


def _row(book, imported):
    """A row of a list as JSON keeps it: values of its line, what it marks, how sure."""
    return {
        "place": imported.row.place,
        "values": plain(book.prepare_payment(imported)),
        "marks": imported.marks,
        "confidence": imported.proposal.confidence.value,
    }
