"""What tests of handed-over files start from: a month that may leave, alone, and the file that is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen.delivery import gate, sealed
from report_gen.delivery.gate import Cleared, Request
from report_gen.delivery.release import Release, compose
from report_gen.workspace import Workspace
from tests.delivery.agencies import OCTOBER
from tests.delivery.handing_over.sealing import CHANCE, PHRASE


@pytest.fixture(scope="session")
def cleared(finished: Path) -> Cleared:
    return gate.clear(Workspace(finished), Request("kopi", OCTOBER))


@pytest.fixture(scope="session")
def release(cleared: Cleared) -> Release:
    return compose(cleared, (OCTOBER,))


@pytest.fixture(scope="session")
def file(cleared: Cleared, release: Release) -> bytes:
    """The encrypted page."""
    return sealed.page(cleared, release, PHRASE, CHANCE)
