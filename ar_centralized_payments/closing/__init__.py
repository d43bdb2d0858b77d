"""The close of a period: when a task is done, what it waits for, which locks are set.

Pure Python: companies are opaque keys, and dates are dates. Rule: period close 8, 10.
"""
