"""Which bills could be drawn: open documents of all companies, in groups."""

from ..settlement.bill_proposal import Open, propose
from .steps import from_steps, to_steps

DEBITS = ("out_invoice", "out_receipt", "entry")


class BillProposalBook:
    """Reads what is open for a proposal, and puts it together; writes nothing.

    :param wizard: ``ar.bill.proposal`` in all companies of the user
    """

    def __init__(self, wizard):
        self.wizard, self.env = wizard, wizard.env
        self.marked = 0
        self._drawees = {}

    def proposed(self):
        """Proposed bills, each with its items: list of (:class:`Proposed`, items)."""
        items = {item.id: item for item in self._items()}
        opens = [self._open(item) for item in items.values()]
        found = propose(opens, self.wizard.grouping, self.wizard.due_date or None)
        lines = self.env["account.move.line"]
        return [(one, lines.browse(key for key in one.keys)) for one in found]

    def _items(self):
        """Open invoices due until the date, and credit notes if they are wanted, that
        no draft settlement marks."""
        wizard = self.wizard
        domain = self.env["ar.settlement"]._open_domain_of_all()
        items = self.env["account.move.line"].search(
            domain & wizard._item_domain(), order="date_maturity, id"
        )
        items = items.filtered(self._is_wanted)
        held = items._ar_marked_in()
        self.marked = len(held)
        return items.filtered(lambda item: item not in held)

    def _is_wanted(self, item):
        """Invoices, and notes; no payments, and nothing that a bill left."""
        move, wizard = item.move_id, self.wizard
        if item.ar_bill_event_id or move.origin_payment_id:
            return False
        if item.amount_residual < 0:
            return wizard.with_credit_notes and move.move_type == "out_refund"
        if not wizard.only_bill_customers:
            return True
        partner = item.partner_id.commercial_partner_id
        return partner.with_company(item.company_id).ar_pays_by_bill

    def _open(self, item):
        key = item.partner_id._ar_party_key()
        return Open(
            item.id,
            (key, item.currency_id.id),
            item.date_maturity or item.date,
            to_steps(item.amount_residual_currency, item.currency_id),
        )

    def line_values(self, proposed, items):
        """What a line of the wizard says of a proposed bill."""
        wizard = self.wizard
        currency = items.currency_id[:1]
        partner, problem = self._drawee(items[:1].partner_id)
        amount = from_steps(proposed.amount, currency)
        problems = [problem] if problem else []
        if proposed.amount <= 0:
            problems.append(self.env._("Nothing is left to be paid."))
        elif amount < wizard.minimum_amount:
            problems.append(self.env._("It is less than the minimum."))
        if proposed.due < wizard.date:
            problems.append(
                self.env._("It would be due before it is drawn. Type a later date.")
            )
        return {
            "proposal_id": wizard.id,
            "partner_id": partner.id,
            "currency_id": currency.id,
            "amount": amount,
            "due_date": max(proposed.due, wizard.date),
            "move_line_ids": [(6, 0, items.ids)],
            "documents": ", ".join(items.mapped("move_name")[:10]),
            "problem": "\n".join(problems) or False,
            "is_chosen": not problems,
        }

    def _drawee(self, customer):
        """The customer's record in the company that will hold the bill, or why not."""
        key = customer._ar_party_key()
        if key not in self._drawees:
            self._drawees[key] = self._find_drawee(customer)
        return self._drawees[key]

    def _find_drawee(self, customer):
        payments = self.env["account.payment"]
        record, problem = payments._ar_record_of(customer, self.wizard.company_id)
        if record and not (record.street or record.city):
            problem = self.env._(
                "%(customer)s has no address. Type it on the customer.",
                customer=record.display_name,
            )
        return record, problem
