from . import ar_settle_right

from . import ar_settle_on_behalf  # isort: skip (the page is a part of it)
from . import ar_settle_on_behalf_page, ar_settle_on_behalf_rows, res_company
