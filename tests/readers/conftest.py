from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    client = tmp_path / "clients" / "client-x"
    (client / "exports").mkdir(parents=True)
    return Folder(client)
