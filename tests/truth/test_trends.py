"""近30日 files: last days that are not settled, days that no file has, days below nothing."""

from __future__ import annotations

import pytest

from report_gen.simulate import Quirks, Schedule
from tests.truth.cases import Case, Line, agree, told

CASES = {
    "settled by a later file, but for the last month": Case(71, schedule=Schedule(trend_day=1)),
    "first days in no file": Case(72, "client-y", schedule=Schedule(mid_month_trends=False)),
    "first days in no file, captured in time": Case(73, schedule=Schedule(mid_month_trends=False, trend_day=1)),
    "saves without their first days, impressions with them": Case(
        75, schedule=Schedule(forgotten=("互动数据",)), settings={"save_rate": {"per": "impressions"}}
    ),
    "views without their first days, saves with them": Case(
        76, "client-y", schedule=Schedule(forgotten=("观看数据",)), settings={"save_rate": {"per": "views"}}
    ),
    "a day of more corrections than likes": Case(
        74, quirks=Quirks(corrected=12, corrected_metrics=("likes", "saves"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


def test_only_a_last_day_that_no_later_file_has_is_called_unsettled() -> None:
    lines = told(CASES["settled by a later file, but for the last month"]).lines
    assert {line.month for line in lines if line.code == "unsettled_day"} == {"2026-10"}


def test_missing_days_are_told_of() -> None:
    lines = told(CASES["first days in no file"]).lines
    assert {line.month for line in lines if line.code == "daily_missing"} == {"2026-08", "2026-10"}
    assert Line("2026-09", "unsettled_day", "2026-08/近30日互动数据.xlsx", 31) in lines  # the first of September


def test_a_day_below_nothing_is_told_of() -> None:
    both = told(CASES["a day of more corrections than likes"])
    assert both.world.accounts[""].daily["likes"].min() < 0
    assert Line("2026-10", "negative_daily") in both.lines
