"""The same value in all the ways that exports write it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.readers import _cells
from report_gen.readers._sheets import Cell

MISSING = [
    "",
    " ",
    "\u3000",
    "-",
    "--",
    "—",
    "——",
    "－",
    "/",
    "#DIV/0!",
    "#N/A",
    "N/A",
    "n/a",
    "NA",
    "null",
    "nan",
    "暂无数据",
]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param(12235.0, 12235, id="a number"),
        pytest.param("12235", 12235, id="a number as text"),
        pytest.param("12235.0", 12235, id="a float as text"),
        pytest.param(" 12 235 ", 12235, id="spaces"),
        pytest.param("12,235", 12235, id="comma"),
        pytest.param("1,234,567", 1234567, id="commas"),
        pytest.param("12，235", 12235, id="full-width comma"),
        pytest.param("１２３", 123, id="full-width digits"),
        pytest.param("1.1万", 11000, id="ten thousands, exactly"),
        pytest.param("3w", 30000, id="w"),
        pytest.param("3W+", 30000, id="w and more"),
        pytest.param("1.28亿", 128000000, id="hundred millions"),
        pytest.param("100+", 100, id="and more"),
        pytest.param("+5", 5, id="sign"),
        pytest.param("0", 0, id="zero is a value"),
    ],
)
def test_counts(cell: Cell, value: float) -> None:
    assert _cells.count(cell) == value


@pytest.mark.parametrize("parse", [_cells.count, _cells.change, _cells.rate(False), _cells.seconds, _cells.rank])
@pytest.mark.parametrize("cell", MISSING)
def test_missing_is_not_zero(parse: Callable[[Cell], float], cell: str) -> None:
    assert _cells.is_missing(cell)
    assert math.isnan(parse(cell))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param("abc", "is not a number", id="words"),
        pytest.param("1,23", "is not a number", id="a comma that groups nothing"),
        pytest.param("1.2.3", "is not a number", id="two points"),
        pytest.param("12人", "is not a number", id="an unknown unit"),
        pytest.param("1e5", "is not a number", id="a number cut by a spreadsheet"),
        pytest.param(True, "is not a number", id="a truth value"),
        pytest.param(float("inf"), "is not a number", id="infinity"),
        pytest.param(dt.datetime(2026, 1, 5), "is not a number", id="a date"),  # noqa: DTZ001
        pytest.param("13.8%", "is not a plain number", id="per cent"),
        pytest.param("17s", "is not a plain number", id="seconds"),
        pytest.param(12.5, "is not a whole number", id="a fraction"),
        pytest.param("-1", "is below 0", id="negative"),
        pytest.param("−1", "is below 0", id="negative with a minus sign"),
    ],
)
def test_what_no_count_means_is_refused(cell: Cell, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}"):
        _cells.count(cell)


def test_followers_gained_may_be_negative() -> None:
    assert _cells.change("-3") == -3


@pytest.mark.parametrize(
    ("per_cent", "cell", "value"),
    [
        pytest.param(False, 0.106, 0.106, id="a bare number is a fraction"),
        pytest.param(False, "0.106", 0.106, id="also as text"),
        pytest.param(True, 10.6, 0.106, id="per cent by the column's name"),
        pytest.param(True, 0.5, 0.005, id="never by its size"),
        pytest.param(False, "13.83%", 0.1383, id="per cent by the cell"),
        pytest.param(False, "13.83％", 0.1383, id="full-width per cent"),
        pytest.param(True, "13.83%", 0.1383, id="per cent once only"),
    ],
)
def test_the_unit_of_a_rate_comes_from_the_columns_name_or_the_cell(per_cent: bool, cell: Cell, value: float) -> None:
    assert _cells.rate(per_cent)(cell) == pytest.approx(value)


@pytest.mark.parametrize("cell", [17.0, "17", "17s", "17S", "17秒", " 17 秒"])
def test_seconds(cell: Cell) -> None:
    assert _cells.seconds(cell) == 17


@pytest.mark.parametrize(
    "cell", ["50+", "100＋", ">50", "＞ 50", "未收录", "无", "not ranked", "Not Ranked", "not found", "-", ""]
)
def test_a_keyword_looked_for_and_not_found_has_no_rank(cell: str) -> None:
    assert math.isnan(_cells.rank(cell))


@pytest.mark.parametrize("cell", [0.0, -1.0, 0.5, 4.5, "4.5", "first", "3%"])
def test_a_rank_is_a_whole_number_from_1(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"is not a (rank|number)"):
        _cells.rank(cell)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("2026年03月24日17时33分05秒", id="as exported"),
        pytest.param("2026年3月24日 17时33分5秒", id="without leading zeros"),
        pytest.param("2026-03-24 17:33:05", id="ISO with a space"),
        pytest.param("2026-03-24T17:33:05", id="ISO"),
        pytest.param("2026-03-24T17:33:05.000", id="ISO with milliseconds"),
        pytest.param("2026-03-24T09:33:05Z", id="another zone"),
        pytest.param("2026-03-24T18:33:05+09:00", id="an offset"),
        pytest.param("2026/3/24 17:33:05", id="slashes"),
        pytest.param(" 2026／03／24　17：33：05 ", id="full width"),
        pytest.param(dt.datetime(2026, 3, 24, 17, 33, 5), id="a real date-time"),  # noqa: DTZ001
        pytest.param(46105.73130787037, id="a serial number"),
        pytest.param("46105.73130787037", id="a serial number as text"),
    ],
)
def test_a_publish_time_is_a_moment_in_china_to_the_second(cell: Cell) -> None:
    assert _cells.moment(cell) == dt.datetime(2026, 3, 24, 17, 33, 5, tzinfo=_cells.CHINA)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-05", "2026/1/5", "2026.1.5", "2026年01月05日", "2026年1月5日", "20260105", 20260105.0, 46027.0, "46027",
        "2026-01-05 09:30", "2026年01月05日09时30分", dt.date(2026, 1, 5), dt.datetime(2026, 1, 5, 9, 30),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_days(cell: Cell) -> None:
    assert _cells.day(cell) == dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("parse", "cell", "reason"),
    [
        pytest.param(_cells.day, "5/1/2026", "without guessing", id="day or month first?"),
        pytest.param(_cells.day, "5 Jan", "without guessing", id="words"),
        pytest.param(_cells.day, 17.0, "without guessing", id="a number that is no date"),
        pytest.param(_cells.day, True, "without guessing", id="a truth value"),
        pytest.param(_cells.day, "2026-02-30", "not a day of the calendar", id="no such day"),
        pytest.param(_cells.day, "2026年13月01日", "not a day of the calendar", id="no such month"),
        pytest.param(_cells.day, "1900-01-05", "between 2000 and 2099", id="before there was anything"),
        pytest.param(_cells.moment, "2026-03-24 25:00:00", "not a day of the calendar", id="no such hour"),
        pytest.param(_cells.moment, "2026-03-24T17:33:05+99:99", "without guessing", id="no such zone"),
        pytest.param(_cells.moment, "2026-03-24", "has no time of day", id="a publish time without a time"),
    ],
)
def test_dates_are_never_guessed(parse: Callable[[Cell], object], cell: Cell, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(cell)


def test_a_message_shows_hostile_values_short_and_on_one_line() -> None:
    assert _cells.shown("a\n\x1b[31m\u202eb" + "c" * 50) == f"“a [31mb{'c' * 33}…”"


COUNTS = st.integers(0, 10**11)


@given(COUNTS)
@pytest.mark.parametrize("form", ["{}", "{:,}", "{}.0", " {} ", "+{}", "{:,}+"])
def test_a_count_comes_back_whatever_form_it_is_written_in(form: str, number: int) -> None:
    assert _cells.count(form.format(number)) == number


@given(st.integers(0, 10**8))
def test_ten_thousands_lose_nothing(number: int) -> None:
    assert _cells.count(f"{number // 10_000}.{number % 10_000:04}万") == number


@given(st.datetimes(dt.datetime(2013, 1, 1), dt.datetime(2099, 12, 31)))  # noqa: DTZ001
def test_a_moment_comes_back_from_text_and_from_a_serial_number(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    expected = moment.replace(tzinfo=_cells.CHINA)
    serial = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
    assert _cells.moment(f"{moment:%Y年%m月%d日%H时%M分%S秒}") == _cells.moment(serial) == expected


def refusal(parse: Callable[[Cell], object], cell: Cell) -> str:
    """Why the cell is refused; "" if it is not."""
    try:
        parse(cell)
    except ValueError as reason:
        return str(reason)
    return ""


@given(st.text())
@pytest.mark.parametrize(
    "parse", [_cells.count, _cells.rank, _cells.seconds, _cells.rate(True), _cells.day, _cells.moment]
)
def test_text_is_a_value_or_the_end_of_a_sentence_never_a_crash(parse: Callable[[Cell], object], cell: str) -> None:
    assert re.match(r"$|(is|has) .*[^.]$", refusal(parse, cell))
