"""Beside Odoo's own modules: the examples of accounting section 5, to the cent, on
charts of accounts of countries, whose accounts, taxes and journals are others."""

from odoo.tests import tagged

from ..settlement import test_examples


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
