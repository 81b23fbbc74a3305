"""A small account that every test here may read; a test that changes the plan simulates its own."""

from __future__ import annotations

import pytest

from report_gen.simulate import Account, Plan, demos, simulate

SEED = 5


@pytest.fixture(scope="session")
def plan() -> Plan:
    return demos.plan("client-x", 3, "2026-10")


@pytest.fixture(scope="session")
def account(plan: Plan) -> Account:
    return simulate(plan, SEED)
