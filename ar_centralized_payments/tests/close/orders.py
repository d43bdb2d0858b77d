"""Checks of sales and deliveries, where Odoo's own apps for these are installed."""

from odoo import Command

from .closing import ClosingCommon


class OrderChecks(ClosingCommon):
    """To be run beside ``sale_stock``: orders of Fabrikam and East."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.new_user(
            "seller",
            "account.group_account_manager,sales_team.group_sale_salesman_all_leads,"
            "stock.group_stock_user",
        )
        cls.goods = cls.env["product.product"].sudo().create(
            {"name": "Goods", "type": "consu", "is_storable": True, "list_price": 10}
        )  # fmt: skip
        cls.goods.taxes_id = False

    def order(self, letter, **values):
        company = self.companies[letter]
        orders = self.env["sale.order"].with_user(self.seller).with_company(company)
        order = orders.create(
            {
                "partner_id": self.northwind[letter].id,
                "company_id": company.id,
                "date_order": "2026-03-10 10:00:00",
                "order_line": [
                    Command.create({"product_id": self.goods.id, "product_uom_qty": 1})
                ],
                **values,
            }
        )
        return orders.browse(order.id)

    def one(self, *keys, letters="FE"):
        return self.close(letters, template_id=self.template(*keys))

    def assertFound(self, close, key, text):
        found = ", ".join(
            f"{letter} {self.found(close, key, letter)}" for letter in "FE"
        )
        self.assertEqual(found, text, key)

    def confirmed(self, letter, on="2026-03-10 10:00:00"):
        order = self.order(letter)
        order.action_confirm()
        order.sudo().date_order = on
        order.sudo().picking_ids.scheduled_date = on
        return order

    def ship(self, picking, on="2026-03-20 10:00:00"):
        picking = picking.sudo()
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking._action_done()
        picking.date_done = on
        self.env.flush_all()

    def stock(self, letter):
        """Goods on hand in the warehouse of a company."""
        company = self.companies[letter]
        warehouse = self.env["stock.warehouse"].sudo().search(
            [("company_id", "=", company.id)], limit=1
        )  # fmt: skip
        if not warehouse:
            warehouse = warehouse.create(
                {"name": letter, "code": letter, "company_id": company.id}
            )
        self.env["stock.quant"].sudo()._update_available_quantity(
            self.goods, warehouse.lot_stock_id, 100
        )
        return warehouse

    # ------------------------------------------------------------
    # The checks
    # ------------------------------------------------------------
    def test_which_of_the_alternatives_apply(self):
        close = self.one("B4", "B4-stock", "B6", "B6-stock", "B7", "B8", "B8-all")
        close.check()
        for key, applies in (
            ("B4", True),
            ("B4-stock", False),
            ("B6", False),
            ("B6-stock", True),
            ("B7", True),
            ("B8", True),
            ("B8-all", False),
        ):
            state = self.task(close, key, "F").state
            self.assertEqual(state != "na", applies, key)

    def test_alternatives_where_one_app_stands_alone(self):
        """Deliveries without sales, and sales without deliveries: as if the other app
        were not there, these apply, and find what their own app has."""
        for key in ("b4_stock", "b6"):
            check = self.env.ref(f"ar_centralized_payments.close_check_{key}")
            check.sudo().needs_not = False
        close = self.one("B4-stock", "B6")
        self.stock("E")
        self.assertFound(close, "B4-stock", "F ok, E ok")
        self.assertFound(close, "B6", "F ok, E ok")
        order = self.confirmed("E").sudo()
        order.picking_ids.action_assign()
        self.assertFound(close, "B4-stock", "F ok, E open 1")
        self.assertFound(close, "B6", "F ok, E open 1")
        self.ship(order.picking_ids)
        order._create_invoices()
        self.assertFound(close, "B4-stock", "F ok, E ok")
        self.assertFound(close, "B6", "F ok, E ok")

    def test_b1_and_b2_quotations(self):
        close = self.one("B1", "B2")
        order = self.order("E")
        self.assertFound(close, "B1", "F ok, E ok")
        self.assertFound(close, "B2", "F ok, E open 1")
        order.sudo().signed_on = "2026-03-12 10:00:00"
        self.assertFound(close, "B1", "F ok, E open 1")
        task = self.task(close, "B1", "E", self.seller)
        self.assertEqual(task.bulk_preview()["rows"][0]["state"], "ready")
        self.assertEqual(order.state, "draft")
        task.bulk_post()
        self.assertEqual(order.state, "sale")
        self.assertFound(close, "B1", "F ok, E ok")

    def test_b3_picking_before_shipping(self):
        close = self.one("B3")
        self.stock("F")
        warehouse = self.stock("E")
        self.assertFound(close, "B3", "F na, E na")
        warehouse.delivery_steps = "pick_ship"
        self.assertFound(close, "B3", "F na, E ok")
        order = self.confirmed("E")
        self.assertFound(close, "B3", "F na, E open 1")
        self.ship(order.sudo().picking_ids)
        self.assertFound(close, "B3", "F na, E ok")

    def test_b4_and_b5_deliveries(self):
        close = self.one("B4", "B5")
        self.stock("E")
        order = self.confirmed("E")
        picking = order.sudo().picking_ids
        picking.do_unreserve()
        self.assertFound(close, "B4", "F ok, E ok")
        self.assertFound(close, "B5", "F ok, E open 1")
        picking.action_assign()
        self.assertFound(close, "B4", "F ok, E open 1")
        self.assertFound(close, "B5", "F ok, E ok")
        self.ship(picking)
        self.assertFound(close, "B4", "F ok, E ok")

    def test_b6_to_b8_invoicing(self):
        close = self.one("B6-stock", "B7", "B8")
        self.stock("E")
        order = self.confirmed("E")
        self.goods.invoice_policy = "delivery"
        self.assertFound(close, "B6-stock", "F ok, E ok")
        self.ship(order.sudo().picking_ids)
        order.sudo().order_line.invalidate_recordset()
        self.assertFound(close, "B6-stock", "F ok, E open 1")
        order.sudo().picking_ids.date_done = "2026-04-02 10:00:00"
        self.assertFound(close, "B6-stock", "F ok, E ok")
        order.sudo().picking_ids.date_done = "2026-03-20 10:00:00"
        invoice = order.sudo()._create_invoices()
        invoice.invoice_date = "2026-03-31"
        self.assertFound(close, "B6-stock", "F ok, E ok")
        self.assertFound(close, "B7", "F ok, E open 1 10.00")
        self.assertFound(close, "B8", "F ok, E ok")
        free = self.invoice("F", 5, post=False)
        self.assertFound(close, "B8", "F open 1 5.00, E ok")
        (invoice | free.sudo()).action_post()
        self.assertFound(close, "B7", "F ok, E ok")
        self.assertFound(close, "B8", "F ok, E ok")
