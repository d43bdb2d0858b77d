"""Legs say in which tier of a discount they settled. Before, there was one tier."""


def migrate(cr, version):
    """What was paid by the date of the discount, or earned some, was in tier one."""
    cr.execute(
        """
        UPDATE ar_settlement_leg AS leg
           SET discount_tier = 1
          FROM account_move_line AS item, account_move_line AS source,
               account_move AS source_move, ar_settlement AS settlement
         WHERE item.id = leg.target_move_line_id
           AND source.id = leg.source_move_line_id
           AND source_move.id = source.move_id
           AND settlement.id = leg.settlement_id
           AND item.discount_date IS NOT NULL
           AND source_move.move_type != 'out_refund'
           AND (leg.discount_target != 0
                OR COALESCE(
                       settlement.discount_reference_date,
                       (SELECT line.date FROM ar_settlement_line AS line
                         WHERE line.settlement_id = settlement.id
                           AND line.is_primary LIMIT 1),
                       leg.value_date
                   ) <= item.discount_date)
        """
    )
