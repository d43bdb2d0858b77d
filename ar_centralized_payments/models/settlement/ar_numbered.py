from collections import Counter

from odoo import api, models
from odoo.tools import SQL


class Numbered(models.AbstractModel):
    """Records that get numbers, of a sequence of their own in each legal entity.

    Where one sequence numbered them for all companies, its gaps would tell each of
    them how much the others do.
    """

    _name = "ar.numbered"
    _description = "Numbered by a Sequence"

    #: The external id of the sequence that those of the companies start as: its prefix
    #: and its padding are theirs.
    _sequence_name = None
    #: What names a record that has no number yet starts with.
    _unnumbered = "*"

    @api.model
    def _next_names(self, companies):
        """Numbers for records, in one query for each legal entity.

        To be asked for last: what is refused after that leaves a gap.

        :param companies: list of the company of each record; a branch counts as its
            legal entity
        :return: list of texts, in the same order
        """
        roots = [company.sudo().root_id for company in companies]
        names = {
            root: iter(self._numbers_of(self._sequence_of(root), count))
            for root, count in Counter(roots).items()
        }
        return [next(names[root]) for root in roots]

    def _numbers_of(self, sequence, count):
        numbers = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in numbers]

    @api.model
    def _sequence_of(self, company):
        """The sequence of a legal entity, made when it is first needed.

        ``sudo()``: sequences are the administrators'; only the number is told.
        """
        model = self.env.ref(self._sequence_name).sudo()
        found = model.search(
            [("code", "=", model.code), ("company_id", "=", company.id)],
            order="id",
            limit=1,
        )
        if found:
            return found
        # Nobody else makes it at this moment: who waits here is sent back by the
        # database, tries again as Odoo does, and then finds it.
        self.env.cr.execute(
            SQL("UPDATE ir_sequence SET code = code WHERE id = %s", model.id),
            log_exceptions=False,
        )
        return model.copy(
            {
                "name": model.name,
                "company_id": company.id,
                "number_next": self._last_number(company) + 1,
            }
        )

    @api.model
    def _last_number(self, company):
        """The highest number that records of a legal entity have, whatever numbered
        them before it had a sequence of its own.

        ``sudo()``: records that the user may not see have numbers, too.
        """
        records = self.sudo().with_context(active_test=False)
        domain = [*self._domain_numbered(company), ("name", "!=", False)]
        names = SQL.identifier(self._table, "name")
        query = records._search(domain)
        ((number,),) = self.env.execute_query(
            query.select(
                SQL(
                    "MAX(CASE WHEN %s LIKE %s THEN 0"
                    " ELSE substring(%s from '[0-9]{1,18}$')::bigint END)",
                    names,
                    f"{self._unnumbered}%",
                    names,
                )
            )
        )
        return number or 0

    @api.model
    def _domain_numbered(self, company):
        """The records that a legal entity numbers."""
        return [("company_id", "child_of", company.id)]
