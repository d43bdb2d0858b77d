"""How many examples the laws are tried on; more with ``--hypothesis-profile=more``."""

import os
import tempfile

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

# What a failing run notes down does not belong in the checkout.
set_hypothesis_home_dir(os.path.join(tempfile.gettempdir(), "hypothesis"))
COMMON = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
settings.register_profile("ci", max_examples=500, derandomize=True, **COMMON)
settings.register_profile(
    "more", max_examples=int(os.environ.get("LAWS_EXAMPLES", "20000")), **COMMON
)
settings.register_profile("few", max_examples=60, derandomize=True, **COMMON)
settings.load_profile(os.environ.get("LAWS_PROFILE", "ci"))
