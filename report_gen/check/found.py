"""What a check found: frozen values. Keys of the JSON may be added, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from report_gen.report import Restatement
from report_gen.tables import Quality

Kind = Literal["late", "missing", "odd", "data", "restated", "words"]
Standing = Literal["not built", "built", "outdated", "approved"]


@dataclass(frozen=True)
class Reading:
    """An account's note lists that a month is the difference of, by capture date. No opening: the account's first month."""

    account: str
    opening: dt.date | None
    closing: dt.date


@dataclass(frozen=True)
class Gap:
    """Days of a month that an export lacks: `export` as a person knows it (近30日互动数据), `what` of it, which is metrics,
    keywords or destinations. `account` is empty where the client has one."""

    kind: Literal["trends", "ranks", "clicks"]
    export: str
    account: str
    what: tuple[str, ...]
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class MonthCheck:
    """What there is for one month. `problem`: why it can't be built, and `needed`: the first and last day on which a note
    list would do; `missing`: days without a daily value, by metric; `gaps`: the same, and more, by export."""

    month: str
    problem: str | None = None
    readings: tuple[Reading, ...] = ()
    days: int = 0
    missing: dict[str, tuple[dt.date, ...]] = field(default_factory=dict)
    rank_days: int = 0
    needed: tuple[dt.date, dt.date] | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something that an analyst should know of the month, and what to do about it. What needs nothing done is `info`."""

    kind: Kind
    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    advice: str | None = None
    file: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class Check:
    """What there is for one client as of a day. `problems`: why it can't be built. `month` is the one looked at closely:
    `facts` say what there is for it, `remarks` what to do, `quality` what its report tells of the data; `standing` is that
    of its report, `approval` by whom and when."""

    slug: str
    problems: tuple[str, ...]
    name: str = ""
    month: str | None = None
    files: dict[str, int] = field(default_factory=dict)
    months: tuple[MonthCheck, ...] = ()
    quality: tuple[Quality, ...] = ()
    as_of: dt.date | None = None
    facts: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    standing: Standing = "not built"
    approval: str | None = None
    restatements: tuple[Restatement, ...] = ()

    @property
    def buildable(self) -> bool:
        return not self.problems

    @property
    def to_do(self) -> tuple[Remark, ...]:
        """The remarks that ask for something."""
        return tuple(remark for remark in self.remarks if remark.severity != "info")
