"""Advertising: one report a day counts, and what is left of a total is organic. Every number is worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from report_gen.months import reports
from report_gen.report import Paid, Report, Share
from report_gen.tables import Quality
from tests.by_hand import config, daily, note_list, paid, tables

OLD = "2026-07-01 09:00:00"
# The month has 35 saves, 3,500 impressions and 500 views.
NOTES = (
    note_list("2026-10-01", {OLD: {"saves": 10, "impressions": 1000, "views": 100}}),
    note_list("2026-11-01", {OLD: {"saves": 45, "impressions": 4500, "views": 600}}),
)
DAY = {"spend": 50.0, "impressions": 400.0, "clicks": 40.0, "saves": 4.0}


def october(*advertised: pd.DataFrame, notes: Any = NOTES, days: Any = ()) -> Report:
    return reports(tables(notes, days, advertised=advertised), config(), "client-x")[-1]


def paid_of(report: Report) -> Paid:
    assert report.paid is not None
    return report.paid


def lines(report: Report, code: str) -> list[Quality]:
    return [q for q in report.quality if q.code == code]


def shares(report: Report) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {s.metric: (s.total, s.paid, s.organic) for s in paid_of(report).shares}


def test_a_month_without_advertising_says_nothing_of_it() -> None:
    assert october().paid is None
    assert october(paid("note", {"2026-09-30": DAY, "2026-11-01": DAY})).paid is None


def test_paid_and_organic_make_the_whole() -> None:
    found = october(paid("note", {"2026-10-01": DAY, "2026-10-31": DAY}))
    assert shares(found)["saves"] == (35, 8, 27)
    assert shares(found)["impressions"] == (3500, 800, 2700)
    assert (paid_of(found).spend, paid_of(found).days, paid_of(found).notes) == (100, 2, 1)


def test_rates_are_of_the_paid_part_and_of_the_rest() -> None:
    found = paid_of(october(paid("note", {"2026-10-01": DAY})))
    assert found.save_rate == 4 / 400
    assert found.organic_save_rate == pytest.approx(31 / 3100)


def test_clicks_on_advertised_notes_are_views_of_them() -> None:
    assert shares(october(paid("note", {"2026-10-01": DAY})))["views"] == (500, 40, 460)


def test_the_total_is_that_of_the_headline() -> None:
    """Daily trends with every day: 31 × 2 saves, whatever the notes earned."""
    found = october(paid("note", {"2026-10-01": DAY}), days=[daily("2026-10-01", "2026-10-31", "saves", 2)])
    assert shares(found)["saves"] == (62, 4, 58)
    assert found.value("saves") == 62


def test_a_rate_never_mixes_two_bases() -> None:
    """Saves have every day, impressions don't: the organic rate is of the notes for both."""
    found = october(paid("note", {"2026-10-01": DAY}), days=[daily("2026-10-01", "2026-10-31", "saves", 2)])
    assert paid_of(found).organic_save_rate == pytest.approx((35 - 4) / (3500 - 400))


@pytest.mark.parametrize(
    ("reported", "spend", "notes"),
    [
        ({"note": 50, "creative": 50, "keyword": 50}, 50, 1),
        ({"creative": 48, "keyword": 50}, 48, 1),
        ({"keyword": 50}, 50, 0),
    ],
    ids=["all three", "no note report", "keywords alone"],
)
def test_three_reports_of_the_same_money_are_never_added(
    reported: Mapping[str, float], spend: float, notes: int
) -> None:
    """A keyword report knows no notes."""
    rows = [
        paid(level, {"2026-10-01": {**DAY, "spend": amount}}, note="" if level == "keyword" else "n1")
        for level, amount in reported.items()
    ]
    found = paid_of(october(*rows))
    assert (found.spend, found.notes) == (spend, notes)
    assert next(s.paid for s in found.shares if s.metric == "saves") == 4


def test_each_day_has_its_own_report_that_counts_and_its_entities_are_added() -> None:
    found = october(
        paid("note", {"2026-10-01": DAY}),
        paid("note", {"2026-10-01": DAY}, entity="e2", note="n2"),
        paid("creative", {"2026-10-01": DAY | {"spend": 100}, "2026-10-02": DAY}),
    )
    assert (paid_of(found).spend, paid_of(found).days, paid_of(found).notes) == (150, 2, 2)


def test_each_account_has_its_own_report_that_counts() -> None:
    sg, cn = (paid(level, {"2026-10-01": DAY}).assign(account=a) for level, a in (("note", "sg"), ("keyword", "cn")))
    assert paid_of(october(sg, cn)).spend == 100


@pytest.mark.parametrize(
    ("note", "creative", "differs"),
    [(100, 99, False), (100, 98.9, True), (0, 0, False), (98.9, 100, True), (100, None, False)],
    ids=["1 %", "over 1 %", "nothing spent", "the other way round", "a report without spend"],
)
def test_reports_that_differ_in_spend_by_over_one_per_cent_are_named(
    note: float, creative: float | None, differs: bool
) -> None:
    other = {**DAY, "spend": creative} if creative is not None else {"impressions": 400.0}
    found = october(
        paid("note", {"2026-10-01": {**DAY, "spend": note}}),
        paid("creative", {"2026-10-01": other, "2026-10-02": DAY}),
    )
    assert [(q.severity, q.file, q.row) for q in lines(found, "paid_levels_differ")] == (
        [("warning", "note.csv", 3)] if differs else []
    )


def test_the_first_day_that_differs_is_told_with_both_amounts() -> None:
    days = {f"2026-10-0{n}": DAY for n in range(1, 4)}
    lower = {day: {**DAY, "spend": 20.5} for day in days}
    (line,) = lines(october(paid("keyword", days, note=""), paid("creative", lower)), "paid_levels_differ")
    assert line.message == (
        "聚光 reports of the same money differ: on 2026-10-01 spend (yuan) is 20.50 in the creative report, 50.00 in the "
        "keyword report, and so on 2 more days. The first named is used."
    )
    assert line.advice


def test_more_paid_than_there_was_leaves_organic_unknown_and_is_told() -> None:
    found = october(paid("note", {"2026-10-01": {**DAY, "saves": 36}}))
    assert shares(found)["saves"] == (35, 36, None)
    assert shares(found)["impressions"] == (3500, 400, 3100)
    assert paid_of(found).organic_save_rate is None
    (line,) = lines(found, "paid_exceeds_total")
    assert line.severity == "warning"
    assert "(saves 36 of 35)" in line.message
    assert line.advice


def test_all_paid_leaves_nothing_organic_and_no_rate_of_it() -> None:
    found = october(paid("note", {"2026-10-01": {**DAY, "saves": 35, "impressions": 3500}}))
    assert shares(found)["saves"] == (35, 35, 0)
    assert paid_of(found).organic_save_rate is None
    assert lines(found, "paid_exceeds_total") == []


def test_a_column_that_no_row_has_is_no_share_and_no_problem() -> None:
    found = october(paid("note", {"2026-10-01": DAY}))
    assert set(shares(found)) == {"impressions", "views", "saves"}
    assert lines(found, "paid_incomplete") == []


def test_a_column_that_some_rows_lack_is_unknown_rather_than_too_small() -> None:
    rows = {"2026-10-01": DAY, "2026-10-02": {name: value for name, value in DAY.items() if name != "saves"}}
    found = october(paid("note", rows))
    assert "saves" not in shares(found)
    assert paid_of(found).save_rate is None
    (line,) = lines(found, "paid_incomplete")
    assert line.message.startswith("1 of 2 聚光 rows have no saves")
    assert (line.file, line.row) == ("note.csv", 3)


def test_a_first_month_without_trends_has_no_total_to_be_a_part_of() -> None:
    """Its notes' sum leaves out older notes, which may have been advertised."""
    alone = (note_list("2026-11-01", {OLD: 45, "2026-10-05 09:00:00": 5}),)
    found = october(paid("note", {"2026-10-01": DAY}), notes=alone)
    assert paid_of(found).shares == ()
    assert paid_of(found).save_rate == 4 / 400
    with_days = october(
        paid("note", {"2026-10-01": DAY}), notes=alone, days=[daily("2026-10-01", "2026-10-31", "saves", 2)]
    )
    assert paid_of(with_days).shares == (Share(metric="saves", total=62, paid=4, organic=58),)


def test_days_without_rows_are_told() -> None:
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-10-01", "2026-10-31")]
    (line,) = lines(october(paid("note", {d: DAY for d in days if d not in days[9:11]})), "paid_days")
    assert line.message.startswith("聚光 has rows for 29 of 31 days. Nothing was spent on 2026-10-10 to 2026-10-11, or")
    assert line.severity == "info"
    assert lines(october(paid("note", dict.fromkeys(days, DAY))), "paid_days") == []


def test_the_files_of_advertising_are_sources_of_the_month() -> None:
    """So that remarks on them are the month's, too."""
    remark = Quality(code="x", severity="info", message="m", file="note.csv")
    found = tables(NOTES, advertised=[paid("note", {"2026-10-01": DAY})]).model_copy(update={"quality": (remark,)})
    assert remark in reports(found, config(), "client-x")[-1].quality
