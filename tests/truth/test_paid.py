"""聚光's reports beside the month as a whole: by note, creative and keyword, filled in later."""

from __future__ import annotations

import pytest

from report_gen.simulate import Layout, Schedule
from report_gen.simulate.plan import Advertising
from tests.truth.cases import Case, agree, told

ADS = {"advertising": Advertising(months_ago=2)}
CASES = {
    "by note": Case(101, plan=ADS),
    "by creative, as workbooks": Case(
        102, months=2, plan=ADS, layout=Layout(paid_levels=("creative",), paid_tables="xlsx")
    ),
    "by keyword": Case(103, "client-y", plan=ADS, layout=Layout(paid_levels=("keyword",))),
    "all three": Case(104, months=2, plan=ADS, layout=Layout(paid_levels=("note", "creative", "keyword"))),
    "filled in later": Case(105, "client-y", 2, plan=ADS, schedule=Schedule(paid_days=(-10, 1, 10))),
    "from the second month on": Case(106, plan={"advertising": Advertising(1, share_of_notes=0.9, share=0.6)}),
    "in several accounts": Case(107, plan=ADS, accounts={"sg": {}, "cn": {"keywords": ()}}),
    "with blank cells": Case(
        57, plan=ADS, layout=Layout(tables="csv", blanks=2), schedule=Schedule(mid_month_trends=False)
    ),
    "without trends of every day": Case(108, plan=ADS, schedule=Schedule(mid_month_trends=False)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


def test_reports_of_the_same_money_that_agree_are_not_warned_of() -> None:
    assert "paid_levels_differ" not in told(CASES["all three"]).codes()
