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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

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


@dataclass(frozen=True)
class Wording:
    """How one language writes what the report says. `names` are the client's own, in this language."""

    language: str = "en"
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    _locale: Locale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_locale", Locale.parse(_BABEL.get(self.language, self.language)))

    # -- sentences

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, its fields filled."""
        translated = _catalogue(self.language).gettext(message)
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, number: float, /, **values: object) -> str:
        """The message for that number; `{n}` is the number, formatted."""
        translated = _catalogue(self.language).ngettext(one, many, int(number) if number == int(number) else 2)
        return translated.format(n=self.count(number), **values)

    def name(self, name: str) -> str:
        """What this language calls a pillar, a trait, a destination, an event or a group of keywords: as the client has it
        in `names`, else by the catalogue, which knows the names that are not the client's own, else as it is."""
        return self.names.get(name) or _catalogue(self.language).gettext(name)

    def listed(self, items: list[str]) -> str:
        """“a, b and c”."""
        return str(format_list(items, locale=self._locale))

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
            return self.text("{first}–{last}", first=first.day, last=self._date(last, "d MMMM"))
        return self.text("{first}–{last}", first=self.day(first), last=self.day(last))

    # -- inside

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
    return {language: say(Wording(language, (names or {}).get(language, {}))) for language in languages()}
