"""The platform counts again: counters of notes fall."""

from __future__ import annotations

import pytest

from report_gen.simulate import Quirks
from tests.truth.cases import Case, Line, agree, told
from tests.truth.readings import month

CASES = {
    "likes": Case(91, quirks=Quirks(corrected=3)),
    "saves": Case(92, "client-y", quirks=Quirks(corrected=4, corrected_metrics=("saves",))),
    "likes and saves, per view": Case(
        93, quirks=Quirks(corrected=6, corrected_metrics=("likes", "saves")), settings={"save_rate": {"per": "views"}}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize("name", CASES)
def test_a_fallen_counter_is_told_of_with_file_and_row(name: str) -> None:
    both = told(CASES[name])
    now = month(both.world, "2026-10")
    assert now is not None
    closing = both.world.lists[""][now.closings[""]]
    fallen = [closing[n.note] for n in now.notes if "negative_activity" in n.flags]
    assert fallen
    assert {Line("2026-10", "negative_activity", seen.file, seen.row) for seen in fallen} <= both.lines
