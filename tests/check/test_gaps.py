"""Days that exports lack: each gap by hand, and what its line says to do while something still can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from report_gen.check import gaps
from report_gen.check.found import Gap, Remark
from report_gen.history import Period
from report_gen.tables import gather
from tests.by_hand import ZONE, daily, day, ranks

OCTOBER = Period.of("2026-10")
ENGAGEMENT = ("likes", "comments", "saves", "shares")
ALL = ("impressions", "views", *ENGAGEMENT, "new_followers", "lost_followers", "profile_visits")


def span(first: str, last: str) -> tuple[dt.date, ...]:
    return tuple(stamp.date() for stamp in pd.date_range(first, last))


def trends(*frames: pd.DataFrame) -> pd.DataFrame:
    return gather(frames, "account_daily", ZONE)


def every_metric(first: str, last: str, account: str = "") -> list[pd.DataFrame]:
    return [daily(first, last, metric, 1, account=account) for metric in ALL]


def lines(*found: Gap, ever: Sequence[str] = ALL, today: str = "2026-11-03") -> list[Remark]:
    return list(gaps.remarks(found, set(ever), OCTOBER, day(today)))


# -- finding


def test_trends_with_every_day_have_no_gap() -> None:
    assert list(gaps.of_trends(trends(*every_metric("2026-09-20", "2026-11-02")), [""], OCTOBER)) == []


def test_metrics_of_a_file_that_lack_the_same_days_share_a_gap() -> None:
    others = [frame for frame in every_metric("2026-10-01", "2026-10-31") if frame["metric"].iloc[0] not in ENGAGEMENT]
    own = [daily("2026-10-04", "2026-10-31", metric, 1) for metric in ENGAGEMENT[:3]]
    shares = daily("2026-10-01", "2026-10-30", "shares", 1)
    assert list(gaps.of_trends(trends(*others, *own, shares), [""], OCTOBER)) == [
        Gap("trends", "近30日互动数据", "", ("likes", "comments", "saves"), span("2026-10-01", "2026-10-03")),
        Gap("trends", "近30日互动数据", "", ("shares",), span("2026-10-31", "2026-10-31")),
    ]


def test_each_account_has_gaps_of_its_own_and_one_without_any_trends_lacks_all() -> None:
    found = list(gaps.of_trends(trends(*every_metric("2026-10-01", "2026-10-31", "sg")), ["sg", "cn"], OCTOBER))
    assert {(gap.account, gap.export, len(gap.days)) for gap in found} == {("cn", name, 31) for name in gaps.SUBJECTS}


def test_days_of_all_accounts_are_missing_by_metric() -> None:
    found = [
        Gap("trends", "近30日互动数据", "sg", ("saves",), span("2026-10-01", "2026-10-02")),
        Gap("trends", "近30日互动数据", "cn", ("saves", "likes"), span("2026-10-02", "2026-10-03")),
        Gap("ranks", "keyword ranks", "", ("a",), span("2026-10-09", "2026-10-09")),
    ]
    assert gaps.by_metric(found) == {
        "saves": span("2026-10-01", "2026-10-03"), "likes": span("2026-10-02", "2026-10-03"),
    }  # fmt: skip


def test_a_keyword_looked_for_and_not_found_was_looked_for() -> None:
    readings = [ranks("咖啡", {f"2026-10-{d:02d}": None for d in range(2, 32)}), ranks("Kopi ", {"2026-10-31": 3})]
    found = list(gaps.of_ranks(gather(readings, "keyword_ranks", ZONE), ["咖啡", "kopi"], OCTOBER))
    assert [(gap.what, gap.days) for gap in found] == [
        (("咖啡",), span("2026-10-01", "2026-10-01")), (("kopi",), span("2026-10-01", "2026-10-30")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        (("2026-10-03", "2026-10-06"), span("2026-10-04", "2026-10-05")),
        (("2026-09-10", "2026-10-01", "2026-11-01"), span("2026-10-02", "2026-10-31")),
        (("2026-10-03", "2026-10-04"), None),
        (("2026-09-28", "2026-10-01"), None),
    ],
    ids=["between its first and last day", "over months", "side by side", "nothing after the last"],
)
def test_clicks_lack_days_between_a_destinations_first_and_last(
    days: tuple[str, ...], missing: tuple[dt.date, ...] | None
) -> None:
    found = list(gaps.of_clicks({"menu": {day(one) for one in days}, "none": set()}, OCTOBER))
    assert found == ([Gap("clicks", "clicks", "", ("menu",), missing)] if missing else [])


# -- what to do


@pytest.mark.parametrize(
    ("today", "advice"),
    [
        ("2026-11-02", "Export it by 2026-11-04, as it reaches back 30 days, and put it into exports/."),
        ("2026-11-04", "Export it by 2026-11-04, as it reaches back 30 days, and put it into exports/."),
        (
            "2026-11-05",
            "Export it today: it still has 2026-10-06 to 2026-10-07. For the days before look for an older download.",
        ),
        (
            "2026-11-07",
            "The Creator Center shows the last 30 days only: look for an older download. Without one the totals come from "
            "the notes.",
        ),
    ],
    ids=["all are there", "the last day for it", "some are there", "none is there"],
)
def test_a_gap_can_be_filled_as_long_as_the_file_reaches_back(today: str, advice: str) -> None:
    """Of the trends of 5 to 7 October. An export of 4 November has the thirty days from 5 October."""
    gap = Gap("trends", "近30日互动数据", "", ("saves", "likes"), span("2026-10-05", "2026-10-07"))
    (line,) = lines(gap, today=today)
    assert line.message == "近30日互动数据 lacks 3 days (2026-10-05 to 2026-10-07): saves and likes."
    assert line.advice == advice


def test_a_file_without_any_day_of_the_month_says_so_and_names_the_account() -> None:
    (line,) = lines(Gap("trends", "近30日观看数据", "cn", ("views",), span("2026-10-01", "2026-10-31")))
    assert line.message == "近30日观看数据 of account cn has no day of 2026-10: views."


def test_metrics_that_nobody_ever_exported_are_told_apart_from_those_that_lack_days() -> None:
    gap = Gap("trends", "近30日互动数据", "", ("saves", "shares"), span("2026-10-01", "2026-10-31"))
    never, missing = lines(gap, ever=["saves"])
    assert (never.code, never.severity) == ("trends_never", "info")
    assert never.message == "近30日互动数据 was never exported: shares of a day are unknown."
    assert (missing.code, missing.message.rpartition(": ")[2]) == ("trends_missing", "saves.")


def test_keywords_share_a_line_that_says_what_they_lack_together_and_each_besides() -> None:
    both, more = span("2026-10-13", "2026-10-14"), span("2026-10-13", "2026-10-15")
    (line,) = lines(
        Gap("ranks", "keyword ranks", "", ("a", "b"), both), Gap("ranks", "keyword ranks", "", ("c",), more)
    )
    assert line.message == ("Not looked for: 3 keywords on 2 days (2026-10-13 to 2026-10-14); c on 1 day (2026-10-15).")
    assert line.severity == "info"


def test_a_keyword_that_was_not_looked_for_all_month_is_another_matter() -> None:
    assert lines(Gap("ranks", "keyword ranks", "", ("a",), span("2026-10-01", "2026-10-31"))) == []


def test_of_many_runs_of_days_and_many_keywords_the_first_three_are_named() -> None:
    odd = tuple(day(f"2026-10-{d:02d}") for d in range(1, 20, 2))
    (line,) = lines(*(Gap("ranks", "keyword ranks", "", (name,), odd[n:]) for n, name in enumerate("abcde")))
    assert line.message == (
        "Not looked for: 5 keywords on 6 days (2026-10-09, 2026-10-11, 2026-10-13 and more); a on 4 days (2026-10-01, "
        "2026-10-03, 2026-10-05 and more); b on 3 days (2026-10-03, 2026-10-05, 2026-10-07); c on 2 days (2026-10-05, "
        "2026-10-07); and 1 more."
    )


def test_days_without_clicks_may_be_days_on_which_nobody_clicked() -> None:
    (line,) = lines(Gap("clicks", "clicks", "", ("menu",), span("2026-10-04", "2026-10-04")))
    assert (line.severity, line.message) == (
        "info",
        "No rows of clicks to menu on 1 day (2026-10-04): nobody clicked, or they were not exported.",
    )


@pytest.mark.parametrize(
    ("names", "most", "said"),
    [
        ((), 9, ""), (("a_b",), 9, "a b"), (("a", "b"), 9, "a and b"), (("a", "b", "c"), 9, "a, b and c"),
        (("a", "b", "c"), 2, "a, b and 1 more"),
    ],
)  # fmt: skip
def test_names_are_listed_as_people_do(names: tuple[str, ...], most: int, said: str) -> None:
    assert gaps.listed(names, most) == said
