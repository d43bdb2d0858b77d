"""Which open invoices a payment proposal collects, and what each payment comes to.

Plain Python beside the records: it reads with a fixed number of queries, however many
customers there are, and writes nothing. What a payment comes to is what the planner
of settlements takes of the invoices and credit notes in it, so that posting settles
exactly what was proposed. Amounts are whole numbers of rounding steps of the
transaction currency.
"""

from dataclasses import dataclass, field
from functools import cached_property

from odoo.fields import Domain

from ..settlement.discount import tier_met
from ..settlement.planner import make_plan
from ..settlement.values import Item, Mark, Plan, Request, Side, Use
from .settlement_book import DRAFT_ORDER, SettlementBook
from .steps import from_steps, to_steps

#: The key of the payment that does not exist yet, in its plan.
PAYMENT = "payment"
#: How often an amount is tried until it is exact: each time what is lacking or left
#: over is a small part of the time before.
ATTEMPTS = 12


@dataclass(eq=False)
class Collection:
    """One payment to collect: of whom, in which currency, and what it pays."""

    key: tuple
    currency: object
    #: the legal entity of the invoices; empty: of all of them
    company: object
    #: open invoices, by due dates, then credit notes; as the user
    items: object
    #: the customer's record in the company of the payment journal
    payee: object = None
    #: those of the items that are paid, where not all of them are
    chosen: object = None
    amount: int = 0
    plan: Plan | None = None
    refusals: list = field(default_factory=list)

    @property
    def taken(self):
        """The items that are paid."""
        return self.items if self.chosen is None else self.chosen

    def settled(self, item):
        """(amount, discount) taken of an item, less than zero of a credit note."""
        found = self.plan and self.plan.settled.get(item.id)
        if not found:
            return 0.0, 0.0
        sign = 1 if found.item.side is Side.TARGET else -1
        return (
            sign * from_steps(found.amount, self.currency),
            sign * from_steps(found.discount, self.currency),
        )

    def leave_out_last(self):
        """Keep the invoice that is due last for another payment."""
        self.chosen = self.taken - self.last()

    def last(self):
        """The invoice that is due last."""
        return self.taken.filtered(lambda item: item.balance > 0)[-1:]


class PaymentProposalBook(SettlementBook):
    """Reads what the options of a payment proposal stand for, and plans payments.

    :param wizard: ``ar.payment.proposal``, as the user, in all of the user's
        companies. What is found is found as the user; terms, rates and pairs of the
        companies involved, which are all the user's, are read as the engine reads
        them (``ArSettlementGuard._elevated``).
    """

    def __init__(self, wizard):
        super().__init__(wizard.env["ar.settlement"].browse()._elevated())
        self.wizard = wizard
        self.user_env = wizard.env
        self.payment_company = wizard.payment_journal_id.company_id
        self.keys = {}
        self.parties = {}
        #: how many invoices are left out, being marked already
        self.marked = 0

    # ------------------------------------------------------------
    # Collections
    # ------------------------------------------------------------
    def collections(self):
        """Every payment to be collected, and the reason for each invoice in it.

        :return: list of :class:`Collection`, and item -> reason
        """
        invoices = self._invoices()
        self._read_parties(invoices.partner_id)
        reasons = self._reasons(invoices)
        wanted = invoices.filtered(lambda item: item in reasons)
        items = self._unmarked(wanted, self._notes(wanted))
        reasons = dict.fromkeys(items, "credit") | reasons
        found = [
            Collection(*key, some)
            for key, some in items.grouped(self._group).items()
            if some[0].balance > 0
        ]
        for collection in found:
            self._find_payee(collection)
        self.plan(found)
        self._keep_within(found)
        return found, reasons

    def _group(self, item):
        """What makes items one payment."""
        company = self.user_env["res.company"]
        if self.wizard.grouping == "company":
            company = item.company_id.sudo().root_id.with_env(self.user_env)
        return (self.key(item.partner_id), item.currency_id, company)

    def key(self, partner):
        """What makes partners one customer."""
        if partner not in self.keys:
            self.keys[partner] = partner._ar_party_key()
        return self.keys[partner]

    # ------------------------------------------------------------
    # Open transactions
    # ------------------------------------------------------------
    def domain(self):
        """The open receivable items that the options let in, of whatever date."""
        wizard = self.wizard
        domain = self.user_env["ar.settlement"]._open_domain_of_all() & Domain(
            "company_id", "in", wizard._companies().ids
        )
        if wizard.currency_id:
            domain &= Domain("currency_id", "=", wizard.currency_id.id)
        partners = wizard._partners()
        if partners:
            return domain & Domain("partner_id", "in", partners._ar_party().ids)
        return domain & Domain("partner_id", "!=", False)

    def _invoices(self):
        """What customers owe; money paid out to them is not collected again."""
        found = self._search(
            self.domain()
            & Domain("amount_residual_currency", ">", 0)
            & Domain("move_id.origin_payment_id", "=", False)
            & self._dates_domain()
            & self._methods_domain()
        )
        return found.filtered(self._has_method) if self.wizard.method_ids else found

    def still_open(self, items):
        """Those of the items that are open, whatever the filters ask for."""
        return self._search(self.domain() & Domain("id", "in", items.ids))

    def _search(self, domain):
        return self.user_env["account.move.line"].search_fetch(
            domain,
            [
                "move_id", "move_name", "company_id", "account_id", "partner_id",
                "currency_id", "date", "date_maturity", "amount_residual", "balance",
                "amount_residual_currency", "amount_currency", "analytic_distribution",
                "discount_date", "reconciled",
            ],
            order="date_maturity, date, id",
        )  # fmt: skip

    def _dates_domain(self):
        """Due in the range; or with a discount, whose dates are looked at later."""
        if not self.wizard._has_dates("discount"):
            return self._due_domain() if self.wizard._has_dates("due") else Domain.TRUE
        granted = Domain("move_id.invoice_payment_term_id.early_discount", "=", True)
        return granted | (
            self._due_domain() if self.wizard._has_dates("due") else Domain.FALSE
        )

    def _due_domain(self):
        """Due in the range; what has no due date is due at its own date."""
        dates = Domain.TRUE
        for operator, date in (
            (">=", self.wizard.due_from),
            ("<=", self.wizard.due_to),
        ):
            if date:
                dates &= Domain("date_maturity", operator, date) | (
                    Domain("date_maturity", "=", False) & Domain("date", operator, date)
                )
        return dates

    def _methods_domain(self):
        """The method that the invoice names; one that names none is looked at later."""
        methods = self.wizard.method_ids.ids
        if not methods:
            return Domain.TRUE
        named = "move_id.preferred_payment_method_line_id"
        return Domain(f"{named}.payment_method_id", "in", methods) | Domain(
            named, "=", False
        )

    def _has_method(self, item):
        """Whether the invoice, or else its customer there, prefers a chosen method."""
        line = item.move_id.preferred_payment_method_line_id
        if not line:
            partner = item.partner_id.commercial_partner_id
            partner = partner.with_company(item.company_id)
            line = partner.property_inbound_payment_method_line_id
        return line.payment_method_id in self.wizard.method_ids

    def _notes(self, invoices):
        """The open credit notes of the same customers, until the payment date."""
        if not self.wizard.include_credit_notes or not invoices:
            return self.user_env["account.move.line"]
        partners = invoices.partner_id
        party = partners.union(*(self.parties[partner] for partner in partners))
        return self._search(
            self.domain()
            & Domain("partner_id", "in", party.ids)
            & Domain("amount_residual_currency", "<", 0)
            & Domain("move_id.move_type", "=", "out_refund")
            & Domain("date", "<=", self.wizard.date)
        )

    def _unmarked(self, invoices, notes):
        """Without what a draft settlement marks; how many invoices that is counts."""
        held = (invoices | notes)._ar_marked_in()
        self.marked = sum(item in held for item in invoices)
        return (invoices | notes).filtered(lambda item: item not in held)

    # ------------------------------------------------------------
    # Why an invoice is in it
    # ------------------------------------------------------------
    def _reasons(self, invoices):
        """item -> *due*, *discount* or *both*; without one an item is left out."""
        self._read_discounts(invoices)
        wizard, reasons = self.wizard, {}
        is_any = not wizard._has_dates("due") and not wizard._has_dates("discount")
        for item in invoices:
            due = item.date_maturity or item.date
            until = self.discount_until(item)
            is_due = is_any or wizard._is_between("due", due)
            is_discount = until and wizard._is_between("discount", until)
            if is_due or is_discount:
                both = "both" if is_due else "discount"
                reasons[item] = both if is_discount else "due"
        return reasons

    def _read_discounts(self, items):
        """The cash discounts of items, as the planner knows them; read once."""
        unknown = items.filtered(lambda item: item.id not in self.offers)
        elevated = unknown.with_env(self.env)
        offers = self.discounts.discounts(elevated)
        for item in elevated:
            self.offers[item.id] = offers.get(item)

    @cached_property
    def offers(self):
        """id of an item -> its discount, or ``None``."""
        return {}

    def discount_until(self, item):
        """The last date of the discount that a payment on the payment date gets."""
        offer = self.offers[item.id]
        method = self._method_line(self._payees(item.partner_id))
        on = self.wizard._date_less(method.ar_discount_grace_days)
        place = tier_met(offer, Use.NORMAL, on)
        return offer.tiers[place].until if place is not None else None

    # ------------------------------------------------------------
    # The customer in the company of the payment
    # ------------------------------------------------------------
    def _read_parties(self, partners):
        """The parties of partners; the methods that their records prefer."""
        self.parties |= partners._ar_party_partners()
        everybody = partners.union(*self.parties.values())
        everybody.with_company(self.payment_company).fetch(
            ["property_inbound_payment_method_line_id"]
        )

    def _payees(self, partner):
        """The records that would do for a customer, where it pays."""
        party, root = self.parties[partner], self.payment_company.sudo().root_id
        chosen = self.wizard._partners() & party
        return party._ar_record_in_company(root, chosen, partner.commercial_partner_id)

    def _find_payee(self, collection):
        payees = self._payees(collection.items[0].partner_id)
        if len(payees) == 1:
            collection.payee = payees
        elif payees:
            collection.refusals.append(self._text_payees(payees))
        else:
            collection.refusals.append(self._text_no_payee())

    @cached_property
    def _method_lines(self):
        journal = self.wizard.payment_journal_id.journal_id
        return journal._get_available_payment_method_lines("inbound")

    def _method_line(self, payee):
        """How a customer pays: as it prefers where the bank journal offers that, else
        as the options say, else by the journal's first method."""
        lines, wanted = self._method_lines, self.wizard.method_ids
        if len(payee) == 1:
            payee = payee.with_company(self.payment_company)
            preferred = payee.property_inbound_payment_method_line_id & lines
            if preferred:
                return preferred
        return (lines.filtered(lambda x: x.payment_method_id in wanted) or lines)[:1]

    # ------------------------------------------------------------
    # Plans
    # ------------------------------------------------------------
    def plan(self, collections):
        """Find what each payment comes to, and everything that stands against it."""
        items = self.user_env["account.move.line"]
        self._read_discounts(items.union(*(one.taken for one in collections)))
        marks = {one: self._marks(one) for one in collections}
        here = self.payment_company.sudo().root_id.id
        roots = {m.item.company.key for some in marks.values() for m in some} | {here}
        self._use_pairs({(one, two) for one in roots for two in roots if one != two})
        self._prepare_rates(
            {one: [*marks[one], self._payment(one, 1)] for one in collections}
        )
        for collection in collections:
            collection.amount, collection.plan = 0, None
            if any(mark.item.side is Side.TARGET for mark in marks[collection]):
                self._plan_one(collection, marks[collection])

    def _marks(self, collection):
        return [
            Mark(self._move_line_item(item.with_env(self.env), self.offers[item.id]))
            for item in collection.taken
        ]

    def _plan_one(self, collection, marks):
        """The amount that settles everything and leaves nothing of the payment.

        It depends on the plan, which depends on it: a credit note that pays a part of
        an invoice takes some of its discount. So what a plan leaves over, or lacks,
        corrects the amount until there is nothing of either.
        """
        items = [mark.item for mark in marks]
        amount = sum(item.amount for item in items if item.side is Side.TARGET)
        for _attempt in range(ATTEMPTS):
            payment = self._payment(collection, amount)
            request = Request((payment, *marks), self.routings, self.rates)
            plan = make_plan(request)
            if plan.problems:
                break
            wrong = sum(
                self._left(plan, item) * (1 if item.side is Side.TARGET else -1)
                for item in (*items, payment.item)
            )
            if not wrong:
                collection.amount, collection.plan = amount, plan
                break
            amount += wrong
            if amount <= 0:
                return
        self._refuse_plan(collection, plan)

    def _refuse_plan(self, collection, plan):
        """Add the problems of a plan, and what its pairs lack."""
        nothing = self.env["ar.settlement"]
        reasons = [self.texts.text(problem, nothing) for problem in plan.problems]
        if not reasons and not collection.plan:
            reasons.append(self._text_no_amount())
        for pair in self._used_pairs(plan):
            reasons += self.unready[self.pairs[pair].id]
        collection.refusals = list(dict.fromkeys([*collection.refusals, *reasons]))

    @staticmethod
    def _left(plan, item):
        settled = plan.settled.get(item.key)
        return settled.open_amount if settled else item.amount

    def _payment(self, collection, amount):
        """The mark of a payment of so much. Its value matters for the entries alone:
        everything here is in one currency."""
        payee = collection.payee or self.user_env["res.partner"]
        return Mark(
            Item(
                key=PAYMENT,
                side=Side.SOURCE,
                company=self.company(self.payment_company.with_env(self.env)),
                branch=self.payment_company.id,
                partner=payee.id,
                account=None,
                currency=self.currency(collection.currency),
                date=self.wizard.date,
                due_date=self.wizard.date,
                order=DRAFT_ORDER,
                amount=amount,
                value=amount,
                grace_days=self._method_line(payee).ar_discount_grace_days,
            )
        )

    # ------------------------------------------------------------
    # The maximum of one payment
    # ------------------------------------------------------------
    def _keep_within(self, collections):
        """Leave out what is due last, as far as payments are above the maximum."""
        if not self.wizard.maximum_amount:
            return
        over = [one for one in collections if self._excess(one) > 0]
        for collection in over:
            self._leave_out(collection)
        self.plan(over)
        while over := [one for one in over if self._excess(one) > 0]:
            for collection in over:
                collection.leave_out_last()
            self.plan(over)

    def _excess(self, collection):
        maximum = to_steps(self.wizard.maximum_amount, collection.currency)
        return collection.amount - maximum

    def _leave_out(self, collection):
        """At one go, by what the whole payment takes of each invoice."""
        excess = self._excess(collection)
        while excess > 0 and (last := collection.last()):
            excess -= to_steps(collection.settled(last)[0], collection.currency)
            collection.leave_out_last()

    # ------------------------------------------------------------
    # Payments
    # ------------------------------------------------------------
    def again(self, lines, items):
        """Collections of lines as things are now.

        :param lines: ``ar.payment.proposal.line`` records
        :param items: line -> the items that are ticked in it, in their order
        :return: line -> :class:`Collection`, planned
        """
        Line = self.user_env["account.move.line"]
        known = Line.union(*items.values())
        self._read_parties(known.partner_id)
        found = {}
        for line in lines:
            if items[line]:
                found[line] = Collection(
                    self.key(items[line][0].partner_id),
                    line.currency_id,
                    line.company_id,
                    items[line],
                    line.partner_id,
                )
        self.plan([*found.values()])
        return found

    def prepare_payment_vals(self, collection):
        """Values of the draft payment; the payment journal fills in the rest."""
        wizard = self.wizard
        means = dict(
            wizard._fields["means_of_payment"]._description_selection(self.user_env)
        )
        return {
            "ar_payment_journal_id": wizard.payment_journal_id.id,
            "partner_id": collection.payee.id,
            "currency_id": collection.currency.id,
            "amount": from_steps(collection.amount, collection.currency),
            "date": wizard.date,
            "ar_payment_type": wizard.means_of_payment,
            "payment_method_line_id": self._method_line(collection.payee).id,
            "memo": means[wizard.means_of_payment],
        }

    # ------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------
    def _text_no_payee(self):
        return self.user_env._(
            "The customer has no active record in %(company)s. Create one with the "
            "same Address Book ID, or unarchive it.",
            company=self.payment_company.name,
        )

    def _text_payees(self, payees):
        return self.user_env._(
            "The customer has several records in %(company)s: %(records)s. Choose the "
            "one that pays under Customers.",
            company=self.payment_company.name,
            records=", ".join(
                f"{payee.display_name} [{payee.customer_account or payee.id}]"
                for payee in payees
            ),
        )

    def _text_no_amount(self):
        return self.user_env._(
            "No amount settles these invoices and credit notes together. Propose "
            "without credit notes, and settle them by hand."
        )
