"""What is broken, closed, too large or elsewhere is refused, with the way out."""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from report_gen.errors import ExportError
from report_gen.readers import _delimited, _files, _sheets, _workbook
from report_gen.simulate.workbook import column_letters
from tests.readers.folder import Folder, note
from tests.readers.test_recognition import rewrite

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


UNKNOWN_CODE = (
    "{} is neither a workbook nor a table in UTF-8, UTF-16 or GB 18030. Download it again, or save it as “CSV UTF-8”."
)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xls", OLE, "a.xls is an old .xls workbook. Open it, save it as .xlsx, and put that copy here."),
        (
            "a.xlsx",
            ENCRYPTED,
            "a.xlsx is protected by a password. Open it, save it without the password, and put that copy here.",
        ),
        ("a.xls", b"<html><table>", "a.xls is a web page, not a table. Open it in a spreadsheet and save it as .xlsx."),
        ("a.csv", b"", "a.csv is empty. Download it again."),
        ("a.csv", b"a\0b\0c", UNKNOWN_CODE.format("a.csv")),
        ("a.xlsx", b"\xff\xfe\xff", UNKNOWN_CODE.format("a.xlsx")),
        ("a.zip", b"PK", "a.zip can't be read. Unpack it here."),
        (
            "a.xlsx.crdownload",
            b"PK",
            "a.xlsx.crdownload can't be read. Its download was not finished: download it again.",
        ),
        ("a", b"x", "a can't be read. Only .xlsx and .csv are read: convert it, or keep it out of exports/."),
        ("a.csv", b"\n\n , \n", "a.csv has no data. Download it again, or remove it."),
    ],
    ids=[
        "old",
        "encrypted",
        "web page",
        "empty",
        "binary",
        "cut UTF-16",
        "archive",
        "unfinished",
        "no ending",
        "blanks",
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(folder: Folder, name: str, data: bytes, message: str) -> None:
    (folder.exports / name).write_bytes(data)
    assert folder.problems() == (message,)


def test_a_damaged_workbook_is_to_be_downloaded_again(folder: Folder) -> None:
    path = folder.note_list(note())
    path.write_bytes(path.read_bytes()[:-200])
    (problem,) = folder.problems()
    assert problem.startswith("笔记列表明细表.xlsx is damaged (")
    assert problem.endswith("). Download it again.")


def test_every_damage_to_a_workbook_is_an_error_or_harmless(folder: Folder) -> None:
    """Whatever byte is wrong, no other exception comes out."""
    data = folder.note_list(note()).read_bytes()
    for place in range(0, len(data), 13):
        broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        with suppress(ExportError):
            assert _files.File("a.xlsx", broken, "").book().sheets is not None


def test_a_workbook_that_unpacks_too_large_is_refused(folder: Folder) -> None:
    path = folder.note_list(note())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", bytes(_workbook.MAX_UNPACKED))
    assert path.stat().st_size < 200_000
    (problem,) = folder.problems()
    assert problem.startswith("笔记列表明细表.xlsx unpacks to 100,0")
    assert problem.endswith(
        " bytes; at most 100,000,000 are read. An export of 1,000 notes has under 3,000,000: download it again."
    )


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The size in the archive's list is only a claim."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(1_000_000))
    data = out.getvalue().replace((1_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(ExportError, match="is damaged"):
        _workbook.parse(data, "a.xlsx")


@pytest.mark.parametrize("place", ["A999999", "XFD100000"])
def test_a_lonely_cell_far_away_is_refused(folder: Folder, place: str) -> None:
    """It would make the library hold the whole area in memory."""
    path = folder.note_list(note())
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").encode()
    cell = b'<row r="%s"><c r="%s" t="n"><v>1</v></c></row></sheetData>' % (row, place.encode())
    rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", cell)
    (problem,) = folder.problems()
    assert problem.endswith(
        "at most 200,000 rows and 4,000,000 cells are read. Delete what stands far below or beside the table, or download "
        "it again."
    )


def test_a_table_with_too_many_rows_is_refused(folder: Folder) -> None:
    folder.text("a.csv", "date,destination,clicks\n" + "2026-10-01,menu,2\n" * _delimited.MAX_ROWS)
    assert folder.problems() == ("a.csv has more than 200,000 rows, which is more than any export. Split it by month.",)


def test_a_file_that_is_too_large_is_not_even_opened(folder: Folder) -> None:
    with (folder.exports / "a.csv").open("wb") as file:
        file.truncate(_files.MAX_BYTES + 1)
    assert folder.problems() == (
        "a.csv has 50,000,001 bytes; at most 50,000,000 are read. Download it again, or split it.",
    )


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_clients_folder_is_refused(folder: Folder, tmp_path: Path, kind: str) -> None:
    """It would lead to another client's numbers."""
    outside = tmp_path / "clients" / "client-y"
    outside.mkdir()
    (outside / "a.csv").write_text("date,destination,clicks\n2026-10-01,menu,2\n")
    link = folder.exports / "a.csv"
    link.symlink_to(outside / "a.csv" if kind == "file" else outside)
    assert folder.problems() == (
        "a.csv is reached by a link that leads out of the client's folder. Put a copy of the file here.",
    )


def test_an_exports_folder_elsewhere_is_refused(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "a.csv").write_text("date,destination,clicks\n2026-10-01,menu,2\n")
    folder.exports.rmdir()
    folder.exports.symlink_to(outside)
    assert len(folder.problems()) == 1


def test_a_link_within_the_clients_folder_is_a_file(folder: Folder) -> None:
    (folder.path / "kept.csv").write_text("date,destination,clicks\n2026-10-01,menu,2\n")
    (folder.exports / "a.csv").symlink_to(folder.path / "kept.csv")
    assert folder.read().clicks["clicks"].tolist() == [2]


def test_a_link_to_nothing_is_an_error(folder: Folder) -> None:
    (folder.exports / "a.csv").symlink_to(folder.path / "gone.csv")
    assert folder.problems() == (
        "a.csv can't be read (No such file or directory). Check that the file is there and may be read.",
    )


def test_a_pipe_is_an_error_and_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.exports / "a.csv")
    assert folder.problems() == ("a.csv is no ordinary file. Put a copy of its content here.",)


def test_a_name_in_another_code_is_to_be_changed(folder: Folder) -> None:
    """Archives of Chinese Windows unpack so."""
    path = os.fsencode(folder.exports) + b"/" + "点击.csv".encode("gb18030")
    Path(os.fsdecode(path)).write_text("date,destination,clicks\n2026-10-01,menu,2\n")
    assert folder.problems() == ("A file's name is in an unknown code: \\udcb5\\udce3\\udcbb\\udcf7.csv. Rename it.",)


def test_wide_spaces_and_emoji_are_no_reason_to_refuse_a_name(folder: Folder) -> None:
    folder.text("点击\u3000👨\u200d👩.csv", "date,destination,clicks\n2026-10-01,menu,2\n")
    assert len(folder.read().sources) == 1


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [_sheets.column_letters(i) for i in range(800)] == [column_letters(i) for i in range(800)]
