"""Downloads find their place: recognised first, filed by what they are of, all or none, nothing overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from report_gen.config import load
from report_gen.errors import ExportError
from report_gen.intake import Filed, Said, take_in
from report_gen.readers import read_exports
from report_gen.simulate import workbook
from report_gen.workspace import Client
from tests.readers.folder import CREATED, note, note_rows

CLICKS = "date,destination,clicks\n2026-10-01,menu,2\n2026-10-31,menu,3\n"
PAGES = "# Start date: 20261001\n# End date: 20261031\nLanding page,Sessions\n/menu,7\n"
STORE = "笔记ID,笔记商品点击次数\n66f0000000000000000000c1,96\n"
CREATORS = (
    "数据更新日期,博主昵称,笔记id,笔记发布日期,曝光量,阅读量,收藏量\n"
    "2026/11/03,小满,66f0000000000000000000a1,2026/10/06,900,80,7\n"
)


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    (tmp_path / "downloads").mkdir()
    return tmp_path / "downloads"


@pytest.fixture
def text(downloads: Path) -> Callable[[str, str], Path]:
    def write(name: str, content: str) -> Path:
        path = downloads / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    return write


def note_list(path: Path, saves: float = 53.0, creator: str = "Apache POI") -> Path:
    """Exported at 02:09 on 12 July 2026, Singapore; saved again if the creator is another."""
    workbook.write(path, {"Sheet1": note_rows(note(收藏=saves))}, CREATED, merge="A1:M1", creator=creator)
    return path


def problems(client: Client, *paths: Path, said: Said | None = None) -> tuple[str, ...]:
    with pytest.raises(ExportError) as caught:
        take_in(client, paths, said or Said())
    assert stored(client) == []
    return caught.value.problems


def stored(client: Client) -> list[str]:
    """The client's exports, by their paths."""
    return sorted(p.relative_to(client.exports).as_posix() for p in client.exports.rglob("*") if p.is_file())


def shown(filed: tuple[Filed, ...]) -> list[tuple[str, str]]:
    return [(one.file.name, one.when) for one in filed]


# -- where


@pytest.mark.parametrize(
    ("name", "content", "place", "when"),
    [
        pytest.param("clicks.csv", CLICKS, "2026-10/clicks.csv", "covers 2026-10-01 to 2026-10-31", id="clicks"),
        pytest.param("pages.csv", PAGES, "2026-10/pages.csv", "covers 2026-10-01 to 2026-10-31", id="landing pages"),
        pytest.param("ranks.csv", "date,keyword,rank\n2026-11-02,咖啡,3\n", "2026-11/ranks.csv", "covers 2026-11-02", id="ranks"),
        pytest.param("投放.csv", "时间,笔记ID,消费\n2026-10-05,a,3\n2026-10-04,a,3\n", "2026-10/投放.csv",
                     "covers 2026-10-04 to 2026-10-05", id="paid"),
        pytest.param("20260901-20260930.csv", STORE, "2026-09/20260901-20260930.csv", "covers 2026-09-01 to 2026-09-30",
                     id="store"),
        pytest.param("批量.csv", CREATORS, "2026-11-03/批量.csv", "captured 2026-11-03", id="creators by their rows"),
    ],
)  # fmt: skip
def test_a_file_goes_where_its_own_days_say(
    client: Client, text: Callable[[str, str], Path], name: str, content: str, place: str, when: str
) -> None:
    assert shown(take_in(client, [text(name, content)], Said())) == [(place, when)]
    assert stored(client) == [place]


def test_a_note_list_goes_to_the_day_in_its_stamp_whatever_is_said(client: Client, downloads: Path) -> None:
    path = note_list(downloads / "笔记列表明细表.xlsx")
    assert shown(take_in(client, [path], Said(dt.date(2026, 7, 12)))) == [
        ("2026-07-12/笔记列表明细表.xlsx", "captured 2026-07-12")
    ]
    assert (client.exports / "2026-07-12/笔记列表明细表.xlsx").read_bytes() == path.read_bytes()


def test_a_list_saved_again_goes_to_the_day_in_its_name(client: Client, downloads: Path) -> None:
    path = note_list(downloads / "list 2026-11-01.xlsx", creator="WPS")
    assert shown(take_in(client, [path], Said())) == [("2026-11-01/list 2026-11-01.xlsx", "captured 2026-11-01")]


def test_only_where_nothing_says_the_day_it_is_the_one_that_was_said(client: Client, downloads: Path) -> None:
    path = note_list(downloads / "list.xlsx", creator="WPS")
    assert shown(take_in(client, [path], Said(dt.date(2026, 11, 1)))) == [
        ("2026-11-01/list.xlsx", "captured 2026-11-01")
    ]


def test_what_was_filed_is_read_as_of_the_day_that_was_told(client: Client, downloads: Path) -> None:
    take_in(client, [note_list(downloads / "list.xlsx", creator="WPS")], Said(dt.date(2026, 11, 1)))
    (source,) = read_exports(client, load(client)).sources
    assert source.captured_at == "2026-11-01T00:00:00+08:00"


def test_a_day_that_nothing_says_is_asked_for(client: Client, downloads: Path) -> None:
    path = note_list(downloads / "list.xlsx", creator="WPS")
    assert problems(client, path) == (
        f"{path}: when was it exported? Neither the file nor its name says so. Say it with --captured, as in --captured "
        "2026-11-01.",
    )


@pytest.mark.parametrize(("name", "day"), [("list.xlsx", "2026-07-12"), ("list 2026-07-12.xlsx", "2026-07-12")])
def test_a_day_that_the_file_contradicts_is_refused_with_both(
    client: Client, downloads: Path, name: str, day: str
) -> None:
    path = note_list(downloads / name, creator="Apache POI" if name == "list.xlsx" else "WPS")
    assert problems(client, path, said=Said(dt.date(2026, 11, 1))) == (
        f"{path} was captured on {day}, as the file or its name says, and not on 2026-11-01. Leave --captured out, or correct "
        "the name.",
    )


def test_store_files_without_their_days_are_to_be_renamed(client: Client, text: Callable[[str, str], Path]) -> None:
    path = text("笔记_数据明细.csv", STORE)
    assert problems(client, path, said=Said(dt.date(2026, 10, 1)))[0].startswith(
        f"{path}: which days does it sum up? The file doesn't say. Put the first and the last day into its name"
    )


# -- all or none


def test_with_one_problem_nothing_is_filed_and_all_problems_are_told(
    client: Client, downloads: Path, text: Callable[[str, str], Path]
) -> None:
    good = note_list(downloads / "good.xlsx")
    bad, unknown = text("bad.csv", CLICKS.replace(",3", ",x")), text("unknown.csv", "a,b\n1,2\n")
    told = problems(client, bad, good, unknown, downloads / "gone.csv", downloads)
    assert (
        told[0]
        == f"{bad}, row 3, column C (clicks): “x” is not a number. Download the file again, or correct the cell."
    )
    assert told[1].startswith(f"{unknown} is not an export that is known")
    assert told[2].startswith(f"{downloads / 'gone.csv'} can't be read (No such file or directory).")
    assert told[3] == f"{downloads} is a folder. Name the files in it, as in {downloads}/*.xlsx."


def test_when_the_disk_refuses_one_file_none_stays(client: Client, text: Callable[[str, str], Path]) -> None:
    client.exports.mkdir(exist_ok=True)
    (client.exports / "2026-11").write_text("a file where a folder is needed")
    with pytest.raises(ExportError, match="2026-11 is a file, and a folder of that name is needed"):
        take_in(client, [text("a.csv", CLICKS), text("b.csv", "date,keyword,rank\n2026-11-02,咖啡,3\n")], Said())
    assert stored(client) == ["2026-11"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(".clicks.csv", "is a hidden file or what an open spreadsheet leaves behind. Name the export itself.",
                     id="hidden"),
        pytest.param("~$clicks.csv", "is a hidden file or what an open spreadsheet leaves behind. Name the export itself.",
                     id="lock"),
        pytest.param("clicks.zip", "can't be read. Unpack it here.", id="archive"),
        pytest.param("empty.csv", "is empty. Download it again.", id="empty"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_a_sentence(
    client: Client, text: Callable[[str, str], Path], name: str, message: str
) -> None:
    path = text(name, "" if name == "empty.csv" else CLICKS)
    assert problems(client, path) == (f"{path} {message}",)


def test_a_link_is_not_followed(client: Client, downloads: Path, text: Callable[[str, str], Path]) -> None:
    link = downloads / "link.csv"
    link.symlink_to(text("a.csv", CLICKS))
    assert problems(client, link) == (f"{link} is a link. Name the file itself.",)


def test_a_table_without_rows_is_refused(client: Client, text: Callable[[str, str], Path]) -> None:
    path = text("clicks.csv", "date,destination,clicks\n")
    assert problems(client, path) == (f"{path} has a header but no rows. Export it again, for days that have some.",)


# -- twice


def test_content_that_is_there_is_not_copied_again(client: Client, text: Callable[[str, str], Path]) -> None:
    take_in(client, [text("a.csv", CLICKS)], Said())
    (again,) = take_in(client, [text("b.csv", CLICKS)], Said())
    assert (again.known, again.file.name) == (True, "2026-10/a.csv")
    assert stored(client) == ["2026-10/a.csv"]


def test_one_content_twice_at_once_is_filed_once(client: Client, text: Callable[[str, str], Path]) -> None:
    filed = take_in(client, [text("a.csv", CLICKS), text("a (1).csv", CLICKS)], Said())
    assert [one.known for one in filed] == [False, True]
    assert stored(client) == ["2026-10/a.csv"]


def test_another_content_of_the_same_name_gets_a_number(client: Client, text: Callable[[str, str], Path]) -> None:
    first = text("a.csv", CLICKS)
    take_in(client, [first], Said())
    take_in(client, [text("a.csv", CLICKS.replace(",3", ",4")), text("sub/A.CSV", CLICKS.replace(",3", ",5"))], Said())
    assert stored(client) == ["2026-10/A (2).CSV", "2026-10/a (1).csv", "2026-10/a.csv"]
    assert (client.exports / "2026-10/a.csv").read_text("utf-8") == CLICKS
    assert read_exports(client, load(client)).clicks["clicks"].tolist()[-1] == 5


# -- whose


@pytest.fixture
def two_accounts(client: Client) -> Client:
    client.settings.write_text("client: Kopi & Kaya\naccounts: [sg, cn]\n")
    return client


def test_an_accounts_files_go_into_its_folder(two_accounts: Client, text: Callable[[str, str], Path]) -> None:
    filed = take_in(two_accounts, [text("a.csv", CLICKS)], Said(account="cn"))
    assert shown(filed) == [("cn/2026-10/a.csv", "covers 2026-10-01 to 2026-10-31")]


@pytest.mark.parametrize(
    ("account", "message"),
    [
        (None, "Whose files are these? Say it with --account; the accounts of client.yml are sg, cn."),
        ("my", "There is no account “my”; the accounts of client.yml are sg, cn."),
    ],
)
def test_an_account_that_is_not_clear_is_asked_for(
    two_accounts: Client, text: Callable[[str, str], Path], account: str | None, message: str
) -> None:
    assert problems(two_accounts, text("a.csv", CLICKS), said=Said(account=account)) == (message,)


def test_a_client_without_accounts_has_none_to_name(client: Client, text: Callable[[str, str], Path]) -> None:
    assert problems(client, text("a.csv", CLICKS), said=Said(account="sg")) == (
        "There is no account “sg”; client.yml names no accounts: leave --account out.",
    )


def test_one_file_for_two_accounts_is_refused(two_accounts: Client, text: Callable[[str, str], Path]) -> None:
    path = text("a.csv", CLICKS)
    take_in(two_accounts, [path], Said(account="cn"))
    with pytest.raises(ExportError) as caught:
        take_in(two_accounts, [path], Said(account="sg"))
    assert caught.value.problems == (
        f"{path} is in exports/cn/2026-10/a.csv already, which is another account's folder. Look whose it is.",
    )


# -- mappings


def test_a_file_that_client_yml_maps_is_read_by_its_mapping(client: Client, text: Callable[[str, str], Path]) -> None:
    client.settings.write_text(
        "client: Kopi & Kaya\nexports:\n"
        "  - {files: 'tracker-*.csv', kind: clicks, columns: {date: Tag, destination: Ziel, clicks: Klicks}}\n"
    )
    (one,) = take_in(client, [text("tracker-1.csv", "Tag;Ziel;Klicks\n2026-10-09;menu;2\n")], Said())
    assert (one.file.name, one.rows, one.labels) == (
        "2026-10/tracker-1.csv",
        1,
        ("click table (date, destination, clicks)",),
    )
