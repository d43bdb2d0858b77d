"""Wizards that propose payments from options: what their tests share."""


class ProposalMixin:
    """Proposals as text tables. A test class says how its wizard starts
    (``wizard``), and what a line reads (``rows``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contoso = cls.env["res.partner"].create(
            {"name": "Contoso", "is_company": True}
        )

    def tick(self, wizard, letters):
        """Include these companies, and no others."""
        chosen = {self.companies[letter] for letter in letters}
        for row in wizard.company_ids:
            row.is_chosen = row.company_id in chosen
        return wizard

    def propose(self, *args, **options):
        self.analyze()
        wizard = self.wizard(*args, **options)
        wizard.action_propose()
        return wizard

    def payments_of(self, wizard, action):
        """The payments that a list shows which a wizard opens."""
        action = action.get("params", {}).get("action", action)
        payments = self.env["account.payment"].with_user(wizard.env.user)
        return payments.search(action["domain"], order="id")

    def assertProposed(self, wizard, table):
        """Assert all lines of a proposal, as ``rows`` reads them."""
        self.assertTable(self.rows(wizard) or ["nothing"], table)
