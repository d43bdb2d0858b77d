from . import ar_settlement_mark, ar_settlement_undo, intercompany_setup
