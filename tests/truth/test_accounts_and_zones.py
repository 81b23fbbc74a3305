"""Several accounts of one client, one of which begins later; clients whose months are not those of UTC+8."""

from __future__ import annotations

import datetime as dt

import pytest

from report_gen.simulate import Schedule
from tests.truth.cases import Case, Line, agree, told

ALSO = {"keywords": (), "destinations": ()}
NOON = Schedule(hours=(dt.time(13, 5),))
CASES = {
    "two accounts with tables of their own": Case(81, "client-y", accounts={"cn": {}, "sg": {}}),
    "an account that begins later": Case(83, accounts={"sg": {}, "cn": {**ALSO, "months": 1, "backlog": 1}}),
    "New York, captured at night in Asia": Case(84, settings={"timezone": "America/New_York"}, schedule=Schedule((1,))),
    "New York, captured by its own calendar": Case(85, settings={"timezone": "America/New_York"}, schedule=NOON),
    "Auckland": Case(86, "client-y", settings={"timezone": "Pacific/Auckland"}, schedule=NOON),
    "two accounts in London": Case(
        87, settings={"timezone": "Europe/London"}, schedule=NOON, accounts={"uk": {}, "cn": ALSO}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "timezone" in case.settings])
def test_days_that_are_not_the_clients_are_told_of(name: str) -> None:
    assert {line.month for line in told(CASES[name]).lines if line.code == "zone_differs"} == {
        report["month"] for report in told(CASES[name]).reports
    }


def test_an_account_that_has_not_begun_is_told_of() -> None:
    lines = told(CASES["an account that begins later"]).lines
    assert Line("2026-09", "first_month") in lines or Line("2026-08", "account_missing") in lines
