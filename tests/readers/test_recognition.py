"""A file is what its content says; what nothing recognises is named with what it lacks."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from report_gen import readers
from report_gen.parts import parts
from report_gen.readers import _kinds
from report_gen.readers._files import File
from report_gen.readers._sheets import Sheet
from tests.readers.folder import CREATED, HEADER, Folder, note, note_rows

SAMPLES = Path(__file__).parent / "samples"
CLICKS = "date,destination,clicks\n2026-10-01,menu,2\n"


def sheets(kind: str) -> list[tuple[str, Sheet]]:
    """All sheets of a kind's samples."""
    files = sorted((SAMPLES / kind).iterdir())
    books = [File(path.name, path.read_bytes(), "").book() for path in files]
    return [(path.name, sheet) for path, book in zip(files, books, strict=True) for sheet in book.sheets]


@pytest.mark.parametrize("kind", parts("readers"))
def test_every_kind_says_what_it_is_and_has_samples_that_no_other_kind_takes(kind: str) -> None:
    module = parts("readers")[kind]
    assert kind == module.KIND
    assert module.LABEL
    assert module.__doc__
    assert sheets(kind)
    assert {_kinds.recognise(sheet) for _, sheet in sheets(kind)} == {module}


@pytest.mark.parametrize("kind", parts("readers"))
def test_a_sheet_without_cells_lacks_all_columns(kind: str) -> None:
    assert parts("readers")[kind].missing(Sheet("", "", ()))


def test_the_name_of_a_file_says_nothing(folder: Folder) -> None:
    folder.note_list(note(), name="近30日观看数据.xlsx")
    folder.note_list(note(), name="2026-10 clicks.csv", created=CREATED.replace(day=10))
    assert [source.kind for source in folder.read().sources] == ["note_list", "note_list"]


@pytest.mark.parametrize(
    ("header", "kind", "lacking"),
    [
        pytest.param(",".join(HEADER[:8]), "note_list", "收藏", id="a note list cut short"),
        pytest.param(
            "日期,数值", "account_trends", "a sheet name such as 曝光趋势", id="a trend without its sheet's name"
        ),
        pytest.param("日期,关键词", "keyword_ranks", "rank", id="keywords without a rank"),
        pytest.param("日期,关键词,展现量", "paid", "消费", id="paid keywords"),
        pytest.param("笔记ID,笔记标题,笔记加购件数", "store_notes", "笔记商品点击次数", id="a store file cut short"),
        pytest.param("Landing page,Views", "landing_pages", "Sessions", id="landing pages without visits"),
        pytest.param("date,title,clicks", "clicks", "destination", id="clicks to nowhere"),
    ],
)
def test_the_nearest_kind_is_named_with_what_it_lacks(folder: Folder, header: str, kind: str, lacking: str) -> None:
    folder.text("a.csv", f"{header}\n2026-10-01,2\n")
    assert folder.problems() == (
        f"a.csv is not an export that is known. It is nearest to the {parts('readers')[kind].LABEL}, but lacks: {lacking}. "
        "Export it with these columns, or map its columns under exports: in client.yml.",
    )


def test_columns_that_are_there_under_another_name_are_asked_about(folder: Folder) -> None:
    """What an analyst sees at once: the column is there, it is only called differently."""
    header = [{"收藏": "Saves total", "曝光": "曝光总量"}.get(name, name) for name in HEADER]
    folder.text("list.csv", ",".join(header) + "\n")
    assert folder.problems() == (
        "list.csv is not an export that is known. It is nearest to the note list of the Creator Center (笔记列表明细表), but "
        "lacks: 曝光 (is it “曝光总量”?), 收藏 (is it “Saves total”?). Rename the columns, or map them all under exports: in "
        'client.yml, with impressions: "曝光总量", saves: "Saves total" among them.',
    )


@pytest.mark.parametrize(
    ("header", "foreign"),
    [
        pytest.param("排名,笔记发布时间,笔记标题,笔记链接,互动量,点赞,收藏,评论,分享,达人昵称,粉丝数", "达人昵称", id="千瓜"),
        pytest.param("笔记官方地址,笔记标题,预估阅读量,互动量,点赞数,收藏数,评论数,分享数,发布时间,达人名称,粉丝数",
                     "达人名称", id="灰豚"),
        pytest.param(",".join((*HEADER, "预估阅读量")), "预估阅读量", id="one with every column of a note list"),
    ],
)  # fmt: skip
def test_rankings_by_third_parties_are_no_note_lists(folder: Folder, header: str, foreign: str) -> None:
    """They hold other people's notes, and reads that nobody counted."""
    folder.text("2026-11-01 ranking.csv", f"{header}\n")
    (problem,) = folder.problems()
    assert problem.startswith(
        "2026-11-01 ranking.csv is not an export that is known. It is nearest to the note list of the Creator Center"
    )
    assert problem.endswith(
        f"With its column {foreign} it looks like a ranking of other people's notes, whose reads are estimates or not there: it "
        "can't stand in for the account's own list. Keep it out of exports/."
    )


def test_a_file_like_nothing_is_told_what_there_is(folder: Folder) -> None:
    folder.text("a.csv", "Umsatz;Ort\n1;2\n")
    assert folder.problems() == (
        "a.csv is not an export that is known: no column of any kind was found in its first rows. "
        "Known are: account trends of the Creator Center (近30日…数据); click table (date, destination, clicks); "
        "creator export of 蒲公英 (笔记批量数据); keyword rank table (date, keyword, rank); "
        "landing pages of Google Analytics (Landing page, Sessions); note list of the Creator Center (笔记列表明细表); "
        "advertising report of 聚光 (…-投放数据); store note file of 千帆 (…_笔记_数据明细). "
        "Keep it out of exports/, or map its columns under exports: in client.yml.",
    )


def test_a_header_below_row_20_is_not_looked_for(folder: Folder) -> None:
    folder.text("a.csv", "\n" * 20 + CLICKS)
    assert len(folder.problems()) == 1


def test_a_table_of_two_kinds_is_not_guessed(folder: Folder) -> None:
    folder.text("a.csv", "date,keyword,rank,destination,clicks\n2026-10-01,a,1,menu,2\n")
    assert folder.problems() == (
        "a.csv has the columns of several kinds: click table (date, destination, clicks) and keyword rank table (date, keyword, "
        "rank). Say which it is under exports: in client.yml.",
    )
    mapping = {
        "files": "a.csv",
        "kind": "clicks",
        "columns": {"date": "date", "destination": "destination", "clicks": "clicks"},
    }
    assert folder.read(exports=[mapping]).clicks["clicks"].tolist() == [2]


def test_sheets_of_no_kind_beside_known_ones_are_left_out_and_said(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"S": note_rows(note()), "Notes to self": [["call the client"]], "Sheet3": []})
    assert [q.message for q in folder.read().quality if q.code == "sheet_ignored"] == [
        "The sheet Notes to self is of no kind that is known and was not read."
    ]


def test_a_hidden_sheet_is_not_read(folder: Folder) -> None:
    """People hide what they have replaced."""
    path = folder.workbook("a.xlsx", {"S": note_rows(note()), "Old": note_rows(note(收藏=1.0))})
    rewrite(path, "xl/workbook.xml", b'name="Old"', b'name="Old" state="hidden"')
    tables = folder.read()
    assert tables.note_snapshots["saves"].tolist() == [53]
    assert [q.message for q in tables.quality if q.code == "sheet_ignored"] == [
        "The sheet Old is hidden and was not read."
    ]


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old in contents[part]
    contents[part] = contents[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


TRACKER = "Datum der Messung;Tag;Ziel;Klicks\nx;2026-10-01;menu;2\n"
GERMAN = {
    "files": "tracker-*.csv",
    "kind": "clicks",
    "columns": {"date": "Tag", "destination": "Ziel", "clicks": "Klicks"},
}


def test_a_mapping_of_client_yml_reads_what_nothing_recognises(folder: Folder) -> None:
    folder.text("2026-10/tracker-1.csv", TRACKER)
    (row,) = folder.read(exports=[GERMAN]).clicks.to_dict("records")
    assert (row["destination"], row["clicks"], row["row"]) == ("menu", 2, 2)


@pytest.mark.parametrize(
    ("kind", "columns", "table", "row"),
    [
        pytest.param("note_list", "title published_at format impressions views likes comments saves note_id",
                     "note_snapshots", "a,2026-10-03 09:00:12,normal,900,300,20,3,11,65e1234500000000000000ab", id="note list"),
        pytest.param("keyword_ranks", "date keyword rank", "keyword_ranks", "2026-10-03,咖啡,4", id="ranks"),
        pytest.param("landing_pages", "destination clicks date", "clicks", "/menu,4,2026-10-03", id="landing pages"),
        pytest.param("store_notes", "note products home", "clicks", "65e1234500000000000000ab,4,7", id="store"),
        pytest.param("paid", "date spend keyword impressions", "paid_daily", "2026-10-03,4.5,咖啡,100", id="paid"),
        pytest.param("creators", "captured_at creator note published_on impressions views saves quote", "creator_snapshots",
                     "2026-11-01,小满,65e1234500000000000000ab,2026-10-03,900,300,11,1200", id="creators"),
    ],
)  # fmt: skip
def test_every_kind_can_be_mapped(folder: Folder, kind: str, columns: str, table: str, row: str) -> None:
    """By the names of the columns in the message that lists them."""
    names = columns.split()
    header = ",".join(f"Spalte {n}" for n in range(len(names)))
    folder.text("2026-10-01_2026-10-31/own-1.csv", f"{header}\n{row}\n")
    mapping = {"files": "own-*", "kind": kind, "columns": {name: f"Spalte {n}" for n, name in enumerate(names)}}
    tables = folder.read(exports=[mapping])
    assert [source.kind for source in tables.sources] == [kind]
    assert len(getattr(tables, table)) == (2 if kind == "store_notes" else 1)


def test_messages_and_traces_name_mapped_columns_as_the_file_does(folder: Folder) -> None:
    folder.text("2026-10/tracker-1.csv", TRACKER)
    assert folder.read(exports=[GERMAN]).places["2026-10/tracker-1.csv", ""]["clicks"] == "D (Klicks)"
    folder.text("2026-10/tracker-1.csv", TRACKER.replace(";2\n", ";x\n"))
    assert folder.problems(exports=[GERMAN]) == (
        "2026-10/tracker-1.csv, row 2, column D (Klicks): “x” is not a number. Download the file again, or correct the cell.",
    )


def test_a_mapped_column_keeps_the_unit_of_its_name(folder: Folder) -> None:
    names = [
        "title",
        "published_at",
        "format",
        "impressions",
        "views",
        "likes",
        "comments",
        "saves",
        "cover_click_rate",
    ]
    folder.text(
        "2026-11-01/own.csv", ",".join((*names[:-1], "CTR (%)")) + "\na,2026-10-03 09:00:12,normal,9,8,7,6,5,10.6\n"
    )
    mapping = {
        "files": "own*",
        "kind": "note_list",
        "columns": {**{n: n for n in names}, "cover_click_rate": "CTR (%)"},
    }
    assert folder.read(exports=[mapping]).note_snapshots["cover_click_rate"].tolist() == [0.106]


def test_sheets_without_the_mapped_columns_are_left_out_and_said(folder: Folder) -> None:
    rows = [["Tag", "Ziel", "Klicks"], ["2026-10-01", "menu", 2.0]]
    folder.workbook("tracker-1.xlsx", {"Notizen": [["nichts"]], "Daten": rows})
    mapping = {**GERMAN, "files": "tracker-*"}
    tables = folder.read(exports=[mapping])
    assert tables.clicks["clicks"].tolist() == [2]
    assert [q.code for q in tables.quality] == ["sheet_ignored"]


def test_a_mapping_that_no_columns_can_complete_is_named(folder: Folder) -> None:
    folder.text("days.csv", "Tag,Wert\n2026-10-01,3\n")
    mapping = {"files": "days.csv", "kind": "account_trends", "columns": {"date": "Tag", "value": "Wert"}}
    assert folder.problems(exports=[mapping]) == (
        "days.csv: client.yml maps days.csv to the account trends of the Creator Center (近30日…数据), which also needs a sheet "
        "name such as 曝光趋势.",
    )


def test_a_mapping_is_stronger_than_a_column_that_would_be_known(folder: Folder) -> None:
    folder.text("tracker-1.csv", "date,Tag,Ziel,Klicks\n2020-01-01,2026-10-01,menu,2\n")
    assert f"{folder.read(exports=[GERMAN]).clicks['date'].iloc[0]:%Y-%m-%d}" == "2026-10-01"


def test_a_mapping_that_fits_no_row_is_named(folder: Folder) -> None:
    folder.text("tracker-1.csv", TRACKER.replace("Ziel", "Target"))
    assert folder.problems(exports=[GERMAN]) == (
        "tracker-1.csv: client.yml maps columns for tracker-*.csv, but no row has all of them: Tag, Ziel, Klicks. Correct the "
        "mapping under exports: in client.yml.",
    )


def test_a_mapping_that_forgets_a_column_is_named(folder: Folder) -> None:
    folder.text("tracker-1.csv", TRACKER)
    mapping = {**GERMAN, "columns": {"date": "Tag", "clicks": "Klicks"}}
    assert folder.problems(exports=[mapping]) == (
        "tracker-1.csv: the mapping for tracker-*.csv in client.yml does not say which columns are: destination.",
    )


def test_the_samples_are_small_and_of_the_genuine_layout() -> None:
    for path in SAMPLES.rglob("*.xlsx"):
        assert path.stat().st_size < 20_000
        data = path.read_bytes()
        assert File(path.name, data, "").book().created is not None, path.name


def test_a_mapping_to_columns_that_the_kind_lacks_is_named(folder: Folder) -> None:
    folder.text("tracker-1.csv", TRACKER)
    mapping = {**GERMAN, "columns": {"date": "Tag", "place": "Ziel"}}
    assert folder.problems(exports=[mapping]) == (
        "client.yml maps columns for tracker-*.csv to place, which a click table (date, destination, clicks) does not have. "
        "It has: date, destination, clicks, source, note. Correct the mapping under exports: in client.yml.",
    )


NEW_KIND = '''
"""Scans of printed codes."""
from report_gen.readers import _cells
from report_gen.readers._reading import Reading
from report_gen.readers._records import Column, find_header, records

KIND, LABEL = "codes", "table of printed codes"
COLUMNS = (Column("date", ("when",)), Column("destination", ("code",)), Column("clicks", ("times",)))

def missing(sheet):
    return list(find_header(sheet, COLUMNS).missing)

def read(sheet, context):
    found = records(sheet, COLUMNS, key="date")
    columns = {c.name: found.read(c.name, p, None) for c, p in zip(COLUMNS, (_cells.day, _cells.text, _cells.count))}
    return Reading({"clicks": {**columns, **found.where()}}, len(found.rows), found.dropped, tuple(found.problems))
'''


@pytest.fixture
def new_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file in the folder of readers."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "codes.py").write_text(NEW_KIND)
    monkeypatch.setattr(readers, "__path__", [*readers.__path__, str(tmp_path / "more")])
    parts.cache_clear()
    yield
    parts.cache_clear()
    sys.modules.pop("report_gen.readers.codes")


@pytest.mark.usefixtures("new_kind")
def test_a_kind_is_added_by_adding_one_file(folder: Folder) -> None:
    folder.text("codes.csv", "when,code,times\n2026-10-01,poster,7\n")
    folder.text("clicks.csv", CLICKS)
    tables = folder.read()
    assert tables.clicks["clicks"].tolist() == [2, 7]
    assert [source.kind for source in tables.sources] == ["clicks", "codes"]
