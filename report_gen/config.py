"""client.yml → `ClientConfig`: typed, frozen, every mistake reported at once. Raw YAML stops here."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Metric = Literal[
    "saves", "save_rate", "saves_per_view", "saves_per_impression", "comments", "comment_rate", "search_visibility",
    "click_throughs", "click_through_rate", "evergreen_save_share", "impressions", "views", "likes", "shares",
    "new_followers",
]  # fmt: skip
Format = Literal["image", "video"]
Language = Literal["en", "zh"]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="a month as 2026-10")]


def _fraction(value: Any) -> Any:
    """`2.5%` is 0.025; a bare number stays as it is, its unit is the metric's."""
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*[%％]\s*", value)):
        return float(match.group(1)) / 100
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("not a time zone of the IANA list, such as Asia/Singapore") from error
    return name


def _month_key(value: Any) -> Any:
    """YAML reads 2026-10 as text but 2026-10-01 as a date; both mean the month."""
    return value.strftime("%Y-%m") if isinstance(value, dt.date) else value


Amount = Annotated[float, BeforeValidator(_fraction), Field(ge=0, description="a number, or per cent as 2.5%")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$", description="a colour as #b5121b")]
MonthKey = Annotated[Month, BeforeValidator(_month_key)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Settings(BaseModel):
    """Frozen, and strict about unknown keys: a typing slip must not pass as a setting that was never made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Brand(Settings):
    colour: Colour = "#0b6aa2"
    logo: Path | None = Field(None, description="an image inside the client's folder")


class SaveRate(Settings):
    per: Literal["impressions", "views", "reach"] = "impressions"


class Benchmark(Settings):
    metric: Metric
    format: Format | None = None
    low: Amount | None = None
    good: Amount | None = None
    source: Name


class Pillar(Settings):
    name: Name
    match: tuple[Name, ...] = ()
    evergreen: bool = False


class Keyword(Settings):
    term: Name
    group: Name | None = None
    weight: float = Field(1, gt=0)


class Destination(Settings):
    match: tuple[Name, ...] = ()


class ExportMapping(Settings):
    files: Name
    kind: Literal["note_list", "account_trends", "keyword_ranks", "clicks"]
    columns: dict[str, str]


class Publish(Settings):
    to: Name


class Access(Settings):
    users: tuple[Name, ...] = ()
    public: bool = False


class Event(Settings):
    """Something that explains a month: a giveaway, a relaunch. Charts name it where it happens."""

    name: Name
    start: dt.date
    end: dt.date | None = None
    note: str | None = Field(None, max_length=120)

    @property
    def last(self) -> dt.date:
        return self.end or self.start


DEFAULT_TRAITS: dict[str, tuple[str, ...]] = {
    "guide": ("攻略", "指南", "步骤", "清单", "教程", "guide", "how to", "checklist"),
    "comparison": ("对比", "测评", "评测", "vs", "versus", "review"),
    "local": ("新加坡", "狮城", "乌节路", "牛车水", "singapore"),
    "seasonal": ("中秋", "新年", "春节", "圣诞", "国庆", "开斋节", "christmas", "new year"),
}


class ClientConfig(Settings):
    """A client's settings, as `client.yml` holds them."""

    client: Name = Field(description="the client's name as clients read it")
    category: str | None = Field(None, description="trade, for benchmarks by category and format")
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Singapore"
    languages: tuple[Language, ...] = Field(("en",), min_length=1, description="the first is the default")
    accounts: tuple[Name, ...] = Field((), description="several accounts: then exports/<account>/…")
    brand: Brand = Brand()
    save_rate: SaveRate = SaveRate()
    capture_window_days: int = Field(3, ge=0, le=15, description="how far from a month's boundary a reading may lie")
    targets: dict[Metric, Amount | dict[MonthKey, Amount]] = {}
    benchmarks: tuple[Benchmark, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    traits: dict[Name, tuple[Name, ...]] = {}
    keywords: tuple[Keyword, ...] = ()
    destinations: dict[Name, Destination] = {}
    events: tuple[Event, ...] = ()
    exports: tuple[ExportMapping, ...] = ()
    recipients: tuple[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")], ...] = ()
    publish: Publish | None = None
    access: Access | None = None

    @model_validator(mode="after")
    def _names_are_unique(self) -> ClientConfig:
        for what, names in (("pillars", [p.name for p in self.pillars]), ("keywords", [k.term for k in self.keywords])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what}: {', '.join(twice)} stands there more than once")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def all_traits(self) -> dict[str, tuple[str, ...]]:
        """The four defaults and the client's own, which replace a default of the same name."""
        return {**DEFAULT_TRAITS, **self.traits}

    def target(self, metric: str, month: str) -> float | None:
        """The metric's target for that month: its own, or the one that holds for every month."""
        target = self.targets.get(metric)  # type: ignore[call-overload]
        return target.get(month) if isinstance(target, dict) else target
