from . import party_record, party_record_open, res_partner
