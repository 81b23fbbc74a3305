"""笔记列表明细表, as downloaded and as people leave it behind."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_gen.readers import _delimited, note_list
from report_gen.readers._reading import Context
from report_gen.readers._sheets import Sheet
from report_gen.simulate.workbook import Cell, Rows
from report_gen.tables import COUNTERS
from tests.readers.folder import BANNER, CREATED, HEADER, Folder, note, note_rows

GENUINE = {
    "title": "新加坡早餐攻略", "published_at": pd.Timestamp("2026-03-24T17:33:05+08:00"), "format": "image",
    "impressions": 12235, "views": 6174, "cover_click_rate": 0.106, "likes": 120, "comments": 14, "saves": 53,
    "new_followers": 7, "shares": 9, "watch_seconds": 17,
}  # fmt: skip
PLACE = "笔记列表明细表.xlsx, sheet Sheet1, row 3, column"


def text(rows: Sequence[Sequence[Cell]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def test_a_genuine_list_is_read_cell_by_cell(folder: Folder) -> None:
    folder.note_list(note())
    snapshots = folder.read().note_snapshots
    (row,) = snapshots.to_dict("records")
    assert {name: row[name] for name in GENUINE} == GENUINE
    assert row["captured_at"] == pd.Timestamp("2026-07-12T02:09:20+08:00")
    assert row["captured_on"] == pd.Timestamp("2026-07-12")
    assert (row["file"], row["sheet"], row["row"]) == ("笔记列表明细表.xlsx", "Sheet1", 3)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(note_rows(note()), id="genuine"),
        pytest.param(note_rows(note(), header=HEADER[:-1]), id="12 columns"),
        pytest.param(note_rows(note(), header=HEADER[::-1]), id="another order"),
        pytest.param([[BANNER], *note_rows(note())[1:]], id="banner in one cell"),
        pytest.param(note_rows(note())[1:], id="no banner"),
        pytest.param([*[[]] * 18, *note_rows(note())[1:]], id="header in row 19"),
        pytest.param([[BANNER], [f" {HEADER[0]} ", *(f"\ufeff{name}" for name in HEADER[1:])], note_rows(note())[2]],
                     id="spaces and marks in names"),
        pytest.param(note_rows({k: v if isinstance(v, str) else f"{v:g}" for k, v in note().items()}), id="text numbers"),
        pytest.param(note_rows(note(曝光="1.2235万", 观看量="6,174", 封面点击率="10.60%", 人均观看时长="17s")),
                     id="units in cells"),
        pytest.param([[name.replace("封面点击率", "封面点击率（%）").replace("时长", "时长(s)") for name in HEADER],
                      note_rows(note(封面点击率=10.6))[2]], id="units in names"),
        pytest.param(note_rows(note(首次发布时间=46105.73130787037)), id="a date turned into a serial number"),
        pytest.param([*note_rows(note()), ["合计", "", "", 12235.0]], id="totals below"),
        pytest.param([*note_rows(note())[:2], ["合计", "-"], note_rows(note())[2]], id="totals above"),
        pytest.param([*note_rows(note()), [], ["# 数据说明"], ["曝光", "笔记被看到的次数"]], id="second section"),
        pytest.param([*note_rows(note()), list(HEADER)], id="header repeated"),
    ],
)  # fmt: skip
def test_the_same_note_is_read_from_every_layout(folder: Folder, rows: Sequence[Sequence[Cell]]) -> None:
    folder.workbook("笔记列表明细表.xlsx", {"Sheet1": rows})
    (row,) = folder.read().note_snapshots.to_dict("records")
    assert {name: row[name] for name in GENUINE} == GENUINE


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_note_is_read_from_every_csv(folder: Folder, encoding: str, delimiter: str) -> None:
    folder.text("笔记列表明细表-2026-07-12.csv", text(note_rows(note()), delimiter), encoding)
    (row,) = folder.read().note_snapshots.to_dict("records")
    assert {name: row[name] for name in GENUINE} == GENUINE


@pytest.mark.parametrize(
    ("title", "read"),
    [
        pytest.param("", "", id="blank"),
        pytest.param("a\nb", "a b", id="two lines"),
        pytest.param("合计", "合计", id="a title like a totals row"),
        pytest.param("-", "-", id="a title like a missing value"),
        pytest.param("#咖啡 | **x** {{ 7*7 }} <b>", "#咖啡 | **x** {{ 7*7 }} <b>", id="markup stays text"),
        pytest.param("=HYPERLINK(1)", "=HYPERLINK(1)", id="a formula stays text"),
        pytest.param("早\u202e餐", "早餐", id="direction controls go"),
        pytest.param("攻略👨‍👩‍👧", "攻略👨‍👩‍👧", id="emoji stay"),
        pytest.param(2026.0, "2026", id="a number"),
    ],
)
def test_a_title_is_text_whatever_it_looks_like(folder: Folder, title: Cell, read: str) -> None:
    folder.note_list(note(笔记标题=title))
    assert folder.read().note_snapshots["title"].tolist() == [read]


def test_video_and_missing_numbers(folder: Folder) -> None:
    """A video may have no impressions beside its views; what is missing stays missing."""
    folder.note_list(note(体裁="视频", 曝光=0.0, 观看量=126.0, 收藏="-", 分享=None, 封面点击率="#DIV/0!"))
    (row,) = folder.read().note_snapshots.to_dict("records")
    assert (row["format"], row["impressions"], row["views"]) == ("video", 0, 126)
    assert all(pd.isna(row[name]) for name in ("saves", "shares", "cover_click_rate"))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        pytest.param({"收藏": "abc"}, "I (收藏): “abc” is not a number. Download the file again, or correct the cell.",
                     id="words"),
        pytest.param({"曝光": -1.0}, "D (曝光): “-1” is below 0; this column counts from 0. Download the file again, or "
                     "correct the cell.", id="negative"),
        pytest.param({"体裁": "直播"}, "C (体裁): “直播” is not a format that is known; it is 图文 or 视频.", id="format"),
        pytest.param({"首次发布时间": None},
                     "B (首次发布时间): “” stands where a value must be; every note has a publish time: download the file again.",
                     id="no publish time"),
        pytest.param({"首次发布时间": "昨天"},
                     "B (首次发布时间): “昨天” is not a date that can be read without guessing; write it as 2026-11-01.",
                     id="publish time in words"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_with_its_value(
    folder: Folder, cells: dict[str, Cell], problem: str
) -> None:
    folder.note_list(note(**cells))
    assert folder.problems() == (f"{PLACE} {problem}",)


def test_all_problems_of_all_files_come_at_once_but_not_a_thousand_alike(folder: Folder) -> None:
    folder.note_list(*(note(收藏="?") for _ in range(25)), note(点赞="!"))
    folder.text("ranks.csv", "date,keyword,rank\n2026-10-01,咖啡,0\n")
    folder.text("readme.md", "hello")
    problems = folder.problems()
    assert len(problems) == 14
    assert problems[:2] == (
        "readme.md can't be read. Only .xlsx and .csv are read: convert it, or keep it out of exports/.",
        "ranks.csv, row 2, column C (rank): “0” is not a rank; write a whole number from 1, or leave the cell blank if the "
        "keyword was not found.",
    )
    assert (
        problems[2]
        == f"{PLACE.replace('row 3', 'row 28')} G (点赞): “!” is not a number. Download the file again, or correct the cell."
    )
    assert problems[-1] == "笔记列表明细表.xlsx, sheet Sheet1, column I (收藏): 15 more cells can't be read either."


def test_a_quotation_mark_that_never_closes_is_an_error(folder: Folder) -> None:
    """Read leniently it would swallow the rows below."""
    folder.text("ranks.csv", 'date,keyword,rank\n2026-10-01,"咖啡,3\n2026-10-02,咖啡,3\n')
    assert folder.problems() == (
        "ranks.csv, row 2: a quotation mark is opened or closed in the wrong place (unexpected end of data). Open the file in a "
        "spreadsheet and save it again.",
    )


def test_a_delimiter_in_a_title_is_an_error_and_shifts_no_columns(folder: Folder) -> None:
    rows = text(note_rows(note())).replace("新加坡早餐攻略", "早餐,攻略")
    folder.text("2026-07-12/list.csv", rows)
    assert "2026-07-12/list.csv, row 3: there are more cells than columns in the header." in folder.problems()[0]


def test_a_column_that_is_there_twice_is_an_error(folder: Folder) -> None:
    rows: Rows = [[*HEADER, "收藏"], [*note_rows(note())[2], 5.0]]
    folder.workbook("a.xlsx", {"Sheet1": rows})
    assert folder.problems() == (
        "a.xlsx, sheet Sheet1, row 1: the column 收藏 is there twice, in I and N. Keep one of them.",
    )


@pytest.mark.parametrize(("size", "codes"), [(999, []), (1000, ["row_cap"]), (1001, [])])
def test_exactly_a_thousand_notes_mean_that_some_are_missing(folder: Folder, size: int, codes: list[str]) -> None:
    folder.note_list(
        *(note(首次发布时间=f"2026年03月24日{n // 3600:02}时{n // 60 % 60:02}分{n % 60:02}秒") for n in range(size))
    )
    assert [code for code, _ in folder.remarks() if code != "rows_dropped"] == codes


def test_what_is_dropped_is_counted(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"S": [*note_rows(note()), ["合计", ""], [], ["# 说明"], ["x", "y"]]})
    assert folder.remarks() == [
        ("rows_dropped", "1 row above the table of 1 sheet left out: banners and preambles."),
        ("rows_dropped", "1 row with totals left out."),
        ("rows_dropped", "2 rows of a second section left out."),
    ]


def test_click_rates_above_one_are_left_out_and_said(folder: Folder) -> None:
    """10.6 in a column that does not say per cent could be either; its size is no proof."""
    folder.note_list(note(封面点击率=10.6))
    tables = folder.read()
    assert tables.note_snapshots["cover_click_rate"].isna().all()
    assert [(q.message, q.advice, q.row) for q in tables.quality if q.code == "rate_over_one"] == [
        (
            "1 cover click rate is above 100% and left out.",
            "If the column is in per cent, its name must say so: 封面点击率(%).",
            3,
        )
    ]


@pytest.mark.parametrize(
    ("published", "row"), [("2026-03-01 23:59:59", None), ("2026-03-02 00:00:00", 4), ("2026-03-02 23:59:59", 4)]
)
def test_a_note_published_on_the_day_after_the_export_casts_doubt_on_its_date(
    folder: Folder, published: str, row: int | None
) -> None:
    old = note(首次发布时间="2026-02-28 10:00:00")
    folder.text("2026-03-01/list.csv", text(note_rows(old, note(首次发布时间=published))))
    found = [q for q in folder.read().quality if q.code == "published_after_capture"]
    assert [q.row for q in found] == ([row] if row else [])


def test_a_note_published_days_after_the_export_shows_that_its_date_is_wrong(folder: Folder) -> None:
    rows = note_rows(note(首次发布时间="2026-02-28 10:00:00"), note(首次发布时间="2026-03-03 00:00:00"), note())
    folder.text("2026-03-01/list.csv", text(rows))
    assert folder.problems() == (
        "2026-03-01/list.csv, row 4: 2 notes were published more than a day after 2026-03-01, which is taken as the day of "
        "the export. Correct that date in the name of the file or its folder.",
    )


CONTEXT = Context("list.csv", "", ZoneInfo("Asia/Singapore"), CREATED)


def read_sheet(rows: list[list[Cell]]) -> dict[str, list[object]]:
    sheet = Sheet("list.csv", "", [["" if cell is None else cell for cell in row] for row in rows])
    assert note_list.missing(sheet) == []
    columns = note_list.read(sheet, CONTEXT).tables["note_snapshots"]
    return {name: list(columns[name]) for name in ("title", "published_at", "format", *COUNTERS)}


@given(
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from(["体重", "备注", "互动量", ""]), max_size=4, unique=True),
)
def test_neither_the_order_nor_the_number_of_columns_matters(shuffle: random.Random, others: list[str]) -> None:
    header = [*HEADER, *others]
    shuffle.shuffle(header)
    rows = note_rows({**note(), **dict.fromkeys(others, 1.0)}, header=header)
    assert read_sheet(rows) == read_sheet(note_rows(note()))


@settings(suppress_health_check=[HealthCheck.differing_executors])
@given(st.text(alphabet=st.characters(codec="gb18030", exclude_characters="\r\0\ufeff"), max_size=40))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_any_title_survives_a_csv(encoding: str, title: str) -> None:
    data = text(note_rows(note(笔记标题=title))).encode(encoding)
    (sheet,) = _delimited.parse(data, "list.csv").sheets
    assert sheet.rows[2][0] == title
