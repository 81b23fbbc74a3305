"""An account as files: the genuine layouts cell by cell, and every number the truth."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from report_gen.simulate import GENUINE, Account, Layout, Plan, Schedule, simulate, write
from report_gen.simulate.note_lists import BANNER, NOTE_COLUMNS, note_list, write_note_list
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.trends import TRENDS, trends, write_trends

CLOSING = dt.datetime.fromisoformat("2026-11-01T02:09:20")
MIDDLE = dt.datetime.fromisoformat("2026-10-16T10:31:00")
GENUINE_SHEETS = {
    "观看数据": ["账号总体观看数据", "曝光趋势", "观看趋势", "封面点击率趋势", "平均观看时长趋势", "观看总时长趋势",
                "视频完播率趋势"],
    "互动数据": ["账号总体互动数据", "点赞趋势", "评论趋势", "收藏趋势", "分享趋势"],
    "涨粉数据": ["账号总体涨粉数据", "净涨粉趋势", "新增关注趋势", "取消关注趋势", "主页访客趋势", "主页转粉率趋势"],
    "发布数据": ["账号总体发布数据", "总发布趋势", "发布视频趋势", "发布图文趋势"],
}  # fmt: skip


def read(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def core(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("docProps/core.xml").decode()


# -- the note list


@pytest.fixture(scope="module")
def listing(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_note_list(account, tmp_path_factory.mktemp("list") / "笔记列表明细表.xlsx", CLOSING)


def test_a_note_list_begins_with_a_banner_in_all_13_cells_and_the_genuine_header(listing: Path) -> None:
    banner, header = read(listing)["Sheet1"][:2]
    assert banner == [BANNER] * 13
    assert header == [*NOTE_COLUMNS]


def test_a_note_lists_banner_is_merged_over_its_columns(listing: Path) -> None:
    with zipfile.ZipFile(listing) as archive:
        assert '<mergeCell ref="A1:M1"/>' in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_note_list_holds_the_moment_of_export_in_utc(listing: Path) -> None:
    assert "2026-10-31T18:09:20Z" in core(listing)
    assert "<dc:creator>Apache POI</dc:creator>" in core(listing)


def test_a_note_lists_rows_are_the_notes_with_their_counters(account: Account, listing: Path) -> None:
    rows = read(listing)["Sheet1"][2:]
    truth = account.notes.join(account.listed(CLOSING), how="right").sort_values("published_at", ascending=False)
    assert [row[0] for row in rows] == truth["title"].tolist()
    assert [row[1] for row in rows] == [f"{moment:%Y年%m月%d日%H时%M分%S秒}" for moment in truth["published_at"]]
    assert [row[2] for row in rows] == ["视频" if f == "video" else "图文" for f in truth["format"]]
    columns = {3: "impressions", 4: "views", 6: "likes", 7: "comments", 8: "saves", 9: "new_followers", 10: "shares"}
    for place, metric in columns.items():
        assert [row[place] for row in rows] == truth[metric].tolist(), metric


def test_a_cover_click_rate_is_a_fraction_of_three_decimals(account: Account, listing: Path) -> None:
    rates = [row[5] for row in read(listing)["Sheet1"][2:]]
    assert rates == [round(rate, 3) for rate in rates if isinstance(rate, float)]
    assert 0.05 < float(np.median(np.array(rates, dtype=float))) < 0.3


def test_numbers_are_float_cells(listing: Path) -> None:
    with zipfile.ZipFile(listing) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="D3" t="n"><v>' in sheet
    assert all("." in number.partition("<")[0] for number in sheet.split('t="n"><v>')[1:])


def test_a_note_published_after_the_export_is_not_in_it(account: Account) -> None:
    published = account.notes["published_at"].iloc[-10]
    before, at = (note_list(account, published.to_pydatetime() + dt.timedelta(seconds=s)) for s in (-1, 0))
    assert len(at) == len(before) + 1


def test_a_note_list_ends_after_1000_notes(plan: Plan) -> None:
    crowded = simulate(replace(plan, months=1, backlog=1, notes_per_month=600, keywords=(), specials=()), 1)
    assert len(note_list(crowded, CLOSING)) == 2 + 1000


# -- variants of it


def test_a_12_column_list_lacks_the_bullet_comments(account: Account) -> None:
    assert note_list(account, CLOSING, Layout(columns=12))[1] == [*NOTE_COLUMNS[:12]]


def test_shuffled_columns_keep_their_cells_together(account: Account) -> None:
    plain, shuffled = note_list(account, CLOSING), note_list(account, CLOSING, Layout(shuffled=True))
    assert shuffled[1] != plain[1]
    assert [dict(zip(shuffled[1], row, strict=True)) for row in shuffled[2:]] == [
        dict(zip(plain[1], row, strict=True)) for row in plain[2:]
    ]


def test_text_numbers_are_text(account: Account) -> None:
    row = note_list(account, CLOSING, Layout(text_numbers=True))[5]
    assert all(isinstance(cell, str) for cell in row)
    assert [float(str(cell)) for cell in row[3:]] == note_list(account, CLOSING)[5][3:]


def test_a_click_rate_can_be_per_cent(account: Account) -> None:
    per_cent, fraction = (note_list(account, CLOSING, layout)[4][5] for layout in (Layout(per_cent=True), GENUINE))
    assert per_cent == f"{fraction:.2%}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_list_saved_as_csv_has_its_date_in_its_name(account: Account, tmp_path: Path, encoding: str) -> None:
    write(account, tmp_path, Layout(tables="csv", encoding=encoding))
    path = tmp_path / "2026-10" / "笔记列表明细表-2026-11-01.csv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))
    assert rows[1] == [*NOTE_COLUMNS]
    assert len(rows) == 2 + len(account.listed(CLOSING))


def test_a_list_saved_again_has_another_creator_and_its_date_in_its_name(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path, Layout(creator="WPS"))
    assert "<dc:creator>WPS</dc:creator>" in core(tmp_path / "2026-10" / "笔记列表明细表-2026-11-01.xlsx")


def test_lists_can_be_captured_late_and_in_mid_month(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path, schedule=Schedule(list_days=(3,), mid_month_lists=True))
    assert "2026-10-15T18:09:20Z" in core(tmp_path / "2026-10" / "笔记列表明细表.xlsx")
    assert "2026-11-02T18:09:20Z" in core(tmp_path / "2026-10" / "笔记列表明细表 (1).xlsx")


# -- the 近30日 workbooks


@pytest.mark.parametrize("subject", TRENDS)
def test_a_trend_workbook_has_the_genuine_sheets(account: Account, tmp_path: Path, subject: str) -> None:
    path = write_trends(account, tmp_path / "x.xlsx", subject, dt.datetime.fromisoformat("2026-11-02T10:31:00"))
    sheets = read(path)
    assert list(sheets) == GENUINE_SHEETS[subject]
    assert "2026-11-02T02:31:00Z" in core(path)
    for name in GENUINE_SHEETS[subject][1:]:
        header, *rows = sheets[name]
        assert header == ["日期", "数值"]
        assert [row[0] for row in rows] == [f"{day:%Y年%m月%d日}" for day in pd.date_range("2026-10-03", "2026-11-01")]


@pytest.mark.parametrize(
    ("subject", "sheet", "metric"),
    [
        ("观看数据", "曝光趋势", "impressions"),
        ("观看数据", "观看趋势", "views"),
        ("互动数据", "点赞趋势", "likes"),
        ("互动数据", "评论趋势", "comments"),
        ("互动数据", "收藏趋势", "saves"),
        ("互动数据", "分享趋势", "shares"),
        ("涨粉数据", "新增关注趋势", "new_followers"),
        ("涨粉数据", "取消关注趋势", "lost_followers"),
        ("涨粉数据", "主页访客趋势", "profile_visits"),
        ("发布数据", "总发布趋势", "notes_published"),
    ],
)
def test_a_trend_is_the_truth_per_day_but_for_its_last_day(
    account: Account, subject: str, sheet: str, metric: str
) -> None:
    rows = trends(account, subject, MIDDLE)[sheet][1:]
    truth = account.daily[metric].loc["2026-09-16":"2026-10-15"].tolist()
    shown = [row[1] for row in rows]
    assert shown[:-1] == truth[:-1]
    assert shown[-1] < truth[-1] if truth[-1] else shown[-1] == 0


def test_net_followers_are_those_won_less_those_lost(account: Account) -> None:
    sheets = trends(account, "涨粉数据", MIDDLE)
    net, won, lost = (
        np.array([row[1] for row in sheets[f"{name}趋势"][1:-1]]) for name in ("净涨粉", "新增关注", "取消关注")
    )
    assert (net == won - lost).all()


def test_notes_published_are_videos_and_images(account: Account) -> None:
    sheets = trends(account, "发布数据", MIDDLE)
    total, video, image = (
        np.array([row[1] for row in sheets[f"{name}趋势"][1:-1]]) for name in ("总发布", "发布视频", "发布图文")
    )
    assert (total == video + image).all()
    assert total.sum() > 0


def test_a_summary_has_units_in_its_labels_and_each_change_below_its_number(account: Account) -> None:
    header, *rows = trends(account, "观看数据", MIDDLE)["账号总体观看数据"]
    assert header == ["指标", "数值"]
    assert [row[0] for row in rows] == [
        "曝光", "曝光环比(%)", "观看", "观看环比(%)", "封面点击率(%)", "封面点击率环比(%)", "平均观看时长(s)",
        "平均观看时长环比(%)", "观看总时长(s)", "观看总时长环比(%)", "视频完播率(%)", "视频完播率环比(%)",
    ]  # fmt: skip


def test_a_summary_without_earlier_days_has_no_change(account: Account) -> None:
    rows = trends(account, "互动数据", dt.datetime.combine(account.plan.first_day, dt.time(10)))["账号总体互动数据"]
    assert rows[2] == ["点赞环比(%)", "-"]


def test_together_the_trend_files_hold_every_day_of_every_month_settled(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path)
    newest: dict[str, float] = {}
    for month in account.plan.reported_months:
        for name in ("近30日互动数据.xlsx", "近30日互动数据 (1).xlsx"):
            newest |= {str(day): float(str(value)) for day, value in read(tmp_path / month / name)["收藏趋势"][1:]}
    truth = account.daily["saves"].loc[str(first_day("2026-08")) : str(last_day("2026-10"))]
    assert [newest[f"{day:%Y年%m月%d日}"] for day in truth.index] == truth.tolist()


# -- our own tables, and all of it


def test_the_rank_table_has_a_row_per_look(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path)
    text = (tmp_path / "2026-09" / "keyword-ranks-2026-09.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    truth = account.ranks[account.ranks["date"].dt.strftime("%Y-%m") == "2026-09"]
    assert [row["rank"] for row in rows] == ["50+" if np.isnan(rank) else f"{rank:.0f}" for rank in truth["rank"]]
    assert [row["note"] for row in rows] == truth["note"].tolist()
    assert {row["keyword"] for row in rows} == {keyword.term for keyword in account.plan.keywords}


def test_the_click_table_has_a_row_per_day_and_destination(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path)
    text = (tmp_path / "2026-09" / "clicks-2026-09.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    truth = account.clicks[account.clicks["date"].dt.strftime("%Y-%m") == "2026-09"]
    assert sum(int(row["clicks"]) for row in rows) == truth["clicks"].sum()
    assert len(rows) == 30 * len(account.plan.destinations)


def test_an_account_without_keywords_destinations_and_advertising_has_no_such_tables(
    plan: Plan, tmp_path: Path
) -> None:
    paths = write(simulate(replace(plan, keywords=(), destinations=(), advertising=None), 2), tmp_path)
    assert not [path for path in paths if path.suffix == ".csv"]


def test_the_same_account_gives_the_same_bytes(account: Account, plan: Plan, tmp_path: Path) -> None:
    first = write(account, tmp_path / "first")
    second = write(simulate(plan, account.seed), tmp_path / "second")
    assert len(first) == 3 * (1 + 8 + 2 + 1) + 2  # and two updates of the collaborations
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
