"""Which document a text means. Pure Python: nothing here imports Odoo."""
