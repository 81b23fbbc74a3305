"""All files of a client together."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil

import pandas as pd
import pytest

from report_gen.tables import COLUMNS
from tests.readers.folder import CREATED, LIST, Folder, note, note_rows

CLICKS = "date,destination,clicks\n2026-10-01,menu,2\n"


def test_a_client_without_exports_has_empty_tables(folder: Folder) -> None:
    shutil.rmtree(folder.exports)
    tables = folder.read()
    for name, columns in COLUMNS.items():
        frame = getattr(tables, name)
        assert list(frame.columns) == list(columns)
        assert frame.empty
    assert (tables.sources, tables.quality, tables.note_tags) == ((), (), {})


def test_sources_say_where_every_number_came_from(folder: Folder) -> None:
    path = folder.note_list(note(), name=f"2026-07/{LIST}")
    (source,) = folder.read().sources
    assert source.model_dump() == {
        "file": f"2026-07/{LIST}", "kind": "note_list", "rows": 1, "captured_at": "2026-07-12T02:09:20+08:00",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip


def test_the_same_file_twice_is_one_file(folder: Folder) -> None:
    """Browsers save a second download as “… (1).xlsx”."""
    path = folder.note_list(note())
    shutil.copy(path, folder.exports / "笔记列表明细表 (1).xlsx")
    tables = folder.read()
    assert [source.file for source in tables.sources] == [LIST]
    assert len(tables.note_snapshots) == 1
    assert [(q.file, q.message) for q in tables.quality if q.code == "duplicate_file"] == [
        (LIST, f"笔记列表明细表 (1).xlsx is the same file as {LIST}; it was read once.")
    ]


def test_of_twins_the_one_whose_name_says_a_date_is_read(folder: Folder) -> None:
    """A list that a spreadsheet saved has its date in its folder's name only."""
    saved = folder.workbook("list.xlsx", {"Sheet1": note_rows(note())}, creator="WPS")
    (folder.exports / "2026-11-01").mkdir()
    shutil.copy(saved, folder.exports / "2026-11-01" / "list, as downloaded.xlsx")
    assert [source.file for source in folder.read().sources] == ["2026-11-01/list, as downloaded.xlsx"]


def test_reading_twice_is_reading_once(folder: Folder) -> None:
    """The same exports give the same tables, whatever is copied beside them."""
    folder.note_list(note(), note(笔记标题="b"))
    folder.workbook("t.xlsx", {"收藏趋势": [["日期", "数值"], ["2026年07月10日", 1.0]]})
    folder.text("clicks.csv", CLICKS)
    once = folder.read()
    shutil.copytree(folder.exports, folder.exports / "～copy")  # sorts last
    twice = folder.read()
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))
    assert once.sources == twice.sources


def test_two_exports_of_one_day_are_both_kept(folder: Folder) -> None:
    folder.note_list(note(), name="a.xlsx")
    folder.note_list(note(收藏=54.0), name="b.xlsx", created=CREATED + dt.timedelta(hours=1))
    assert folder.read().note_snapshots["saves"].tolist() == [53, 54]


def test_accounts_come_from_the_first_folder(folder: Folder) -> None:
    folder.note_list(note(), name=f"sg/2026-07/{LIST}")
    folder.note_list(note(收藏=1.0), name=f"cn/{LIST}")
    frame = folder.read(accounts=["sg", "cn"]).note_snapshots
    assert dict(zip(frame["account"], frame["saves"], strict=True)) == {"sg": 53, "cn": 1}


@pytest.mark.parametrize("name", [LIST, f"other/{LIST}", f"SG/{LIST}"])
def test_a_file_outside_the_accounts_folders_is_an_error(folder: Folder, name: str) -> None:
    folder.note_list(note(), name=name)
    assert folder.problems(accounts=["sg", "cn"]) == (
        f"{name} belongs to no account. Put it into one of the accounts' folders: exports/sg/, exports/cn/.",
    )


def test_one_file_in_two_accounts_is_an_error(folder: Folder) -> None:
    folder.note_list(note(), name=f"sg/{LIST}")
    folder.note_list(note(), name=f"cn/{LIST}")
    assert folder.problems(accounts=["sg", "cn"]) == (
        f"sg/{LIST} is the same file as cn/{LIST}, in another account's folder. Remove the wrong one.",
    )


@pytest.mark.parametrize(
    "name", ["~$list.xlsx", ".DS_Store", ".hidden/a.csv", "__MACOSX/a.csv", "Thumbs.db", "x/desktop.ini"]
)
def test_what_computers_leave_behind_is_ignored(folder: Folder, name: str) -> None:
    folder.text(name, "anything")
    assert folder.read().sources == ()


def test_a_workbook_may_hold_several_kinds(folder: Folder) -> None:
    folder.workbook("a.xlsx", {
        "ranks": [["date", "keyword", "rank"], ["2026-10-01", "咖啡", 3.0]],
        "clicks": [["date", "destination", "clicks"], ["2026-10-01", "menu", 2.0]],
    }, creator="WPS")  # fmt: skip
    tables = folder.read()
    assert [(source.kind, source.rows) for source in tables.sources] == [("keyword_ranks", 1), ("clicks", 1)]
    assert tables.keyword_ranks["rank"].tolist() == [3]
    assert tables.clicks["sheet"].tolist() == ["clicks"]
