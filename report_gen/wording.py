"""Numbers, dates, changes and sentences as people of a language say them. Figures are formatted here and nowhere else.

Every string that a client reads goes through `Wording.text` or `Wording.plural` (in templates: `_` and `_n`), whose
first argument is the English text and the catalogue's key. `{name}` fields are filled from keyword arguments, already
formatted.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from report_gen import typography

LOCALE = Path(__file__).parent / "locale"
CATALOGUE = "LC_MESSAGES/report_gen.po"
_BABEL = {"en": "en_SG", "zh": "zh_Hans_SG"}
MINUS = "\u2212"
MISSING = "–"


@cache
def languages() -> tuple[str, ...]:
    """Languages with a catalogue; English is the catalogue's key, so it needs none. A new language is a new catalogue."""
    return ("en", *sorted(path.parents[1].name for path in LOCALE.glob(f"*/{CATALOGUE}")))


def noop(message: str) -> str:
    """Marks a message for the catalogue where it stands before it is said: `Wording.text` is then given a name."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue as people edit it, made readable for gettext in memory: nothing has to be compiled beforehand."""
    file = LOCALE / language / CATALOGUE
    if language == "en" or not file.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


# Names that pages show and that are not the client's own; `Wording.name` knows them.
NAMES = (
    noop("guide"), noop("comparison"), noop("local"), noop("seasonal"), noop("image"), noop("video"), noop("Other"),
    noop("profile"),
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """How one language writes what the report says. `names` are the client's own, in this language."""

    language: str = "en"
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    _locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_locale", Locale.parse(_BABEL.get(self.language, self.language)))

    # -- the language itself

    @property
    def tag(self) -> str:
        """As browsers and voices know it: en, zh-Hans"""
        return "-".join(filter(None, (self._locale.language, self._locale.script)))

    @property
    def own_name(self) -> str:
        """What it calls itself: English, 简体中文"""
        names = self._locale.languages
        return str(names.get(self.tag.replace("-", "_")) or names.get(self._locale.language) or self.language)

    # -- sentences

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, its fields filled."""
        return self._filled(_catalogue(self.language).gettext(message), values)

    def plural(self, one: str, many: str, number: float, /, **values: object) -> str:
        """The message for that number; `{n}` is the number, formatted."""
        translated = _catalogue(self.language).ngettext(one, many, int(number) if number == int(number) else 2)
        return self._filled(translated, {"n": self.count(number), **values})

    def name(self, name: str) -> str:
        """What this language calls a pillar, a trait, a destination, an event or a group of keywords: as the client has it
        in `names`, else by the catalogue, which knows the names that are not the client's own, else as it is."""
        return self.names.get(name) or (_catalogue(self.language).gettext(name) if name in NAMES else name)

    def listed(self, items: list[str]) -> str:
        """“a, b and c”."""
        places = [f"item{place}" for place in range(len(items))]
        pattern = format_list([f"{{{place}}}" for place in places], locale=self._locale)
        return self._filled(pattern, dict(zip(places, items, strict=True)))

    def enumerated(self, items: Iterable[str]) -> str:
        """“a, b, c”: items without an “and”."""
        return self.text(", ").join(items)

    def series(self, items: Iterable[str]) -> str:
        """“a; b; c”: items that may hold commas of their own."""
        return self.text("; ").join(items)

    def pair(self, name: str, value: str) -> str:
        """“October: 3.1%”"""
        return self.text("{name}: {value}", name=name, value=value)

    def sentence(self, text: str) -> str:
        """The text with a full stop, unless it ends like a sentence already."""
        return text if text.endswith((".", "!", "?", "。", "！", "？")) else self.text("{sentence}.", sentence=text)

    def joined(self, sentences: Iterable[str]) -> str:
        """One sentence after the other; empty ones are left out."""
        known = [sentence for sentence in sentences if sentence]
        return (
            reduce(lambda said, then: self.text("{sentence} {next}", sentence=said, next=then), known) if known else ""
        )

    # -- numbers; None is MISSING everywhere

    def count(self, value: float | None) -> str:
        """4,030"""
        return MISSING if value is None else self._decimal(round(value), "#,##0")

    def number(self, value: float | None, digits: int = 1) -> str:
        """41.3"""
        return MISSING if value is None else self._decimal(value, "#,##0." + "0" * digits if digits else "#,##0")

    def rate(self, value: float | None, digits: int = 1) -> str:
        """A fraction as per cent: 0.031 → 3.1%"""
        return MISSING if value is None else self.number(value * 100, digits) + "%"

    def share(self, value: float | None) -> str:
        """A part of a whole: 0.48 → 48%"""
        return self.rate(value, 0)

    def money(self, value: float | None, digits: int = 0) -> str:
        """Yuan: ¥1,320, or with two digits ¥3.57"""
        return MISSING if value is None else self.text("¥{amount}", amount=self.number(value, digits))

    def change(self, value: float | None) -> str:
        """A relative change of a count: 0.2 → +20%; under half a per cent: 0%"""
        if value is None:
            return MISSING
        return self._signed(value * 100, 0) + "%"

    def points(self, value: float | None, digits: int = 1) -> str:
        """A difference of two rates, without its sign: 0.006 → 0.6 points"""
        if value is None:
            return MISSING
        shown = self.number(abs(value) * 100, digits)
        return (
            self.text("{points} point", points=shown) if shown == "1.0" else self.text("{points} points", points=shown)
        )

    def difference(self, value: float | None, digits: int = 1) -> str:
        """A difference with its sign: +3.1"""
        return MISSING if value is None else self._signed(value, digits)

    def rank(self, value: float | None) -> str:
        """4, 4.5, or “not found”"""
        if value is None:
            return self.text("not found")
        return self.number(value, 0 if float(value).is_integer() else 1)

    def interval(self, pair: tuple[float, float] | None, digits: int = 1) -> str:
        """2.7% to 3.6%"""
        if pair is None:
            return MISSING
        return self.text("{low} to {high}", low=self.rate(pair[0], digits), high=self.rate(pair[1], digits))

    # -- dates

    def month(self, month: str) -> str:
        """2026-10 → October 2026"""
        return self._date(month, "MMMM y")

    def month_name(self, month: str) -> str:
        """2026-10 → October"""
        return self._date(month, "MMMM")

    def month_short(self, month: str, year: bool = False) -> str:
        """2026-10 → Oct, or Oct 2026"""
        return self._date(month, "MMM y" if year else "MMM")

    def day(self, day: dt.date, year: bool = False) -> str:
        """3 Nov, or 3 November 2026"""
        return self._date(day, "d MMMM y" if year else "d MMM")

    def date(self, day: dt.date) -> str:
        """1 November"""
        return self._date(day, "d MMMM")

    def days(self, first: dt.date, last: dt.date) -> str:
        """1–31 October"""
        if (first.year, first.month) == (last.year, last.month):
            ends = {"first": self._date(first, "d"), "last": self._date(last, "d")}
            return self.text("{first}–{last} {month}", month=self._date(last, "MMMM"), **ends)
        return self.text("{first}–{last}", first=self.day(first), last=self.day(last))

    # -- inside

    def _filled(self, message: str, values: Mapping[str, object]) -> str:
        if self.language in typography.SPACED:
            return typography.filled(message, values)
        return message.format_map(values) if values else message

    def _date(self, value: dt.date | str, pattern: str) -> str:
        """The catalogue has each pattern, in the context “date”, as its language writes such a date."""
        day = dt.date.fromisoformat(f"{value}-01") if isinstance(value, str) else value
        text = str(format_date(day, _catalogue(self.language).pgettext("date", pattern), locale=self._locale))
        # Singapore English puts "Sept" for September where the mock-ups and most readers expect "Sep".
        return re.sub(r"\bSept\b", "Sep", text)

    def _decimal(self, value: float, pattern: str) -> str:
        return str(format_decimal(value, pattern, locale=self._locale)).replace("-", MINUS)

    def _signed(self, value: float, digits: int) -> str:
        rounded = round(value, digits)
        if rounded == 0:
            return self.number(0, digits)
        return ("+" if rounded > 0 else MINUS) + self.number(abs(rounded), digits)


Say = Callable[[Wording], str]
Names = Mapping[str, Mapping[str, str]]  # the client's own names by language


def told(say: Say, names: Names | None = None) -> dict[str, str]:
    """The sentence in every language, each with its own figures, dates and names."""
    return {
        language: say(_wording(language) if not names else _with_names(language, names)) for language in languages()
    }


@cache
def _wording(language: str) -> Wording:
    return Wording(language)


def _with_names(language: str, names: Names) -> Wording:
    return Wording(language, names.get(language, {}))


# -- what is said later


@dataclass(frozen=True)
class Saying:
    """A message that is yet to be said, in whichever language: called with a Wording it is the text. Of its values those
    that are sayings are said in the same language, tuples are listed (“a, b and c”), whole numbers written as counts and
    days as 2026-10-05."""

    message: str
    many: str | None = None
    number: float = 0
    values: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, w: Wording) -> str:
        values = {name: _said(w, value) for name, value in self.values.items()}
        if self.many is None:
            return w.text(self.message, **values)
        return w.plural(self.message, self.many, self.number, **values)


@dataclass(frozen=True)
class Sentences:
    """Several sayings, one after the other."""

    sayings: tuple[Say, ...]

    def __call__(self, w: Wording) -> str:
        return w.joined(saying(w) for saying in self.sayings)


@dataclass(frozen=True)
class Enumeration:
    """Items one after the other, without an “and”: days, files, numbers."""

    items: tuple[object, ...]

    def __call__(self, w: Wording) -> str:
        return w.enumerated(_said(w, item) for item in self.items)


@dataclass(frozen=True)
class Series:
    """Items that may hold commas of their own, one after the other."""

    items: tuple[object, ...]

    def __call__(self, w: Wording) -> str:
        return w.series(_said(w, item) for item in self.items)


def say(message: str, /, **values: object) -> Saying:
    return Saying(message, values=values)


def say_n(one: str, many: str, number: float, /, **values: object) -> Saying:
    """`{n}` is the number."""
    return Saying(one, many, number, values)


def _said(w: Wording, value: object) -> str:
    if isinstance(value, Saying | Sentences | Enumeration | Series):
        return value(w)
    if isinstance(value, tuple):
        return w.listed([_said(w, item) for item in value])
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return w.count(value) if isinstance(value, int) else str(value)


_COUNTED = {
    "impressions": noop("impressions"), "views": noop("views"), "likes": noop("likes"), "comments": noop("comments"),
    "saves": noop("saves"), "shares": noop("shares"), "new_followers": noop("new followers"),
    "lost_followers": noop("lost followers"), "profile_visits": noop("profile visits"),
    "notes_published": noop("notes published"), "clicks": noop("clicks"), "spend": noop("spend"),
    "save_rate": noop("save rate"), "saves_per_view": noop("saves per view"),
    "saves_per_impression": noop("saves per impression"), "comment_rate": noop("comment rate"),
    "search_visibility": noop("search visibility"), "click_throughs": noop("click throughs"),
    "click_through_rate": noop("click through rate"), "evergreen_save_share": noop("evergreen save share"),
}  # fmt: skip


def counted(counter: str) -> Saying:
    """What a counter or a headline metric counts, within a sentence: “new followers”."""
    return Saying(_COUNTED.get(counter, counter))
