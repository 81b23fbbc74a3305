"""Everything at once, with several seeds."""

from __future__ import annotations

import pytest

from report_gen.simulate import demos, messy
from tests.truth.cases import Case, agree, told
from tests.truth.test_creators import FEW, MANY

MESSY = messy.messy(demos.plan("client-x", 4, "2026-10"))
PLAN = {
    "advertising": MESSY.advertising,
    "destinations": MESSY.destinations,
    "collaborations": (*FEW, *MANY),
}
ALSO = {"keywords": (), "destinations": (), "collaborations": (), "advertising": None}
CASES = {
    f"seed {seed}": Case(
        seed, slug, 4, messy.QUIRKS, PLAN, messy.layout(MESSY), messy.schedule(MESSY),
        {"timezone": zone, "save_rate": {"per": per}}, accounts,
    )
    for seed, slug, zone, per, accounts in (
        (141, "client-x", "Asia/Singapore", "impressions", {}),
        (151, "client-y", "America/New_York", "views", {}),
        (161, "client-x", "Asia/Kolkata", "views", {"sg": {}, "cn": ALSO}),
    )
}  # fmt: skip
CODES = {
    "capture_repeated", "counter_missing", "duplicate_file", "early_closing", "early_opening", "first_month",
    "landing_pages_unmatched", "late_closing", "late_opening", "negative_activity", "negative_daily", "note_gone",
    "note_returned", "notes_untagged", "title_edited", "totals_reconciled", "unsettled_day",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_everything_is_told_of(case: Case) -> None:
    found = {line.code for line in told(case).lines}
    assert found >= (CODES | {"zone_differs"} if case.settings["timezone"] != "Asia/Singapore" else CODES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_warning_says_what_to_do(case: Case) -> None:
    warnings = [q for report in told(case).reports for q in report["quality"] if q["severity"] == "warning"]
    assert warnings
    assert [q["code"] for q in warnings if not q["advice"]] == []
