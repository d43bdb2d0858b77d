"""Remittance advices as customers send them, pasted into the page."""

from odoo.tests import tagged

from ...matching import lines as bounds
from ..properties.advices import ADVICES, DOCUMENTS
from .test_payment_entry import PaymentEntryCommon


class AdviceCommon(PaymentEntryCommon):
    """The five documents that the advices are about."""

    def documents(self, currency="USD"):
        """Key -> document; two of them offer a discount of 2 %."""
        term, found = self.term(2, days=30), {}
        for key, (amount, discount, ref, payment_reference) in DOCUMENTS.items():
            make = self.credit_note if key == "n" else self.invoice
            found[key] = make(
                "W" if key in "cd" else "E",
                float(amount),
                ref=ref,
                payment_reference=payment_reference,
                currency=currency,
                term=term if float(discount) else None,
            )
        return found

    def paste(self, text, lang="en_US", currency="USD", **options):
        self.env["res.lang"].sudo()._activate_lang(lang)
        entry = self.entry().with_context(lang=lang)
        currency = self.currency_named(currency)
        values = self.values(False, currency_id=currency.id, **options)
        return entry.entry_paste(text, values, {})

    def marks(self, found, documents):
        """Document -> amount marked, ``None`` for all of it."""
        keys = {str(self.receivable(d).id): key for key, d in documents.items()}
        return {
            keys[item]: typed.get("amount") for item, typed in found["marks"].items()
        }


@tagged("post_install", "-at_install")
class TestAdvices(AdviceCommon):
    def test_advices_in_euros(self):
        self.assertAdvices("EUR", 3)

    def test_advices_in_crowns(self):
        self.set_rate("F", "NOK", "2026-01-01", inverse=0.1)
        self.assertAdvices("NOK", 1)

    def test_advices_in_dollars(self):
        self.assertAdvices("USD", 4)

    def assertAdvices(self, currency, count):
        """All advices in one currency are read as expected."""
        documents = self.documents(currency)
        numbers = {key: document.name for key, document in documents.items()}
        advices = [one for one in ADVICES.values() if one.currency == currency]
        self.assertEqual(len(advices), count)
        for advice in advices:
            with self.subTest(advice.text):
                self.assertAdvice(advice, documents, advice.written(numbers))

    def assertAdvice(self, advice, documents, text):
        found = self.paste(text, advice.lang, advice.currency)
        expected = [line.split() for line in advice.rows.strip().splitlines()]
        # A line in another currency is read, and refused here.
        taken = [
            "refused" if row[-1] == "EUR" and len(row) > 5 else row[1]
            for row in expected
        ]
        self.assertEqual(
            [(row["place"], row["taken_for"]) for row in found["rows"]],
            [(int(row[0]), kind) for row, kind in zip(expected, taken, strict=True)],
        )
        self.assertEqual(
            self.marks(found, documents),
            {
                row[2]: float(row[3])
                for row, kind in zip(expected, taken, strict=True)
                if kind == "read"
            },
        )
        self.assertEqual(found["found"], taken.count("read"))
        totals = [
            (f"{one['said']:.2f}", (one["found"] and f"{one['found']:.2f}") or None)
            for one in found["total_checks"]
        ]
        self.assertEqual(totals, [advice.total] if advice.total else [])
        for row in found["rejected"]:
            self.assertTrue(row["reason"], row)

    def test_a_sheet_with_six_columns(self):
        documents = self.documents()
        a, b, n = (documents[key].name for key in "abn")
        found = self.paste(
            "Vendor No.\tInvoice No.\tInv. Date\tGross\tDiscount\tNet\n"
            f"V1007\t{a}\t03/10/2026\t$1,234.56\t$24.69\t$1,209.87\n"
            f"V1007\t{b}\t03/10/2026\t$600.00\t$0.00\t$600.00\n"
            f"V1007\t{n}\t03/10/2026\t($25.00)\t\t($25.00)\n"
            "\t\t\tTotal\t\t$1,784.87\n"
        )
        self.assertEqual(
            self.marks(found, documents), {"a": 1209.87, "b": 600.0, "n": 25.0}
        )
        self.assertEqual((found["rejected"], found["wanted"]), ([], 1784.87))
        self.assertEqual(
            found["total_checks"],
            [{"place": 5, "said": 1784.87, "found": 1784.87, "differs": False}],
        )

    def test_the_text_of_a_mail(self):
        documents = self.documents()
        b, c, n = (documents[key].name for key in "bcn")
        found = self.paste(
            "Hello,\n"
            "please find below the details of our transfer of 25 March 2026:\n\n"
            f"Invoice {b}    USD 600.00\nInv. no. {c}: $ 200.00\n"
            f"less credit note {n}    25.00 CR\n"
            "---------------------------------\nTOTAL    USD 774.00\n"
        )
        self.assertEqual(
            self.marks(found, documents), {"b": 600.0, "c": 200.0, "n": 25.0}
        )
        self.assertEqual(
            found["total_checks"],
            [{"place": 8, "said": 774.0, "found": 775.0, "differs": True}],
        )
        self.assertIn("do not come to", found["rows"][-1]["reason"])

    def test_the_customers_own_references(self):
        documents = self.documents()
        found = self.paste(
            "PO-4711\t1,209.87\npo-4712\t600.00\n4713\t200.00\nPO4714\t14,700.00\n"
            "RMA-88\t-25.00\n",
            partner_id=False,
        )
        self.assertEqual(
            self.marks(found, documents),
            {"a": 1209.87, "b": 600.0, "c": 200.0, "d": 14700.0, "n": 25.0},
        )
        self.assertEqual(found["customer"]["id"], self.northwind["F"].id)

    def test_a_discount_that_is_not_available_is_said(self):
        documents = self.documents()
        for text, said in (
            ("PO-4711;1,234.56;30.00;1,204.56", "$ 30.00; $ 24.69 is available"),
            ("PO-4711;1,234.56;24.69;1,209.87", ""),
            ("PO-4711;1,234.56;0.00;1,234.56", ""),
            ("PO-4712;600.00;10.00;590.00", "$ 10.00; $ 0.00 is available"),
        ):
            found = self.paste(text)
            self.assertEqual(found["found"], 1, text)
            reason = found["rows"][0]["reason"].replace("\N{NO-BREAK SPACE}", " ")
            self.assertTrue(said in reason if said else not reason, reason)
        self.assertEqual(self.marks(found, documents), {"b": 590.0})

    def test_more_decimals_than_the_currency_has(self):
        documents = self.documents()
        for written, reason in (
            ("1.234", "may be read as $ 1,234.00"),
            ("1.000", "may be read as $ 1.00 / $ 1,000.00"),
            ("12.3456", "more decimals than USD has"),
        ):
            found = self.paste(f"PO-4711;{written}")
            self.assertFalse(found["marks"])
            said = found["rejected"][0]["reason"].replace("\N{NO-BREAK SPACE}", " ")
            self.assertIn(reason, said)
        found = self.paste("PO-4711;1.000")
        self.assertEqual(
            [(c["item_id"], c["amount"]) for c in found["rejected"][0]["candidates"]],
            [(self.receivable(documents["a"]).id, amount) for amount in (1.0, 1000.0)],
        )

    def test_what_cannot_be_certain_asks(self):
        documents = self.documents()
        b, c = documents["b"].name, documents["c"].name
        text = "\n".join(
            (
                f"{b}, {c}",
                "PO-4711;1.00;2.00",
                "PO-4711;1,234.56;1.00;1,000.00",
                f"{b}\tnot delivered",
                f"{c}\namount 50.00",
            )
        )
        heading = "Invoice;Gross;Discount;Net\n"
        reasons = [row["reason"] for row in self.paste(text)["rejected"]]
        reasons += [
            row["reason"]
            for row in self.paste(heading + "PO-4711;1,234.56;1.00;1,000.00")[
                "rejected"
            ]
        ]
        for reason, said in zip(
            reasons,
            (
                "several documents",
                "several amounts",
                "several amounts",
                "not delivered",
                "line below",
                "do not add up",
            ),
            strict=True,
        ):
            self.assertIn(said, reason)

    def test_bounds(self):
        for text, said in (
            ("a" * (bounds.MOST_CHARACTERS + 1), "characters"),
            ("," * 10**6, "characters"),
            ("a\n" * (bounds.MOST_LINES + 1), "lines"),
            ("a b " * bounds.MOST_WORDS, "words"),
            (5, "is not a text"),
        ):
            with self.assertRefused(said):
                self.paste(text)
        self.documents()
        found = self.paste("PO-4712" + "," * 50_000)
        self.assertEqual(found["found"], 1)
        found = self.paste("a," * bounds.LONGEST_LINE + "b\nPO-4712")
        self.assertIn("too long", found["rejected"][0]["reason"])
        self.assertEqual(found["found"], 1)

    def test_what_is_no_text_is_left_out(self):
        documents = self.documents()
        for sign in ("\x00", "\ufeff", "\ud800"):
            found = self.paste(f"{sign};;\nPO-{sign}4712;6{sign}00.00")
            self.assertEqual(self.marks(found, documents), {"b": 600.0})
            self.assertTrue(found["is_cleaned"])
        self.assertFalse(self.paste("\ufeff;;\n")["rows"])

    def test_numbers_of_other_alphabets(self):
        bill = self.invoice("E", 40, ref="ФАКТУРА")
        found = self.paste("ФАКТУРА;40.00")
        self.assertEqual(found["marks"], self.typed(bill, amount=40))

    def test_documents_of_others_stay_theirs(self):
        bill = self.invoice("E", 613.37, ref="PO-613")
        entry = self.entry(user=self.clerk_f)
        for number in (bill.name, "PO-613", "po613", "613"):
            found = entry.entry_paste(f"{number};613.37", self.values(False), {})
            (row,) = found["rows"]
            self.assertEqual(row["taken_for"], "refused")
            self.assertIn("No document of your companies", row["reason"])
            self.assertFalse(row["candidates"])
