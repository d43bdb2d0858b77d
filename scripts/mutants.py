#!/usr/bin/env python3
"""Break the settlement core on purpose, in many ways; a test has to fail each time.

Run it in the environment: ``scripts/run python scripts/mutants.py [-k WORD]``. Each
mutant is one change of a copy of ``settlement/``, which the tests of
``tests/properties/`` then judge. A mutant that survives is a test that is missing,
and makes the command fail.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ADDON = Path(__file__).resolve().parents[1] / "ar_centralized_payments"
TESTS = Path("tests", "properties")
COLLECTED_AND_FAILED = 1


class Mutant(NamedTuple):
    """One wrong planner: what is wrong, the file, the text, and what replaces it."""

    what: str
    file: str
    text: str
    wrong: str


MUTANTS = [
    # Rounding and rates
    Mutant("halves are rounded down", "money", "+ HALF +", "+ HALF - NOISE * 2 +"),
    Mutant("amounts are cut off", "money", "+ HALF + min(", "+ min("),
    Mutant("a stored rate's noise counts", "money",
           "+ min(magnitude * NOISE, LARGEST_NOISE)", ""),
    Mutant("noise grows with the amount", "money",
           "min(magnitude * NOISE, LARGEST_NOISE)", "magnitude * NOISE"),
    Mutant("steps of currencies are taken for equal", "money",
           "amount * source.step * factor / target.step", "amount * factor"),
    Mutant("the rate upside down", "chain",
           "return rate / self.table[company.key, base, on]",
           "return self.table[company.key, base, on] / rate"),
    Mutant("the paying company's rates", "chain",
           "(payee, payer.currency, payee.currency)\n",
           "(payer, payer.currency, payee.currency)\n"),
    Mutant("rates of the target's date", "allocation",
           "return self.primary.date if self.primary else source.date",
           "return self.request.marks[-1].item.date"),
    Mutant("rates of the source's date in a hub", "allocation",
           "return self.primary.date if self.primary else source.date",
           "return source.date"),
    Mutant("only the first missing rate is named", "chain",
           "raise MissingRateError(*missing)", "raise MissingRateError(missing[0])"),
    Mutant("a missing rate is 1", "chain",
           "            raise MissingRateError(*missing)",
           "            return [Fraction(1)] * len(conversions)"),
    # The chain
    Mutant("w is converted though the source's currency is T's", "chain",
           "                value = part\n", "                value = value\n"),
    Mutant("nothing fits", "chain", "FITTING_STEPS = 2", "FITTING_STEPS = -1"),
    Mutant("three steps fit", "chain", "FITTING_STEPS = 2", "FITTING_STEPS = 3"),
    Mutant("one step of a coarse currency does not fit", "chain",
           "max(Fraction(FITTING_STEPS), max(worths) / self.target.currency.step)",
           "Fraction(FITTING_STEPS)"),
    Mutant("backward takes more than there is", "chain",
           "min(self._backward(want, amount, value), have)",
           "self._backward(want, amount, value)"),
    Mutant("backward goes past a company in the source's currency", "chain",
           "            if payee.currency == source:\n                return back\n",
           ""),
    Mutant("a cross rate changes nothing backward", "chain",
           "            return convert(want, target, source, 1 / self.cross_rate)",
           "            pass"),
    Mutant("a worthless leg is made", "chain",
           "return worth if worth.amount_source and worth.amount_target else None",
           "return worth"),
    # Who settles whom
    Mutant("the company's own documents do not come first", "allocation",
           "for is_internal in (True, False):", "for is_internal in (False, True):"),
    Mutant("one currency does not meet first", "allocation",
           "for is_same in (True, False):", "for is_same in (False, True):"),
    Mutant("the primary is not the last source", "allocation",
           "key=lambda m: (m.is_primary, m.item.date, m.item.order)",
           "key=lambda m: (m.item.date, m.item.order)"),
    Mutant("the smaller discount comes first", "allocation",
           "-worth * item.currency.step", "worth * item.currency.step"),
    Mutant("due dates do not count", "allocation",
           "item.due_date, item.order\n", "item.date, item.order\n"),
    Mutant("order of marking decides", "allocation",
           "for mark in sorted(marks, key=rank)]", "for mark in marks]"),
    Mutant("one round only", "allocation",
           "        while made != self.made:\n", "        for _once in (1,):\n"),
    Mutant("no typed amounts first", "allocation",
           "    board.fill(TYPED_FIRST)\n", "    board.fill(NATURAL)\n"),
    Mutant("typed amounts always first", "allocation",
           "    board.fill(NATURAL)\n    if", "    board.fill(TYPED_FIRST)\n    if"),
    Mutant("a typed source amount is ignored", "allocation",
           "return self.taking.capacity(self.tier)",
           "return replace(self.taking, typed=None).capacity(self.tier)"),
    Mutant("no hub", "allocation",
           "if self.primary and self.primary.company not in ends:", "if False:"),
    Mutant("a pair too many is asked for", "allocation",
           "        if not want:\n            return\n",
           "        if not want:\n            return\n"
           "        self._check_pairs(companies)\n"),
    Mutant("a pair that is missing is not", "allocation",
           "self.unpaired.add(self.made)", "pass"),
    # Discounts
    Mutant("a discount is earned a day late", "discount",
           "if on <= tier.until)",
           "if on < tier.until)"),
    Mutant("a credit note earns a discount", "allocation",
           "if not self.item.is_note or self.taking.typed_discount:",
           "if True:"),
    Mutant("the chosen discount date is ignored", "allocation",
           "return self.request.discount_date or self.rate_date(source)",
           "return self.rate_date(source)"),
    Mutant("the discount is a part of the invoice, not of the payment", "discount",
           "payable = discount.total - amount\n    if",
           "payable = discount.total\n    if"),
    Mutant("what was given before is given again", "discount",
           "min(worth - tier.given, most)",
           "min(worth, most)"),
    Mutant("what was settled outside earns too", "discount",
           "discount.total - tier.outside - outside",
           "discount.total - outside"),
    Mutant("what is settled outside now earns too", "discount",
           "discount.total - tier.outside - outside",
           "discount.total - tier.outside"),
    Mutant("partial payments always get their part", "discount",
           "for t in self.takes if t.counts and t.tier == place",
           "for t in self.takes if t.tier == place"),
    Mutant("more than is available", "discount",
           "most = available(self.discount, place, outside, now)\n            if",
           "most = self.discount.tiers[place].amount\n            if"),
    Mutant("a discount that rounds to zero is lost", "discount",
           "if want is not None), default", "if want), default"),
    Mutant("a typed discount corrects all of the tax", "discount",
           "fill(min(most, sum(parts)), parts)",
           "fill(sum(parts), parts)"),
    Mutant("a note leaves no room for what is earned beside it", "discount",
           "if self.inside.keys() <= {tier}:",
           "if tier is None:\n            return self.rest\n"
           "        if self.inside.keys() <= {tier}:"),
    Mutant("c takes the discount's rounding", "allocation",
           "share(value, given.amount, amount) if given.amount else 0",
           "share(value, given.amount, amount + given.amount)"),
    # Parts of a discount, and analytic distributions
    Mutant("tax is cut off", "parts",
           "[round_half_up(rate * tax) for tax", "[int(rate * tax) for tax"),
    Mutant("each base is rounded by itself", "parts",
           "of_bases = [upto - start for start, upto in pairwise(marks)]",
           "of_bases = [round_half_up(rate * base) for base in bases]"),
    Mutant("the first base takes what is left", "parts",
           "of_bases[largest(bases)] +=", "of_bases[0] +="),
    Mutant("the largest is the highest", "parts",
           "key=lambda place: abs(weights[place])", "key=lambda place: weights[place]"),
    Mutant("parts do not add up over payments", "parts",
           "    start = reached(weights, before, rest)\n"
           "    end = reached(weights, before + now, rest)\n",
           "    start = reached(weights, 0, rest)\n"
           "    end = reached(weights, now, rest)\n"),
    Mutant("no part takes the rest", "parts",
           "        parts[rest] += upto - sum(parts)\n", "        pass\n"),
    Mutant("the last part takes the rest", "parts",
           "rest = largest(bases) if any(bases) else None", "rest = len(bases) - 1"),
    Mutant("the base is valued first", "parts",
           "key=lambda part: not part.is_tax", "key=lambda part: part.is_tax"),
    Mutant("another company's analytics are booked", "parts",
           "portion.analytic if is_own else portion.shared", "portion.analytic"),
    Mutant("a company has only shared analytics", "entries",
           "portions_in(portions, place.company == item.company)",
           "portions_in(portions, False)"),
    Mutant("proportions explode where little is left", "parts",
           "list(weights) if 2 * sum(weights) >= sum(sizes) else sizes",
           "list(weights)"),
    Mutant("signs of lines do not count", "parts",
           "list(weights) if 2 * sum(weights) >= sum(sizes) else sizes", "sizes"),
    Mutant("analytics do not add up over payments", "entries",
           "            self.plain[item.key] += amount\n", ""),
    Mutant("analytics do not add up over settlements", "entries",
           "self.plain.setdefault(item.key, given_plain(item))",
           "self.plain.setdefault(item.key, 0)"),
    Mutant("what corrected tax counts as plain", "entries",
           "given = sum(tier.given for tier in tiers if not tier.parts)",
           "given = sum(tier.given for tier in tiers)"),
    Mutant("what a note gave is added, not taken off", "entries",
           "return given if item.side is Side.TARGET else -given", "return given"),
    Mutant("a base has the document's analytics", "entries",
           "part.portions or item.portions", "item.portions"),
    Mutant("exchange differences follow no document", "entries",
           "leg.target, leg.target.portions,", "leg.target, (),"),
    Mutant("what is written off follows no document", "entries",
           "item.company, item, item.portions,", "item.company, item, (),"),
    Mutant("tax is borne with the discount", "entries",
           "if part.is_tax or bearer is Bearer.INVOICE:",
           "if bearer is Bearer.INVOICE:"),
    Mutant("base tags go to the payment company", "entries",
           "untagged = replace(part, key=None)", "untagged = part"),
    Mutant("each part of a routed discount is converted by itself", "entries",
           "                routed += part_value\n", ""),
    Mutant("a discount typed on what nothing pays is lost", "allocation",
           "return 0 if self.legs else self.mark.discount or unpaid",
           "return 0 if self.legs else unpaid"),
    Mutant("an amount typed on what its discount closes is lost", "allocation",
           "return self.taking.capacity(None)",
           "return 0"),
    # Tiers, and what the user chose of them
    Mutant("the last tier is taken first", "discount",
           "for n, tier in enumerate(discount.tiers) if on",
           "for n, tier in reversed([*enumerate(discount.tiers)]) if on"),
    Mutant("other tiers do not count as outside", "discount",
           "outside = paid - inside[place] + now\n",
           "outside = paid - sum(inside.values())\n"),
    Mutant("what other tiers give does not count as outside", "discount",
           "outside = paid - inside[place] + now\n",
           "outside = paid - inside[place]\n"),
    Mutant("tiers together exceed the best", "discount",
           "max(min(worth - tier.given, most), 0)", "max(worth - tier.given, 0)"),
    Mutant("a tier does not catch up", "discount",
           "most = min(most, self._caught_up(place, inside[place]))",
           "most = min(most, earned(self.discount, place, inside[place]))"),
    Mutant("an invoice closed by one tier takes more in another", "discount",
           "        if self._closes(0, None):\n            return 0\n", ""),
    Mutant("days of grace do not count", "allocation",
           "timedelta(days=source.grace_days)", "timedelta()"),
    Mutant("the primary's days of grace count", "allocation",
           "timedelta(days=source.grace_days)",
           "timedelta(days=(self.primary or source).grace_days)"),
    Mutant("always is the tier that is met", "discount",
           "    if use is Use.ALWAYS:\n        return 0\n", ""),
    Mutant("always does not count in part", "allocation",
           "return is_always or source.item.is_note", "return source.item.is_note"),
    Mutant("never is normal", "discount",
           "discount is None or use is Use.NEVER", "discount is None"),
    Mutant("a tier's own account is not used", "entries",
           "yield tier.account, *row", "yield None, *row"),
    Mutant("all tiers correct the tax of one", "entries",
           "before = self.corrected.get((item.key, place), tier.given)",
           "before = self.corrected.get(item.key, tier.given)"),
    Mutant("full settlement gives nothing more", "discount",
           "amounts[-1] += self.rest - sum(amounts)", "pass"),
    Mutant("full settlement is a partial payment", "discount",
           "if self.is_closing or self.is_full or", "if self.is_closing or"),
    Mutant("full settlement of what nothing pays is lost", "allocation",
           "unpaid = self.item.amount if self.mark.full_settlement else 0",
           "unpaid = 0"),
    # Credit notes with a discount
    Mutant("a note's discount is debited", "entries",
           "account, part, -part_amount,\n                    -part_value,",
           "account, part, part_amount,\n                    part_value,"),
    Mutant("a note is used without its discount", "allocation",
           "tier = self._tier_met(item, mark)\n        return Source",
           "tier = None\n        return Source"),
    Mutant("a note's discount is given where the option is off", "discount",
           "return next(met, None) if discount.is_enabled else None",
           "return next(met, None)"),
    Mutant("a note that gives none earns none beside a typed one", "allocation",
           "if not self.item.is_note or self.taking.typed_discount:",
           "if not self.item.is_note:"),
    Mutant("what a note gives itself is a partial payment", "allocation",
           "return is_always or source.item.is_note or", "return is_always or"),
    Mutant("a note's discount is worth what its legs are", "allocation",
           "    amount, value = source.amount, source.value\n",
           "    amount, value = source.item.amount, source.item.value\n"),
    # Differences
    Mutant("a difference at the maximum stays open", "differences",
           "if most and value <= most:", "if most and value < most:"),
    Mutant("no maximum writes off what is worth nothing", "differences",
           "if most and value <= most:", "if value <= most:"),
    Mutant("pennies are over- and underpayments", "differences",
           "(Role.PENNY, tolerance.penny, tolerance.penny_account),",
           "(Role.OVER_UNDER, tolerance.penny, tolerance.over_under_account),"),
    Mutant("an underpayment leaves the discount as it was earned", "differences",
           "target.taking = replace(taking, is_closing=True)", "pass"),
    Mutant("an underpayment that stays open gets the whole discount", "differences",
           "        target.taking = taking\n", "        pass\n"),
    Mutant("money elsewhere does not count", "differences",
           "if all(source.taking.lacking == 0 for source in board.sources):",
           "if True:"),
    Mutant("what nothing pays is written off", "differences",
           "if not target.legs or not", "if not"),
    Mutant("an overpayment while something is open", "differences",
           "if not all(target.taking.lacking == 0 for target in board.targets):",
           "if False:"),
    Mutant("a payment without a part in it is written off", "differences",
           "if not source.taking.takes or not", "if not"),
    Mutant("a typed amount leaves nothing for something else", "differences",
           "return alike and source.left <= over", "return alike"),
    Mutant("less typed on a payment leaves nothing for something else", "differences",
           "    if source.left < replace(source.taking, typed=None)"
           ".capacity(source.tier):\n        return False\n", ""),
    Mutant("the settings of the other company", "differences",
           "tolerance_of(board, one.item.company.key)",
           "tolerance_of(board, legs[0].source.company.key)"),
    Mutant("an underpayment as an overpayment", "entries",
           "sign = 1 if item.side is Side.SOURCE else -1", "sign = 1"),
    Mutant("unspecific is specific", "differences",
           "    if limits:\n", "    if False:\n"),
    Mutant("specific is unspecific", "differences",
           "if not source.left or not tolerance_of(board, company).is_unspecific:",
           "if not source.left:"),
    Mutant("the first discounted invoice absorbs", "differences",
           "for target in reversed(board.targets):", "for target in board.targets:"),
    Mutant("a discount of another company shrinks", "differences",
           "leg.target.key in paid and bears(board, leg) == company:",
           "leg.target.key in paid:"),
    Mutant("an invoice that another payment pays absorbs", "differences",
           "leg.target.key in paid and bears", "bears"),
    Mutant("a discount shrinks more than there is of it", "differences",
           "part = min(over, max(given[tier] - places.get(tier, 0), 0))",
           "part = over"),
    Mutant("a typed discount shrinks", "differences",
           " and target.mark.discount is None", ""),
    Mutant("a discount shrinks beyond what is typed", "differences",
           "    if target.mark.amount is not None:\n", "    if False:\n"),
    Mutant("what is written off is refused", "allocation",
           "        if self.difference:\n            return 0\n", ""),
    Mutant("a payment that is written off disagrees", "planner",
           " and not source.difference", ""),
    # Entries
    Mutant("exchange difference to the other company", "entries",
           "if bearer is Bearer.INVOICE:\n            self._gain(",
           "if bearer is Bearer.PAYMENT:\n            self._gain("),
    Mutant("discount to the other company", "entries",
           "self._book_discounts(transfer, routing.discount)",
           "self._book_discounts(transfer, routing.exchange)"),
    Mutant("gains are losses", "entries",
           "Role.GAIN if gain > 0", "Role.GAIN if gain < 0"),
    Mutant("the pair the wrong way round", "entries",
           "self.routings[payer.company.key, payee.company.key]",
           "self.routings[payee.company.key, payer.company.key]"),
    Mutant("a difference at the payment company is not converted", "entries",
           "return convert(value, payee.currency, payer.currency, factor)",
           "return value"),
    Mutant("the invoice company's rates for the difference", "entries",
           "[(payer, payee.currency, payer.currency)]",
           "[(payee, payee.currency, payer.currency)]"),
    Mutant("z is the amount of the other company", "entries",
           "            amount = gain\n        elif",
           "            amount = owed\n        elif"),
    Mutant("z is always zero", "entries",
           "            amount = owed\n", "            amount = 0\n"),
    Mutant("own-currency lines keep another amount", "entries",
           "            amount = balance\n", "            pass\n"),
    Mutant("a routed discount in the payer's currency is converted", "entries",
           "            owed = amount\n", "            owed = value\n"),
    Mutant("the hub's lines are not added up", "entries",
           "        if is_hub:\n", "        if False:\n"),
    Mutant("the hub adds up what its targets share", "entries",
           "key = (payer, leg.source.currency, leg.target.key)",
           "key = (payer, leg.source.currency)"),
    Mutant("the hub receives v, not w", "entries",
           "Role.DUE_FROM, hub, currency, amount, leg.value_via,",
           "Role.DUE_FROM, hub, currency, amount, leg.value_source,"),
    Mutant("a routed leg is taken from the primary", "entries",
           "transfer.incoming.get(leg.number, leg.source.key)", "leg.source.key"),
    Mutant("the target's account in the source's company", "entries",
           "target.branch, source.company, source.account, source.partner,",
           "target.branch, source.company, target.account, source.partner,"),
    Mutant("the source's branch books what is inside", "entries",
           "target.branch, source.company, source.account, source.partner,",
           "source.branch, source.company, source.account, source.partner,"),
    Mutant("two accounts meet directly", "entries",
           "source.account == target.account and source.currency",
           "source.currency"),
    Mutant("the difference is matched on the other side", "entries",
           "self._match(fix, source.key, gain, 0, currency, target.company)",
           "self._match(target.key, fix, gain, 0, currency, target.company)"),
    Mutant("more is matched than both have", "entries",
           "value = min(leg.value_source, leg.value_settled)",
           "value = max(leg.value_source, leg.value_settled)"),
    Mutant("due-from carries the customer", "entries",
           'place, account, ("company", other.key), currency',
           "place, account, place.partner, currency"),
    Mutant("the value date is the first", "entries",
           "return max(leg.date for leg in self.legs)",
           "return min(leg.date for leg in self.legs)"),
    # What is refused
    Mutant("the excess is not refused", "planner",
           "        if target.missing\n", "        if False\n"),
    Mutant("amounts that disagree are kept", "planner",
           "        if disagrees(source, legs, typed)\n", "        if False\n"),
    Mutant("an unneeded typed amount is refused", "planner",
           "        and leg.target.currency != source.item.currency\n", ""),
    Mutant("what is typed wrong is planned", "planner",
           "forget_typed(m) if m.item.key in wrong else m", "m"),
    Mutant("marks keep their order", "planner",
           "request = replace(request, marks=in_order(request.marks))",
           "request = replace(request)"),
    Mutant("one step too early is early enough", "planner",
           "request.date < latest", "request.date <= latest"),
    Mutant("a cross rate in the invoice company's currency", "planner",
           "(sources[0].currency, item.company.currency)", "(sources[0].currency,)"),
    Mutant("the fingerprint knows no entries", "planner",
           "(plan.date, plan.legs, plan.entries, plan.problems)",
           "(plan.date, plan.problems)"),
]  # fmt: skip


def broken(mutant, folder):
    """Copy the core and its tests into a folder, and break the copy."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ADDON / "settlement", folder / "settlement", ignore=skip)
    shutil.copytree(ADDON / TESTS, folder / TESTS, ignore=skip)
    path = folder / "settlement" / f"{mutant.file}.py"
    text = path.read_text()
    if text.count(mutant.text) != 1:
        found = text.count(mutant.text)
        raise SystemExit(f"{mutant.what}: its text is {found} times in {path.name}")
    path.write_text(text.replace(mutant.text, mutant.wrong))


def survives(mutant):
    """Whether no test fails on a mutant; else the name of the one that does."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        broken(mutant, folder)
        tests = folder / TESTS
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-c", tests / "pytest.ini", "-qx",
             "--rootdir", tests, "-p", "no:cacheprovider", "--tb=no", tests],
            env={**os.environ, "LAWS_PROFILE": "few", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    failed = [row for row in run.stdout.splitlines() if row.startswith("FAILED")]
    if run.returncode == COLLECTED_AND_FAILED and failed:
        return failed[0].split(" - ")[0].rpartition("/")[2]
    if run.returncode:
        raise SystemExit(f"{mutant.what}: pytest failed\n{run.stdout}{run.stderr}")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", metavar="WORD", default="", help="only these mutants")
    chosen = [m for m in MUTANTS if parser.parse_args().k in f"{m.file} {m.what}"]
    start, alive = time.monotonic(), []
    for mutant in chosen:
        killer = survives(mutant)
        alive += [] if killer else [mutant.what]
        print(f"{mutant.what}: {killer or 'SURVIVES'}", flush=True)
    seconds = time.monotonic() - start
    print(f"{len(chosen) - len(alive)} of {len(chosen)} killed in {seconds:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
