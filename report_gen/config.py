"""client.yml → `ClientConfig`: typed, frozen, every mistake reported at once. Raw YAML stops here."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from report_gen import addresses, logos, yaml_positions
from report_gen.errors import SettingsError
from report_gen.mistakes import guess, reject, validated
from report_gen.wording import languages
from report_gen.workspace import Client, Workspace
from report_gen.yaml_positions import Document, Mistake, Route

Metric = Literal[
    "saves", "save_rate", "saves_per_view", "saves_per_impression", "comments", "comment_rate", "search_visibility",
    "click_throughs", "click_through_rate", "evergreen_save_share", "impressions", "views", "likes", "shares",
    "new_followers",
]  # fmt: skip
RATES = frozenset({
    "save_rate", "saves_per_view", "saves_per_impression", "comment_rate", "click_through_rate", "evergreen_save_share",
})  # fmt: skip
INDEXES = frozenset({"search_visibility"})
DELIVERY = ("recipients", "recipient_domains", "publish", "access")  # where a report goes: nothing that it is made from
MOST_WINDOW = 15  # days: further from a month's ends, a reading is nearer to the middle of another month
Format = Literal["image", "video"]
ExportKind = Literal[
    "note_list", "account_trends", "keyword_ranks", "clicks", "landing_pages", "store_notes", "paid", "creators",
]  # fmt: skip
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="a month as 2026-10")]


def _fraction(value: Any) -> Any:
    """`2.5%` is 0.025; a bare number stays as it is, its unit is the metric's."""
    if isinstance(value, bool):
        raise ValueError("a number is needed")  # Python counts true as 1
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*[%％]\s*", value)):
        return float(match.group(1)) / 100
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("not a time zone of the IANA list, such as Asia/Singapore") from error
    return name


def _language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"a language without a catalogue; there are {', '.join(languages())}")
    return code


def _month_key(value: Any) -> Any:
    """YAML reads 2026-10 as text but 2026-10-01 as a date; both mean the month."""
    return value.strftime("%Y-%m") if isinstance(value, dt.date) else value


def _each_once(name: str | None = None) -> AfterValidator:
    """No two items of a list are the same, or share that value: the first would hide the second."""

    def check(items: tuple[Any, ...]) -> tuple[Any, ...]:
        values = [_folded(getattr(item, name) if name else item) for item in items]
        twice = [index for index, value in enumerate(values) if value in values[:index]]
        place: Route = (name,) if name else ()
        reject({(index, *place): "an earlier one has it already, keep one of them" for index in twice})
        return items

    return AfterValidator(check)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _not_the_rest(pillars: tuple[Pillar, ...]) -> tuple[Pillar, ...]:
    """The notes of no pillar are shown as Other, so no pillar can be called that."""
    taken = [index for index, pillar in enumerate(pillars) if _folded(pillar.name) == "other"]
    reject({(index, "name"): "that is what notes of no pillar are called, choose another name" for index in taken})
    return pillars


def _plausible(targets: dict[str, Any]) -> dict[str, Any]:
    months = {metric: target for metric, target in targets.items() if isinstance(target, dict)}
    amounts: dict[Route, float] = {(metric,): target for metric, target in targets.items() if metric not in months}
    amounts |= {(metric, month): amount for metric, target in months.items() for month, amount in target.items()}
    reject({route: _implausible(str(route[0]), amount) for route, amount in amounts.items()})
    return targets


def _implausible(metric: str, amount: float | None) -> str | None:
    """Why that amount can't be meant for the metric; None if it can."""
    if amount is None:
        return None
    if metric in RATES and amount > 1:
        return f"as a rate that is {amount * 100:g}%, write {amount:g}% if per cent is meant"
    if metric not in RATES | INDEXES and not amount.is_integer():
        return f"{metric} is a count, write a whole number"
    return None


_AMOUNT = {
    "description": "a number, or per cent as 2.5%",
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\s*[\d.]+\s*[%％]\s*$"}],
}
Amount = Annotated[float, BeforeValidator(_fraction), Field(ge=0), WithJsonSchema(_AMOUNT)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$", description='a colour in quotes, as "#b5121b"')]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "enum": list(languages())})]
Address = Annotated[str, Field(pattern=addresses.MAIL, description="an e-mail address")]
Domain = Annotated[str, Field(pattern=addresses.DOMAIN, description="the end of an e-mail address, as client.example")]
Location = Annotated[
    str,
    Field(min_length=1, max_length=500, pattern=r"\S", description='a folder or an address as "s3://reports/client-x"'),
]
WebAddress = Annotated[
    str, Field(pattern=addresses.WEB, description="an address as https://reports.agency.example/client-x/")
]
User = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$", description="a name to log in with, of A-Z, a-z, 0-9 and . _ @ -"
    ),
]
MonthKey = Annotated[Month, BeforeValidator(_month_key)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]
Folder = Annotated[
    str, Field(max_length=80, pattern=r"^[^\s/\\.][^/\\]*$", description="the name of a folder inside exports")
]
Target = Annotated[
    Amount | dict[MonthKey, Amount],
    Field(description="a number, per cent as 2.5%, or either for each month as {2026-10: 900}"),
]
Words = Annotated[tuple[Name, ...], Field(description="a list of words as [咖啡, kopi]")]


class Settings(BaseModel):
    """Frozen, and strict about unknown keys: a typing slip must not pass as a setting that was never made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


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

    @model_validator(mode="after")
    def _is_a_band(self) -> Benchmark:
        bounds = [bound for bound in (self.low, self.good) if bound is not None]
        reject({
            (): None if bounds else "it needs low, good or both",
            ("low",): _implausible(self.metric, self.low) or ("low is above good" if bounds != sorted(bounds) else None),
            ("good",): _implausible(self.metric, self.good),
        })  # fmt: skip
        return self


class Pillar(Settings):
    name: Name
    match: Words = ()
    evergreen: bool = False


class Keyword(Settings):
    term: Name
    group: Name | None = None
    weight: float = Field(1, gt=0)


class Destination(Settings):
    match: Words = ()


class ExportMapping(Settings):
    files: Name
    kind: ExportKind
    columns: dict[str, str]


class Publish(Settings):
    """`to` is where the site's files go, `url` the address at which its readers then find them."""

    to: Location
    url: WebAddress | None = None


class Access(Settings):
    """Who may open the site: those `users`, or anybody. Nobody, which is what an empty `access` says, is nothing to
    publish for."""

    users: Annotated[tuple[User, ...], _each_once()] = ()
    public: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Access:
        both = self.public and self.users
        reject({("public",): "users are named as well, so keep either public: true or users" if both else None})
        return self

    @property
    def is_said(self) -> bool:
        return self.public or bool(self.users)


class Event(Settings):
    """Something that explains a month: a giveaway, a relaunch. Charts name it where it happens."""

    name: Name
    start: dt.date
    end: dt.date | None = None
    note: str | None = Field(None, max_length=120)

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Event:
        early = self.end is not None and self.end < self.start
        reject({("end",): f"the event starts on {self.start} and can't end before" if early else None})
        return self

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
    category: Name | None = Field(None, description="a trade as food-and-drink, for benchmarks by category")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Asia/Singapore", description="a time zone of the IANA list, as Asia/Singapore"
    )
    languages: Annotated[tuple[Language, ...], _each_once()] = Field(
        ("en",),
        min_length=1,
        description=f"a list as [en, zh] of {' and '.join(languages())}, the first being the default",
    )
    names: dict[Language, dict[Name, Name]] = Field(
        {}, description="what a language calls your own names, as {zh: {Kopi guides: 咖啡攻略}}"
    )
    pages: Annotated[tuple[Name, ...], _each_once()] = Field(
        (), description="a list as [saves, search-rank] of the pages wanted, in their order"
    )
    accounts: Annotated[tuple[Folder, ...], _each_once()] = Field(
        (), description="a list as [sg, cn] of accounts: folders inside exports"
    )
    brand: Brand = Brand()
    save_rate: SaveRate = SaveRate()
    capture_window_days: int = Field(
        3,
        ge=0,
        le=MOST_WINDOW,
        description="a whole number of days from 0 to 15: how far from a month's ends a reading may lie",
    )
    targets: Annotated[dict[Metric, Target], AfterValidator(_plausible)] = {}
    benchmarks: tuple[Benchmark, ...] = ()
    pillars: Annotated[tuple[Pillar, ...], _each_once("name"), AfterValidator(_not_the_rest)] = ()
    traits: dict[Name, Words] = {}
    keywords: Annotated[tuple[Keyword, ...], _each_once("term")] = ()
    destinations: dict[Name, Destination] = {}
    events: tuple[Event, ...] = ()
    exports: tuple[ExportMapping, ...] = ()
    recipients: Annotated[tuple[Address, ...], _each_once()] = ()
    recipient_domains: Annotated[tuple[Domain, ...], _each_once()] = Field(
        (), description="a list as [client.example] of where recipients may be; an address elsewhere gets nothing"
    )
    publish: Publish | None = None
    access: Access | None = None

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


def load(client: Client) -> ClientConfig:
    """The client's settings; everything wrong with them, and with the files they name, at once."""
    file = client.settings.relative_to(client.workspace).as_posix()
    if not _inside(client.settings, client):
        raise SettingsError(f"{file} is a link out of the client's folder; put the file itself there.")
    document = yaml_positions.load(yaml_positions.text_of(client.settings, file), file)
    found = [check(document, client) for check in (_logo_mistakes, _pillar_mistakes, _page_mistakes)]
    return _checked(document, *chain.from_iterable(found))


def publishes_to(client: Client) -> str | None:
    """Where the client's site goes, whatever else is wrong with its settings."""
    to = _dig(
        yaml_positions.load(yaml_positions.text_of(client.settings, client.slug), client.slug).data, "publish", "to"
    )
    return to if isinstance(to, str) else None


def parse(text: str, file: str) -> ClientConfig:
    """The settings of a text; `file` is how messages call it."""
    return _checked(yaml_positions.load(text, file))


def client_schema() -> dict[str, Any]:
    """The JSON Schema of client.yml, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ClientConfig.model_json_schema()}


def _checked(document: Document, *more: Mistake) -> ClientConfig:
    if document.data is None:
        raise SettingsError(f"{document.name} is empty; it needs at least a line such as “client: Kopi & Kaya”.")
    config, mistakes = validated(document, ClientConfig)
    document.check([*mistakes, *more])
    assert config is not None  # no mistakes, so it validated
    return config


def _logo_mistakes(document: Document, client: Client) -> Iterator[Mistake]:
    logo = _dig(document.data, "brand", "logo")
    if not isinstance(logo, str):
        return
    path, place = client.folder / logo, ("brand", "logo")
    if not _inside(path, client):
        yield document.mistake(place, f"brand.logo is “{logo}”, outside the client's folder; copy the image into it.")
    elif not path.is_file():
        yield document.mistake(place, f"brand.logo is “{logo}”; there is no such file in clients/{client.slug}.")
    elif path.suffix.lower() not in logos.KINDS:
        yield document.mistake(place, f"brand.logo is “{logo}”; it must be an image of type {', '.join(logos.KINDS)}.")
    elif reason := logos.reason_against(path):
        yield document.mistake(place, f"brand.logo is “{logo}”; {reason}.")


def _pillar_mistakes(document: Document, client: Client) -> Iterator[Mistake]:
    """A pillar gets its notes from match words or from the analyst's tags; without both it would stay empty."""
    pillars = _dig(document.data, "pillars")
    for index, pillar in enumerate(pillars if isinstance(pillars, list) else ()):
        if isinstance(pillar, dict) and not pillar.get("match") and not client.note_tags.is_file():
            lack = "no match words, and there is no notes.csv that tags notes with it"
            yield document.mistake(("pillars", index), f"pillars[{index + 1}] can't hold any note: it has {lack}.")


def _page_mistakes(document: Document, client: Client) -> Iterator[Mistake]:
    """A workspace may have pages of its own, so that only it knows which there are."""
    pages, known = _dig(document.data, "pages"), sorted(Workspace(client.workspace).page_names)
    for index, page in enumerate(pages if isinstance(pages, list) else ()):
        if isinstance(page, str) and page.strip() and page not in known:
            message = f"pages[{index + 1}] is “{page}”; allowed are {', '.join(known)}.{guess(page, known)}"
            yield document.mistake(("pages", index), message)


def _dig(data: Any, *names: str) -> Any:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _inside(path: Path, client: Client) -> bool:
    return path.resolve().is_relative_to(client.folder.resolve())
