"""One cell → one value. Exports write the same number in a dozen ways; what none of them means is refused.

Every function takes a raw cell and returns its value, or raises ValueError with the end of a sentence that starts with
the value found: “abc” *is not a number …*
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

from report_gen import escape
from report_gen.readers._sheets import Cell

CHINA = dt.timezone(dt.timedelta(hours=8))  # exports write wall-clock times of China, which Singapore shares
NOTHING = float("nan")
MOST = 10**12  # beyond any counter of a platform of people

_MISSING = {
    "", "-", "--", "---", "—", "——", "–", "/", "n/a", "na", "null", "none", "nan", "暂无", "暂无数据",
    "#div/0!", "#n/a", "#value!", "#ref!", "#num!", "#name?", "#null!",
}  # fmt: skip
_NOT_FOUND = re.compile(r"\d+\+|>=?\d+|未收录|未找到|未上榜|无|无排名|not(ranked|found)")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)([万亿w]?)\+?(%|秒|s|)")
_SCALE = {"": 1, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_DATE = r"(?P<year>\d{4})(?:[年/.-](?P<month>\d{1,2})[月/.-](?P<day>\d{1,2})日?|(?P<md>\d{4}))"
_TIME = r"(?P<hour>\d{1,2})[时:](?P<minute>\d{1,2})(?:[分:](?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?"
_MOMENT = re.compile(rf"{_DATE}(?:[T\s]*{_TIME}\s*(?P<zone>Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?", re.IGNORECASE)
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 is wall-clock time like all it holds
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
_FORMATS = dict.fromkeys(("图文", "图集", "image", "images", "normal"), "image") | dict.fromkeys(
    ("视频", "video"), "video"
)
_DATE_ADVICE = "is not a date that can be read without guessing; write it as 2026-11-01"


def is_missing(cell: Cell) -> bool:
    """Blank, a dash, or a spreadsheet's error value. Missing is not 0."""
    # Only short texts can be marks; most cells that are asked are dates, and need no normalising.
    return isinstance(cell, str) and (len(cell) < 12 or cell.isspace()) and _plain(cell) in _MISSING


def text(cell: Cell) -> str:
    """One clean line; a number as people write it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return escape.clean(str(cell))


def number(cell: Cell) -> float:
    """`1,234`, `1.2万`, `１２`, `3w+`; missing is NaN. Per cent and seconds belong to `rate` and `seconds`."""
    value, unit = _measure(cell)
    if unit:
        raise ValueError("is not a plain number; this column counts. Download the file again, or correct the cell")
    return value


def count(cell: Cell) -> float:
    """A whole number from 0; missing is NaN."""
    if type(cell) is float and 0 <= cell <= MOST and cell.is_integer():  # nearly every cell of a genuine file
        return cell
    value = change(cell)
    if value < 0:
        raise ValueError("is below 0; this column counts from 0. Download the file again, or correct the cell")
    return value


def change(cell: Cell) -> float:
    """A whole number, which may be negative; missing is NaN."""
    value = number(cell)
    if not math.isnan(value) and not value.is_integer():
        raise ValueError("is not a whole number; this column counts. Download the file again, or correct the cell")
    if abs(value) > MOST:
        raise ValueError("is more than any counter can be. Download the file again, or correct the cell")
    return value


def money(cell: Cell) -> float:
    """An amount from 0, with or without a mark of the currency; missing is NaN."""
    value = number(re.sub(r"[￥¥元]|RMB|CNY", "", cell) if isinstance(cell, str) else cell)
    if value < 0:
        raise ValueError("is below 0; this column holds amounts from 0. Download the file again, or correct the cell")
    return value


def rate(per_cent: bool) -> Callable[[Cell], float]:
    """A fraction. `per_cent` is what the column's name says of bare numbers; a `%` in the cell wins."""

    def parse(cell: Cell) -> float:
        value, unit = _measure(cell)
        if unit not in ("", "%"):
            raise ValueError("is not a rate, such as 0.138 or 13.8%. Download the file again, or correct the cell")
        return value / 100 if unit == "%" or per_cent else value

    return parse


def seconds(cell: Cell) -> float:
    """`17`, `17s`, `17秒`; missing is NaN."""
    value, unit = _measure(cell)
    if unit == "%" or value < 0:
        raise ValueError("is not a number of seconds, such as 17 or 17s. Download the file again, or correct the cell")
    return value


def rank(cell: Cell) -> float:
    """A position from 1; NaN where the keyword was looked for and not found (`50+`, `未收录`, `-`, blank)."""
    if isinstance(cell, str) and _NOT_FOUND.fullmatch(_plain(cell)):
        return NOTHING
    value, unit = _measure(cell)
    if unit or value < 1 or not (math.isnan(value) or value.is_integer()):
        raise ValueError(
            "is not a rank; write a whole number from 1, or leave the cell blank if the keyword was not found"
        )
    return value


def day(cell: Cell) -> dt.date:
    """A calendar day: `2026-11-01`, `2026年11月01日`, `2026/1/5`, `20261101`, a real date, a spreadsheet's serial number."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    match = _match(cell)
    return (_serial(cell) if match is None else _wall_clock(match)).date()


def day_in(zone: ZoneInfo) -> Callable[[Cell], dt.date]:
    """Like `day`, for programs that write moments with their zone: 2026-10-01T23:30:00Z is the 2nd in Singapore. Their
    midnights stand for whole days and stay what they are."""

    def parse(cell: Cell) -> dt.date:
        match = _match(cell)
        if match is None or match["zone"] is None or _wall_clock(match).time() == dt.time():
            return day(cell)
        return moment(cell).astimezone(zone).date()

    return parse


def moment(cell: Cell) -> dt.datetime:
    """A moment in `CHINA` time, to the second: `2026年03月24日17时33分05秒`, ISO, a real date-time, a serial number."""
    if isinstance(cell, dt.datetime):
        return _rounded(cell).replace(tzinfo=CHINA)
    match = _match(cell)
    if match is None:
        return _serial(cell).replace(tzinfo=CHINA)
    if match["hour"] is None:
        raise ValueError("has no time of day; a publish time is written as 2026-03-24 17:33:05")
    zone = dt.datetime.strptime(match["zone"], "%z").tzinfo if match["zone"] else CHINA
    return _wall_clock(match).replace(tzinfo=zone).astimezone(CHINA)


def moment_or_midnight(cell: Cell) -> dt.datetime:
    """Like `moment`, for columns whose dates without a time are midnights."""
    return moment(dt.datetime.combine(cell, dt.time()) if type(cell) is dt.date else cell)


def captured_in(zone: ZoneInfo) -> Callable[[Cell], dt.datetime]:
    """When something was exported, in that zone: a moment, or a day, which stands for its start."""

    def parse(cell: Cell) -> dt.datetime:
        match = _match(cell)
        if match is not None and match["hour"] is not None:
            return moment(cell).astimezone(zone)
        return dt.datetime.combine(day(cell), dt.time(), zone)

    return parse


def note_format(cell: Cell) -> str:
    """`image` or `video`, from what the platform and its tools call them."""
    known = _FORMATS.get(text(cell).casefold().removesuffix("笔记"))
    if known is None:
        raise ValueError("is not a format that is known; it is 图文 or 视频")
    return known


def lacks_seconds(cell: Cell) -> bool:
    """Whether a publish time was cut to the minute, as spreadsheets do when they save dates as CSV."""
    match = _match(cell) if isinstance(cell, str) else None
    return match is not None and match["hour"] is not None and match["second"] is None


def shown(cell: Cell) -> str:
    """The value found, short and harmless, for a message."""
    found = text(cell)
    return f"“{found[:40]}…”" if len(found) > 40 else f"“{found}”"


def _plain(cell: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).casefold().replace("\u2212", "-")


def _measure(cell: Cell) -> tuple[float, str]:
    """A number and the unit that the cell itself names: "", "%" or "s"."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if math.isfinite(cell):
            return float(cell), ""
    elif isinstance(cell, str):
        plain = _plain(cell)
        if plain in _MISSING:
            return NOTHING, ""
        match = _NUMBER.fullmatch(plain)
        if match and any(map(str.isdigit, match[1])):
            # Decimal, so that 1.1万 is 11000 and not 11000.000000000002.
            value = Decimal(match[1].replace(",", "")) * _SCALE[match[2]]
            return float(value), "s" if match[3] == "秒" else match[3]
    raise ValueError("is not a number. Download the file again, or correct the cell")


def _match(cell: Cell) -> re.Match[str] | None:
    """The parts of a written date; 20261101 is one even where a spreadsheet took it for a number."""
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    return _MOMENT.fullmatch(unicodedata.normalize("NFKC", cell).strip()) if isinstance(cell, str) else None


def _wall_clock(match: re.Match[str]) -> dt.datetime:
    month, day_of_month = (match["md"][:2], match["md"][2:]) if match["md"] else (match["month"], match["day"])
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    try:
        time = dt.time(hour, minute, second)
        value = dt.datetime.combine(dt.date(int(match["year"]), int(month), int(day_of_month)), time)
    except ValueError as error:
        raise ValueError("is not a day of the calendar; correct the cell") from error
    if not 2000 <= value.year < 2100:
        raise ValueError("is not a day between 2000 and 2099; correct the cell")
    return value


def _serial(cell: Cell) -> dt.datetime:
    """Days since 30 December 1899, as spreadsheets store dates; also as text, as they write them to CSV unformatted."""
    try:
        days = float(cell) if isinstance(cell, (str, int, float)) and not isinstance(cell, bool) else NOTHING
    except ValueError:
        days = NOTHING
    if math.isnan(days) or int(min(max(days, 0), 1e6)) not in _SERIALS:
        raise ValueError(_DATE_ADVICE)
    return _rounded(_EPOCH + dt.timedelta(days=days))


def _rounded(moment: dt.datetime) -> dt.datetime:
    """To the second: serial numbers carry a second only to some microseconds."""
    return (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
