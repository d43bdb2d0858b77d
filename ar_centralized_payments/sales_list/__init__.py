"""The EU sales list: what was reported, what is to be reported, and how it is filed.

Pure: numbers of customers, kinds and periods go in, rows and files come out. Amounts
are integers that count cents (hundredths) of the statement's currency.
"""
