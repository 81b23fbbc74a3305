"""What holds for every kind of export: how a spreadsheet saved it, in which order its columns stand and whatever its cells
hold makes no difference, or is an error that can be mended."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.errors import ExportError
from report_gen.parts import parts
from report_gen.readers import _kinds
from report_gen.readers._files import File
from report_gen.readers._reading import Context
from report_gen.readers._records import find_header
from report_gen.readers._sheets import Cell, Sheet, column_letters
from report_gen.simulate import workbook
from report_gen.tables import COLUMNS
from tests.readers.folder import CREATED, Folder
from tests.readers.test_recognition import SAMPLES, sheets
from tests.readers.test_saved_again import save_again

KINDS = tuple(parts("readers"))
DATES = {  # of each kind that is not tied to the platform's own stamp: the column that spreadsheets turn into dates
    "clicks": "date", "keyword_ranks": "date", "paid": "date", "creators": "captured_at", "store_notes": None,
    "landing_pages": None, "note_list": "published_at",
}  # fmt: skip
NAME = "2026-10-01_2026-10-31"  # the last is also the day of a note list
CONTEXT = Context(f"{NAME}.csv", "", ZoneInfo("Asia/Singapore"), CREATED)


def sample(kind: str) -> list[list[Cell]]:
    """The first sheet of the kind's samples, its numbers as numbers, whatever the sample's file."""
    (_, sheet), *_ = sheets(kind)
    header = find_header(sheet, parts("readers")[kind].COLUMNS).row
    rows = [list(row) for row in sheet.rows]
    return [*rows[: header + 1], *([_number(cell) for cell in row] for row in rows[header + 1 :])]


def _number(cell: Cell) -> Cell:
    with suppress(ValueError, TypeError):
        return float(cell) if isinstance(cell, str) and cell[:1] != "0" else cell  # type: ignore[arg-type]
    return cell


def as_text(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [[f"{cell:.10g}" if isinstance(cell, float) else cell for cell in row] for row in rows]


def as_csv(rows: Sequence[Sequence[Cell]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(as_text(rows))
    return out.getvalue()


def with_serial_dates(rows: list[list[Cell]], kind: str) -> tuple[list[list[Cell]], dict[str, int]]:
    """The kind's dates as the numbers that spreadsheets keep them as, and the columns in which they stand."""
    header = find_header(Sheet("", "", rows), parts("readers")[kind].COLUMNS)
    place, changed = header.places[str(DATES[kind])], [list(row) for row in rows]
    for row in changed[header.row + 1 :]:
        parts_of_date = [int(part) for part in re.findall(r"\d+", str(row[place]))]
        if len(parts_of_date) >= 3:  # no totals row
            row[place] = (pd.Timestamp(*parts_of_date) - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1)
    return changed, {column_letters(place): 1}


def read(folder: Folder) -> dict[str, pd.DataFrame]:
    """The tables, but for the names of files and sheets; rows keep their numbers."""
    tables = folder.read()
    return {name: getattr(tables, name).drop(columns=["file", "sheet"]) for name in COLUMNS}


def write(folder: Folder, rows: Sequence[Sequence[Cell]], name: str = f"{NAME}.xlsx") -> Path:
    cells: workbook.Rows = [[None if cell == "" else cell for cell in row] for row in rows]  # type: ignore[misc]
    return folder.workbook(name, {"Sheet1": cells}, CREATED, creator="WPS")


@pytest.fixture
def expected(folder: Folder, kind: str) -> dict[str, pd.DataFrame]:
    path = write(folder, sample(kind))
    tables = read(folder)
    assert sum(map(len, tables.values())) > 0
    path.unlink()
    return tables


def same(found: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> None:
    for name in COLUMNS:
        pd.testing.assert_frame_equal(found[name], expected[name])


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize("program", ["Microsoft Excel", "WPS Office"])
def test_saved_by_a_spreadsheet(folder: Folder, kind: str, expected: dict[str, pd.DataFrame], program: str) -> None:
    """Shared strings, styles and the program's own name in the file."""
    save_again(write(folder, sample(kind)), {}, program)
    same(read(folder), expected)


@pytest.mark.parametrize("kind", DATES)
def test_with_every_number_as_text(folder: Folder, kind: str, expected: dict[str, pd.DataFrame]) -> None:
    write(folder, as_text(sample(kind)))
    same(read(folder), expected)


@pytest.mark.parametrize("kind", [kind for kind, column in DATES.items() if column])
@pytest.mark.parametrize("styled", [True, False], ids=["real dates", "bare numbers"])
def test_with_dates_that_a_spreadsheet_took_for_its_own(
    folder: Folder, kind: str, expected: dict[str, pd.DataFrame], styled: bool
) -> None:
    rows, columns = with_serial_dates(sample(kind), kind)
    assert rows != sample(kind)
    save_again(write(folder, rows), columns if styled else {})
    same(read(folder), expected)


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_saved_as_csv(
    folder: Folder, kind: str, expected: dict[str, pd.DataFrame], encoding: str, delimiter: str
) -> None:
    folder.text(f"{NAME}.csv", as_csv(sample(kind), delimiter), encoding)
    same(read(folder), expected)


@pytest.mark.parametrize("kind", DATES)
def test_columns_in_any_order_behind_one_that_says_nothing(
    folder: Folder, kind: str, expected: dict[str, pd.DataFrame]
) -> None:
    rows = sample(kind)
    header = find_header(Sheet("", "", rows), parts("readers")[kind].COLUMNS).row
    names = rows[header]
    doubled = [place for place, name in enumerate(names) if names.count(name) > 1]  # told apart by titles above them
    order = [place for place in range(len(names)) if place not in doubled]
    random.Random(kind).shuffle(order)
    mixed = [[row[place] for place in (*order, *doubled)] for row in rows]
    write(folder, [["备注" if number == header else "", *row] for number, row in enumerate(mixed)])
    same(read(folder), expected)


def test_reading_twice_is_reading_once(folder: Folder) -> None:
    shutil.rmtree(folder.exports)
    shutil.copytree(SAMPLES, folder.exports)
    once = folder.read()
    shutil.copytree(SAMPLES, folder.exports / "～copy")  # sorts last
    twice = folder.read()
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))
    assert once.sources == twice.sources


HOSTILE: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(
        ["", "-", "合计", "全部", "#DIV/0!", "1e999", "2026-13-45", "2026-09-01 ~ 2026-09-30", "￥-1", "９９", "/"]
    ),
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_cells_hold_nothing_but_a_reading_or_a_sentence_comes_out(kind: str, data: st.DataObject) -> None:
    (_, sheet), *_ = sheets(kind)
    rows = [list(row) for row in sheet.rows]
    for _ in range(data.draw(st.integers(1, 6))):
        row = data.draw(st.integers(0, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(HOSTILE)
    changed = Sheet("a.csv", sheet.name, rows)
    with suppress(ExportError):
        module = _kinds.recognise(changed)
        if module is None:
            raise _kinds.unrecognised("a.csv", [changed])
        reading = module.read(changed, CONTEXT)
        assert (
            all(len(column) == reading.rows for t in reading.tables.values() for column in t.values())
            or kind == "store_notes"
        )


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.*")), ids=lambda path: path.name)
def test_whatever_byte_is_damaged_nothing_but_sheets_or_a_sentence_comes_out(path: Path) -> None:
    data = path.read_bytes()
    step = max(1, len(data) // 150)
    for place in range(0, len(data), step):
        broken = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        with suppress(ExportError):
            book = File(path.name, broken, "").book()
            for sheet in book.sheets:
                module = _kinds.recognise(sheet)
                if module:
                    assert module.read(sheet, CONTEXT).rows >= 0
