"""What all tests of deliveries start from: a copy of an agency whose months are ready to leave."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report_gen.workspace import Workspace
from tests.conftest import Once
from tests.delivery import agencies


@pytest.fixture(scope="session")
def finished(once: Once) -> Path:
    """The agency's folder; not to be changed."""
    return once("delivery", agencies.make)


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Workspace:
    """A copy of it, to be changed."""
    shutil.copytree(finished, tmp_path / "agency")
    return Workspace(tmp_path / "agency")
