"""Files that a spreadsheet has opened and saved: shared strings, styled dates, its own properties, trailing empty cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from report_gen.simulate import workbook
from tests.readers.folder import CREATED, Folder, note, note_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DATE_TIME, DATE = 22, 14  # number formats that every spreadsheet knows
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    f'<xf numFmtId="0"/><xf numFmtId="{DATE_TIME}" applyNumberFormat="1"/><xf numFmtId="{DATE}" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


def save_again(path: Path, styled: dict[str, int], created: str = "Microsoft Excel") -> None:
    """Rewrites a genuine workbook as Excel would; `styled` gives columns a style."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: list[str] = []

    def shared(match: re.Match[str]) -> str:
        texts.append(match[2])
        return f'<c r="{match[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = re.sub(r'<c r="([A-Z]+\d+)" t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', shared, sheet)
    for column, style in styled.items():
        sheet = re.sub(rf'<c r="({column}\d+)" t="n">', rf'<c r="\1" s="{style}">', sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", '<row r="9"><c r="P9" s="1"/></row></sheetData>')
    strings = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" count="{len(texts)}">{strings}</sst>'
    parts["xl/styles.xml"] = STYLES
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace("Apache POI", escape(created))
    links = "".join(
        f'<Relationship Id="x{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name in ("sharedStrings", "styles")
    )
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{SHEET_TYPES}.{name}+xml"/>'
        for name in ("sharedStrings", "styles")
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", f"{links}</Relationships>")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("program", ["Microsoft Excel", "WPS Office", ""])
def test_a_note_list_saved_again_is_the_same_but_for_its_moment(folder: Folder, program: str) -> None:
    """Excel turns publish times into real dates; the day of the export is now only in the name."""
    rows = note_rows(note(首次发布时间=46105.73130787037))
    workbook.write(folder.exports / "list 2026-11-01.xlsx", {"Sheet1": rows}, CREATED, merge="A1:M1")
    save_again(folder.exports / "list 2026-11-01.xlsx", {"B": 1}, program)
    (row,) = folder.read().note_snapshots.to_dict("records")
    assert row["published_at"] == pd.Timestamp("2026-03-24T17:33:05+08:00")
    assert (row["title"], row["format"], row["saves"]) == ("新加坡早餐攻略", "image", 53)
    assert row["captured_on"] == pd.Timestamp("2026-11-01")


def test_a_midnight_that_a_spreadsheet_keeps_as_a_date_is_one_beside_times(folder: Folder) -> None:
    """A note of the first second of a month is that month's, in lists saved again too."""
    midnight, later = note(首次发布时间=46082.0), note(首次发布时间=46105.73130787037)
    save_again(folder.workbook("list 2026-11-01.xlsx", {"Sheet1": note_rows(midnight, later)}), {"B": 1})
    published = folder.read().note_snapshots["published_at"]
    assert [f"{moment:%Y-%m-%d %H:%M:%S %z}" for moment in published] == [
        "2026-03-01 00:00:00 +0800",
        "2026-03-24 17:33:05 +0800",
    ]


def test_days_without_any_time_are_no_publish_times(folder: Folder) -> None:
    days = note_rows(note(首次发布时间=46082.0), note(首次发布时间=46105.0))
    save_again(folder.workbook("list 2026-11-01.xlsx", {"Sheet1": days}), {"B": 2})
    assert [problem.partition(":")[0] for problem in folder.problems()] == [
        "list 2026-11-01.xlsx, sheet Sheet1, row 3, column B (首次发布时间)",
        "list 2026-11-01.xlsx, sheet Sheet1, row 4, column B (首次发布时间)",
    ]


def test_dates_of_our_tables_may_be_real_dates(folder: Folder) -> None:
    rows: workbook.Rows = [["date", "keyword", "rank"], [46326.0, "咖啡", 3.0], [46327.0, "咖啡", "50+"]]
    save_again(folder.workbook("ranks.xlsx", {"Ranks": rows}), {"A": 2})
    ranks = folder.read().keyword_ranks
    assert [f"{day:%Y-%m-%d}" for day in ranks["date"]] == ["2026-10-31", "2026-11-01"]
    assert ranks["rank"].fillna(0).tolist() == [3, 0]
