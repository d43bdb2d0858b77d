from . import party_record, res_partner
