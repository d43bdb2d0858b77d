"""Which transactions a customer means: the reader of remittance advices.

Pure Python, like the money core: nothing here imports Odoo. What exists comes in as
values, what was read goes out as values; the records in between are the caller's.
"""
