"""The same files saved again by spreadsheets and people: every number stays."""

from __future__ import annotations

import pytest

from report_gen.simulate import Layout, Quirks
from tests.truth.cases import Case, agree

LAYOUTS = {
    "by Excel": Layout(creator="Microsoft Excel", shared_strings=True, serial_dates=True),
    "by WPS": Layout(creator="WPS", shared_strings=True, text_numbers=True),
    "as CSV in UTF-8": Layout(12, tables="csv"),
    "as CSV in GB 18030": Layout(tables="csv", encoding="gb18030", text_numbers=True),
    "as CSV in UTF-16, with tabs": Layout(shuffled=True, tables="csv", encoding="utf-16", delimiter="\t"),
    "as CSV with semicolons": Layout(tables="csv", delimiter=";", per_cent=True),
}
CASES = {
    name: Case(131 + i, ("client-x", "client-y")[i % 2], 2, Quirks(edited=2), layout=layout)
    for i, (name, layout) in enumerate(LAYOUTS.items())
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)
