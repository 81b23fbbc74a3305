"""What tests of several modules start from: a workspace as `init` makes it, and a client in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from report_gen import scaffold
from report_gen.workspace import Client, Workspace

# A busy machine is no fault of the program: no test here depends on how long anything takes.
settings.register_profile("report-gen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("report-gen")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An agency's folder without clients."""
    scaffold.new_workspace(tmp_path / "agency")
    return Workspace(tmp_path / "agency")


@pytest.fixture
def client(workspace: Workspace) -> Client:
    """A client as `new` makes it: settings to fill in, no exports."""
    scaffold.new_client(workspace, "kopi-kaya")
    return workspace.client("kopi-kaya")
