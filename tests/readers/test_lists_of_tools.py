"""Note lists that tools and people make: English names, note ids, the moment of capture in a column."""

from __future__ import annotations

import pandas as pd
import pytest

from report_gen.simulate.workbook import Cell
from tests.readers.folder import Folder, note

ID = "65e1234500000000000000ab"
DIGITS = "651234500000000000000012"
COLUMNS = ("note_id", "title", "publish_time", "type", "impressions", "views", "likes", "comments", "saves")
VALUES: dict[str, Cell] = {
    "note_id": ID, "title": "早餐攻略", "publish_time": "2026-10-03 09:00:12", "type": "normal", "impressions": 900.0,
    "views": 300.0, "likes": 20.0, "comments": 3.0, "saves": 11.0,
}  # fmt: skip


def csv(header: tuple[str, ...] = COLUMNS, **cells: Cell) -> str:
    values = {**VALUES, **cells}
    row = [values.get(name, name) for name in values] if header == COLUMNS else list(values.values())
    return (
        ",".join(header) + "\n" + ",".join(f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row) + "\n"
    )


@pytest.mark.parametrize(
    "header",
    [
        COLUMNS,
        ("Note ID", "Title", "Published at", "Format", "Exposure", "Reads", "Liked", "Comments", "Collects"),
        ("note_id", "title", "published_at", "note type", "impressions", "reads", "liked_count", "comment_count",
         "collected_count"),
        ("笔记ID", "标题", "发布时间", "笔记类型", "曝光数", "阅读量", "点赞数", "评论数", "收藏数"),
        ("笔记id", "笔记标题", "发布日期", "类型", "曝光量", "小眼睛", "点赞量", "评论量", "收藏量"),
        ("link", "title", "publish time", "type", "exposure", "views", "likes", "comments", "favorites"),
    ],
    ids=["snake case", "English", "the platform's own names", "Chinese", "more Chinese", "by its link"],
)  # fmt: skip
def test_the_same_note_under_all_names(folder: Folder, header: tuple[str, ...]) -> None:
    link = f"https://www.xiaohongshu.com/explore/{ID}?xsec_token=t"
    folder.text("2026-11-01/notes.csv", csv(header, note_id=link if header[0] == "link" else ID))
    (row,) = folder.read().note_snapshots.to_dict("records")
    assert (row["note_id"], row["format"]) == (ID, "image")
    assert [row[name] for name in ("impressions", "views", "likes", "comments", "saves")] == [900, 300, 20, 3, 11]
    assert row["published_at"] == pd.Timestamp("2026-10-03T09:00:12+08:00")
    assert pd.isna(row["shares"])
    assert pd.isna(row["new_followers"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("normal", "image"), ("图文笔记", "image"), ("Image", "image"), ("video", "video"), ("视频笔记", "video")],
)
def test_formats_by_all_their_names(folder: Folder, written: str, meant: str) -> None:
    folder.text("2026-11-01/notes.csv", csv(type=written))
    assert folder.read().note_snapshots["format"].tolist() == [meant]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        pytest.param(ID, ID, id="id"),
        pytest.param(ID.upper(), ID, id="capitals"),
        pytest.param(DIGITS, DIGITS, id="digits only"),
        pytest.param(f"https://www.rednote.com/explore/{ID}", ID, id="link"),
        pytest.param(f'=HYPERLINK("https://www.xiaohongshu.com/explore/{ID}")', ID, id="a formula with the link"),
        pytest.param("https://xhslink.com/o/abc", "", id="a short link hides its id"),
        pytest.param("-", "", id="none"),
    ],
)
def test_an_id_is_text(folder: Folder, cell: str, read: str) -> None:
    folder.workbook(
        "2026-11-01/notes.xlsx", {"S": [list(COLUMNS), list({**VALUES, "note_id": cell}.values())]}, creator="x"
    )
    assert folder.read().note_snapshots["note_id"].tolist() == [read]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param(float(DIGITS), "is an id that a spreadsheet took for a number and rounded", id="number"),
        pytest.param(
            "6.512345E+23", "is an id that a spreadsheet took for a number and rounded", id="number saved as CSV"
        ),
        pytest.param("12345", "is no note id, which has 24 characters (0-9, a-f)", id="too short"),
        pytest.param("早餐", "is no note id, which has 24 characters (0-9, a-f)", id="a title"),
    ],
)
def test_an_id_that_lost_digits_is_refused(folder: Folder, cell: Cell, reason: str) -> None:
    folder.workbook(
        "2026-11-01/notes.xlsx", {"S": [list(COLUMNS), list({**VALUES, "note_id": cell}.values())]}, creator="x"
    )
    (problem,) = folder.problems()
    assert problem.startswith("2026-11-01/notes.xlsx, sheet S, row 2, column A (note_id): ")
    assert reason in problem


def test_the_genuine_list_has_no_ids(folder: Folder) -> None:
    folder.note_list(note())
    assert folder.read().note_snapshots["note_id"].tolist() == [""]


def listed(*moments: str) -> str:
    """A list with a note for each of these moments of capture."""
    notes = [{**VALUES, "note_id": f"{n:024x}", "captured_at": moment} for n, moment in enumerate(moments)]
    rows = [",".join(map(str, values.values())) for values in notes]
    return "\n".join((",".join((*COLUMNS, "captured_at")), *rows, ""))


@pytest.mark.parametrize(
    ("name", "moments", "captured"),
    [
        pytest.param("notes.csv", ("2026-11-01", "2026-11-01"), "2026-11-01T00:00:00+08:00", id="a day"),
        pytest.param("notes.csv", ("2026-11-01 02:00:00", "2026-11-01 02:00:09"), "2026-11-01T02:00:09+08:00",
                     id="while the tool was at it"),
        pytest.param("notes.csv", ("2026-10-31T18:09:20Z",), "2026-11-01T02:09:20+08:00", id="in UTC"),
        pytest.param("2026-11-01.csv", ("2026-11-01 02:00:00",), "2026-11-01T02:00:00+08:00", id="with the name"),
        pytest.param("2026-11-01.csv", ("-",), "2026-11-01T00:00:00+08:00", id="the name where the column is empty"),
    ],
)  # fmt: skip
def test_the_moment_of_capture_may_stand_in_a_column(
    folder: Folder, name: str, moments: tuple[str, ...], captured: str
) -> None:
    folder.text(name, listed(*moments))
    assert set(folder.read().note_snapshots["captured_at"]) == {pd.Timestamp(captured)}


@pytest.mark.parametrize(
    ("name", "moments", "problem"),
    [
        pytest.param("notes.csv", ("2026-11-01", "2026-11-02"), "notes.csv, column J (captured_at): the rows were captured on "
                     "different days, from 2026-11-01 to 2026-11-02. Put the rows of each day into a file of their own.",
                     id="two days"),
        pytest.param("2026-11-03.csv", ("2026-11-01",), "2026-11-03.csv, column J (captured_at): the rows were captured on "
                     "2026-11-01, but the file or its name says 2026-11-03. Correct the one that is wrong.", id="another name"),
        pytest.param("notes.csv", ("gestern",), "notes.csv, row 2, column J (captured_at): “gestern” is not a date that can be "
                     "read without guessing; write it as 2026-11-01.", id="no date"),
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_named(folder: Folder, name: str, moments: tuple[str, ...], problem: str) -> None:
    folder.text(name, listed(*moments))
    assert folder.problems() == (problem,)
