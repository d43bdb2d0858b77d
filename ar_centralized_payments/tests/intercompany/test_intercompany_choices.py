"""What is chosen before intercompany accounting is made; who can settle for whom."""

from lxml import html

from odoo.tests import Form, tagged

from ..settling import SettlingCommon
from .test_intercompany_accounting import IntercompanyCommon


@tagged("post_install", "-at_install")
class TestChoices(IntercompanyCommon, SettlingCommon):
    def setUp(self):
        super().setUp()
        self.north = self.new_company("N", "Fabrikam North")

    def set_up(self, letters, choices):
        """Set up companies with what is chosen, by their letters."""
        model = self.pairs.with_user(self.controller)
        return model.setup_companies(
            [self.companies[letter].id for letter in letters],
            choices={
                str(self.companies[letter].id): row for letter, row in choices.items()
            },
        )

    def codes(self, report, letter):
        """Codes of the accounts of a company, by the side."""
        company = self.companies[letter].id
        rows = [row for row in report if row["company_id"] == company]
        return {
            side: [row["code"] for row in rows if row["kind"] == side]
            for side in ("due_to", "due_from")
        }

    def general(self, letter, code):
        return self.env["account.journal"].create(
            {
                "name": f"Journal {code}",
                "code": code,
                "type": "general",
                "company_id": self.companies[letter].id,
            }
        )

    # ------------------------------------------------------------
    # Codes
    # ------------------------------------------------------------
    def test_accounts_take_the_codes_of_a_range(self):
        """Those that are taken are passed over; the others' stay as without one."""
        self.account("N", "219001", "liability_current")
        report = self.set_up(
            "FEWN",
            {"N": {"due_to_codes": "219000-219099", "due_from_codes": "1410.1"}},
        )
        self.assertEqual(
            self.codes(report, "N"),
            {
                "due_to": ["219000", "219002", "219003"],
                "due_from": ["1410.1", "1410.2", "1410.3"],
            },
        )
        self.assertEqual(self.codes(report, "F")["due_to"], ["201004"])
        self.assertFalse(self.pair("N", "W").readiness())

    def test_a_range_that_is_too_short_or_none(self):
        before = self.env["account.account"].search_count([])
        for text, reason in (
            ("219000-219001", "Fabrikam North: no code is free in 219000-219001"),
            ("219005-219001", "219005-219001 is no range of codes in Fabrikam North"),
            ("21-219001", "21-219001 is no range of codes"),
            ("some codes", "some codes is no range of codes"),
        ):
            with self.subTest(text), self.assertRefused(reason):
                self.set_up("FEWN", {"N": {"due_to_codes": text}})
        self.assertEqual(self.env["account.account"].search_count([]), before)

    # ------------------------------------------------------------
    # Journals and accounts
    # ------------------------------------------------------------
    def test_an_existing_journal_and_accounts_serve(self):
        """One account for all counterparts: the partner says whose it is."""
        journal = self.general("N", "GRP")
        due_to = self.account("N", "219500", "liability_current", reconcile=True)
        due_from = self.account("N", "141500", "asset_current", reconcile=True)
        self.set_up(
            "FEN",
            {
                "N": {
                    "journal_id": journal.id,
                    "due_to_account_id": due_to.id,
                    "due_from_account_id": due_from.id,
                }
            },
        )
        self.assertEqual(self.north.ar_intercompany_journal_id, journal)
        for letter in "FE":
            self.assertEqual(self.pair("N", letter).due_to_account_id, due_to)
            self.assertEqual(self.pair(letter, "N").due_from_account_id, due_from)
            self.assertFalse(self.pair("N", letter).readiness())
            self.assertFalse(self.pair(letter, "N").readiness())

    def test_one_account_is_due_to_several(self):
        """What is booked on it is told apart by the partner, and is undone again."""
        due_to = self.account("F", "219500", "liability_current", reconcile=True)
        for letter in "EW":
            self.pair("F", letter).due_to_account_id = due_to
        bills = [
            self.invoice(letter, amount)
            for letter, amount in zip("EW", (600, 250), strict=True)
        ]
        settlement = self.settle(self.payment("F", 850), *bills)
        self.assertOpen(dict.fromkeys(bills, "0"))
        found = settlement.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_id == due_to
        )
        self.assertEqual(
            {line.partner_id.name: line.balance for line in found},
            {"Fabrikam East": -600.0, "Fabrikam West": -250.0},
        )
        settlement.with_user(self.controller).action_undo()
        self.assertOpen({bills[0]: "600 USD 600", bills[1]: "250 USD 250"})

    def test_what_cannot_serve_is_refused_with_every_reason(self):
        sale = self.data["N"]["default_journal_sale"]
        income = self.data["N"]["default_account_revenue"]
        with self.assertRefused(
            f"{sale.display_name} of Fabrikam North is no miscellaneous journal",
            "Due-to Account: the account",
            "Choose one of type Current Liabilities",
        ):
            self.set_up(
                "FN",
                {"N": {"journal_id": sale.id, "due_to_account_id": income.id}},
            )
        other = self.general("F", "GRP")
        own = self.companies["F"].ar_intercompany_journal_id
        with self.assertRefused(f"Fabrikam books in {own.display_name} already"):
            self.set_up("FN", {"F": {"journal_id": other.id}})
        self.assertFalse(self.north.ar_intercompany_journal_id)

    def test_what_is_of_another_company_is_not_named(self):
        secret = self.general("W", "ZQX")
        account = self.account("W", "219999", "liability_current", reconcile=True)
        with self.assertRefused(
            "The journal chosen for Fabrikam North is not one of its own",
            "the account chosen for Fabrikam North is not one of its own",
        ) as caught:
            self.set_up(
                "FN",
                {"N": {"journal_id": secret.id, "due_to_account_id": account.id}},
            )
        for text in ("ZQX", "219999"):
            self.assertNotIn(text, str(caught.exception))
        with self.assertRefused("chosen for a company that is not set up"):
            self.set_up("FN", {"W": {"due_to_codes": "219000"}})

    # ------------------------------------------------------------
    # The assistant
    # ------------------------------------------------------------
    def open(self):
        setups = self.env["intercompany.setup"].with_user(self.controller)
        return setups.with_context(allowed_company_ids=self.companies["F"].ids)

    def position(self, form, letter):
        ids = [row["company_id"] for row in form.company_ids._records]
        return ids.index(self.companies[letter].id)

    def test_the_assistant_shows_what_was_chosen_at_once(self):
        journal = self.general("N", "GRP")
        form = Form(self.open())
        with form.company_ids.edit(self.position(form, "N")) as line:
            line.due_to_codes = "219000-219001"
        self.assertIn("no code is free", form.problems)
        with form.company_ids.edit(self.position(form, "N")) as line:
            line.due_to_codes = "219000-219099"
            line.journal_id = journal
        self.assertFalse(form.problems)
        codes = [row["code"] for row in form.line_ids._records]
        self.assertIn("219003", codes)
        self.assertEqual(form.missing_count, 1 + 8 * 3)
        message = form.save().action_setup()["params"]["message"]
        self.assertEqual(
            message, "Made: 8 pairs, 16 accounts, 0 journals. Used: Journal GRP."
        )
        self.assertEqual(self.north.ar_intercompany_journal_id, journal)

    def grid(self, setup):
        """(company of the row, of the column) -> what the cell says, and why."""
        rows = html.fromstring(setup.grid_html).xpath(".//tbody/tr")
        names = [row.findtext("th") for row in rows]
        return {
            (names[number], name): [
                text.strip() for text in cell.itertext() if text.strip()
            ]
            for number, row in enumerate(rows)
            for name, cell in zip(names, row.findall("td"), strict=True)
        }

    def test_the_grid_says_who_can_settle_for_whom(self):
        self.pair("F", "W").active = False
        self.pair("E", "W").due_to_account_id.active = False
        grid = self.grid(self.open().create({}))
        self.assertEqual(len(grid), 25)
        self.assertEqual(grid["Fabrikam", "Fabrikam"], [])
        self.assertEqual(grid["Fabrikam", "Fabrikam East"], ["Ready"])
        self.assertEqual(grid["Fabrikam", "Fabrikam West"], ["Archived"])
        self.assertEqual(grid["Fabrikam North", "Fabrikam"], ["Will be made"])
        state, reason = grid["Fabrikam East", "Fabrikam West"]
        self.assertEqual(state, "Not ready")
        self.assertIn("is archived. Unarchive it, or choose another", reason)
        setup = self.open().create({})
        setup.company_ids.is_chosen = False
        self.assertFalse(setup.grid_html)

    def test_the_grid_asks_by_the_company_not_by_the_pair(self):
        """Five companies have 20 pairs, three have 6."""

        def asked(count):
            setup = self.open().create({})
            for number, line in enumerate(setup.company_ids):
                line.is_chosen = number < count
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertTrue(setup.grid_html)
            return self.cr.sql_log_count - before

        self.set_up("FEWXN", {})
        asked(5)
        self.assertLessEqual(asked(5), asked(3) + 2 * 4)
