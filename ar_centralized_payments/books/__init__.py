"""The doors between records and the pure core: open items in, values out.

Plain Python that takes an environment; no model is defined here, and nothing of
``models/`` is imported.
"""
