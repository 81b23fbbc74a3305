"""The container, part by part as Apache POI writes it for the platform."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from report_gen.simulate import workbook
from report_gen.simulate.titles import HOSTILE

CREATED = dt.datetime.fromisoformat("2026-07-11T18:09:20")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "folder" / "book.xlsx"
    workbook.write(
        path, {"Sheet1": [["横幅", "横幅"], ["标题", 12235], ["", None]], "二": [["日期", 0.106]]}, CREATED, "A1:B1"
    )
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_parts_come_in_the_genuine_order_without_styles_and_shared_strings(parts: dict[str, str]) -> None:
    assert list(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ]


def test_every_text_is_an_inline_string_and_every_number_a_float(parts: dict[str, str]) -> None:
    text = '<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    assert parts["xl/worksheets/sheet1.xml"] == (
        f'{HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B3"/>'
        f'<sheetData><row r="1">{text.format("A1", "横幅")}{text.format("B1", "横幅")}</row>'
        f'<row r="2">{text.format("A2", "标题")}<c r="B2" t="n"><v>12235.0</v></c></row>'
        f'<row r="3">{text.format("A3", "")}</row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )


def test_only_the_first_sheet_is_merged(parts: dict[str, str]) -> None:
    assert "mergeCells" not in parts["xl/worksheets/sheet2.xml"]


def test_the_properties_name_apache_poi_and_the_moment_in_utc(parts: dict[str, str]) -> None:
    assert parts["docProps/core.xml"].endswith(
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-07-11T18:09:20Z</dcterms:created>'
        "<dc:creator>Apache POI</dc:creator></cp:coreProperties>"
    )


def test_the_workbook_names_its_sheets_in_order(parts: dict[str, str]) -> None:
    assert (
        '<sheet name="Sheet1" r:id="rId1" sheetId="1"/><sheet name="二" r:id="rId2" sheetId="2"/>'
        in parts["xl/workbook.xml"]
    )


def test_each_sheet_has_its_type_and_its_relationship(parts: dict[str, str]) -> None:
    for i in (1, 2):
        assert f'PartName="/xl/worksheets/sheet{i}.xml"' in parts["[Content_Types].xml"]
        assert f'Target="worksheets/sheet{i}.xml"' in parts["xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (12, "M"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_are_lettered_as_spreadsheets_do(index: int, letters: str) -> None:
    assert workbook.column_letters(index) == letters


def test_whatever_a_title_holds_comes_out_as_it_went_in(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    workbook.write(path, {"Sheet1": [[title] for title in HOSTILE]}, CREATED)
    read = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read] == list(HOSTILE)


def test_shared_texts_stand_once_in_a_part_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    workbook.write(path, {"Sheet1": [["标题", "标题"], ["甲", 3]]}, CREATED, creator="WPS", shared_strings=True)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/sharedStrings.xml").decode().count("<si>") == 2
        assert '<c r="B1" t="s"><v>0</v></c>' in archive.read("xl/worksheets/sheet1.xml").decode()
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() == [["标题", "标题"], ["甲", 3.0]]


def test_a_formula_stands_beside_what_it_last_showed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    workbook.write(path, {"Sheet1": [[workbook.Formula('HYPERLINK("https://a.example","甲")', "甲")]]}, CREATED)
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() == [["甲"]]
