from odoo import api, models

from ...books.quick_rows import DEFAULTS, create_rows, is_quick


class ArQuickRows(models.AbstractModel):
    """Records that the engine makes by the thousand.

    A mixin. Where the engine asks for it, they are created column by column, and what
    is missing of them is looked up once for those that miss the same.
    """

    _name = "ar.quick.rows"
    _description = "Records Made Many at Once"

    @api.model
    def _prepare_create_values(self, vals_list):
        model = self
        if is_quick(self) and len(vals_list) > 1:
            model = self.with_context(**{DEFAULTS: {}})
        return super(ArQuickRows, model)._prepare_create_values(vals_list)

    @api.model
    def _add_missing_default_values(self, values):
        known = self.env.context.get(DEFAULTS)
        if known is None:
            return super()._add_missing_default_values(values)
        names = frozenset(values)
        if names not in known:
            completed = super()._add_missing_default_values(values)
            known[names] = {
                name: value for name, value in completed.items() if name not in names
            }
            return completed
        return {**known[names], **values}

    @api.model
    def _create(self, data_list):
        if not is_quick(self):
            return super()._create(data_list)
        return create_rows(super()._create, self, data_list)
