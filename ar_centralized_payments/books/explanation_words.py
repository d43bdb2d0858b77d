"""Why a journal item is what it is, in words, for whoever reads it.

Kept are a rule, amounts and ids (``settlement/because.py``), no words: they are found
in the reader's language. Of companies that are not the reader's neither names nor
rates nor values are told, but what stands on the item itself.
"""

from fractions import Fraction
from functools import cached_property

from odoo.tools import format_date, formatLang

from ..settlement.because import How, Rule, shown_rate, unpack
from .steps import from_steps

#: Rates have as many decimals at least, where they have any.
FEWEST_DECIMALS = 2
MOST_DECIMALS = 12


class ExplanationWords:
    """Puts the reasons of journal items into words.

    :param env: an environment of the reader: language, user
    """

    def __init__(self, env):
        self.env = env
        self.currencies = {}

    @cached_property
    def members(self):
        """Id -> name of each company of the reader's.

        ``sudo()``: a member knows its name, ticked in the company switcher or not.
        """
        companies = self.env["res.company"]._ar_member_companies().sudo()
        return {company.id: company.name for company in companies}

    def text(self, packed, company):
        """The explanation of one item.

        :param packed: what the item keeps (see ``settlement.because.pack``)
        :param company: the item's company, whose books the reader may read
        """
        because, root = unpack(packed), company.root_id
        telling = Telling(self, root)
        sentence = self._sentence(because, telling)
        steps = list(dict.fromkeys(telling.calculations(because)))
        text = f"{sentence} {' · '.join(steps)}"
        if because.is_undone:
            text = self.env._("Taken back: %(explanation)s", explanation=text)
        if telling.is_partial:
            text = self.env._(
                "%(explanation)s (the rest of the calculation is in a company that is "
                "not yours)",
                explanation=text,
            )
        return text

    def nothing_kept(self):
        """What is said of an item that keeps no reason."""
        return self.env._(
            "No explanation was kept: this was booked before explanations were kept, "
            "or not by Centralized Payments."
        )

    def _sentence(self, because, telling):
        """What the item is for."""
        other = telling.name(because.other)
        if because.rule is Rule.EXCHANGE:
            return self._exchange(because, telling)
        if because.rule is Rule.DISCOUNT:
            return self._discount(because, telling)
        found = self._moved(other) | self._corrected()
        return found[because.rule]

    def _moved(self, other):
        env = self.env
        return {
            Rule.TAKEN: env._(
                "Used to settle a transaction of %(company)s:", company=other
            ),
            Rule.SETTLED: env._("Settled through %(company)s:", company=other),
            Rule.DUE_TO: env._(
                "Owed to %(company)s for what is settled there:", company=other
            ),
            Rule.DUE_FROM: env._(
                "Due from %(company)s for what is settled here:", company=other
            ),
            Rule.THROUGH_TAKEN: env._(
                "Given to %(company)s, whose primary payment settles with it:",
                company=other,
            ),
            Rule.THROUGH_BROUGHT: env._(
                "Brought in by %(company)s, for the primary payment to settle with:",
                company=other,
            ),
            Rule.THROUGH_DUE_TO: env._(
                "Owed to %(company)s, whose primary payment settles with it:",
                company=other,
            ),
            Rule.THROUGH_DUE_FROM: env._(
                "Due from %(company)s for what it brings in to settle with:",
                company=other,
            ),
        }

    def _corrected(self):
        env = self.env
        return {
            Rule.INSIDE: env._("Settled inside the company:"),
            Rule.EXCHANGE_RECEIVABLE: env._(
                "Exchange difference between what is received and the booked value:"
            ),
            Rule.DISCOUNT_RECEIVABLE: env._("Cash discount at the booked value:"),
            Rule.DISCOUNT_TAX: env._(
                "Tax of the cash discount, which stays where it was posted:"
            ),
            Rule.NOTE_DISCOUNT: env._("Cash discount that a credit note gives back:"),
            Rule.PENNY: env._(
                "Penny difference, written off within the maximum of the company:"
            ),
            Rule.OVER_UNDER: env._(
                "Over- or underpayment, written off within the maximum of the company:"
            ),
            Rule.REVALUATION: env._(
                "Revaluation of what is open: its value at the rate less its booked "
                "value, and what stood before:"
            ),
            Rule.BILL: env._(
                "Bill of exchange, at the value of its draw or at the rate of the day:"
            ),
            Rule.BILL_EXCHANGE: env._(
                "Exchange difference of a bill, between its draw and the day:"
            ),
            Rule.BILL_BANK: env._("What the bank moves for the bills:"),
            Rule.RELEASE: env._(
                "Revaluation taken back, as far as the transaction is settled:"
            ),
        }

    def _exchange(self, because, telling):
        env, pair = self.env, telling.pair(because)
        if because.bearer == "payment":
            return env._(
                "Exchange difference, to the payment's company as set for %(pair)s:",
                pair=pair,
            )
        if because.bearer == "invoice":
            return env._(
                "Exchange difference, to the invoice's company as set for %(pair)s:",
                pair=pair,
            )
        return env._("Exchange difference inside the company:")

    def _discount(self, because, telling):
        env, pair = self.env, telling.pair(because)
        if because.bearer == "payment":
            return env._(
                "Cash discount, to the payment's company as set for %(pair)s:",
                pair=pair,
            )
        if because.bearer == "invoice":
            return env._(
                "Cash discount, to the invoice's company as set for %(pair)s:",
                pair=pair,
            )
        return env._("Cash discount inside the company:")

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------
    def currency(self, key):
        """A currency by its id, read once."""
        if key not in self.currencies:
            self.currencies[key] = self.env["res.currency"].browse(key)
        return self.currencies[key]

    def amount(self, steps, key):
        """An amount in the reader's format, with the currency's code: several
        currencies share one sign."""
        currency = self.currency(key)
        value = from_steps(steps, currency)
        number = formatLang(self.env, value, digits=currency.decimal_places)
        return f"{number}\N{NO-BREAK SPACE}{currency.name}"

    def rate(self, figure):
        """The rate of a product, as short as it can be to make the amount."""
        base = self.currency(figure.of[0].currency)
        steps = (self.step(base), self.step(self.currency(figure.currency)))
        is_divisor, rate = shown_rate(figure, *steps)
        return f"{'÷' if is_divisor else '×'} {self.number(rate)}"

    @staticmethod
    def step(currency):
        """The rounding step of a currency, exact."""
        return Fraction(str(currency.rounding))

    def number(self, exact):
        """A number in the reader's format, with the decimals that it has."""
        digits = next(
            (d for d in range(MOST_DECIMALS) if (exact * 10**d).denominator == 1),
            MOST_DECIMALS,
        )
        digits = max(digits, FEWEST_DECIMALS)
        return formatLang(self.env, float(exact), digits=digits)


class Telling:
    """What is told of one item: the calculations that its reader may see.

    A calculation is told where it, and all that goes into it, is of the reader's
    companies or of the item's own.

    :param words: :class:`ExplanationWords`
    :param company: the legal entity of the item
    """

    def __init__(self, words, company):
        self.words = words
        self.env = words.env
        self.own = company
        self.is_partial = False

    def knows(self, key):
        """Whether the reader may know of a company (by its id)."""
        return key is None or key == self.own.id or key in self.words.members

    def name(self, key):
        """A company's name, for who may know it."""
        if key == self.own.id:
            # sudo(): whoever reads a branch's items knows whose branch it is
            return self.own.sudo().name
        if key in self.words.members:
            return self.words.members[key]
        return self.env._("another company")

    def pair(self, because):
        """The two companies whose setting decided."""
        if not because.pair:
            return ""
        payment, invoice = map(self.name, because.pair)
        return self.env._("%(payment)s → %(invoice)s", payment=payment, invoice=invoice)

    def calculations(self, because):
        """All calculations of an item, one after the other; of none, its amounts."""
        told = [
            text
            for whole in because.figures
            for figure in whole.steps()
            for text in self.calculation(figure)
        ]
        amounts = [self._amount(figure) for figure in because.figures]
        if not told:
            return amounts
        if not any(f" {amounts[0]}" in f" {text}" for text in told):
            told.append(amounts[0])
        return told

    def calculation(self, figure):
        """One calculation as a text, in a list; none where there is nothing to tell."""
        is_plain = not figure.of or (figure.how is How.SAME and not figure.rest)
        if is_plain and figure.how not in (How.TYPED, How.FULL, How.LISTED):
            return []
        if not all(self.knows(one.company) for one in (figure, *figure.of)):
            self.is_partial = True
            return []
        return [self._calculated(figure)]

    def _calculated(self, figure):
        words = {
            "result": self._amount(figure),
            "calculation": self._calculation(figure),
        }
        if figure.how is How.TYPED:
            return self.env._("%(result)s, as typed", **words)
        if figure.how is How.LISTED:
            return self.env._(
                "%(result)s, the sum of %(count)s items that the revaluation lists",
                count=figure.place,
                **words,
            )
        if figure.how is How.FULL:
            return self.env._(
                "%(result)s, what full settlement leaves to give", **words
            )
        if not figure.rest:
            return f"{words['result']} = {words['calculation']}"
        rest = self.words.amount(abs(figure.rest), figure.currency)
        return self.env._(
            "%(result)s = %(calculation)s %(rest)s (rounding, or what closes it)",
            rest=f"{'+' if figure.rest > 0 else '−'} {rest}",
            **words,
        )

    def _calculation(self, figure):
        if figure.how in (How.BOOKED, How.RATE, How.CROSS):
            return self._at_rate(figure)
        if figure.how is How.EARNED:
            return self._earned(figure)
        base = [self._amount(one) for one in figure.of]
        if figure.how is How.PART:
            return self.env._(
                "%(whole)s × %(part)s ÷ %(parts)s, its share",
                whole=base[0],
                part=figure.numerator,
                parts=figure.denominator,
            )
        return (" − " if figure.how is How.MINUS else " + ").join(base)

    def _at_rate(self, figure):
        words = {
            "base": self._amount(figure.of[0]),
            "rate": self.words.rate(figure),
            "company": self.name(figure.company),
            "date": format_date(self.env, figure.on),
        }
        if figure.how is How.BOOKED and not figure.on:
            return self.env._("%(base)s %(rate)s (as booked by %(company)s)", **words)
        if figure.how is How.BOOKED:
            return self.env._(
                "%(base)s %(rate)s (as booked by %(company)s on %(date)s)", **words
            )
        if figure.how is How.CROSS:
            return self.env._("%(base)s %(rate)s (rate as typed)", **words)
        return self.env._(
            "%(base)s %(rate)s (rate of %(company)s on %(date)s)", **words
        )

    def _earned(self, figure):
        base = figure.of[0].currency
        most, less = figure.numerator, figure.denominator
        return self.env._(
            "%(paid)s × %(most)s ÷ (%(total)s − %(most)s) (step %(step)s of the cash "
            "discount)",
            paid=self._amount(figure.of[0]),
            most=self.words.amount(most, base),
            total=self.words.amount(most + less, base),
            step=figure.place + 1,
        )

    def _amount(self, figure):
        return self.words.amount(figure.amount, figure.currency)
