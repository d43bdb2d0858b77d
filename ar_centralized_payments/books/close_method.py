"""A check of a close that no condition on one model can say: what each of them is.

``found`` says what is open in each legal entity, ``action`` where that is seen. They
work with ``sudo()`` over the companies of the close, as ``CloseChecks`` does.
"""

from collections import defaultdict

from .close_checks import of_count


class CloseMethod:
    """One check.

    :param checks: ``CloseChecks``
    """

    #: What the list of findings is of.
    model = None

    def __init__(self, checks):
        self.checks, self.env = checks, checks.env
        self.roots, self.date_to = checks.roots, checks.date_to

    def found(self):
        """id of a legal entity, or ``None`` for the group -> ``Found``."""
        domain = self.domain(self.roots)
        groups = self.env[self.model]._read_group(
            domain, ["company_id"], ["__count", "id:max", "write_date:max"]
        )
        parts = defaultdict(list)
        for company, count, last_id, last_write in groups:
            root = self.checks.root_of.get(company.id)
            parts[root].append(of_count(count, 0.0, last_id, str(last_write)))
        return {
            root.id: self.checks._together(parts.get(root.id, ()))
            for root in self.roots
        }

    def domain(self, roots):
        """What the list of findings shows, of some legal entities."""
        raise NotImplementedError

    def action(self, roots):
        """What opens the findings of some legal entities."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "views": [(False, "list"), (False, "form")],
            "domain": self.domain(roots),
        }
