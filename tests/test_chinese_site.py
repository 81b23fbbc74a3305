"""A client's whole Chinese edition, from simulated exports to the site and the PDF: no English word is left in it.

What stays in Latin letters comes out of the exports or the settings (titles, names, files), or is one of the few words that
the catalogue's own test allows.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from report_gen import build, wording
from report_gen.jobs import Options
from report_gen.simulate import exports
from report_gen.simulate.account import simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.simulate.settings import client_yml
from report_gen.typography import FULL_WIDTH, HAN
from report_gen.workspace import Workspace
from tests.markup import Markup
from tests.test_catalogue import LATIN

ROOT = Path(__file__).parents[1]
MONTH = "2026-10"
SETTINGS = """languages: [zh]
names:
  zh:
    Kopi guides: 咖啡攻略
    Kaya & breakfast: 咖椰与早餐
    Gift sets: 礼盒
    Store visits: 探店
    menu: 菜单
    storefront: 店铺
    website: 官网
    price: 价格
    Giveaway: 抽奖
    category: 品类
    brand: 品牌
    place: 地点
"""
WORD = re.compile(r"[A-Za-z][A-Za-z0-9’'.&_-]*[A-Za-z0-9]")
HASH = re.compile(r"(?=\w*\d)[0-9a-f]{4,}")
MARKED = re.compile(r'<span (?:lang="en"|class="rg-whole")>([^<]*)</span>')  # within a sentence
OTHER = re.compile(r'<span class="rg-note" lang="en">([^<]*)</span></dt>')  # a term of the glossary in English
SHOWN = ("title", "alt", "aria-label", "placeholder", "aria-description")


def quiet(slug: str, stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def an_edition(root: Path) -> Path:
    """The site of a client whose only language is Chinese; of its seven months the last is built."""
    plan = replace(demo_plan("client-x", 7, MONTH), notes_per_month=9)
    folder = root / "clients" / "kopi"
    exports.write(simulate(plan, 5), folder / "exports")
    (folder / "client.yml").write_text(client_yml("kopi", plan) + SETTINGS, encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (outcome,) = build.build(Workspace(root), ["kopi"], Options(month=MONTH), quiet)
    assert outcome.error is None
    return root / "site" / "kopi"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return an_edition(tmp_path_factory.mktemp("agency"))


@pytest.fixture(scope="module")
def report(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / MONTH / "report.json").read_bytes())
    return found


def words(text: str) -> set[str]:
    return set(WORD.findall(text))


def data(report: dict[str, Any]) -> set[str]:
    """Latin words of what comes out of exports and settings, but for names that the client has in Chinese."""
    texts = [report["client"]["name"], report["client"]["slug"], *(k["term"] for k in report["keywords"])]
    texts += [note["title"] for note in report["notes"]] + [c["name"] for c in report["creators"]]
    texts += [source["file"] for source in report["sources"]] + [q["file"] or "" for q in report["quality"]]
    texts += [
        text for how in report["explanations"].values() for o in how["origins"] for text in (o["file"], o["sheet"])
    ]
    texts += [
        "Lantern",
        "reports@lantern.example",
        "English",
        "Singapore",
    ]  # the agency, the menu of languages, the time zone
    return {word for text in texts for word in words(text or "")}


def foreign(text: str, report: dict[str, Any]) -> set[str]:
    """Words that no Chinese page should hold; columns of exports are named as they are headed, files by their hashes."""
    columns = {o["column"] for how in report["explanations"].values() for o in how["origins"]}
    for column in columns:
        text = re.sub(rf"{re.escape(column)}[ \u00a0]?列", "", text)
    return {word for word in words(text) if not HASH.fullmatch(word)} - data(report) - LATIN


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Each page with all that is read or heard of it: text, drawings, and attributes that are shown or read out."""
    for path in sorted([*(site / MONTH).glob("*.html"), site / "archive.html"]):
        markup = Markup(MARKED.sub(r"\1", OTHER.sub("</dt>", path.read_text("utf-8"))))
        heard = [a[name] for tag, a in markup.elements for name in SHOWN if a.get(name)]
        yield path.name, "\n".join([*markup.texts, *heard])


def test_no_page_holds_an_english_word(site: Path, report: dict[str, Any]) -> None:
    left = {name: found for name, text in pages(site) if (found := foreign(text, report))}
    assert left == {}


def test_no_finding_holds_an_english_word(report: dict[str, Any]) -> None:
    said = [text["zh"] for f in report["insights"] for text in (f["text"], f["why"], f["action"]) if text]
    assert said
    assert foreign("\n".join(said), report) == set()


def test_no_tooltip_and_no_word_of_a_script_is_english(site: Path, report: dict[str, Any]) -> None:
    scripts = [path.read_text("utf-8") for path in (site / MONTH / "assets" / "charts").glob("*.js")]
    said = [
        json.loads(text) for script in scripts for text in re.findall(r'"(?:tip|text)":("(?:[^"\\]|\\.)*")', script)
    ]
    assert said
    assert foreign("\n".join(said), report) == set()
    notes = (site / MONTH / "notes.html").read_text("utf-8")
    filters = json.loads(re.findall(r'<script type="application/json"[^>]*>(\{"filter[^<]*)', notes)[0])
    assert foreign(re.sub(r"\{\w+\}", "", "\n".join(filters.values())), report) == set()


def test_the_heads_of_downloads_are_chinese_and_no_two_alike(site: Path, report: dict[str, Any]) -> None:
    for path in sorted((site / MONTH / "data").glob("*.csv")):
        heads = next(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        assert (path.name, foreign(" ".join(heads), report)) == (path.name, set())
        assert (path.name, len(set(heads))) == (path.name, len(heads))


def test_the_pdf_holds_no_english_word(site: Path, report: dict[str, Any]) -> None:
    (pdf,) = (site / MONTH).glob("*.pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    terms = OTHER.findall((site / MONTH / "method.html").read_text("utf-8"))
    assert "Save rate" in terms
    for word in " ".join(terms).split():  # each stands once, in the glossary
        text = re.sub(rf"\b{re.escape(word)}\b", "", text, count=1)
    assert foreign(" ".join(text.split()), report) == set()


def test_the_pdf_embeds_chinese_faces_and_takes_figures_from_the_latin_one(site: Path) -> None:
    (pdf,) = (site / MONTH).glob("*.pdf")
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert {"Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC-Bold", "Report-Sans"} <= {
        row.split()[0].partition("+")[2] for row in listed
    }
    assert all(" yes yes yes " in row for row in listed)


def test_pages_say_which_language_they_are_in_and_mark_the_other(site: Path) -> None:
    text = (site / MONTH / "index.html").read_text("utf-8")
    assert re.search(r'<html [^>]*lang="zh-Hans"', text)
    assert '<span lang="en">' in "".join(path.read_text("utf-8") for path in (site / MONTH).glob("*.html"))


def test_what_is_written_keeps_to_chinese_typography(site: Path) -> None:
    """Beyond the catalogue: where sentences, names and figures have been put together."""
    for name, text in pages(site):
        wrong = re.findall(
            rf".?[{FULL_WIDTH}][ \u00a0][{HAN}A-Za-z0-9].?|.?[{HAN}] ?[,;:?!](?=[{HAN} ]).?|。\.|，，|、，", text
        )
        assert (name, wrong) == (name, [])


def test_a_message_without_translation_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail: one message that lacks its Chinese shows on the page."""
    folder = tmp_path / "locale" / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    whole = (wording.LOCALE / "zh" / wording.CATALOGUE).read_text("utf-8")
    emptied, count = re.subn(r'(msgid "What happened"\nmsgstr )"[^"]+"', r'\1""', whole)
    assert count == 1
    (folder / "report_gen.po").write_text(emptied, "utf-8")
    monkeypatch.setattr(wording, "LOCALE", tmp_path / "locale")
    wording._catalogue.cache_clear()
    try:
        said = wording.Wording("zh").text("What happened")
    finally:
        wording._catalogue.cache_clear()
    assert html.escape(said) == "What happened"
    assert words(said) - LATIN == {"What", "happened"}
