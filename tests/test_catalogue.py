"""The catalogues hold everything that is said, with the same fields; what is written in Chinese is written as Chinese is."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog

from report_gen.typography import FULL_WIDTH, HAN

TOOL = Path(__file__).parents[1] / "tools" / "catalogue.py"
FIELD = re.compile(r"\{(\w+)\}")
# What stays in Latin letters: files, settings and commands as their owner finds them, names of formats, and abbreviations
# that the trade uses in Chinese, too.
LATIN = {
    "CSV", "XLSX", "PDF", "SHA-256", "ID", "UTC", "KOL", "KOC",
    "client.yml", "notes.csv", "exports", "report-gen", "explain", "xlsx",
    "state", "proposed", "accepted", "dropped", "done", "open", "do", "outcome", "finding", "build", "check",
    "match", "keywords", "destinations", "save_rate", "per", "impressions", "views", "profile",
}  # fmt: skip
CODE = re.compile(r"save_rate: \{per: \w+\}|\{per: \w+\}|\d,\d{3}|\d\d:\d\d|封面点击率\(%\)|近30日[^」]*")


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def said() -> Catalog:
    found: Catalog = tool().messages()
    return found


LANGUAGES = tool().languages()


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each message (of a plural the form for many) with its translation; dates are patterns, not words."""
    for message in tool().read(language):
        if message.id and not message.context:
            for words in filter(None, forms(message.string)):
                yield forms(message.id)[-1], words


def forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def chinese() -> list[tuple[str, str]]:
    """Translations; for the code, the figures and the names of exports that they quote stands a 0."""
    return [(message, CODE.sub("0", words)) for message, words in pairs("zh")]


def wrong(pattern: str) -> list[str]:
    return [words for _, words in chinese() if re.search(pattern, words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    assert tool().untranslated(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_that_is_no_longer_said_and_nothing_doubtful(language: str) -> None:
    catalogue = tool().read(language)
    gone = [m.id for m in catalogue if m.id and said().get(m.id, m.context) is None]
    assert (gone, list(catalogue.obsolete), [m.id for m in catalogue if m.id and m.fuzzy]) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_its_message(language: str) -> None:
    lost = [
        (m, words) for m, words in pairs(language) if sorted(set(FIELD.findall(m))) != sorted(set(FIELD.findall(words)))
    ]
    assert lost == []


def test_a_message_without_words_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail: an emptied translation is missing, in a plural as well."""
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    whole = (TOOL.parents[1] / "report_gen/locale/zh/LC_MESSAGES/report_gen.po").read_text("utf-8")
    emptied = whole.replace('msgstr "收藏率"', 'msgstr ""').replace('msgstr[0] "{n} 次收藏"', 'msgstr[0] ""')
    (folder / "report_gen.po").write_text(emptied, "utf-8")
    monkeypatch.setattr(tool(), "LOCALE", tmp_path)
    assert set(tool().untranslated("zh")) >= {"Save rate", "{n} save"}


# -- Chinese as it is written


def test_punctuation_is_full_width() -> None:
    assert wrong(r"[,;:?!()]|\.(?![A-Za-z])|\.\.\.") == []


def test_no_gap_stands_beside_full_width_punctuation() -> None:
    assert wrong(f"[{FULL_WIDTH}] | [{FULL_WIDTH}]|  |^ | $") == []


def test_a_gap_stands_between_chinese_and_latin_or_figures_but_not_in_a_date() -> None:
    assert wrong(rf"[{HAN}](?!\d+[年月日])[A-Za-z0-9]|[A-Za-z0-9%](?![年月日])[{HAN}]") == []


def test_quotation_marks_are_those_of_chinese_and_in_pairs() -> None:
    assert wrong("[“”‘’\"']") == []
    assert [words for _, words in chinese() if words.count("「") != words.count("」")] == []


def test_a_sentence_ends_like_its_message() -> None:
    """A full stop where the English has one: sentences are set one after the other, titles stand alone."""
    unlike = [(m, words) for m, words in chinese() if m.rstrip().endswith(".") != words.endswith("。")]
    assert unlike == []


def test_no_english_is_left() -> None:
    left = [words for _, words in chinese() if set(re.findall(r"[A-Za-z][\w.-]*\w", FIELD.sub("", words))) - LATIN]
    assert left == []


def test_dates_are_written_together() -> None:
    patterns = {m.string for m in tool().read("zh") if m.context == "date"}
    assert patterns == {"y年M月", "M月", "yy年M月", "y年M月d日", "M月d日", "d日"}
