"""A number of report.json by its path, as people ask for it: where it is, what it is called, how it is written.

A path goes by dots (`pillars.Kopi guides.save_rate`), in short forms too (`save_rate`), as in `report-gen explain`; or by
upright bars, as in a finding's `watch`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from report_gen import explain
from report_gen.config import INDEXES, RATES
from report_gen.errors import QuestionError
from report_gen.report import Number, Report
from report_gen.wording import Wording, noop

_SHARES = ("share_of_saves", "share", "interval")
_MONEY = ("cost_per_save", "spend", "fee")
NAMES = {  # of what a path ends in, as pages call it
    "saves": noop("Saves"),
    "save_rate": noop("Save rate"),
    "adjusted_save_rate": noop("Save rate"),
    "saves_per_view": noop("Saves per view"),
    "saves_per_impression": noop("Saves per impression"),
    "comments": noop("Comments"),
    "comment_rate": noop("Comment rate"),
    "search_visibility": noop("Search visibility"),
    "visibility": noop("Search visibility"),
    "rank": noop("Search rank"),
    "clicks": noop("Clicks"),
    "click_throughs": noop("Click-throughs"),
    "click_through_rate": noop("Click-through rate"),
    "evergreen_save_share": noop("Evergreen share"),
    "impressions": noop("Impressions"),
    "reach": noop("Reach"),
    "views": noop("Views"),
    "likes": noop("Likes"),
    "shares": noop("Shares"),
    "new_followers": noop("New followers"),
    "share_of_saves": noop("Share of saves"),
    "notes": noop("Notes"),
    "cost_per_save": noop("Cost per save"),
    "spend": noop("Spend"),
}
_WRITTEN = re.compile(r"[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*([%％]?)")
NOT_FOUND = ("not found", "none", "未找到", "–", "")


@dataclass(frozen=True)
class Measure:
    """A number and the path that leads to it. `owner` is what it is of, where that is one of many."""

    path: tuple[str, ...]
    value: Number | None
    owner: str = ""

    @property
    def field(self) -> str:
        """What of a thing it is: save_rate of headline.save_rate.value."""
        return next(step for step in reversed(self.path) if step != "value")

    @property
    def is_known(self) -> bool:
        """Not found is a rank, too."""
        return self.value is not None or self.field == "rank"

    @property
    def is_rate(self) -> bool:
        return self.field in (*RATES, *_SHARES) or self.field.endswith("_rate")


@dataclass(frozen=True, eq=False)
class Numbers:
    """All numbers of a report."""

    report: Report

    @cached_property
    def _data(self) -> dict[str, Any]:
        return explain.indexed(self.report)

    def find(self, asked: str) -> Measure | None:
        """The number at that path; None where the report has none there."""
        try:
            path = explain.find(self._data, asked.replace("|", "."))
        except QuestionError:
            return None
        value: Any = self._data
        for step in path:
            value = value[int(step)] if isinstance(value, list) else value[step]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return Measure(path, value, self._owner(path)) if is_number or value is None else None

    def _owner(self, path: tuple[str, ...]) -> str:
        """“Kopi guides” of pillars.Kopi guides.saves; a note by its title."""
        if path[0] in ("headline", "paid") or len(path) < 3:
            return ""
        return str(self._data["notes"][path[1]]["title"]) if path[0] == "notes" else path[1]


def name(w: Wording, measure: Measure) -> str:
    """“Save rate”; of one of many “Kopi guides: Save rate”."""
    known = NAMES.get(measure.field)
    what = w.text(known) if known else measure.field.replace("_", " ")
    return w.text("{group}: {name}", group=w.name(measure.owner), name=what) if measure.owner else what


def said(w: Wording, measure: Measure) -> str:
    """The number as the language writes it."""
    if measure.field == "rank":
        return w.rank(measure.value)
    if measure.is_rate:
        return w.rate(measure.value)
    if measure.field in _MONEY and measure.value is not None:
        return w.money(measure.value, 2 if measure.field == "cost_per_save" else 0)
    if measure.field in (*INDEXES, "visibility") or isinstance(measure.value, float):
        return w.number(measure.value)
    return w.count(measure.value)


def written(measure: Measure) -> str:
    """The number as settings write it: 3.1%, 4030, 41.3; “not found” for a rank that isn't there."""
    if measure.value is None:
        return NOT_FOUND[0]
    if measure.is_rate:
        return as_fine_as("0.0%", measure.value)
    return as_fine_as("0.0" if isinstance(measure.value, float) and measure.field != "rank" else "0", measure.value)


def is_written(text: str) -> bool:
    return text.strip() in NOT_FOUND or _WRITTEN.fullmatch(text.strip()) is not None


def as_fine_as(text: str, value: Number | None) -> str:
    """The value with as many digits as the text has, and per cent where that is: 0.0314 beside “3%” is 3%."""
    found = _WRITTEN.fullmatch(text.strip())
    if value is None:
        return NOT_FOUND[0]
    digits, percent = (len(found[1] or ""), found[2]) if found else (0, "")
    shown = f"{round(value * (100 if percent else 1), digits):.{digits}f}"
    return f"{shown.removeprefix('-') if float(shown) == 0 else shown}{percent}"


def differs(text: str, value: Number | None) -> bool:
    """Whether a number that was written down is another one now, to as many digits as it was written with."""
    if text.strip() in NOT_FOUND:
        return value is not None
    return value is None or _plain(as_fine_as(text, value)) != _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[,\s]", "", text).replace("％", "%").replace("\u2212", "-")


def pattern(figure: str) -> re.Pattern[str] | None:
    """Finds the figure in sentences, 4030 as 4,030 too and without its sign; None for what is no figure."""
    found = re.fullmatch(r"-?(\d+)((?:\.\d+)?)(%?)", _plain(figure))
    if not found:
        return None
    whole = f"(?:{found[1]}|{int(found[1]):,})"
    return re.compile(rf"(?<![\d.,]){whole}{re.escape(found[2])}(?!\d|[.,]\d)" + (r"\s*[%％]" if found[3] else ""))
