"""What all tests of e-mails start from: a month ready to go out, drawn once, and a log of its own for each test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from report_gen.delivery import dispatch
from report_gen.delivery.dispatch import Batch, Request
from report_gen.delivery.send import Edge, Post
from report_gen.workspace import Client, Workspace
from tests.delivery.agencies import NOW, SETTINGS, quiet
from tests.delivery.mailing.post_office import Certificate, certificate

Outside = Callable[[Post], Edge]


@pytest.fixture(scope="session")
def prepared(finished: Path) -> Batch:
    return dispatch.prepare(Workspace(finished), Request("kopi", with_link=False))


@pytest.fixture
def batch(prepared: Batch, tmp_path: Path) -> Batch:
    """With nothing on record."""
    client = Client("kopi", tmp_path / "clients" / "kopi", tmp_path)
    return replace(prepared, parcel=replace(prepared.parcel, client=client))


@pytest.fixture
def place(batch: Batch) -> Workspace:
    """The workspace of that log, with the client's settings."""
    settings = batch.client.settings
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(SETTINGS["kopi"], encoding="utf-8")
    return Workspace(batch.client.workspace)


@pytest.fixture(scope="session")
def outside() -> Outside:
    """A clock that goes on by a second at every look; pauses pass at once."""

    def edge(post: Post) -> Edge:
        passed = iter(range(10_000))
        return Edge(post, lambda: NOW + dt.timedelta(seconds=next(passed)), lambda _: None, quiet)

    return edge


@pytest.fixture(scope="session")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls") / "server.pem")
