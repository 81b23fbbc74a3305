"""Note lists that can't be what they say are refused; whatever really happens to an account is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from report_gen.readers._captures import Entry, NoteList, problems, remarks
from report_gen.readers.note_list import ROW_CAP
from tests.readers.folder import CREATED, Folder, note

START = dt.datetime(2026, 10, 1, 2, 9, tzinfo=dt.UTC)
Grow = Callable[[int], float]


def note_list(month: int, notes: Iterable[int], grow: Grow = lambda n: 1.0, name: str = "", who: str = "") -> NoteList:
    """Captured so many months after the start: notes by number, each published before the first list; `grow` says how many
    impressions and views each has, in hundreds."""
    entries = {
        f"{who}{n}": Entry(START - dt.timedelta(days=100, seconds=n), (100 * grow(n), 10 * grow(n), 5, 1, 3, 1, 0))
        for n in notes
    }
    return NoteList("", START + dt.timedelta(days=31 * month), name or f"{month}.xlsx", entries)


# -- lists of other accounts


def test_a_list_that_shares_no_note_with_those_around_it_is_another_accounts() -> None:
    lists = [note_list(0, range(20)), note_list(1, range(12), who="other "), note_list(2, range(20), lambda n: 2)]
    (problem,) = problems(lists)
    assert problem.startswith(
        "1.xlsx is hardly of the same account as 0.xlsx: of 12 notes that both should have, they share 0. Remove the one that "
        "is another account's, or put it into that account's folder (accounts in client.yml)."
    )


def test_the_first_list_may_be_the_wrong_one() -> None:
    lists = [note_list(0, range(12), who="other "), note_list(1, range(20)), note_list(2, range(20), lambda n: 2)]
    assert [problem.split(" ")[0] for problem in problems(lists)] == ["0.xlsx"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(note_list(1, range(18, 20)), id="mass deletion: nine notes of ten"),
        pytest.param(note_list(1, range(9), who="other "), id="too few notes to tell"),
        pytest.param(note_list(1, [*range(3), *range(100, 112)]), id="a fifth is shared: most were hidden and back"),
        pytest.param(note_list(1, []), id="all deleted"),
    ],
)
def test_what_happens_to_accounts_is_not_called_another_account(second: NoteList) -> None:
    assert list(problems([note_list(0, range(20)), second])) == []


def test_notes_published_after_the_earlier_list_are_not_expected_in_it() -> None:
    """All notes are deleted, and twenty new ones are out."""
    born = {f"new {n}": Entry(START + dt.timedelta(days=n % 20), (1, 1, 0, 0, 0, 0, 0)) for n in range(20)}
    later = NoteList("", START + dt.timedelta(days=31), "1.xlsx", born)
    assert list(problems([note_list(0, range(20)), later])) == []


def test_lists_that_the_cap_cut_off_need_not_share_a_note() -> None:
    """Of 3,000 notes one list has the newest thousand, the other the oldest."""
    lists = [note_list(0, range(ROW_CAP)), note_list(1, range(ROW_CAP, 2 * ROW_CAP), lambda n: 2)]
    assert list(problems(lists)) == []


# -- swapped dates


def test_lists_whose_counters_fall_have_swapped_dates() -> None:
    lists = [note_list(0, range(10), lambda n: 3), note_list(1, range(10), lambda n: 2)]
    (problem,) = problems(lists)
    assert problem.startswith(
        "0.xlsx (captured 2026-10-01) and 1.xlsx (captured 2026-11-01): impressions and views of 10 of the 10 notes that "
        "changed fall from the first to the second, but counters only grow. The dates are swapped or wrong:"
    )


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(note_list(1, range(20), lambda n: 2), id="nothing changed"),
        pytest.param(note_list(1, range(20), lambda n: 1 if n < 16 else 3), id="a correction of four notes in five"),
        pytest.param(note_list(1, range(20), lambda n: 1 if n < 4 else 2), id="only four notes changed, and fell"),
    ],
)
def test_corrections_are_not_called_swapped_dates(second: NoteList) -> None:
    assert list(problems([note_list(0, range(20), lambda n: 2), second])) == []


def test_within_a_day_a_copy_dated_by_its_name_may_be_the_newer_one() -> None:
    """Saved again in the evening, it counts as captured at midnight, before the original of two in the morning."""
    copy = note_list(0, range(20), lambda n: 3, name="copy.csv")
    original = NoteList("", copy.captured_at + dt.timedelta(hours=2), "a.xlsx", note_list(0, range(20)).entries)
    assert list(problems([copy, original])) == []


def test_likes_taken_back_everywhere_are_a_correction() -> None:
    before = note_list(0, range(20))
    entries = {n: Entry(e.published, (*e.counters[:2], 0.0, *e.counters[3:])) for n, e in before.entries.items()}
    assert list(problems([before, NoteList("", START + dt.timedelta(days=31), "1.xlsx", entries)])) == []


# -- several lists of a day


def test_two_lists_of_one_moment_that_differ_are_refused(folder: Folder) -> None:
    folder.note_list(note(收藏=53.0), name="a.xlsx")
    folder.note_list(note(收藏=54.0), name="b.xlsx")
    assert folder.problems() == (
        "a.xlsx and b.xlsx are both taken as captured at 2026-07-12 02:09, but 1 note has other numbers. Remove one of the "
        "files, or put the right dates into their names or folders.",
    )


def test_the_same_list_saved_in_another_way_is_no_contradiction(folder: Folder) -> None:
    folder.note_list(note(), name="a.xlsx")
    folder.note_list(note(封面点击率="10.6%"), name="b.xlsx")
    assert folder.read().note_snapshots["saves"].tolist() == [53, 53]


def test_of_one_moment_lists_cut_off_by_the_cap_may_differ_in_notes() -> None:
    assert list(problems([note_list(0, range(ROW_CAP), name="a"), note_list(0, range(900, 1500), name="b")])) == []


def test_of_several_lists_of_a_day_it_is_said_which_counts(folder: Folder) -> None:
    folder.note_list(note(), name="a.xlsx")
    folder.note_list(note(收藏=54.0), name="b.xlsx", created=CREATED + dt.timedelta(hours=1))
    (said,) = [q for q in folder.read().quality if q.code == "capture_repeated"]
    assert (said.severity, said.file) == ("info", "b.xlsx")
    assert said.message == "The newest of 2 note lists of 2026-07-12 counts; the others: a.xlsx."


@pytest.mark.parametrize(
    ("lists", "codes"),
    [
        pytest.param([note_list(0, range(ROW_CAP))], ["row_cap"], id="one list"),
        pytest.param([note_list(0, range(ROW_CAP - 1))], [], id="one note less"),
        pytest.param(
            [note_list(0, range(900, 1900), name="a"), note_list(0, range(ROW_CAP), name="b")], ["capture_repeated"],
            id="both ends, which meet",
        ),
        pytest.param(
            [note_list(0, range(1500, 2500), name="a"), note_list(0, range(ROW_CAP), name="b")],
            ["row_cap", "capture_repeated"], id="both ends, with a gap between them",
        ),
    ],
)  # fmt: skip
def test_a_list_of_exactly_a_thousand_notes_lacks_some_unless_another_has_the_rest(
    lists: list[NoteList], codes: list[str]
) -> None:
    assert [q.code for q in remarks(lists)] == codes


def test_added_notes_are_counted() -> None:
    (said,) = remarks([note_list(0, range(900, 1900), name="a"), note_list(0, range(ROW_CAP), name="b")])
    assert said.message == (
        "The newest of 2 note lists of 2026-10-01 counts; the others: a. It has 1,000, the most that the platform exports, so "
        "900 notes that only the others have count too."
    )
