"""聚光's reports: whatever columns were picked, by day or not at all, and never a search rank."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from report_gen.simulate.workbook import Rows
from tests.readers.folder import CREATED, Folder

ID = "66f0000000000000000000b1"


def report(*rows: str, header: str = "时间,笔记ID,消费,收藏") -> str:
    return "\n".join((header, *rows, ""))


@pytest.mark.parametrize(
    ("header", "row", "level", "entity"),
    [
        pytest.param("时间,笔记ID,消费", f"2026-09-01,{ID},1.5", "note", ID, id="note"),
        pytest.param("时间,笔记/素材ID,消费", f"2026-09-01,{ID},1.5", "note", ID, id="note or material"),
        pytest.param("时间,笔记/素材ID,消费", "2026-09-01,77012,1.5", "note", "77012", id="other material"),
        pytest.param("时间,笔记链接,消费", f"2026-09-01,https://www.xiaohongshu.com/explore/{ID}?xsec_token=t,1.5", "note", ID,
                     id="note by its link"),
        pytest.param("消费,创意ID,时间", "1.5,9001,2026-09-01", "creative", "9001", id="creative"),
        pytest.param("时间,创意名称,消费", "2026-09-01,早餐 A,1.5", "creative", "早餐 A", id="creative by its name"),
        pytest.param("时间,创意ID,创意名称,消费", "2026-09-01,-,早餐 A,1.5", "creative", "早餐 A", id="creative without its id"),
        pytest.param("时间,创意ID,笔记ID,消费", f"2026-09-01,9001,{ID},1.5", "creative", "9001", id="creative with its note"),
        pytest.param("时间,关键词,消费", "2026-09-01,咖啡,1.5", "keyword", "咖啡", id="keyword"),
    ],
)  # fmt: skip
def test_the_level_is_what_the_columns_say(folder: Folder, header: str, row: str, level: str, entity: str) -> None:
    folder.text("a.csv", f"{header}\n{row}\n", "utf-8-sig")
    (found,) = folder.read().paid_daily.to_dict("records")
    assert (found["level"], found["entity"], found["spend"]) == (level, entity, 1.5)
    assert found["note"] == (ID if ID in row else "77012" if "77012" in row else "")


def test_a_paid_position_is_no_search_rank(folder: Folder) -> None:
    """Day, keyword and 平均位次 are all that a rank table needs, but for the word."""
    folder.text("关键词-投放数据.csv", report("2026-09-01,咖啡,1.6,2.5", header="时间,关键词,平均位次,消费"))
    tables = folder.read()
    assert [source.kind for source in tables.sources] == ["paid"]
    assert tables.keyword_ranks.empty


def test_columns_that_were_not_picked_are_missing_and_not_0(folder: Folder) -> None:
    folder.text("a.csv", report(f"2026-09-01,{ID},1.5,-"))
    (row,) = folder.read().paid_daily[["saves", "impressions", "likes"]].isna().to_numpy().tolist()
    assert row == [True, True, True]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("合计1条记录,-,2.5,3", f"2026-09-01,{ID},2.5,3"), id="first"),
        pytest.param((f"2026-09-01,{ID},2.5,3", "合计1条记录,-,2.5,3"), id="last"),
        pytest.param(("-,合计,2.5,3", f"2026-09-01,{ID},2.5,3"), id="named under another column"),
        pytest.param(("全部,-,2.5,3", f"2026-09-01,{ID},2.5,3"), id="of all days"),
        pytest.param(("2026-09-01 ~ 2026-09-30,-,2.5,3", f"2026-09-01,{ID},2.5,3"), id="of a period"),
    ],
)
def test_the_totals_row_is_no_day_and_is_counted(folder: Folder, rows: Sequence[str]) -> None:
    folder.text("a.csv", report(*rows))
    tables = folder.read()
    assert tables.paid_daily["spend"].tolist() == [2.5]
    assert [q.message for q in tables.quality] == ["1 row with totals left out."]


@pytest.mark.parametrize("days", ["2026-09-01 ~ 2026-09-30", "2026-09-01至2026-09-30", "20260901-20260930", "全部"])
def test_a_report_that_is_not_split_by_day_is_refused_with_how_to_get_one(folder: Folder, days: str) -> None:
    folder.text("a.csv", report("合计2条记录,-,2.5,3", f"{days},{ID},2,3", f"{days},other,0.5,0"))
    assert folder.problems() == (
        f"a.csv, row 3, column A (时间): “{days}” sums up several days, so no month can be told from it. Export the report from "
        "聚光 again, split by day (时间维度: 分天).",
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(f"2026-09-01,{ID},-3,1", "C (消费): “-3” is below 0; this column holds amounts from 0. Download the file "
                     "again, or correct the cell.", id="negative"),
        pytest.param(f"2026-09-01,{ID},3,1.5", "D (收藏): “1.5” is not a whole number; this column counts. Download the file "
                     "again, or correct the cell.", id="half a save"),
        pytest.param(f"昨天,{ID},3,1", "A (时间): “昨天” is not a date that can be read without guessing; write it as "
                     "2026-11-01.", id="no day"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_cell(folder: Folder, row: str, problem: str) -> None:
    folder.text("a.csv", report(row))
    assert folder.problems() == (f"a.csv, row 2, column {problem}",)


def test_spend_may_carry_its_currency(folder: Folder) -> None:
    folder.text("a.csv", report(f'2026-09-01,{ID},"￥1,234.50",1', f"2026-09-02,{ID},12.5元,1"))
    assert folder.read().paid_daily["spend"].tolist() == [1234.5, 12.5]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param("z 2026-09-02.csv", "a 2026-09-09.csv", "exported later", id="the date in the name"),
        pytest.param("2026-09-02/a.csv", "2026-09-09/a.csv", "exported later", id="the date of the folder"),
        pytest.param(
            "投放数据.csv", "投放数据 (1).csv", "a later download by its number", id="a browser's second download"
        ),
        pytest.param(
            "投放数据 (9).csv",
            "投放数据 (10).csv",
            "a later download by its number",
            id="a browser's eleventh download",
        ),
    ],
)
def test_the_newest_file_has_the_day_since_attribution_fills_in(folder: Folder, old: str, new: str, why: str) -> None:
    folder.text(old, report(f"2026-09-01,{ID},2,3", f"2026-09-02,{ID},2,1", "2026-09-02,other,1,0"))
    folder.text(new, report(f"2026-09-02,{ID},2,4"))
    tables = folder.read()
    assert sorted(zip(tables.paid_daily["entity"], tables.paid_daily["saves"], strict=True)) == [
        (ID, 3), (ID, 4), ("other", 0),
    ]  # fmt: skip
    assert [(q.severity, q.message) for q in tables.quality] == [
        (
            "info",
            f"{old} and {new} differ on 1 day of what was advertised; those of the second, {why}, are used.",
        )
    ]


def test_the_workbooks_own_stamp_says_which_is_newest(folder: Folder) -> None:
    """Their names and days are the same; the folder in which they lie says nothing."""
    for path, saves, hour in (("a/投放.xlsx", 4.0, 9), ("b/投放.xlsx", 3.0, 8)):
        rows: Rows = [["时间", "笔记ID", "消费", "收藏"], ["2026-09-01", ID, 2.0, saves]]
        folder.workbook(path, {"S": rows}, CREATED.replace(hour=hour))
    assert folder.read().paid_daily["saves"].tolist() == [4]


def test_a_creative_is_the_same_with_and_without_its_id(folder: Folder) -> None:
    folder.text("2026-09-02.csv", report("2026-09-01,9001,早餐 A,2", header="时间,创意ID,创意名称,消费"))
    folder.text("2026-09-09.csv", report("2026-09-01,早餐 A,2.5", header="时间,创意名称,消费"))
    paid = folder.read().paid_daily
    assert (paid["entity"].tolist(), paid["spend"].tolist()) == (["9001"], [2.5])


def test_rows_of_one_file_and_day_all_count(folder: Folder) -> None:
    """A keyword stands in several ad groups, a note in several creatives."""
    folder.text("a.csv", report("2026-09-01,咖啡,2", "2026-09-01,咖啡,3", header="时间,关键词,消费"))
    assert folder.read().paid_daily["spend"].tolist() == [2, 3]


def test_two_reports_of_the_same_money_stay_apart(folder: Folder) -> None:
    folder.text("a.csv", report(f"2026-09-01,{ID},2,1"))
    folder.text("b.csv", report("2026-09-01,9001,2,1", header="时间,创意ID,消费,收藏"))
    assert sorted(folder.read().paid_daily["level"]) == ["creative", "note"]


def test_an_id_that_a_spreadsheet_rounded_is_refused(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"S": [["时间", "笔记ID", "消费"], ["2026-09-01", 6.6e23, 2.0]]})
    (problem,) = folder.problems()
    assert "is an id that a spreadsheet took for a number and rounded" in problem
    assert problem.startswith("a.xlsx, sheet S, row 2, column B (笔记ID): ")
