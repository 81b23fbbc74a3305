"""A note is the second in which it was published, or its id; its title may be edited, blank, or another note's."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.readers._identity import identify
from report_gen.readers._reading import Columns
from report_gen.simulate.workbook import Cell
from report_gen.tables import COUNTERS, Quality
from tests.readers.folder import CREATED, HEADER, Folder, note, note_rows

KEY = "2026-03-24T17:33:05+08:00"
OTHER = "2026年03月25日08时00分00秒"
LATER = CREATED + dt.timedelta(days=31)
TITLE = "新加坡早餐攻略"
ID, ID2 = "64b0c0ffee0000000000abcd", "64b0c0ffee0000000000abce"


def keys(folder: Folder, **settings: object) -> list[str]:
    return folder.read(**settings).note_snapshots["note"].tolist()


def with_ids(folder: Folder, *notes: dict[str, Cell], name: str, created: dt.datetime = CREATED) -> None:
    """A list as other tools make it: the platform's columns and the id."""
    folder.workbook(name, {"Sheet1": note_rows(*notes, header=(*HEADER, "笔记ID"))}, created)


def remarks(folder: Folder, code: str) -> list[Quality]:
    return [q for q in folder.read().quality if q.code == code]


def test_a_note_keeps_its_key_when_its_title_is_edited(folder: Folder) -> None:
    folder.note_list(note(笔记标题="旧"), name="a.xlsx")
    folder.note_list(note(笔记标题="新"), name="b.xlsx", created=LATER)
    assert keys(folder) == [KEY, KEY]
    (said,) = remarks(folder, "title_edited")
    assert (said.file, said.row, said.severity) == ("b.xlsx", 3, "info")
    assert said.message == "“旧” has a new title since the list before, “新”. It is counted as the same note."


def test_edited_titles_are_one_remark_for_each_list(folder: Folder) -> None:
    times = [f"2026年03月2{n}日08时00分00秒" for n in range(4)]
    folder.note_list(*(note(笔记标题=f"旧{t}", 首次发布时间=t) for t in times), name="a.xlsx")
    folder.note_list(*(note(笔记标题=f"新{t}", 首次发布时间=t) for t in times), name="b.xlsx", created=LATER)
    (said,) = remarks(folder, "title_edited")
    assert said.message.endswith("It is counted as the same note. 3 more have new titles too.")


def test_blank_and_repeated_titles_are_no_matter(folder: Folder) -> None:
    folder.note_list(note(笔记标题=""), note(笔记标题="", 首次发布时间=OTHER))
    assert keys(folder) == [KEY, "2026-03-25T08:00:00+08:00"]


def test_the_key_is_in_the_clients_zone_and_led_by_its_account(folder: Folder) -> None:
    folder.note_list(note(), name="sg/a.xlsx")
    folder.note_list(note(), name="cn/a.xlsx", created=LATER)
    assert sorted(keys(folder, accounts=["sg", "cn"], timezone="UTC")) == [
        "cn/2026-03-24T09:33:05+00:00", "sg/2026-03-24T09:33:05+00:00",
    ]  # fmt: skip


# -- notes of one second


def test_notes_of_one_second_have_their_title_in_every_snapshot(folder: Folder) -> None:
    """Also in the snapshot where one of them is already gone."""
    folder.note_list(note(笔记标题="甲"), note(笔记标题="乙"), note(首次发布时间=OTHER), name="a.xlsx")
    folder.note_list(note(笔记标题="乙"), name="b.xlsx", created=LATER)
    assert keys(folder) == [f"{KEY}|甲", f"{KEY}|乙", "2026-03-25T08:00:00+08:00", f"{KEY}|乙"]


def test_the_key_keeps_the_title_that_the_note_first_had(folder: Folder) -> None:
    """One of two notes of a second is renamed: what is left over on either side is the same note."""
    folder.note_list(note(笔记标题="甲"), note(笔记标题="乙"), name="a.xlsx")
    folder.note_list(note(笔记标题="丙"), note(笔记标题="乙"), name="b.xlsx", created=LATER)
    assert keys(folder) == [f"{KEY}|甲", f"{KEY}|乙", f"{KEY}|甲", f"{KEY}|乙"]
    assert [(q.file, q.row) for q in remarks(folder, "title_edited")] == [("b.xlsx", 3)]


def test_two_renamed_notes_of_a_second_are_told_apart_by_format_then_size(folder: Folder) -> None:
    folder.note_list(
        note(笔记标题="大", 曝光=900.0),
        note(笔记标题="小", 曝光=10.0),
        note(笔记标题="片", 体裁="视频", 曝光=400.0),
        name="a.xlsx",
    )
    folder.note_list(
        note(笔记标题="a", 体裁="视频", 曝光=1000.0), note(笔记标题="b", 曝光=20.0), note(笔记标题="c", 曝光=950.0),
        name="b.xlsx", created=LATER,
    )  # fmt: skip
    assert keys(folder)[3:] == [f"{KEY}|片", f"{KEY}|小", f"{KEY}|大"]


def test_of_two_notes_of_a_second_the_one_that_can_have_grown_is_still_there(folder: Folder) -> None:
    """The larger is deleted and the other renamed: counters only grow, so it isn't the larger that shrank."""
    folder.note_list(note(笔记标题="大", 曝光=900.0), note(笔记标题="小", 曝光=10.0), name="a.xlsx")
    folder.note_list(note(笔记标题="新", 曝光=20.0), name="b.xlsx", created=LATER)
    assert keys(folder)[2:] == [f"{KEY}|小"]


def test_a_second_note_of_a_second_that_turns_up_later_changes_no_key(folder: Folder) -> None:
    """Approved months hold the key of the first."""
    folder.note_list(note(笔记标题="甲"), name="a.xlsx")
    folder.note_list(note(笔记标题="乙"), note(笔记标题="甲"), name="b.xlsx", created=LATER)
    assert keys(folder) == [KEY, f"{KEY}|乙", KEY]


def test_notes_of_one_second_and_title_are_told_apart_by_size_not_by_order(folder: Folder) -> None:
    """An export may be sorted another way the next time."""
    folder.note_list(note(曝光=10.0), note(曝光=900.0), note(曝光=50.0), name="a.xlsx")
    folder.note_list(note(曝光=990.0), note(曝光=80.0), note(曝光=20.0), name="b.xlsx", created=LATER)
    own = f"{KEY}|{TITLE}"
    assert keys(folder) == [f"{own}|3", own, f"{own}|2", own, f"{own}|2", f"{own}|3"]
    assert [(q.file, q.row) for q in remarks(folder, "notes_alike")] == [("a.xlsx", 3), ("b.xlsx", 3)]
    assert remarks(folder, "notes_alike")[0].message.startswith("3 notes share publish second and title with another")


def test_two_exports_of_one_day_hold_the_same_notes(folder: Folder) -> None:
    folder.note_list(note(), name="a.xlsx")
    folder.note_list(note(收藏=54.0), name="b.xlsx", created=CREATED + dt.timedelta(hours=1))
    assert keys(folder) == [KEY, KEY]


# -- ids


def test_the_same_id_is_the_same_note_whatever_title_and_second_say(folder: Folder) -> None:
    """A note that is published again stays what it was, and when it was first published."""
    with_ids(folder, note(笔记ID=ID), name="a.xlsx")
    with_ids(folder, note(笔记ID=ID, 笔记标题="新", 首次发布时间=OTHER), name="b.xlsx", created=LATER)
    found = folder.read().note_snapshots
    assert found["note"].tolist() == [KEY, KEY]
    assert found["published_at"].map(lambda moment: moment.isoformat()).tolist() == [KEY, KEY]


@pytest.mark.parametrize("first", ["with", "without"])
def test_rows_without_an_id_join_the_note_of_their_second(folder: Folder, first: str) -> None:
    """The key is the second all the same, so that it doesn't change when ids turn up."""
    early, late = (CREATED, LATER) if first == "with" else (LATER, CREATED)
    with_ids(folder, note(笔记ID=ID), name="a.xlsx", created=early)
    folder.note_list(note(收藏=54.0), name="b.xlsx", created=late)
    found = folder.read().note_snapshots
    assert found["note"].tolist() == [KEY, KEY]
    assert found["note_id"].tolist() == [ID, ID]


def test_other_ids_in_one_second_are_other_notes(folder: Folder) -> None:
    """Whatever their titles: of the two it is the title that was edited, not the id."""
    with_ids(folder, note(笔记ID=ID, 笔记标题="甲"), note(笔记ID=ID2, 笔记标题="乙"), name="a.xlsx")
    with_ids(folder, note(笔记ID=ID2, 笔记标题="甲"), note(笔记ID=ID, 笔记标题="乙"), name="b.xlsx", created=LATER)
    assert keys(folder) == [f"{KEY}|甲", f"{KEY}|乙", f"{KEY}|乙", f"{KEY}|甲"]


def test_lists_without_ids_find_notes_of_one_second_by_title(folder: Folder) -> None:
    with_ids(folder, note(笔记ID=ID, 笔记标题="甲"), note(笔记ID=ID2, 笔记标题="乙"), name="a.xlsx")
    folder.note_list(note(笔记标题="乙"), note(笔记标题="甲"), name="b.xlsx", created=LATER)
    assert folder.read().note_snapshots["note_id"].tolist() == [ID, ID2, ID2, ID]


# -- notes that are there twice


def test_a_row_that_repeats_another_is_counted_once(folder: Folder) -> None:
    folder.note_list(note(), note(首次发布时间=OTHER), note())
    assert keys(folder) == [KEY, "2026-03-25T08:00:00+08:00"]
    (said,) = remarks(folder, "note_twice")
    assert (said.severity, said.file, said.row) == ("warning", "笔记列表明细表.xlsx", 5)
    assert said.advice == "Export the list again, or remove the copy."


def test_of_two_rows_with_one_id_the_larger_counts(folder: Folder) -> None:
    with_ids(folder, note(笔记ID=ID, 曝光=9.0, 收藏=1.0), note(笔记ID=ID, 曝光=10.0, 收藏=2.0), name="a.xlsx")
    found = folder.read().note_snapshots
    assert found["saves"].tolist() == [2]
    (said,) = remarks(folder, "note_twice")
    assert said.message == f"Rows 3 and 4 have the same note id, {ID}, but other numbers. The largest counts."


def test_a_sheet_that_is_in_the_workbook_twice_counts_once(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"Sheet1": note_rows(note()), "Sheet2": note_rows(note())})
    assert keys(folder) == [KEY]


# -- times without seconds


def test_a_time_cut_to_the_minute_is_completed_where_only_one_note_fits(folder: Folder) -> None:
    """Excel saves a CSV without the seconds; the same note must not look like another."""
    folder.note_list(
        note(),
        note(首次发布时间="2026年03月25日08时00分11秒"),
        note(首次发布时间="2026年03月25日08时00分12秒"),
        name="a.xlsx",
    )
    folder.note_list(
        note(首次发布时间="2026/3/24 17:33"), note(首次发布时间="2026/3/25 8:00"), name="b.xlsx", created=LATER
    )
    assert keys(folder)[3:] == [KEY, "2026-03-25T08:00:00+08:00"]
    (said,) = remarks(folder, "time_to_the_minute")
    assert (said.file, said.row, said.message[:34]) == ("b.xlsx", 3, "2 publish times have no seconds: a")


def test_notes_of_one_minute_are_found_by_title_where_the_seconds_are_cut(folder: Folder) -> None:
    times = ["2026年03月25日08时00分11秒", "2026年03月25日08时00分12秒"]
    folder.note_list(*(note(笔记标题=t, 首次发布时间=f) for t, f in zip("甲乙", times, strict=True)), name="a.xlsx")
    folder.note_list(*(note(笔记标题=t, 首次发布时间="2026/3/25 8:00") for t in "乙甲"), name="b.xlsx", created=LATER)
    first, second = "2026-03-25T08:00:11+08:00", "2026-03-25T08:00:12+08:00"
    assert keys(folder) == [first, second, second, first]


def test_a_copy_saved_again_beside_the_original_gives_no_note_its_key(folder: Folder) -> None:
    """Its date stands in its name alone, so that it counts as captured when the day began, before the original."""
    folder.note_list(note(), name="a.xlsx")
    rows = note_rows(note(首次发布时间="2026/3/24 17:33"))
    folder.text("2026-07-12/b.csv", "\n".join(",".join(map(str, row)) for row in rows))
    assert keys(folder) == [KEY, KEY]


def test_a_key_without_seconds_stays_when_a_later_list_has_them(folder: Folder) -> None:
    folder.note_list(note(首次发布时间="2026/3/24 17:33"), name="a.xlsx")
    folder.note_list(note(), name="b.xlsx", created=LATER)
    found = folder.read().note_snapshots
    assert found["note"].tolist() == ["2026-03-24T17:33:00+08:00"] * 2
    assert found["published_at"].map(lambda moment: moment.isoformat()).tolist() == [KEY, KEY]


# -- laws

ROW = st.tuples(
    st.integers(0, 3), st.sampled_from(["", "a", "b"]), st.integers(0, 99), st.sampled_from(["", "", "x", "y"])
)
LIST = st.lists(ROW, min_size=1, max_size=8, unique=True)
Lists = Sequence[Sequence[tuple[int, str, int, str]]]


def columns(lists: Lists, order: Sequence[int] | None = None) -> Columns:
    """Lists captured a month apart; the files are read in any `order`."""
    start = dt.datetime(2026, 3, 24, tzinfo=dt.UTC)
    rows = [(i, *row) for i in (order or range(len(lists))) for row in lists[i]]
    return {
        "account": [""] * len(rows),
        "captured_at": [start + dt.timedelta(days=30 * (i + 1)) for i, *_ in rows],
        "published_at": [start + dt.timedelta(seconds=second) for _, second, *_ in rows],
        "to_the_minute": [False] * len(rows),
        "title": [title for *_, title, _, _ in rows],
        "note_id": [name for *_, name in rows],
        "format": ["image"] * len(rows),
        **{counter: [float(size) for *_, size, _ in rows] for counter in COUNTERS},
        "file": [f"{i}.xlsx" for i, *_ in rows],
        "sheet": [""] * len(rows),
        "row": list(range(3, len(rows) + 3)),
    }


def identified(lists: Lists, order: Sequence[int] | None = None) -> list[tuple[str, ...]]:
    """File, key and content of each row that counts, in an order that means nothing."""
    found, _ = identify(columns(lists, order))
    names = ("file", "note", "title", "impressions")
    return sorted(tuple(map(str, row)) for row in zip(*(found[name] for name in names), strict=True))


@given(st.lists(LIST, min_size=1, max_size=3))
def test_a_note_is_in_a_list_once(lists: Lists) -> None:
    found, _ = identify(columns(lists))
    pairs = list(zip(found["file"], found["note"], strict=True))
    assert len(set(pairs)) == len(pairs)


@given(st.lists(LIST, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_files_and_rows_never_changes_keys(lists: Lists, shuffle: random.Random) -> None:
    shuffled = [shuffle.sample(rows, len(rows)) for rows in lists]
    order = shuffle.sample(range(len(lists)), len(lists))
    assert identified(shuffled, order) == identified(lists)


@given(st.lists(LIST, min_size=2, max_size=4))
def test_a_later_list_never_changes_the_keys_of_earlier_ones(lists: Lists) -> None:
    earlier = {f"{i}.xlsx" for i in range(len(lists) - 1)}
    assert [row for row in identified(lists) if row[0] in earlier] == identified(lists[:-1])


@given(st.lists(LIST, min_size=1, max_size=3))
def test_a_list_whose_rows_are_there_twice_is_read_once(lists: Lists) -> None:
    assert identified([[*rows, *rows] for rows in lists]) == identified(lists)
