"""Accounts without quirks, downloaded on the first of every month: nothing to remark."""

from __future__ import annotations

import pytest

from report_gen.simulate import Quirks
from tests.truth.cases import Case, agree, told

CALM = Quirks(blank_titles=0, repeated_titles=0, autoplay_only=0)
CASES = {
    "coffee": Case(21, months=4, quirks=CALM),
    "skincare, per view": Case(23, "client-y", quirks=CALM, settings={"save_rate": {"per": "views"}}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_is_warned_of(case: Case) -> None:
    assert told(case).codes("warning") == set()
