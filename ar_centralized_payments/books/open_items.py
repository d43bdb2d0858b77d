"""What open transactions are known by, and in which order they come."""

#: What a document is known by.
NUMBERED_BY = ("name", "payment_reference", "ref")
#: The oldest due first.
BY_DUE = "date_maturity, date, id"
