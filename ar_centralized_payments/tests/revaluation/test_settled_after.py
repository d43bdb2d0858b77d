"""Settlements after a revaluation under *next day* are what they were without it.

The tests of settlements once more: all that they expect, to the line, while before each
settlement a revaluation of all companies is posted. Rule: period close 6, L5.
"""

from odoo import fields
from odoo.tests import tagged

from ..settlement import test_examples, test_parts, test_undo


class AfterRevaluation:
    """To be put before a test of settlements."""

    def settlement(self, *documents, **options):
        """A draft, made after a revaluation of what is open by then."""
        documents_of = {document: self._open_of(document) for document in documents}
        run = self._revalue()
        for document, before in documents_of.items():
            self.assertEqual(self._open_of(document), before)
        self.assertAlmostEqual(sum(run.sudo().line_ids.mapped("amount")), 0)
        return super().settlement(*documents, **options)

    def _open_of(self, document):
        """What is open of a document, and how Odoo sees it."""
        lines = document.sudo()
        if document._name != "account.move.line":
            lines = self.receivable(lines)
        move = lines.move_id
        return (
            lines.mapped("amount_residual"),
            lines.mapped("amount_residual_currency"),
            lines.mapped("reconciled"),
            move.mapped("payment_state"),
        )

    def _revalue(self):
        """Yesterday, of all companies; each has its own account for it."""
        self.all_companies.sudo()._ar_make_revaluation_accounts()
        runs = self.env["ar.revaluation"].with_user(self.controller)
        roots = self.all_companies.sudo().filtered(lambda one: not one.parent_id)
        yesterday = fields.Date.subtract(fields.Date.context_today(runs), days=1)
        run = runs.create({"date": yesterday, "company_ids": [(6, 0, roots.ids)]})
        run.action_compute()
        run.action_post()
        self.counted.append(len(run.sudo().move_ids))
        return run

    def setUp(self):
        self.counted = []
        super().setUp()


@tagged("post_install", "-at_install")
class TestExamplesAfter(AfterRevaluation, test_examples.TestExamples):
    def test_3_gain(self):
        """Example 3 has something in foreign currency: the run books it, twice."""
        result = super().test_3_gain()
        self.assertGreater(sum(self.counted), 0)
        return result


@tagged("post_install", "-at_install")
class TestPartsAfter(AfterRevaluation, test_parts.TestParts):
    pass


@tagged("post_install", "-at_install")
class TestUndoAfter(AfterRevaluation, test_undo.TestUndo):
    pass
