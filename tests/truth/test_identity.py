"""Notes stay themselves: with edited, blank and repeated titles, in one second, with ids and without."""

from __future__ import annotations

from itertools import pairwise

import pytest

from report_gen.simulate import Layout, Quirks, Schedule
from tests.truth.cases import Case, agree, told
from tests.truth.readings import World

CASES = {
    "edited titles": Case(51, quirks=Quirks(edited=6)),
    "blank and repeated titles": Case(52, "client-y", 2, quirks=Quirks(blank_titles=0.3, repeated_titles=0.4)),
    "notes in one second": Case(53, quirks=Quirks(twins=5)),
    "notes in one second with edited titles": Case(54, plan={"notes_per_month": 12}, quirks=Quirks(twins=4, edited=4)),
    "notes in one second with edited titles, in every list": Case(
        55, "client-y", quirks=Quirks(twins=4, edited=6), schedule=Schedule(mid_month_lists=True, opening=True)
    ),
    "hostile titles": Case(56, months=2, quirks=Quirks(hostile_titles=True, edited=3)),
    "ids in the last list": Case(57, quirks=Quirks(edited=4), layout=Layout(with_ids=("2026-10",))),
    "ids in the first list": Case(58, "client-y", quirks=Quirks(edited=4), layout=Layout(with_ids=("2026-08",))),
    "ids in every list": Case(
        59, quirks=Quirks(edited=4, twins=3), layout=Layout(with_ids=("2026-08", "2026-09", "2026-10"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize("name", ["edited titles", "ids in the last list"])
def test_a_new_title_is_told_of_with_file_and_row(name: str) -> None:
    both = told(CASES[name])
    places = _edited(both.world)
    assert places
    for file, row in places.items():
        assert any((line.code, line.file, line.row) == ("title_edited", file, row) for line in both.lines), file


def test_no_key_depends_on_the_lists_that_came_later() -> None:
    """The keys of a month are the same in every later month that has the note, or months once approved would change."""
    for name in ("notes in one second with edited titles, in every list", "ids in the last list"):
        keys: dict[tuple[str, str], set[str]] = {}
        for report in told(CASES[name]).reports:
            for note in report["notes"]:
                keys.setdefault((note["published_at"], note["format"]), set()).add(note["key"])
        shared = [published for published, _ in keys]
        alone = {place: own for place, own in keys.items() if shared.count(place[0]) == 1 and len(own) > 1}
        assert all(len({key.partition("|")[0] for key in own}) == 1 for own in alone.values())


def _edited(world: World) -> dict[str, int]:
    """Per file the first row that shows a title which the list before it didn't."""
    found: dict[str, int] = {}
    (lists,) = world.lists.values()
    days = sorted(lists)
    for before, after in pairwise(days):
        for note, seen in lists[after].items():
            if note in lists[before] and lists[before][note].title != seen.title:
                found[seen.file] = min(seen.row, found.get(seen.file, seen.row))
    return found
