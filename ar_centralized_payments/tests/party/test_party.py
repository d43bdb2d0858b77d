from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import CentralizedPaymentsCommon


@tagged("post_install", "-at_install")
class TestParty(CentralizedPaymentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]

    def customer(self, name, **values):
        return self.partners.create({"name": name, "is_company": True, **values})

    def contact(self, name, parent, **values):
        return self.partners.create({"name": name, "parent_id": parent.id, **values})

    def as_clerk(self, records, user=None, letters=""):
        """Records as a clerk, with only some companies ticked in the switcher."""
        context = {}
        if letters:
            ids = [self.companies[letter].id for letter in letters]
            context["allowed_company_ids"] = ids
        return records.with_user(user or self.clerk).with_context(**context)

    # ------------------------------------------------------------
    # What one party is
    # ------------------------------------------------------------
    def test_same_address_book_id_is_one_party(self):
        northwind = self.partners.union(*self.northwind.values())
        nancy = self.contact("Nancy", self.northwind["W"])
        party = self.as_clerk(self.northwind["E"])._ar_party()
        self.assertEqual(party, northwind | nancy)
        self.assertEqual(self.as_clerk(nancy)._ar_party(), party)

    def test_a_party_does_not_depend_on_the_company_switcher(self):
        northwind = self.partners.union(*self.northwind.values())
        only_f = self.as_clerk(self.northwind["F"], letters="F")
        self.assertEqual(only_f._ar_party(), northwind)
        self.assertEqual(only_f.party_record_count, 4)

    def test_what_is_open_of_a_party_and_of_its_records(self):
        """Over all companies of the user, in each currency, whatever is ticked."""
        self.invoice("E", 600)
        self.invoice("W", 200)
        self.invoice("W", 70, currency="EUR")
        self.credit_note("F", 50)
        self.invoice("E", 999, post=False)
        self.analyze()
        texts = {}
        for letter in "FEWX":
            record = self.as_clerk(self.northwind[letter], letters="F")
            rows = self.env["ar.party.record"].browse(record.id)
            texts[letter] = self.as_clerk(rows, letters="F").amount_open
            self.assertEqual(
                record.party_amount_open.replace("\xa0", " "), "70.00 € + $ 750.00"
            )
        found = {k: (v or "").replace("\xa0", " ") for k, v in texts.items()}
        self.assertEqual(found["E"], "$ 600.00")
        self.assertEqual(found["W"], "70.00 € + $ 200.00")
        self.assertEqual(found["X"], "")
        own = self.as_clerk(self.northwind["F"], user=self.clerk_f)
        self.assertEqual(
            own.party_amount_open, self.companies["F"].currency_id.format(-50)
        )

    def test_contacts_of_a_customer_are_one_party_by_themselves(self):
        contoso = self.customer("Contoso")
        carol = self.contact("Carol", contoso)
        other = self.customer("Contoso")
        self.assertEqual(carol._ar_party(), contoso | carol)
        self.assertEqual(other._ar_party(), other)

    def test_without_an_id_nothing_unites(self):
        for empty in (False, "", "   ", "\t\n", "\u00a0"):
            with self.subTest(empty=empty):
                one = self.customer("One", address_book_id=empty)
                two = self.customer("Two", address_book_id=empty)
                self.assertFalse(one.address_book_id)
                self.assertEqual((one | two)._ar_party_partners()[one], one)

    def test_white_space_around_an_id_is_nothing(self):
        one = self.customer("One", address_book_id=" 77 ")
        two = self.customer("Two")
        two.write({"address_book_id": "77\u00a0"})
        self.assertEqual((one.address_book_id, two.address_book_id), ("77", "77"))
        self.assertEqual(one._ar_party(), one | two)

    def test_case_and_leading_zeros_count(self):
        one = self.customer("One", address_book_id="a77")
        self.customer("Two", address_book_id="A77")
        self.customer("Three", address_book_id="0a77")
        self.assertEqual(one._ar_party(), one)

    def test_archived_records_stay_in_the_party(self):
        self.northwind["W"].active = False
        party = self.as_clerk(self.northwind["F"])._ar_party()
        self.assertIn(self.northwind["W"], party)

    def test_parties_of_many_partners_take_one_search(self):
        customers = self.partners.union(
            *(self.customer(f"C{n}", address_book_id=str(n // 2)) for n in range(20))
        )
        customers = self.as_clerk(customers)
        customers._ar_party_partners()  # warms caches that have nothing to do with it
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        parties = customers._ar_party_partners()
        self.assertLess(self.env.cr.sql_log_count - before, 10)
        self.assertEqual([len(party) for party in parties.values()], [2] * 20)

    # ------------------------------------------------------------
    # No union but by the user's choice
    # ------------------------------------------------------------
    def test_duplicating_a_customer_does_not_duplicate_its_id(self):
        double = self.northwind["F"].copy()
        self.assertFalse(double.address_book_id)
        self.assertFalse(double.customer_account)
        self.assertNotIn(double, self.northwind["F"]._ar_party())

    def test_contacts_show_the_id_of_their_customer(self):
        nancy = self.contact("Nancy", self.northwind["F"])
        self.assertEqual(nancy.address_book_id, "4050")
        self.northwind["F"].address_book_id = "4051"
        self.assertEqual(nancy.address_book_id, "4051")
        self.northwind["F"].address_book_id = False
        self.assertFalse(nancy.address_book_id)

    def test_a_contact_cannot_have_an_id_of_its_own(self):
        contoso = self.customer("Contoso")
        carol = self.contact("Carol", contoso)
        with self.assertRefused("Carol", "Contoso", "Address Book ID"):
            carol.address_book_id = "4050"
        with self.assertRefused("Contoso"):
            self.contact("Carl", contoso, address_book_id="4050")
        self.assertFalse(contoso.address_book_id)

    def test_a_contact_that_leaves_its_customer_leaves_the_party(self):
        for values in ({"parent_id": False}, {"is_company": True}):
            with self.subTest(**values):
                nancy = self.contact("Nancy", self.northwind["F"])
                nancy.write(values)
                self.assertFalse(nancy.address_book_id)
                self.assertEqual(nancy._ar_party(), nancy)

    def test_the_user_may_give_a_leaving_contact_an_id_at_once(self):
        nancy = self.contact("Nancy", self.northwind["F"])
        nancy.write({"parent_id": False, "address_book_id": "99"})
        self.assertEqual(nancy.address_book_id, "99")

    def test_a_contact_of_a_deleted_customer_leaves_the_party(self):
        nancy = self.contact("Nancy", self.northwind["F"])
        self.northwind["F"].unlink()
        self.assertFalse(nancy.address_book_id)
        self.assertEqual(nancy._ar_party(), nancy)

    def test_a_contact_that_moves_takes_the_id_of_its_new_customer(self):
        contoso = self.customer("Contoso")
        nancy = self.contact("Nancy", self.northwind["F"])
        nancy.parent_id = contoso
        self.assertFalse(nancy.address_book_id)
        nancy.parent_id = self.northwind["E"]
        self.assertEqual(nancy.address_book_id, "4050")

    def test_a_person_with_an_id_that_joins_gives_it_to_nobody(self):
        contoso = self.customer("Contoso")
        paul = self.partners.create({"name": "Paul", "address_book_id": "4050"})
        paul.parent_id = contoso
        self.assertFalse(contoso.address_book_id)
        self.assertFalse(paul.address_book_id)
        self.assertEqual(paul._ar_party(), contoso | paul)

    def test_a_person_who_becomes_a_company_keeps_its_id(self):
        paul = self.partners.create({"name": "Paul", "address_book_id": "88"})
        paul.is_company = True
        self.assertEqual(paul.address_book_id, "88")

    # ------------------------------------------------------------
    # Privacy
    # ------------------------------------------------------------
    def test_who_is_not_a_member_learns_nothing_of_other_companies(self):
        mine = self.as_clerk(self.northwind["F"], self.clerk_f)
        self.assertEqual(mine._ar_party(), self.northwind["F"])
        self.assertEqual(mine.party_record_count, 1)
        records = self.as_clerk(self.env["ar.party.record"], self.clerk_f)
        found = records.search([("address_book_id", "=", "4050")])
        self.assertEqual(found.company_id, self.companies["F"])
        theirs = records.browse(self.northwind["E"].id)
        with self.assertRaises(AccessError):
            theirs.read(["name", "customer_account"])

    def test_an_id_that_a_hidden_record_has_is_found_by_members_only(self):
        hidden = self.customer(
            "Hidden", company_id=self.companies["W"].id, address_book_id="9"
        )
        shown = self.customer("Shown", address_book_id="9")
        self.assertEqual(self.as_clerk(shown, self.clerk_f)._ar_party(), shown)
        self.assertEqual(self.as_clerk(shown)._ar_party(), shown | hidden)

    # ------------------------------------------------------------
    # Customer account
    # ------------------------------------------------------------
    def test_customer_account_is_read_in_the_company_of_the_record(self):
        for ticked in ("F", "W", "EF"):
            for letter, account in (("F", "4000"), ("W", "10000"), ("X", "20000")):
                with self.subTest(ticked=ticked, letter=letter):
                    partner = self.northwind[letter].with_user(self.clerk)
                    partner = partner.with_context(
                        allowed_company_ids=[
                            self.companies[key].id for key in (*ticked, letter)
                        ]
                    )
                    self.assertEqual(partner.customer_account, account)

    def test_customer_account_of_a_shared_record_is_the_current_companys(self):
        contoso = self.customer("Contoso")
        in_f, in_e = (contoso.with_company(self.companies[key]) for key in "FE")
        in_f.customer_account = " 111 "
        in_e.customer_account = "222"
        self.assertEqual((in_f.customer_account, in_e.customer_account), ("111", "222"))
        in_f.customer_account = False
        self.assertEqual((in_f.customer_account, in_e.customer_account), (False, "222"))

    def test_a_contact_has_the_account_of_its_customer(self):
        nancy = self.contact("Nancy", self.northwind["W"])
        self.assertEqual(nancy.customer_account, "10000")
        nancy.customer_account = "10001"
        self.assertEqual(self.northwind["W"].customer_account, "10001")

    def test_a_branch_has_the_accounts_of_its_root(self):
        branch = self.branch("E", "Fabrikam East Coast", "E1")
        member = self.new_user("branch", "account.group_account_invoice", ["E1"])
        contoso = self.customer("Contoso", company_id=branch.id)
        contoso.with_company(branch).customer_account = "333"
        self.assertEqual(contoso.with_user(member).customer_account, "333")
        shared = self.customer("Shared")
        shared.with_company(self.companies["E"]).customer_account = "334"
        own = shared.with_user(member)
        self.assertEqual(own.customer_account, "334")
        found = own.search([("customer_account", "=", "334")])
        self.assertEqual(found, shared)

    def test_search_by_customer_account(self):
        contoso = self.customer("Contoso")
        contoso.with_company(self.companies["E"]).customer_account = "4000"
        f, e, w, x = self.northwind.values()
        partners = self.as_clerk(self.partners)
        among = [("id", "in", (f | e | w | x | contoso).ids)]
        for condition, expected in (
            (("=", "4000"), f | e),
            (("=", "10000"), w),
            (("=like", "%0000"), w | x),
            (("ilike", "400"), f | e),
            (("=ilike", "400%"), f | e),
            (("=ilike", "%0000"), w | x),
            (("in", ["10000", "20000"]), w | x),
            (("=", False), contoso),
            (("!=", False), f | e | w | x),
            (("!=", "4000"), w | x | contoso),
        ):
            with self.subTest(condition=condition):
                domain = [*among, ("customer_account", *condition)]
                self.assertEqual(partners.search(domain), expected)
        in_east = partners.with_company(self.companies["E"])
        for operator in ("=", "=ilike"):
            found = in_east.search([("customer_account", operator, "4000")])
            self.assertIn(contoso, found)
        of_f = self.env["res.partner"].with_user(self.clerk_f)
        self.assertEqual(of_f.search([*among, ("customer_account", "=ilike", "%")]), f)

    def test_writing_the_account_needs_the_right_to_write_the_customer(self):
        with self.assertRaises(AccessError):
            self.northwind["F"].with_user(self.reader).customer_account = "1"
        self.assertEqual(self.northwind["F"].customer_account, "4000")

    # ------------------------------------------------------------
    # The party in a company
    # ------------------------------------------------------------
    def in_company(self, partner, letter, user=None):
        company = self.companies[letter]
        found = partner.with_user(user or self.clerk)._ar_partner_in_company(company)
        return found[partner, company.root_id]

    def test_the_record_with_that_company(self):
        for letter in "FEWX":
            record = self.in_company(self.northwind["F"], letter)
            self.assertEqual(record, self.northwind[letter])

    def test_else_the_shared_record(self):
        self.northwind["W"].company_id = False
        self.assertEqual(self.in_company(self.northwind["F"], "W"), self.northwind["W"])
        self.assertEqual(self.in_company(self.northwind["F"], "E"), self.northwind["E"])

    def test_a_shared_record_stands_for_itself(self):
        contoso = self.customer("Contoso")
        carol = self.contact("Carol", contoso)
        self.assertEqual(self.in_company(contoso, "W"), contoso)
        self.assertEqual(self.in_company(carol, "W"), contoso)

    def test_none(self):
        alone = self.customer("Alone", company_id=self.companies["F"].id)
        self.assertFalse(self.in_company(alone, "E"))
        self.northwind["W"].active = False
        self.assertFalse(self.in_company(self.northwind["F"], "W"))

    def test_several_are_for_the_user_to_choose_from(self):
        second = self.customer(
            "Northwind West 2",
            company_id=self.companies["W"].id,
            address_book_id="4050",
        )
        both = self.northwind["W"] | second
        self.assertEqual(self.in_company(self.northwind["F"], "W"), both)
        self.assertEqual(self.in_company(second, "W"), second)

    def test_a_record_of_a_branch_is_one_of_its_root(self):
        self.branch("W", "Fabrikam West Coast", "W1")
        self.northwind["W"].company_id = self.companies["W1"]
        self.assertEqual(
            self.in_company(self.northwind["F"], "W1"), self.northwind["W"]
        )

    # ------------------------------------------------------------
    # Screens
    # ------------------------------------------------------------
    def test_the_party_of_a_customer_is_one_click_away(self):
        partner = self.as_clerk(self.northwind["F"], letters="F")
        action = partner.action_view_party()
        records = self.env[action["res_model"]].with_user(self.clerk)
        records = records.with_context(
            **action["context"], allowed_company_ids=self.companies["F"].ids
        )
        found = records.search(action["domain"])
        self.assertEqual(
            [(r.company_id.sudo().name, r.customer_account) for r in found],
            [
                ("Fabrikam", "4000"),
                ("Fabrikam East", "4000"),
                ("Fabrikam Europe", "20000"),
                ("Fabrikam West", "10000"),
            ],
        )
        self.assertFalse(any(found.mapped("is_contact")))
        self.assertIn("Northwind Traders", action["name"])

    def test_party_records_are_found_by_customer_account(self):
        records = self.as_clerk(self.env["ar.party.record"], letters="F")
        found = records.search([("customer_account", "=", "10000")])
        self.assertEqual(found.partner_id, self.northwind["W"])

    def test_opening_a_record_of_a_company_that_is_not_ticked(self):
        records = self.as_clerk(self.env["ar.party.record"], letters="F")
        here, there = (
            records.search([("partner_id", "=", self.northwind[key].id)])
            for key in "FW"
        )
        self.assertEqual(here.action_open_partner()["res_model"], "res.partner")
        address = there.action_open_partner()["url"]
        self.assertEqual(address, f"/odoo/res.partner/{self.northwind['W'].id}")

    def test_party_records_cannot_be_changed(self):
        record = self.env["ar.party.record"].search([], limit=1)
        with self.assertRaises(AccessError):
            self.as_clerk(record).write({"name": "x"})

    def test_an_accountant_gives_the_ids_on_the_form(self):
        user = self.new_user(
            "partner_manager",
            "base.group_partner_manager,account.group_account_invoice",
        )
        with Form(self.partners.with_user(user)) as form:
            form.name = "Contoso"
            form.company_type = "company"
            form.address_book_id = " 5000 "
            form.customer_account = "700"
        contoso = form.record
        self.assertEqual(contoso.address_book_id, "5000")
        self.assertEqual(contoso.customer_account, "700")
