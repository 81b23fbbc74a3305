"""蒲公英: whose note, what it cost in all, and which of several columns of one name."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from report_gen.simulate.workbook import Cell, Rows
from tests.readers.folder import Folder

ID, UID = "66f0000000000000000000a1", "5f0000000000000000000001"
PROFILE = f"https://www.xiaohongshu.com/user/profile/{UID}"
ROW: dict[str, Cell] = {
    "数据更新日期": "2026/11/01", "博主昵称": "小满", "博主主页链接": PROFILE, "博主粉丝量": 8600.0, "笔记标题": "咖啡地图",
    "笔记链接": f"https://www.xiaohongshu.com/explore/{ID}", "笔记类型": "图文笔记", "笔记发布日期": "2026/10/06", "笔记id": ID,
    "博主报价": 1200.0, "服务费金额": 120.0, "曝光量": 24300.0, "阅读量": 5210.0, "点赞量": 402.0, "收藏量": 318.0,
    "评论量": 25.0, "分享量": 60.0, "推广曝光量": 6100.0, "推广阅读量": 900.0, "加热曝光量": 1000.0, "加热阅读量": 150.0,
}  # fmt: skip


def batch(*rows: dict[str, Cell], groups: Sequence[str] = ("基础信息",)) -> Rows:
    """The sheet: group titles, an empty row, names, data."""
    changed = [{**ROW, **row} for row in rows]
    return [list(groups), [], list(changed[0]), *(list(row.values()) for row in changed)]


def write(folder: Folder, *rows: dict[str, Cell], name: str = "批量.xlsx") -> None:
    folder.workbook(name, {"笔记批量数据": batch(*rows)})


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        pytest.param({}, "fee", 1320, id="quote and service fee"),
        pytest.param({"服务费金额": "-"}, "fee", 1200, id="no service fee"),
        pytest.param({"博主报价": "-"}, "fee", None, id="no quote, no cost"),
        pytest.param({"博主报价": "￥1,200", "服务费金额": "120元"}, "fee", 1320, id="currency"),
        pytest.param({}, "paid_impressions", 7100, id="promoted and boosted impressions"),
        pytest.param({"加热曝光量": "-"}, "paid_impressions", 6100, id="promoted only"),
        pytest.param({"推广阅读量": "-", "加热阅读量": ""}, "paid_views", None, id="neither is not 0"),
        pytest.param({"博主粉丝量": "15.2万"}, "followers", 152000, id="units of ten thousand"),
        pytest.param({"笔记类型": "视频笔记"}, "format", "video", id="video"),
        pytest.param({"笔记类型": "-"}, "format", "", id="no format"),
        pytest.param({"笔记id": ""}, "note", ID, id="id from the link"),
        pytest.param({"笔记链接": ""}, "note", ID, id="id without a link"),
        pytest.param({"数据更新日期": "2026-11-02"}, "captured_on", pd.Timestamp("2026-11-02"), id="a row's own day"),
    ],
)
def test_a_collaboration_is_read_cell_by_cell(
    folder: Folder, cells: dict[str, Cell], column: str, value: object
) -> None:
    write(folder, cells)
    (row,) = folder.read().creator_snapshots.to_dict("records")
    assert (None if row[column] != row[column] else row[column]) == value


def test_of_two_columns_of_one_name_the_first_groups_counts(folder: Folder) -> None:
    """The sources of traffic repeat the names of the whole."""
    sheet = batch({})
    header, row = [*sheet[2], "曝光量", "曝光量"], [*sheet[3], 7.0, 8.0]
    groups: list[Cell] = ["数据表现", *[None] * (len(sheet[2]) - 1), "发现页", "搜索页"]
    folder.workbook("a.xlsx", {"S": [groups, [], header, row]})
    assert folder.read().creator_snapshots["impressions"].tolist() == [24300]


def test_two_columns_of_one_name_in_one_group_are_an_error(folder: Folder) -> None:
    sheet = batch({})
    folder.workbook("a.xlsx", {"S": [["数据表现"], [], [*sheet[2], "曝光量"], [*sheet[3], 7.0]]})
    assert folder.problems() == (
        "a.xlsx, sheet S, row 3: the column 曝光量 is there twice, in L and V. Keep one of them.",
    )


def test_columns_that_are_not_read_may_be_there_twice(folder: Folder) -> None:
    sheet = batch({})
    folder.workbook("a.xlsx", {"S": [[], [], [*sheet[2], "发现页", "发现页"], [*sheet[3], 0.5, 0.6]]})
    assert len(folder.read().creator_snapshots) == 1


def test_orders_without_a_note_are_left_out_and_counted(folder: Folder) -> None:
    write(folder, {}, {"笔记id": "-", "笔记链接": "", "笔记发布日期": "-"})
    tables = folder.read()
    assert tables.creator_snapshots["note"].tolist() == [ID]
    assert [q.message for q in tables.quality if q.code == "creator_without_note"] == [
        "1 collaboration without a note yet (neither 笔记id nor 笔记链接) left out."
    ]


def test_a_creator_who_took_another_name_is_the_same(folder: Folder) -> None:
    write(
        folder,
        {"数据更新日期": "2026/10/01"},
        {"博主昵称": "小满在狮城"},
        {"笔记id": ID[:-1] + "2", "博主昵称": "小满在狮城"},
    )
    assert set(folder.read().creator_snapshots["creator"]) == {"小满在狮城"}


def test_two_creators_of_one_name_are_two(folder: Folder) -> None:
    write(folder, {}, {"笔记id": ID[:-1] + "2", "博主主页链接": PROFILE[:-4] + "beef"})
    assert folder.read().creator_snapshots["creator"].tolist() == ["小满 (0001)", "小满 (beef)"]


def test_the_same_day_of_data_in_two_files_counts_once_the_newer(folder: Folder) -> None:
    write(folder, {}, {"数据更新日期": "2026/10/01", "收藏量": 3.0}, name="批量 2026-11-01.xlsx")
    write(folder, {"收藏量": 320.0}, name="批量 2026-11-02.xlsx")
    tables = folder.read()
    assert sorted(tables.creator_snapshots["saves"]) == [3, 320]
    assert [q.message for q in tables.quality if q.code == "creators_overlap"] == [
        "批量 2026-11-01.xlsx and 批量 2026-11-02.xlsx differ in 1 collaboration on the same day of data; those of the second, "
        "the last by name, as nothing else tells, are used."
    ]


def test_a_collaboration_twice_in_one_file_counts_once_with_a_warning(folder: Folder) -> None:
    write(folder, {}, {"博主报价": 900.0})
    tables = folder.read()
    assert tables.creator_snapshots["fee"].tolist() == [1020]
    (line,) = [q for q in tables.quality if q.code == "creator_twice"]
    assert (line.severity, line.file, line.row) == ("warning", "批量.xlsx", 4)
    assert line.advice == "Look whether the note was ordered twice; if so, put both prices into one row."


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        pytest.param({"笔记id": 6.6e23}, "I (笔记id): “660000000000000058720256” is an id that a spreadsheet took for a number "
                     "and rounded; export the file again, and format the column as text before saving it.", id="number"),
        pytest.param({"笔记id": "6.6E+23"}, "I (笔记id): “6.6E+23” is an id that a spreadsheet took for a number and rounded; "
                     "export the file again, and format the column as text before saving it.", id="number saved as text"),
        pytest.param({"数据更新日期": "-"}, "A (数据更新日期): “-” stands where a value must be; every row has its day: download "
                     "the file again.", id="no day"),
        pytest.param({"博主报价": -5.0}, "J (博主报价): “-5” is below 0; this column holds amounts from 0. Download the file "
                     "again, or correct the cell.", id="negative price"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_cell(folder: Folder, cells: dict[str, Cell], problem: str) -> None:
    write(folder, cells)
    assert folder.problems() == (f"批量.xlsx, sheet 笔记批量数据, row 4, column {problem}",)
