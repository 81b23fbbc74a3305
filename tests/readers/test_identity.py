"""A note is the second in which it was published; its title may be edited, blank, or another note's."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from report_gen.readers._identity import identify
from report_gen.readers._reading import Columns
from tests.readers.folder import CREATED, Folder, note

KEY = "2026-03-24T17:33:05+08:00"
OTHER = "2026年03月25日08时00分00秒"
LATER = CREATED + dt.timedelta(days=31)


def keys(folder: Folder, **settings: object) -> list[str]:
    return folder.read(**settings).note_snapshots["note"].tolist()


def test_a_note_keeps_its_key_when_its_title_is_edited(folder: Folder) -> None:
    folder.note_list(note(笔记标题="旧"), name="a.xlsx")
    folder.note_list(note(笔记标题="新"), name="b.xlsx", created=LATER)
    assert keys(folder) == [KEY, KEY]


def test_blank_and_repeated_titles_are_no_matter(folder: Folder) -> None:
    folder.note_list(note(笔记标题=""), note(笔记标题="", 首次发布时间=OTHER))
    assert keys(folder) == [KEY, "2026-03-25T08:00:00+08:00"]


def test_the_key_is_in_the_clients_zone_and_led_by_its_account(folder: Folder) -> None:
    folder.note_list(note(), name="sg/a.xlsx")
    folder.note_list(note(), name="cn/a.xlsx", created=LATER)
    assert sorted(keys(folder, accounts=["sg", "cn"], timezone="UTC")) == [
        "cn/2026-03-24T09:33:05+00:00", "sg/2026-03-24T09:33:05+00:00",
    ]  # fmt: skip


def test_notes_of_one_second_have_their_title_in_every_snapshot(folder: Folder) -> None:
    """Also in the snapshot where one of them is already gone."""
    folder.note_list(note(笔记标题="甲"), note(笔记标题="乙"), note(首次发布时间=OTHER), name="a.xlsx")
    folder.note_list(note(笔记标题="乙"), name="b.xlsx", created=LATER)
    assert keys(folder) == [f"{KEY}|甲", f"{KEY}|乙", "2026-03-25T08:00:00+08:00", f"{KEY}|乙"]


def test_notes_of_one_second_and_title_are_told_apart_by_size_not_by_order(folder: Folder) -> None:
    """An export may be sorted another way the next time."""
    folder.note_list(note(曝光=10.0), note(曝光=900.0), note(曝光=50.0), name="a.xlsx")
    folder.note_list(note(曝光=990.0), note(曝光=80.0), note(曝光=20.0), name="b.xlsx", created=LATER)
    own = f"{KEY}|新加坡早餐攻略"
    assert keys(folder) == [f"{own}|3", own, f"{own}|2", own, f"{own}|2", f"{own}|3"]
    assert (
        "notes_alike",
        "2 notes share second and title with another; they are told apart by their size.",
    ) in folder.remarks()


def test_two_exports_of_one_day_hold_the_same_notes(folder: Folder) -> None:
    folder.note_list(note(), name="a.xlsx")
    folder.note_list(note(收藏=54.0), name="b.xlsx", created=CREATED + dt.timedelta(hours=1))
    assert keys(folder) == [KEY, KEY]


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
    assert (
        "time_to_the_minute",
        "2 publish times have no seconds: a spreadsheet saved the file. Notes are told apart by the second; keep files as "
        "downloaded.",
    ) in folder.remarks()


NOTES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["", "a", "b"]), st.integers(0, 99)), min_size=1, max_size=12
)


@given(NOTES, st.randoms(use_true_random=False))
def test_keys_are_unique_in_a_snapshot_and_do_not_depend_on_its_order(
    notes: list[tuple[int, str, int]], shuffle: object
) -> None:
    def identified(rows: list[tuple[int, str, int]]) -> list[tuple[str, tuple[int, str, int]]]:
        start = dt.datetime(2026, 3, 24, tzinfo=dt.UTC)
        columns: Columns = {
            "account": [""] * len(rows),
            "published_at": [start + dt.timedelta(seconds=second) for second, _, _ in rows],
            "title": [title for _, title, _ in rows],
            "format": ["image"] * len(rows),
            "impressions": [float(size) for _, _, size in rows],
            "views": [0.0] * len(rows),
            "file": ["a"] * len(rows),
            "sheet": [""] * len(rows),
        }
        return list(zip(identify(columns), rows, strict=True))

    straight = identified(notes)
    assert len({key for key, _ in straight}) == len(notes)
    shuffle.shuffle(notes)  # type: ignore[attr-defined]
    assert sorted(identified(notes)) == sorted(straight)
