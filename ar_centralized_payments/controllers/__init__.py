from . import revaluation
