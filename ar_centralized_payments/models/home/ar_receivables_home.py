"""The banner of the page *Receivables*: tiles, each by one method, of any wing."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_amount

from ...books.as_of import AS_OF
from ...books.given_values import checked
from ...books.home_figures import HomeFigures

CLERKS = "account.group_account_invoice,account.group_account_readonly"
CONTROLLERS = "account.group_account_manager,account.group_account_readonly"


class Opens(NamedTuple):
    """An action that a row opens, read together with those of all rows."""

    name: str
    domain: list | None
    context: dict


class ArReceivablesHome(models.AbstractModel):
    """A wing adds a tile by inheriting this model: the name of the tile in
    :meth:`_home_tiles`, and a method ``_tile_<name>`` that returns its rows."""

    _name = "ar.receivables.home"
    _description = "Tiles of Receivables"

    @api.model
    @checked
    def retrieve_dashboard(self):
        """The tiles that the user may use, of the ticked companies, as of today.

        :return: dict: ``tiles``, a list of dicts (``name``, ``title``, ``rows``, and
            where there are any ``bar``, ``note``), ``scope`` (over which companies, in
            words), ``links`` (see :meth:`_home_links`)
        :raises AccessError: without the right to read open transactions
        """
        self.env["ar.open.transaction"].check_access("read")
        home = self.with_context(**{AS_OF: False})
        figures = HomeFigures(home.env)
        tiles = []
        for name, (title, groups) in home._home_tiles().items():
            if home.env.user.has_groups(groups):
                tile = {"name": name, "title": title}
                tiles.append(tile | getattr(home, f"_tile_{name}")(figures))
        home._home_read_actions([row for tile in tiles for row in tile["rows"]])
        return {
            "tiles": [tile for tile in tiles if tile["rows"]],
            "scope": home._home_scope(),
            "links": home._home_links(),
        }

    @api.model
    @checked
    def retrieve_card(self):
        """What the card on the accounting dashboard says.

        :return: dict: ``rows`` (see :meth:`_home_row`), ``scope``
        :raises AccessError: without the right to read open transactions
        """
        self.env["ar.open.transaction"].check_access("read")
        home = self.with_context(**{AS_OF: False})
        rows = home._home_card_rows(HomeFigures(home.env))
        home._home_read_actions(rows)
        return {
            "rows": rows,
            "scope": home._home_scope(),
        }

    @api.model
    def _home_card_rows(self, figures):
        return []

    @api.model
    def _home_tiles(self):
        """What tiles there are, in their order: name -> (title, groups, any of which
        a user needs). To be extended by other wings; each has ``_tile_<name>``."""
        return {}

    @api.model
    def _home_scope(self):
        """Over how many companies the tiles are; members of one alone know."""
        ticked, mine = self.env.companies, self.env.user.company_ids
        if len(mine) == 1:
            return ticked.name
        return self.env._(
            "%(ticked)s of your %(count)s companies",
            ticked=len(ticked & mine),
            count=len(mine),
        )

    @api.model
    def _home_links(self):
        return []

    # ------------------------------------------------------------
    # Parts of a tile
    # ------------------------------------------------------------
    @api.model
    def _home_row(
        self, label, *, count=None, amount=None, tone="", filters=(), action=None
    ):
        """One row of a tile.

        :param str label: what it counts
        :param count: a number or a text; ``None``: none
        :param float amount: in the currency of the current company; ``None``: none
        :param str tone: ``danger``, ``warning``, ``success`` or empty; shown only where
            there is something
        :param filters: names of filters of the list, to be set by a click
        :param action: an action, to be opened by a click instead
        """
        currency = self.env.company.currency_id
        has_amount = amount is not None and not currency.is_zero(amount)
        is_something = bool(count) or has_amount
        return {
            "label": label,
            "count": count,
            "amount": None
            if amount is None
            else format_amount(self.env, amount, currency),
            "tone": tone if is_something else "",
            "filters": list(filters),
            "action": action or False,
        }

    @api.model
    def _home_action(self, name, domain=None, **context):
        """An action for a row of a tile, with conditions of its own.

        :param str name: of an action of this addon, or with the addon that it is of
        :param list domain: in place of the action's own, where given
        :param context: in place of the action's own
        """
        known = name if "." in name else f"ar_centralized_payments.{name}"
        return Opens(known, domain, context)

    @api.model
    def _home_counted(self, figures, rows):
        """Rows of how many records there are, each with an action that shows them.

        :param rows: label, name of the action, its model, domain, tone
        """
        counts = figures.counts(
            [(model, domain) for _label, _name, model, domain, _tone in rows]
        )
        return [
            self._home_row(
                label, count=count, tone=tone, action=self._home_action(name, domain)
            )
            for (label, name, _model, domain, tone), count in zip(
                rows, counts, strict=True
            )
        ]

    @api.model
    def _home_read_actions(self, rows):
        """Put the actions into rows that open one. ``sudo()`` as Odoo reads actions:
        what they are tells nothing."""
        rows = [row for row in rows if isinstance(row["action"], Opens)]
        found = {row["action"].name: self.env.ref(row["action"].name) for row in rows}
        for model in {action._name for action in found.values()}:
            ids = [action.id for action in found.values() if action._name == model]
            self.env[model].sudo().browse(ids).read()
        for row in rows:
            name, domain, context = row["action"]
            action = self.env["ir.actions.actions"]._for_xml_id(name)
            own = {} if domain is None else {"domain": domain}
            row["action"] = {**action, **own, "context": context}
