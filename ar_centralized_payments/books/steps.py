"""Amounts at the border: floats of Odoo, whole rounding steps of the planner."""


def to_steps(amount, currency):
    """An amount (float, in ``currency``) as a whole number of its rounding steps."""
    return round(amount / currency.rounding)


def from_steps(steps, currency):
    """A number of rounding steps of ``currency`` as an amount (float)."""
    return round(steps * currency.rounding, currency.decimal_places)
