"""Exports that would give wrong numbers are refused, with the files' names and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from report_gen.config import ClientConfig
from report_gen.errors import ExportError
from report_gen.readers import read_exports
from report_gen.simulate import Account, Layout, demos, simulate, write
from report_gen.simulate.note_lists import write_note_list
from report_gen.workspace import Client

LAYOUT = Layout(tables="csv")  # dates stand in the names, where people can get them wrong
NAMES = {month: f"2026-{month:02d}/笔记列表明细表-2026-{month + 1:02d}-01.csv" for month in (8, 9, 10)}


def account(seed: int) -> Account:
    return simulate(replace(demos.plan("client-x", 3, "2026-10"), advertising=None, collaborations=()), seed)


def anothers(exports: Path) -> None:
    write_note_list(account(172), exports / NAMES[9], dt.datetime.fromisoformat("2026-10-01T02:09:20"), LAYOUT)


def swapped(exports: Path) -> None:
    first, last = (exports / NAMES[month] for month in (8, 10))
    texts = first.read_bytes(), last.read_bytes()
    last.write_bytes(texts[0])
    first.write_bytes(texts[1])


def dated_too_early(exports: Path) -> None:
    (exports / NAMES[10]).rename(exports / "2026-10/笔记列表明细表-2026-10-22.csv")


def twice(exports: Path) -> None:
    later = dt.datetime.fromisoformat("2026-11-03T02:09:20")
    write_note_list(account(171), exports / "2026-10/笔记列表明细表-2026-11-01 (1).csv", later, LAYOUT)


MISTAKES: dict[str, tuple[Callable[[Path], None], str]] = {
    "another account's list": (anothers, NAMES[9]),
    "swapped dates": (swapped, NAMES[8]),
    "a date before notes came out": (dated_too_early, "2026-10/笔记列表明细表-2026-10-22.csv"),
    "two lists of the same moment": (twice, "2026-10/笔记列表明细表-2026-11-01 (1).csv"),
}


@pytest.fixture
def client(tmp_path: Path) -> Client:
    client = Client("kedai", tmp_path / "clients" / "kedai", tmp_path)
    write(account(171), client.exports, LAYOUT)
    return client


def test_exports_as_they_are_downloaded_are_read(client: Client) -> None:
    assert read_exports(client, ClientConfig(client="Kedai")).note_snapshots["captured_on"].nunique() == 3


@pytest.mark.parametrize(("mistake", "file"), MISTAKES.values(), ids=MISTAKES)
def test_what_would_be_wrong_is_refused(client: Client, mistake: Callable[[Path], None], file: str) -> None:
    mistake(client.exports)
    with pytest.raises(ExportError) as error:
        read_exports(client, ClientConfig(client="Kedai"))
    assert file in str(error.value)
