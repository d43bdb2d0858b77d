"""Beside Odoo's own modules: the examples of accounting section 5, to the cent, on
charts of accounts of countries, whose accounts, taxes and journals are others; and what
a close finds in orders and deliveries."""

from odoo.tests import tagged

from ..close import orders
from ..eu_sales_list.charts import OnChart
from ..settlement import test_examples
from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestOrdersInAClose(orders.OrderChecks):
    allow_inherited_tests_method = True


class OnCountryChart:
    allow_inherited_tests_method = True

    def test_the_chart_is_the_countrys(self):
        for company in self.all_companies:
            self.assertEqual(company.chart_template, self.chart_template)


@tagged("post_install", "-at_install")
class TestDutchChart(OnCountryChart, test_examples.TestExamples):
    chart_template = "nl"


@tagged("post_install", "-at_install")
class TestNorwegianChart(OnCountryChart, test_examples.TestExamples):
    chart_template = "no"


@tagged("post_install", "-at_install")
class TestDutchSalesList(OnChart, SettlingCommon):
    chart_template = country = "nl"
    in_file = ("NL123456789B13;2026-03-01;2026-03-31;ESB12345674;goods;100.40;;;;\n",)


@tagged("post_install", "-at_install")
class TestBelgianSalesList(OnChart, SettlingCommon):
    country = "be"
    chart_template = "be_comp"
    in_file = (
        "<c:VATNumber>0466158640</c:VATNumber>",
        "<Code>L</Code><Amount>100.40</Amount>",
        "<Code>T</Code><Amount>75.50</Amount>",
    )


@tagged("post_install", "-at_install")
class TestGermanSalesList(OnChart, SettlingCommon):
    country = "de"
    chart_template = "de_skr03"
    in_file = ("ESB12345674,100,L\n", "ESB12345674,76,D\n", "ESB12345674,240,S\n")


@tagged("post_install", "-at_install")
class TestSwedishSalesList(OnChart, SettlingCommon):
    chart_template = country = "se"
    in_file = ("ESB12345674;100;76;240;\r\n",)


@tagged("post_install", "-at_install")
class TestDanishSalesList(OnChart, SettlingCommon):
    chart_template = country = "dk"
    in_file = (",ES,B12345674,100,76,240\r\n", "10,1,416,,,,,,\r\n")
