"""What tests of several modules start from: a workspace as `init` makes it, and a client in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from report_gen import scaffold
from report_gen.files import exclusive
from report_gen.workspace import Client, Workspace
from tests.browser.visits import chromium

# A busy machine is no fault of the program: no test here depends on how long anything takes.
settings.register_profile("report-gen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("report-gen")


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """A folder of that name, made by the first process of the run that wants it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "sites"

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        with exclusive(shared / f"{name}.lock", lambda: None):
            if not (folder / "made").exists():
                make(folder)
                (folder / "made").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: a second conversation with a browser can't begin while the first goes on."""
    with chromium() as launched:
        yield launched


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
