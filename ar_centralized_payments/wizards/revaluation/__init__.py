from . import intercompany_setup
