"""The money core: who settles what, and which lines that books.

Pure Python over integers that count a currency's rounding step. Nothing here
imports Odoo; ``books/`` is the way from records to it, and back.
"""
