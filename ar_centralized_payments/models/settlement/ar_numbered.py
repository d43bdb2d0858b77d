from odoo import api, models
from odoo.tools import SQL


class Numbered(models.AbstractModel):
    """Records that get a number of their own sequence when they are made."""

    _name = "ar.numbered"
    _description = "Numbered by a Sequence"

    #: The external id of the sequence.
    _sequence_name = None

    @api.model
    def _next_names(self, count):
        """Numbers for new records, in one query.

        :param int count: how many
        :return: list of texts
        """
        sequence = self.env.ref(self._sequence_name).sudo()
        numbers = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in numbers]
