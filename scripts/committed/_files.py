"""What the tests make files with, for scripts outside of them."""

import importlib.util
from pathlib import Path

TESTS = Path(__file__).parents[2] / "ar_centralized_payments" / "tests"


def module_of(path):
    """A module of the tests by its path, without those around it."""
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), TESTS / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bank_files():
    """What makes bank statements."""
    return module_of("receipt/bank_files.py")


def debit_writer():
    """What stands in for the library that writes direct debits."""
    return module_of("direct_debit/writer.py")
