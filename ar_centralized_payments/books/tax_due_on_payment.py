"""Marked documents whose taxes become due when they are paid."""


def taxed_items(lines):
    """The items of marked lines whose documents have such taxes.

    :param lines: ``ar.settlement.line``
    :return: ``account.move.line``
    """
    items = lines.move_line_id
    items = items.filtered(lambda item: item.company_id.root_id.tax_exigibility)
    return items.filtered(lambda item: item.move_id._ar_has_cash_basis())


def lines_with_taxed_discount(lines, plan):
    """The marked lines with a discount that would correct such a tax."""
    taxed = {leg.target.key for leg in plan.legs if leg.discount_taxed}
    taxed |= {leg.source.key for leg in plan.legs if leg.source_discount_taxed}
    return lines.filtered(
        lambda line: (
            line.move_line_id.id in taxed
            and line.move_line_id.move_id._ar_has_cash_basis()
            and (
                line.move_line_id.move_id.invoice_payment_term_id
            ).early_pay_discount_computation
            == "included"
        )
    )
