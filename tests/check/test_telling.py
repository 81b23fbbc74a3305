"""What a person reads: whole texts, small enough to be looked at."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest

from report_gen.check import Check, Gap, MonthCheck, Reading, Remark, as_text
from report_gen.check.telling import WIDTH

TODAY = dt.date(2026, 11, 3)
SEPTEMBER = MonthCheck("2026-09", None, (Reading("", None, dt.date(2026, 10, 1)),), 30, {}, 30)
GAP = Gap("trends", "近30日互动数据", "", ("saves",), (dt.date(2026, 10, 9),))
OCTOBER = MonthCheck(
    "2026-10", None, (Reading("", dt.date(2026, 10, 1), dt.date(2026, 11, 1)),), 31, {"saves": GAP.days}, 12, gaps=(GAP,)
)  # fmt: skip
NOVEMBER = MonthCheck("2026-11", "nothing", needed=(dt.date(2026, 11, 28), dt.date(2026, 12, 4)))
MISSING = Remark(
    "missing", "trends_missing", "warning", "近30日互动数据 lacks 1 day (2026-10-09): saves.", "Export it."
)
KNOWN = Remark("data", "totals_reconciled", "info", "Totals by the daily trends and by the notes: saves 62 and 60.")
KOPI = Check(
    "kopi", (), "Kopi & Kaya", "2026-10", {"note_list": 2, "clicks": 1}, (SEPTEMBER, OCTOBER, NOVEMBER), as_of=TODAY,
    facts={"note lists": "2026-10-01 and 2026-11-01", "words": "none"}, remarks=(MISSING, KNOWN),
)  # fmt: skip


def test_one_client_is_told_whole() -> None:
    assert as_text([KOPI]).splitlines() == [
        "kopi  Kopi & Kaya  as of 2026-11-03",
        "  2026-10 can be built: not built yet. 1 to do.",
        "",
        "  note lists  2026-10-01 and 2026-11-01",
        "  words       none",
        "  files       2 × note list, 1 × clicks",
        "",
        "  To do",
        "  missing   近30日互动数据 lacks 1 day (2026-10-09): saves.",
        "            → Export it.",
        "",
        "  Worth knowing",
        "  data      Totals by the daily trends and by the notes: saves 62 and 60.",
        "",
        "  month    note lists of                                       days without trends  ranks read",
        "  2026-09  (none before) and 2026-10-01                        none                 30 of 30 days",
        "  2026-10  2026-10-01 and 2026-11-01                           互动 1               12 of 31 days",
        "  2026-11  not covered: needs one of 2026-11-28 to 2026-12-04",
    ]


def test_of_several_clients_each_has_a_line_and_those_with_something_to_do_have_more() -> None:
    fine = Check("fine", (), "Fine", "2026-10", remarks=(KNOWN,), standing="built", as_of=TODAY)
    broken = Check("broken", ("There is no note list.", "And no trends."), as_of=TODAY)
    assert as_text([broken, fine, KOPI]).splitlines() == [
        "2 of 3 clients need something, as of 2026-11-03",
        "          month    report          to do",
        "  broken  –        can’t be built  2 to put right",
        "  fine    2026-10  built           nothing",
        "  kopi    2026-10  not built       missing 1",
        "",
        "broken  as of 2026-11-03",
        "  Can’t be built.",
        "  error     There is no note list.",
        "  error     And no trends.",
        "",
        "kopi  Kopi & Kaya  as of 2026-11-03",
        "  2026-10 can be built: not built yet. 1 to do.",
        "",
        "  To do",
        "  missing   近30日互动数据 lacks 1 day (2026-10-09): saves.",
        "            → Export it.",
    ]


def test_of_many_problems_the_first_are_told_among_several_clients_and_all_of_one_alone() -> None:
    broken = Check("broken", tuple(f"File {n} is odd." for n in range(9)), as_of=TODAY)
    assert as_text([broken]).count("is odd") == 9
    lines = as_text([broken, KOPI]).splitlines()
    assert sum("is odd" in line for line in lines) == 5
    assert "  error     … and 4 more: report-gen check broken has them all." in lines


def test_when_nobody_needs_anything_one_table_says_it() -> None:
    fine = replace(KOPI, remarks=(KNOWN,), standing="approved", approval="approved by Mei on 2026-11-03")
    assert as_text([fine, replace(fine, slug="other")]).splitlines() == [
        "All 2 clients have what they need, as of 2026-11-03",
        "         month    report    to do",
        "  kopi   2026-10  approved  nothing",
        "  other  2026-10  approved  nothing",
    ]
    assert as_text([fine]).splitlines()[1] == "  2026-10 can be built: approved by Mei on 2026-11-03. Nothing to do."


def test_a_month_that_waits_for_its_note_list_is_named_first() -> None:
    late = Remark("late", "month_late", "warning", "2026-10 is over, but no note list was captured.", "Export it.")
    waits = replace(KOPI, month="2026-09", remarks=(late, MISSING))
    row = as_text([waits, waits]).splitlines()[2]
    assert row == "  kopi  2026-09  not built  no note list of 2026-10, missing 1"


def test_many_remarks_of_one_kind_are_cut_to_the_first() -> None:
    gone = tuple(Remark("data", "note_gone", "warning", f"note {n} is gone.", "Look.") for n in range(1, 9))
    lines = as_text([Check("x", (), month="2026-10", remarks=gone)]).splitlines()
    assert lines[-5:] == [
        "  data      note 1 is gone.",
        "  data      note 2 is gone.",
        "  data      note 3 is gone.",
        "  data      … and 5 more of this kind (note_gone); --json has them all.",
        "            → Look.",
    ]


@pytest.mark.parametrize("count", [3, 4])
def test_nothing_is_cut_where_the_cut_would_take_as_many_lines(count: int) -> None:
    gone = tuple(Remark("data", "note_gone", "warning", f"note {n} is gone.") for n in range(count))
    assert as_text([Check("x", (), month="2026-10", remarks=gone)]).count("is gone") == count


def test_the_same_advice_is_given_once_after_the_last_that_it_is_for() -> None:
    odd = [Remark("odd", "number_odd", "warning", f"number {n}", advice) for n, advice in enumerate(("A.", "A.", "B."))]
    lines = as_text([Check("x", (), month="2026-10", remarks=tuple(odd))]).splitlines()
    assert [line.split()[-1] for line in lines[4:]] == ["0", "1", "A.", "2", "B."]


def test_a_remark_names_the_file_and_row_that_it_is_about() -> None:
    remark = Remark("data", "x", "warning", "Odd.", None, "2026-11/a.xlsx", 7)
    assert "  data      Odd. (2026-11/a.xlsx, row 7)" in as_text([Check("x", (), month="2026-10", remarks=(remark,))])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (lambda month: MonthCheck(month, "nothing"), "not covered"),
        (lambda month: replace(SEPTEMBER, month=month), "lack nothing"),
    ],
    ids=["not covered", "whole"],
)
def test_many_months_alike_are_one_line(kind: object, said: str) -> None:
    alike = tuple(kind(f"2026-0{n}") for n in range(1, 8))  # type: ignore[operator]
    text = as_text(
        [Check("x", ("no",), months=(replace(OCTOBER, month="2025-12"), *alike, replace(OCTOBER, month="2026-08")))]
    )
    rows = [" ".join(line.split()) for line in text.splitlines()[-4:]]
    assert [row.split()[0] for row in rows] == ["2025-12", "2026-01", "…", "2026-08"]
    assert rows[2].startswith("… 6 more that ")
    assert rows[2].endswith(f"{said}, up to 2026-07")


def test_long_lines_are_wrapped_below_their_beginning_and_chinese_takes_two_columns() -> None:
    remark = Remark("missing", "x", "warning", " ".join(["近30日互动数据", "lacks", "saves"] * 20), "Look. " * 40)
    lines = as_text([Check("x", (), month="2026-10", remarks=(remark,))]).splitlines()[4:]
    wide = [sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in line) for line in lines]
    assert max(wide) <= WIDTH
    assert len(lines) > 4
    assert all(line.startswith((" " * 12, "  missing ")) for line in lines)
