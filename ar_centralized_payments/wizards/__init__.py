from . import ar_settlement_undo, intercompany_setup
