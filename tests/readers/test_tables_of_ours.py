"""The keyword ranks and the clicks: tables that people write, under whatever names."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.readers.folder import Folder

ID = "64b0c0ffee0000000000abcd"


@pytest.mark.parametrize(
    "header",
    [
        "date,keyword,rank",
        "日期,关键词,排名",
        "日期,搜索词,位置",
        "Date, Keyword ,RANK",
        "日 期,关键词,排名",
        "day,search_term,position",
    ],
)
def test_ranks_under_all_their_names(folder: Folder, header: str) -> None:
    folder.text(
        "ranks.csv", f"{header}\n2026-10-01,新加坡咖啡,7\n2026/10/1,新加坡咖啡,50+\n2026-10-02,新加坡咖啡,未收录\n"
    )
    ranks = folder.read().keyword_ranks
    assert ranks["keyword"].unique().tolist() == ["新加坡咖啡"]
    assert [f"{day:%m-%d}" for day in ranks["date"]] == ["10-01", "10-01", "10-02"]
    assert ranks["rank"].iloc[0] == 7
    assert all(math.isnan(rank) for rank in ranks["rank"].iloc[1:])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_a_quoted_header_is_no_part_of_it(folder: Folder, encoding: str) -> None:
    folder.text("ranks.csv", '"date","keyword","rank"\n"2026-10-01","咖啡","7"\n', encoding)
    assert folder.read().keyword_ranks["rank"].tolist() == [7]


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        pytest.param(f"https://www.xiaohongshu.com/explore/{ID}?xsec_token=secret", ID, id="link"),
        pytest.param(f"https://www.rednote.com/discovery/item/{ID}", ID, id="rednote"),
        pytest.param(f"https://www.xiaohongshu.com/user/profile/{'a' * 24}/{ID}", ID, id="profile link"),
        pytest.param(f"https://www.xiaohongshu.com/search_result/{ID}?xsec_token=secret", ID, id="search result"),
        pytest.param("https://xhslink.com/o/abc?token=secret", "https://xhslink.com/o/abc", id="short link"),
        pytest.param(ID, ID, id="id"),
        pytest.param("早餐攻略？#1", "早餐攻略？#1", id="title"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_note_is_its_id_and_no_link_keeps_its_token(folder: Folder, cell: str, note: str) -> None:
    folder.text("ranks.csv", f"date,keyword,rank,note\n2026-10-01,咖啡,7,{cell}\n")
    assert folder.read().keyword_ranks["note"].tolist() == [note]


@pytest.mark.parametrize(
    ("header", "destination"),
    [
        pytest.param("date,destination,clicks", "a", id="ours"),
        pytest.param("日期,去向,点击量", "a", id="Chinese"),
        pytest.param("Date,Bitlink,Engagements", "a", id="tracker"),
        pytest.param("date,short_link,scans", "a", id="codes"),
        pytest.param("date,link,clicks,long url", "b", id="the long address rather than the short"),
        pytest.param("Click Date,Short URL,Total Clicks", "a", id="another tracker"),
        pytest.param("timestamp,LONG_URL,engagements", "a", id="a tracker's file for programs"),
        pytest.param("Date,Bitlink,Clicks,Long_URL", "b", id="Bitly with both addresses"),
    ],
)
def test_clicks_under_all_their_names(folder: Folder, header: str, destination: str) -> None:
    row = ("2026-10-01", "a", "12", "b")[: len(header.split(","))]
    folder.text("clicks.csv", f"{header}\n{','.join(row)}\n")
    (found,) = folder.read().clicks.to_dict("records")
    assert (found["destination"], found["clicks"]) == (destination, 12)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        pytest.param("2026-10-01 23:30:00", "10-01", id="wall clock"),
        pytest.param("2026-10-01T23:30:00Z", "10-02", id="UTC, already tomorrow here"),
        pytest.param("2026-10-01T23:30:00+0800", "10-01", id="here"),
        pytest.param("2026-10-01T00:00:00+0000", "10-01", id="a whole day in UTC"),
        pytest.param("2026-10-01T00:00:00-05:00", "10-01", id="a whole day elsewhere"),
    ],
)
def test_a_trackers_moments_are_days_of_the_client(folder: Folder, stamp: str, day: str) -> None:
    folder.text("clicks.csv", f"timestamp,long_url,clicks\n{stamp},a,1\n")
    assert [f"{found:%m-%d}" for found in folder.read().clicks["date"]] == [day]


def test_totals_are_no_clicks(folder: Folder) -> None:
    """Neither those of the whole table nor those of a day."""
    folder.text(
        "clicks.csv", "date,destination,clicks\n2026-10-01,menu,2\n2026-10-01,全部,2\n合计1条记录,-,2\n,Grand total,2\n"
    )
    tables = folder.read()
    assert tables.clicks["clicks"].tolist() == [2]
    assert [(q.code, q.message) for q in tables.quality] == [("rows_dropped", "3 rows with totals left out.")]


def test_rows_of_dashes_say_nothing(folder: Folder) -> None:
    folder.text("clicks.csv", "date,destination,clicks\n2026-10-01,menu,2\n\n-,--,-\n2026-10-02,menu,3\n")
    tables = folder.read()
    assert tables.clicks["clicks"].tolist() == [2, 3]
    assert tables.quality == ()


def test_a_bad_date_after_a_blank_row_is_an_error_not_a_new_section(folder: Folder) -> None:
    folder.text("clicks.csv", "date,destination,clicks\n2026-10-01,menu,2\n\n1/10/2026,menu,3\n")
    assert folder.problems() == (
        "clicks.csv, row 4, column A (date): “1/10/2026” is not a date that can be read without guessing; write it as "
        "2026-11-01.",
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("2026-10-01,menu,-2", "C (clicks): “-2” is below 0; this column counts from 0. Download the file again, or "
                     "correct the cell.", id="negative"),
        pytest.param("2026-10-01,,2", "B (destination): “” stands where a value must be; write where the clicks "
                     "went.", id="nowhere"),
        pytest.param(",menu,2", "A (date): “” stands where a value must be; write the day of the clicks.", id="no day"),
    ],
)  # fmt: skip
def test_clicks_that_cannot_be(folder: Folder, line: str, problem: str) -> None:
    folder.text("clicks.csv", f"date,destination,clicks\n{line}\n")
    assert folder.problems() == (f"clicks.csv, row 2, column {problem}",)


def clicks(folder: Folder) -> list[tuple[Any, ...]]:
    return [(r.destination, f"{r.date:%m-%d}", r.clicks) for r in folder.read().clicks.itertuples()]


def test_the_same_day_in_two_files_counts_once(folder: Folder) -> None:
    folder.text("a.csv", "date,destination,clicks\n2026-10-01,menu,2\n2026-10-02,menu,3\n")
    folder.text("b.csv", "date,destination,clicks\n2026-10-02,menu,3.0\n2026-10-03,menu,4\n")
    assert clicks(folder) == [("menu", "10-01", 2), ("menu", "10-02", 3), ("menu", "10-03", 4)]
    assert folder.remarks() == []


def test_a_count_that_no_platform_can_have_is_a_slip(folder: Folder) -> None:
    folder.text("clicks.csv", "date,destination,clicks\n2026-10-02,menu,99999999999999999999\n")
    assert folder.problems() == (
        "clicks.csv, row 2, column C (clicks): “99999999999999999999” is more than any counter can be. Download the file again, "
        "or correct the cell.",
    )


@pytest.mark.parametrize("name", ["clicks.csv", "2026-10-01/notes.csv"])
def test_a_file_without_a_row_is_told(folder: Folder, name: str) -> None:
    header = "title,published_at,type,impressions,views,likes,comments,saves,shares\n"
    folder.text(name, header if "notes" in name else "date,destination,clicks\n")
    assert folder.remarks() == [("no_rows", "The file has a header and not a single row below it.")]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        pytest.param("z 2026-10-05.csv", "a 2026-10-09.csv", "exported later", id="the date in the name"),
        pytest.param("2026-10-05/clicks.csv", "2026-10-09/clicks.csv", "exported later", id="the date of the folder"),
        pytest.param("z.csv", "a.csv", "which goes on longer", id="the last day"),
    ],
)
def test_the_newer_file_wins_where_two_differ(folder: Folder, first: str, second: str, why: str) -> None:
    folder.text(first, "date,destination,clicks\n2026-10-01,menu,2\n2026-10-02,menu,3\n")
    folder.text(second, "date,destination,clicks\n2026-10-02,menu,5\n2026-10-03,menu,4\n2026-10-03,menu,1\n")
    assert sorted(clicks(folder)) == [
        ("menu", "10-01", 2),
        ("menu", "10-02", 5),
        ("menu", "10-03", 1),
        ("menu", "10-03", 4),
    ]
    assert folder.remarks() == [(
        "clicks_overlap",
        f"{first} and {second} differ on 1 day of a destination; those of the second, {why}, are used.",
    )]  # fmt: skip


def test_of_two_files_that_nothing_dates_it_is_said_that_only_the_name_decides(folder: Folder) -> None:
    folder.text("a.csv", "date,destination,clicks\n2026-10-02,menu,3\n")
    folder.text("b.csv", "date,destination,clicks\n2026-10-02,menu,5\n")
    assert clicks(folder) == [("menu", "10-02", 5)]
    assert folder.remarks() == [(
        "clicks_overlap",
        "a.csv and b.csv differ on 1 day of a destination; those of the second, the last by name, as nothing else tells, are "
        "used.",
    )]  # fmt: skip


def test_the_date_in_a_name_counts_more_than_the_last_day(folder: Folder) -> None:
    """A correction may cover less than what it corrects."""
    folder.text("2026-10-05.csv", "date,destination,clicks\n2026-10-01,menu,2\n2026-10-02,menu,3\n")
    folder.text("2026-10-09.csv", "date,destination,clicks\n2026-10-01,menu,7\n")
    assert sorted(clicks(folder)) == [("menu", "10-01", 7), ("menu", "10-02", 3)]


def test_two_accounts_clicks_on_one_day_are_no_overlap(folder: Folder) -> None:
    folder.text("sg/a.csv", "date,destination,clicks\n2026-10-01,menu,2\n")
    folder.text("cn/a.csv", "date,destination,clicks\n2026-10-01,menu,3\n")
    tables = folder.read(accounts=["sg", "cn"])
    assert sorted(tables.clicks["clicks"]) == [2, 3]
    assert tables.quality == ()
