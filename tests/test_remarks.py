"""What a month's data limit is said, with the file and row where it was seen and what to do about it."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from report_gen.history import Period, month_data
from report_gen.readers.note_list import ROW_CAP
from report_gen.remarks import remarks
from report_gen.tables import Quality
from tests.by_hand import ZONE, clicks, config, daily, day, note_list, ranks, tables

PACKAGE = Path(__file__).parents[1] / "report_gen"
OCTOBER = Period.of("2026-10")
OLD, NEW, THIRD = "2026-08-11 10:00:00", "2026-10-12 18:30:05", "2026-07-01 09:00:00"
TRENDS = daily("2026-10-01", "2026-10-31", "saves", 2).assign(captured_at=pd.Timestamp("2026-11-02 10:31", tz=ZONE))


def found(
    *captures: pd.DataFrame, period: Period = OCTOBER, days: object = (TRENDS,), more: object = None, **settings: object
) -> list[Quality]:
    read = tables(captures, days, **(more or {}))  # type: ignore[arg-type]
    return list(remarks(month_data(read, config(**settings), period)))


def whole(first: str = "2026-10-01", last: str = "2026-11-01", account: str = "") -> list[pd.DataFrame]:
    return [note_list(first, {OLD: 40}, account), note_list(last, {OLD: 55}, account)]


def only(lines: list[Quality], code: str) -> Quality:
    (line,) = lines
    assert line.code == code
    return line


def test_there_is_nothing_to_say_about_a_whole_month() -> None:
    assert found(*whole()) == []


# -- readings


@pytest.mark.parametrize(
    ("first", "last", "code", "file", "words"),
    [
        ("2026-10-03", "2026-11-01", "late_opening", "2026-10-03.xlsx", "captured on 2026-10-03, 2 days after 2026-10-01."),
        ("2026-09-30", "2026-11-01", "early_opening", "2026-09-30.xlsx", "captured on 2026-09-30, 1 day before 2026-10-01."),
        ("2026-10-01", "2026-11-04", "late_closing", "2026-11-04.xlsx", "captured on 2026-11-04, 3 days after 2026-11-01."),
        ("2026-10-01", "2026-10-31", "early_closing", "2026-10-31.xlsx", "captured on 2026-10-31, 1 day before 2026-11-01."),
    ],
)  # fmt: skip
def test_a_reading_off_the_edge_says_by_how_many_days(first: str, last: str, code: str, file: str, words: str) -> None:
    line = only(found(*whole(first, last)), code)
    assert (line.severity, line.file) == ("warning", file)
    assert words in line.message


def test_of_several_accounts_the_line_names_the_one() -> None:
    lists = [*whole(account="sg"), *whole("2026-10-02", account="cn")]
    line = only(found(*lists, days=(), accounts=["sg", "cn"])[:1], "late_opening")
    assert line.message == (
        "The note list that opens the month of account cn was captured on 2026-10-02, 1 day after 2026-10-01. What notes from "
        "before the month earned on those days is not in this month but in the one before."
    )


def test_a_first_month_says_what_counts() -> None:
    line = only(found(note_list("2026-11-01", {OLD: 90, NEW: 5})), "first_month")
    assert (
        line.message == "No note list is from before this month: only notes published in it count, at all they earned."
    )


@pytest.mark.parametrize(
    ("later", "when"),
    [([], "there is none at all"), (whole("2026-12-01", "2027-01-01", "cn"), "its first is of 2026-12-01")],
    ids=["no list", "begins later"],
)
def test_an_account_that_is_not_counted_is_named(later: list[pd.DataFrame], when: str) -> None:
    sg = TRENDS.assign(account="sg")
    line = only(found(*whole(account="sg"), *later, days=[sg], accounts=["sg", "cn"]), "account_missing")
    assert line.message == f"Account cn has no note list of this month ({when}): its notes are not counted."


def test_a_part_of_a_month_says_up_to_when() -> None:
    part = Period("2026-10", day("2026-10-01"), day("2026-10-20"), partial=True)
    line = only(found(*whole("2026-10-01", "2026-10-20"), period=part), "partial_month")
    assert line.message == "The month is reported up to 2026-10-19 only."


# -- notes


def test_a_note_gone_from_the_closing_is_named_with_the_row_that_last_had_it() -> None:
    line = only(found(note_list("2026-10-01", {OLD: 5, THIRD: 8}), note_list("2026-11-01", {OLD: 6})), "note_gone")
    assert (line.file, line.row) == ("2026-10-01.xlsx", 4)
    assert line.message == (
        f"“笔记 {THIRD}” (2026-07-01 09:00) is in the list of 2026-10-01 but not in the closing one: deleted or hidden. Its "
        "activity of the month is unknown and left out of the sums."
    )


def test_an_older_note_that_the_opening_lacks_is_named() -> None:
    line = only(found(note_list("2026-10-01", {OLD: 5}), note_list("2026-11-01", {OLD: 6, THIRD: 9})), "note_unread")
    assert (line.file, line.row) == ("2026-11-01.xlsx", 4)


@pytest.mark.parametrize(
    ("days", "severity", "words"),
    [
        (("2026-10-01", "2026-11-01"), "info", "is not in the list of 2026-10-16, but in those before and after it."),
        (("2026-09-01", "2026-11-01"), "warning", "is not in the opening note list, but in one before it"),
    ],
    ids=["within the month", "when it began"],
)
def test_a_note_that_vanished_and_came_back_is_named(days: tuple[str, str], severity: str, words: str) -> None:
    lists = [
        note_list(d, {OLD: 5, **({THIRD: 3} if d in days else {})})
        for d in ("2026-09-01", "2026-10-01", "2026-10-16", "2026-11-01")
        if d != "2026-09-01" or d in days
    ]
    line = only(found(*lists), "note_returned")
    assert (line.severity, line.file, line.row) == (severity, "2026-11-01.xlsx", 4)
    assert words in line.message


def test_notes_that_the_cap_cut_off_share_a_line() -> None:
    moments = [str(moment) for moment in pd.date_range("2026-07-01", periods=ROW_CAP + 4, freq="min")]
    lists = [note_list("2026-10-01", dict.fromkeys(moments, 1)), note_list("2026-11-01", dict.fromkeys(moments[4:], 2))]
    line = only(found(*lists), "note_below_cap")
    assert (line.severity, line.file, line.row) == ("warning", "2026-10-01.xlsx", 3)
    assert line.message.startswith(
        "4 notes are missing from a note list that was cut off at 1,000 notes (“笔记 2026-07-01 00:00:00”, “笔记 2026-07-01 "
        "00:01:00”, “笔记 2026-07-01 00:02:00” and 1 more)"
    )


def test_what_fell_is_named_by_counter() -> None:
    before, after = {"saves": 50, "likes": 9, "views": 3}, {"saves": 44, "likes": 8, "views": 30}
    line = only(
        found(note_list("2026-10-01", {OLD: before}), note_list("2026-11-01", {OLD: after})), "negative_activity"
    )
    assert (line.severity, line.row) == ("info", 3)
    assert "(likes -1, saves -6)" in line.message


@pytest.mark.parametrize(("blank", "which"), [("2026-10-01", "opening"), ("2026-11-01", "closing")])
def test_a_counter_that_one_reading_lacks_is_named_with_its_file(blank: str, which: str) -> None:
    lists = [
        note_list(
            d, {OLD: 5, THIRD: {"saves": 4, **({"new_followers": math.nan, "views": math.nan} if d == blank else {})}}
        )
        for d in ("2026-10-01", "2026-11-01")
    ]
    line = only(found(*lists), "counter_missing")
    assert (line.severity, line.file, line.row) == ("warning", f"{blank}.xlsx", 4)
    assert line.message.startswith(f"The {which} note list has blank cells (views: 1, new followers: 1; as of “笔记")


# -- days


def test_a_day_that_was_not_settled_is_named_until_a_later_export_has_it() -> None:
    """A day's figures are complete about one day later."""
    captured = pd.Timestamp("2026-11-01 10:31", tz=ZONE)
    line = only(found(*whole(), days=[TRENDS.assign(captured_at=captured)]), "unsettled_day")
    assert (line.severity, line.file, line.row) == ("warning", "saves.xlsx", 2)
    assert line.message == (
        "2026-10-31 is known only from an export of 2026-11-01, when the day was not settled: saves may be too low."
    )
    assert line.advice == "Export 近30日 again on or after 2026-11-02 and put it into exports/."


def test_days_settle_in_china_whatever_the_clients_zone() -> None:
    """Half past ten in the evening of the 31st in London is the 1st in China: the 31st is known, but not settled."""
    captured = pd.Timestamp("2026-10-31 22:30", tz="Europe/London")
    codes = [q.code for q in found(*whole(), days=[TRENDS.assign(captured_at=captured)])]
    assert codes == ["unsettled_day"]


def test_daily_values_below_zero_are_named() -> None:
    fallen = TRENDS.assign(value=[-3.0 if d == pd.Timestamp("2026-10-12") else 2.0 for d in TRENDS["date"]])
    line = only(found(*whole(), days=[fallen]), "negative_daily")
    assert (line.severity, line.file, line.row) == ("info", "saves.xlsx", 2)
    assert line.message.startswith("1 daily value is below 0 (saves -3 on 2026-10-12)")


@pytest.mark.parametrize(
    ("days", "messages"),
    [
        pytest.param([], ["There are no daily trends: the account's totals are those of its notes;"], id="none at all"),
        pytest.param([TRENDS[1:3]], ["The daily trends lack 2026-10-01, 2026-10-04 to 2026-10-31."], id="most days"),
        pytest.param(
            [TRENDS, daily("2026-09-01", "2026-09-30", "views", 1)], ["The daily trends lack the whole month of views."],
            id="a metric that other months have",
        ),
        pytest.param(
            [TRENDS[1:], TRENDS[1:].assign(metric="likes"), TRENDS[2:].assign(metric="views")],
            ["The daily trends lack 2026-10-01 to 2026-10-02 of views.", "The daily trends lack 2026-10-01 of likes and saves."],
            id="metrics that lack the same days share a line",
        ),
    ],
)  # fmt: skip
def test_days_that_the_trends_lack_are_named(days: list[pd.DataFrame], messages: list[str]) -> None:
    lines = found(*whole(), days=days)
    assert {q.code for q in lines} == {"daily_missing"}
    assert [m for m in messages if any(q.message.startswith(m) for q in lines)] == messages
    assert len(lines) == len(messages)


def test_days_that_one_of_several_accounts_lacks_are_named_with_it() -> None:
    lists = [*whole(account="sg"), *whole(account="cn")]
    days = [TRENDS.assign(account="sg"), TRENDS[1:].assign(account="cn")]
    line = only(found(*lists, days=days, accounts=["sg", "cn"]), "daily_missing")
    assert line.message.startswith("The daily trends of account cn lack 2026-10-01.")


# -- settings


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Shanghai", None),
        ("Asia/Singapore", None),
        ("Australia/Perth", None),
        ("Asia/Tokyo", "begin 1 hour later"),
        ("Asia/Kolkata", "begin 2.5 hours earlier"),
        ("Europe/London", "begin 7 or 8 hours earlier"),
    ],
)
def test_a_zone_whose_days_are_not_those_of_the_trends_is_said(zone: str, words: str | None) -> None:
    """Summer time ends in London on 25 October 2026."""
    lines = [q.message for q in found(*whole(), timezone=zone) if q.code == "zone_differs"]
    assert [words in line for line in lines if words] == ([True] if words else [])
    assert len(lines) == bool(words)


def test_notes_of_no_pillar_are_counted_and_the_first_named() -> None:
    lists = [note_list(d, dict.fromkeys((OLD, THIRD), 5)) for d in ("2026-10-01", "2026-11-01")]
    line = only(found(*lists, pillars=[{"name": "Kopi", "match": ["08-11"]}]), "notes_untagged")
    assert line.message == f"1 note belongs to no pillar: “笔记 {THIRD}”."


def test_pillars_keywords_and_clicks_that_the_settings_do_not_name_are_said() -> None:
    more: dict[str, Any] = {
        "readings": [ranks("茶", {"2026-10-05": 3})],
        "outward": [clicks("profile", {"2026-10-05": 3})],
        "tags": {"2026-08-11T10:00:00": {"pillar": "Koppi"}},
    }
    days = [TRENDS, TRENDS.assign(metric="profile_visits")]
    settings: dict[str, Any] = {
        "pillars": [{"name": "Kopi", "match": ["x"]}],
        "keywords": [{"term": "咖啡"}],
        "save_rate": {"per": "reach"},
    }
    codes = {q.code for q in found(*whole(), days=days, more=more, **settings)}
    assert codes == {"pillar_unlisted", "keyword_untracked", "no_reach", "profile_counted_once"}


# -- every warning


def made(path: Path) -> Iterator[ast.Call]:
    """The calls of a module that make a warning: `warning(…)`, `_warning(…)`, `Quality.told(…, "warning", …)`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            severity = (
                next((k.value for k in node.keywords if k.arg == "severity"), None) or (node.args[1:2] or [None])[0]
            )
            is_told = (
                name in ("Quality", "Quality.told") and severity is not None and "warning" in ast.unparse(severity)
            )
            if name in ("warning", "_warning") or is_told:
                yield node


WARNINGS = [
    pytest.param(call, id=f"{path.relative_to(PACKAGE).as_posix()}:{call.lineno}")
    for path in sorted(PACKAGE.rglob("*.py"))
    for call in made(path)
]
PLACE = {"warning": 4, "_warning": 2, "Quality": 99, "Quality.told": 3}  # of the advice among the arguments


def test_the_warnings_are_found() -> None:
    assert len(WARNINGS) > 20


@pytest.mark.parametrize("call", WARNINGS)
def test_every_warning_says_what_to_do(call: ast.Call) -> None:
    named = [k.value for k in call.keywords if k.arg in ("advice", "advise")]
    place = PLACE[ast.unparse(call.func)]
    advice = named or call.args[place : place + 1]
    assert len(advice) == 1
    assert ast.unparse(advice[0]) not in ("None", "''")
