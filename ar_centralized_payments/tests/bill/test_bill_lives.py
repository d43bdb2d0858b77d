"""Random lives of bills, posted for real, against an independent auditor."""

import random

from odoo.tests import tagged

from .billing import BillCommon

LIVES = 25
DAYS = [f"2026-{month:02}-{day:02}" for month in (6, 7, 8, 9) for day in (2, 12, 22)]


class Auditor:
    """What a bill's accounts must come to, by hand: amounts in cents, one currency.

    It knows no events of the product: it is told what the clerk did.
    """

    def __init__(self, amount):
        self.amount, self.at = amount, "br"
        self.accounts = {"br": amount, "receivable": -amount}
        self.open, self.honored = amount, 0

    def move(self, **parts):
        for account, part in parts.items():
            self.accounts[account] = self.accounts.get(account, 0) + part

    def remit(self, kind, interest, fee):
        if kind == "collection":
            self.move(br=-self.open, bc=self.open)
            self.at = "bc"
            return
        self.move(br=-self.open, bd=self.open, ld=-self.open, di=interest, ch=fee)
        self.move(outstanding=self.open - interest - fee)
        self.at = "bd"

    def honor(self, part, fee):
        self.move(**{self.at: -part}, ch=fee)
        if self.at == "bd":
            self.move(ld=part, outstanding=-fee)
        else:
            self.move(outstanding=part - fee)
        self.open -= part
        self.honored += part

    def protest(self, part, cost, is_charged):
        self.move(pb=part + (cost if is_charged else 0))
        self.move(pc=0 if is_charged else cost, outstanding=-cost)
        if not self.open:
            self.move(outstanding=-part)
            self.honored -= part
            return
        self.move(**{self.at: -part})
        if self.at == "bd":
            self.move(ld=part, outstanding=-part)
        self.open -= part

    def recall(self):
        self.move(**{self.at: -self.open}, br=self.open)
        if self.at == "bd":
            self.move(ld=self.open, outstanding=-self.open)
        self.at = "br"


@tagged("post_install", "-at_install")
class TestBillLives(BillCommon):
    WORDS = ("br", "bc", "bd", "ld", "pb", "ch", "di", "pc", "outstanding")

    def test_random_lives(self):
        """Laws (a), (b) and (c): the auditor's balances after every event, the preview
        of each, and everything back where it was once all is undone."""
        self.bank.ar_bill_risk_days = 40
        before = self.trial_balance()
        lives = [self.one_life(random.Random(seed)) for seed in range(LIVES)]
        self.assertProved()
        kinds = {event.kind for bill in lives for event in bill.sudo().event_ids}
        self.assertLessEqual({"draw", "remit", "honor", "protest", "recall"}, kinds)
        for bill in lives:
            while bill.state not in ("cancelled",):
                self.event(bill, "undo", "2026-12-30")
        self.assertProved()
        for invoice in self.made:
            self.assertEqual(invoice.amount_residual, invoice.amount_total)
            invoice.button_draft()
        self.assertEqual(self.trial_balance(), before)

    made = ()

    def one_life(self, chance):
        amounts = [chance.randint(100, 99999) for _n in range(chance.randint(1, 2))]
        invoices = [
            self.invoice(chance.choice("FEW"), amount / 100, date="2026-05-10")
            for amount in amounts
        ]
        self.made = [*self.made, *invoices]
        total = sum(amounts)
        bill = self.bill("F", total / 100, *invoices, due_date="2026-08-14")
        auditor, days = Auditor(total), iter(DAYS)
        for _step in range(chance.randint(1, 3)):
            if not self.one_step(chance, bill, auditor, next(days)):
                break
            self.assertAudited(bill, auditor)
        return bill

    def one_step(self, chance, bill, auditor, day):
        """One more event; ``False`` where the life is over."""
        if bill.state == "drawn" and chance.random() < 0.8:
            kind = chance.choice(["collection", "discount"])
            most = auditor.open // 3
            interest, fee = (min(chance.randint(0, 20), most) for _both in "if")
            if kind == "collection":
                interest = fee = 0
            self.remittance(bill, kind, day, interest=interest / 100, fee=fee / 100)
            auditor.remit(kind, interest, fee)
        elif bill.state == "remitted" and chance.random() < 0.2:
            self.event(bill, "recall", day)
            auditor.recall()
        elif bill.state == "remitted" and chance.random() < 0.6:
            part, fee = self.part(chance, auditor.open), chance.randint(0, 9)
            fee = min(fee, part)
            self.event(bill, "honor", day, amount=part / 100, fee=fee / 100)
            auditor.honor(part, fee)
        elif bill.state in ("drawn", "remitted", "honored"):
            part = self.part(chance, auditor.open or auditor.honored)
            is_charged = chance.random() < 0.5
            cost = chance.randint(0, 3000) if bill.bank_journal_id else 0
            mode = "charge" if is_charged else "expense"
            values = {"amount": part / 100, "cost": cost / 100, "cost_mode": mode}
            self.event(bill, "protest", day, debt="bill", **values)
            auditor.protest(part, cost, is_charged)
        else:
            return False
        return True

    @staticmethod
    def part(chance, most):
        return most if chance.random() < 0.5 else chance.randint(1, most)

    def assertAudited(self, bill, auditor):
        found = dict.fromkeys(self.WORDS, 0)
        events = bill.sudo().event_ids
        for line in events.line_ids:
            word = self.role_of("F", line.account_id, line.partner_id)
            if word in found:
                found[word] += round(line.balance * 100)
        found["outstanding"] += round(sum(events.mapped("bank_value")) * 100)
        wanted = {word: auditor.accounts.get(word, 0) for word in self.WORDS}
        self.assertEqual(found, wanted, bill.name)
