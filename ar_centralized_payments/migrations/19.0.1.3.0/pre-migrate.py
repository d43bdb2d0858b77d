"""A button of the payment journal has another name: the view that is placed beside it
would not find its place while the form is loaded, and is loaded anew after it."""


def migrate(cr, version):
    """Empty the view that the old button is named in."""
    cr.execute(
        """
        UPDATE ir_ui_view AS view
           SET arch_db = '{"en_US": "<data/>"}'
          FROM ir_model_data AS data
         WHERE data.module = 'ar_centralized_payments'
           AND data.name = 'view_ar_payment_journal_form_deposit_slip'
           AND data.model = 'ir.ui.view'
           AND view.id = data.res_id
        """
    )
