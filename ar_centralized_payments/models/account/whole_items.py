from odoo import api, models

from ...books.whole_items import COMPUTED, WHOLE, WholeItems


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Nothing of an entry of the engine is computed from its items before they are
        made: Odoo need not make each of them twice, the first time in memory."""
        is_asked = self.env.context.get(WHOLE)
        items = {
            id(vals): vals.pop("line_ids", [])
            for vals in vals_list
            if is_asked and vals.get("move_type", "entry") == "entry"
        }
        try:
            return super()._add_precomputed_values(vals_list)
        finally:
            for vals in vals_list:
                if id(vals) in items:
                    vals["line_ids"] = items[id(vals)]


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Complete what is whole; the rest, and what other addons add, is Odoo's.

        What is completed counts as computed: nobody typed it, no inverse is called.
        """
        items = WholeItems(self.env)
        done = [items.complete(vals) for vals in vals_list]
        own = {
            names: frozenset(self._fields[name] for name in names)
            for names in set(done)
        }
        try:
            return super()._add_precomputed_values(vals_list)
        finally:
            for vals, names in zip(vals_list, done, strict=True):
                if names:
                    before = vals.get("__precomputed__", frozenset())
                    vals["__precomputed__"] = own[names] | before

    @api.model
    def _create(self, data_list):
        """What was completed is not computed again when the items are made."""
        if self.env.context.get(WHOLE):
            fields = {self._fields[name] for name in COMPUTED}
            for data in data_list:
                if data["stored"].keys() >= COMPUTED:
                    data["protected"] |= fields
        return super()._create(data_list)

    def _check_company(self, fnames=None):
        """Items of the engine that name the same records are checked once; that of its
        entry is each item's own company."""
        items = self
        if self.env.context.get(WHOLE):
            names = [
                name
                for name, field in self._fields.items()
                if field.relational and field.check_company and name != "move_id"
            ]
            alike = {(i.company_id, *(i[name] for name in names)): i.id for i in self}
            items = self.browse(alike.values())
        return super(AccountMoveLine, items)._check_company(fnames)
