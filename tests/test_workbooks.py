"""Workbooks say what the CSVs say, typed; nothing in them runs, and the same month gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from report_gen import pages, workbooks
from report_gen.figures import Column, Listing, Table
from report_gen.pages import Pages
from report_gen.parts import parts
from report_gen.story import Story
from report_gen.wording import Wording
from report_gen.workbooks import LONGEST_NAME, LONGEST_TEXT, Sheet
from tests.sites import TEMPLATES
from tests.stories import VARIANTS, story
from tests.test_pages import Outline

LISTINGS = tuple(parts("listings"))
MONTH = "data/client-x-2026-10.xlsx"


@cache
def rendered(language: str = "en", hostile: bool = True) -> Pages:
    told = replace(story(hostile=hostile), wording=Wording(language))
    return pages.render(told, "screen", TEMPLATES, Outline())


def read(content: bytes) -> Mapping[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def rows_of(content: bytes) -> list[list[object]]:
    (rows,) = read(content).values()
    return rows


def a_sheet(*rows: tuple[object, ...], kind: str = "text", name: str = "traits") -> Sheet:
    columns = tuple(Column(f"c{n}", f"Column {n}", kind) for n in range(len(rows[0])))  # type: ignore[arg-type]
    listing = Listing("Title", "What it holds", Table(columns, rows), columns, ())  # type: ignore[arg-type]
    return Sheet(name, listing)


def as_csv_says(cell: object) -> str:
    """A cell of a workbook as the CSV writes it: what opens a formula has an apostrophe there."""
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", LISTINGS)
def test_a_table_s_workbook_says_what_its_csv_says(name: str, language: str) -> None:
    files = rendered(language).downloads
    if f"data/{name}.csv" not in files:  # a table that this month has no data for
        assert f"data/{name}.xlsx" not in files
        return
    said = list(csv.reader(io.StringIO(files[f"data/{name}.csv"].decode("utf-8-sig"))))
    rows = rows_of(files[f"data/{name}.xlsx"])
    assert len(rows) == len(said)
    for row, line in zip(rows[1:], said[1:], strict=True):
        assert [as_csv_says(cell) for cell in row] == [re.sub(r"^'(?=\s*[=+\-@＝＋－＠])", "", cell) for cell in line]


def test_heads_are_in_the_reader_s_language() -> None:
    assert rows_of(rendered("zh").downloads["data/all_notes.xlsx"])[0][0] == "笔记"
    assert rows_of(rendered("en").downloads["data/all_notes.xlsx"])[0][0] == "Note"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_month_s_workbook_has_a_sheet_for_every_download(language: str) -> None:
    """But for restatements, which come and go in a month whose other files stay as they are."""
    files = rendered(language).downloads
    about, *sheets = read(files[MONTH]).values()
    csvs = [content for path, content in files.items() if path.endswith(".csv") and "restatements" not in path]
    assert len(sheets) == len(csvs)
    counted = sorted(len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) for content in csvs)
    assert sorted(map(len, sheets)) == counted
    assert "October 2026" in str(about[0][0]) or "2026年10月" in str(about[0][0])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_sheet_lists_the_others_with_what_they_say_and_how_numbers_are_made(language: str) -> None:
    made = read(rendered(language).downloads[MONTH])
    about, *names = made
    assert about == ("About" if language == "en" else "说明")
    start = next(place for place, row in enumerate(made[about]) if row[0] == names[0])
    listed = made[about][start : start + len(names)]
    assert [row[0] for row in listed] == names
    assert [row[3] for row in listed] == [len(made[name]) - 1 for name in names]
    assert all(row[1] for row in listed)
    explained = [row[0] for row in made[about][start + len(names) :]]
    assert ("Save rate" if language == "en" else "收藏率") in explained


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sheets_have_names_of_their_own_that_every_spreadsheet_takes(language: str) -> None:
    names = list(read(rendered(language).downloads[MONTH]))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= LONGEST_NAME and not re.search(r"[\[\]:*?/\\']", name) for name in names)


def test_every_part_names_its_sheet() -> None:
    every = {**parts("charts"), **parts("listings")}
    assert [name for name, part in every.items() if not getattr(part, "SHEET", "")] == []


def test_names_that_are_too_long_or_the_same_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets_of = {"a": "A [name]: that/is 'far' too long for it", "b": "A  name   that is  far  too lon"}
    named = {name: SimpleNamespace(SHEET=sheet) for name, sheet in sheets_of.items()}
    monkeypatch.setattr(workbooks, "parts", lambda _: named)
    sheets = [a_sheet(("x",), name=name) for name in ("a", "b", "a", "wholly_new")]
    names = workbooks._names(Wording(), sheets, taken=("About",))
    assert names[0] == "A  name   that is  far  too lon"
    assert names[1:] == ["A  name   that is  far  too l 2", "A  name   that is  far  too l 3", "Wholly new"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "{=1}", "http://example.com", "mailto:a@example.com", "007", "TRUE", "_x0041_",
     "a\x00b\x1f", "<b>&amp;</b>", " lead", "😀"],
)  # fmt: skip
def test_text_stays_text(text: str) -> None:
    """No formula, no link, no number, whatever it looks like; nothing of it is lost but what XML can't hold."""
    content = workbooks.alone(story(), a_sheet((text,)))
    assert rows_of(content)[1][0] == text.replace("\x00", "").replace("\x1f", "")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search(r"<f>|<hyperlink", sheet)
        assert 't="s"' in sheet.partition('r="2"')[2]


def test_text_that_no_cell_holds_is_cut() -> None:
    assert len(str(rows_of(workbooks.alone(story(), a_sheet(("长" * 40_000,))))[1][0])) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("count", 4030, "#,##0"), ("rate", 0.0312, "0.00%"), ("share", 0.48, "0.0%"), ("rank", 4.5, "0.0"),
        ("number", 3.57, "#,##0.0##"), ("date", dt.date(2026, 10, 3), "yyyy-mm-dd"),
    ],
)  # fmt: skip
def test_a_number_has_the_format_of_its_kind(kind: str, value: float | dt.date, code: str) -> None:
    content = workbooks.alone(story(), a_sheet((value,), kind=kind))
    assert rows_of(content)[1][0] == value
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        styles = book.read("xl/styles.xml").decode()
        style = int(re.findall(r'<c r="A2" s="(\d+)"', book.read("xl/worksheets/sheet1.xml").decode())[0])
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    built_in = {"3": "#,##0", "10": "0.00%"}
    own = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    assert (own | built_in)[formats[style]] == code


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert rows_of(workbooks.alone(story(), a_sheet((None, 1), kind="count")))[1] == ["", 1.0]


def test_heads_stay_in_view_and_columns_are_as_wide_as_what_is_in_them() -> None:
    with zipfile.ZipFile(io.BytesIO(workbooks.alone(story(), a_sheet(("十个汉字占二十格宽了", "x"))))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane xSplit="1" ySplit="1"' in sheet
    chinese, letter = (float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet))
    assert 21 < chinese < 24
    assert letter < 12


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_month_gives_the_same_bytes(variant: str) -> None:
    told: Story = VARIANTS[variant]()
    sheets = [Sheet(name, found) for name in LISTINGS if (found := parts("listings")[name].listing(told)) is not None]
    assert workbooks.whole(told, sheets) == workbooks.whole(told, sheets)


def test_a_workbook_carries_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered().downloads[MONTH])) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        created = re.findall(r"<dcterms:\w+[^>]*>([^<]+)", book.read("docProps/core.xml").decode())
    assert {day[:10] for day in created} == {"2026-11-01"}


def test_paper_has_no_workbooks() -> None:
    """The PDF carries the CSVs: they outlast the programs that read workbooks."""
    files = pages.render(story(), "paper", TEMPLATES, Outline()).downloads
    assert not [path for path in files if not path.endswith(".csv")]
