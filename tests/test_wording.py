"""Figures, dates and sentences as people of a language say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from report_gen import wording
from report_gen.wording import Wording, languages, say, say_n, told

EN, ZH = Wording(), Wording("zh")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def plain(text: str) -> str:
    """Spaces at which no line breaks as ~."""
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("english", "chinese", "call"),
    [
        ("October 2026", "2026年10月", lambda w: w.month("2026-10")),
        ("October", "10月", lambda w: w.month_name("2026-10")),
        ("Sep", "9月", lambda w: w.month_short("2026-09")),
        ("Oct 2026", "26年10月", lambda w: w.month_short("2026-10", year=True)),
        ("3 Nov", "11月3日", lambda w: w.day(day("2026-11-03"))),
        ("3 November 2026", "2026年11月3日", lambda w: w.day(day("2026-11-03"), year=True)),
        ("1 November", "11月1日", lambda w: w.date(day("2026-11-01"))),
        ("1–31 October", "10月1日至31日", lambda w: w.days(day("2026-10-01"), day("2026-10-31"))),
        ("28 Oct–3 Nov", "10月28日至11月3日", lambda w: w.days(day("2026-10-28"), day("2026-11-03"))),
        ("4,030", "4,030", lambda w: w.count(4030)),
        ("3.1%", "3.1%", lambda w: w.rate(0.031)),
        ("+20%", "+20%", lambda w: w.change(0.2)),
        ("−3%", "−3%", lambda w: w.change(-0.03)),
        ("0%", "0%", lambda w: w.change(0.004)),
        ("0.6 points", "0.6~个百分点", lambda w: w.points(-0.006)),
        ("1.0 point", "1.0~个百分点", lambda w: w.points(0.0099)),
        ("2.7% to 3.6%", "2.7%~至 3.6%", lambda w: w.interval((0.027, 0.036))),
        ("not found", "未找到", lambda w: w.rank(None)),
        ("4.5", "4.5", lambda w: w.rank(4.5)),
        ("–", "–", lambda w: w.count(None)),
        ("Kopi, 咖啡 and tea", "Kopi、咖啡和 tea", lambda w: w.listed(["Kopi", "咖啡", "tea"])),
        ("咖啡 and 茶", "咖啡和茶", lambda w: w.listed(["咖啡", "茶"])),
        ("a, b", "a、b", lambda w: w.enumerated(["a", "b"])),
        ("a; b", "a；b", lambda w: w.series(["a", "b"])),
        ("October: 3.1%", "10月：3.1%", lambda w: w.pair(w.month_name("2026-10"), w.rate(0.031))),
        ("One.", "One。", lambda w: w.sentence("One")),
        ("", "", lambda w: w.joined([])),
        ("1 save", "1~次收藏", lambda w: w.plural("{n} save", "{n} saves", 1)),
        ("1,200 saves", "1,200~次收藏", lambda w: w.plural("{n} save", "{n} saves", 1200)),
    ],
)
def test_each_language_writes_it_in_its_own_way(english: str, chinese: str, call: wording.Say) -> None:
    assert (plain(call(EN)), plain(call(ZH))) == (english, chinese)


def test_sentences_follow_each_other_with_a_space_in_english_and_without_one_in_chinese() -> None:
    assert EN.joined(["It rose.", "", "It could be chance."]) == "It rose. It could be chance."
    assert ZH.joined(["升了。", "", "可能是偶然。"]) == "升了。可能是偶然。"


@pytest.mark.parametrize("text", ["It rose.", "Did it?", "升了。", "真的！", "是吗？"])
def test_a_sentence_that_ends_as_one_gets_no_second_full_stop(text: str) -> None:
    assert EN.sentence(text) == ZH.sentence(text) == text


def test_a_client_s_own_name_goes_before_the_catalogue_s() -> None:
    own = Wording("zh", {"Kopi guides": "咖啡攻略", "guide": "指南"})
    assert [own.name(name) for name in ("Kopi guides", "guide", "Gift sets")] == ["咖啡攻略", "指南", "Gift sets"]
    assert ZH.name("guide") == "攻略"


def test_a_sentence_is_told_in_every_language_with_that_language_s_names() -> None:
    names = {"zh": {"Gift sets": "礼盒"}}
    said = told(lambda w: w.text("{name} {value}", name=w.name("Gift sets"), value=w.rate(0.5)), names)
    assert said == {"en": "Gift sets 50.0%", "zh": "礼盒 50.0%"}


def test_a_saying_lists_and_counts_in_the_language_that_says_it() -> None:
    later = say("{name} {value}", name=say_n("{n} save", "{n} saves", 2), value=("Kopi", "茶"))
    assert (plain(later(EN)), plain(later(ZH))) == ("2 saves Kopi and 茶", "2~次收藏 Kopi 和茶")


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """German, as far as one sentence goes: a folder with a catalogue, and nothing else."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "report_gen.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Save rate is {rate}"\nmsgstr "Die Merkrate liegt bei {rate}"\n\n'
        'msgid "{n} save"\nmsgid_plural "{n} saves"\nmsgstr[0] "{n} Merkung"\nmsgstr[1] "{n} Merkungen"\n\n'
        'msgctxt "date"\nmsgid "d MMMM"\nmsgstr "d. MMMM"\n',
        encoding="utf-8",
    )
    caches = (wording.languages, wording._catalogue)
    monkeypatch.setattr(wording, "LOCALE", tmp_path)
    for cached in caches:
        cached.cache_clear()
    yield "de"
    for cached in caches:
        cached.cache_clear()


def test_a_third_language_is_one_more_catalogue(third: str) -> None:
    w = Wording(third)
    assert languages() == ("en", "de")
    assert told(lambda w: w.text("Save rate is {rate}", rate=w.rate(0.031))) == {
        "en": "Save rate is 3.1%",
        "de": "Die Merkrate liegt bei 3,1%",
    }
    assert [w.plural("{n} save", "{n} saves", n) for n in (1, 4030)] == ["1 Merkung", "4.030 Merkungen"]
    assert (w.date(day("2026-10-03")), w.text("Saves")) == ("3. Oktober", "Saves")
