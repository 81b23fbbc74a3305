"""`export` makes one file of a month that may leave, says which, and keeps on record that it did."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from report_gen.cli import main
from report_gen.delivery import export as exporting
from report_gen.delivery import passphrase, records
from report_gen.delivery.export import Exported, Wanted
from report_gen.delivery.gate import Request
from report_gen.errors import DeliveryError, ReportGenError
from report_gen.progress import silent
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, everything
from tests.delivery.handing_over.sealing import PHRASE, Closed


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Workspace:
    """A copy whose files are the finished ones themselves: a hand-over writes files of its own and changes none."""
    shutil.copytree(finished, tmp_path / "agency", copy_function=os.link)
    return Workspace(tmp_path / "agency")


def export(workspace: Workspace, month: str | None = None, folder: Path | None = None, phrase: str = "") -> Exported:
    wanted = Wanted(Request("kopi", month), folder, (lambda: phrase) if phrase else None)
    return exporting.export(workspace, wanted, NOW, silent)


def never() -> str:
    raise AssertionError("asked for a passphrase")


def command(monkeypatch: pytest.MonkeyPatch, workspace: Workspace, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["report-gen", "export", "kopi", *words, "--workspace", str(workspace.root)])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_the_file_goes_below_build_and_is_called_after_client_and_month(workspace: Workspace) -> None:
    done = export(workspace)
    assert done.file == workspace.root / "build" / "kopi" / "export" / f"kopi-{OCTOBER}.zip"
    assert (done.month, done.size) == (OCTOBER, done.file.stat().st_size)
    assert done.digest == hashlib.sha256(done.file.read_bytes()).hexdigest()


def test_it_goes_elsewhere_when_told_and_takes_the_place_of_an_earlier_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    there = tmp_path / "new" / "folder"
    first = export(workspace, SEPTEMBER, there)
    assert export(workspace, SEPTEMBER, there) == first
    assert [path.name for path in there.iterdir()] == [f"kopi-{SEPTEMBER}.zip"]
    assert zipfile.ZipFile(first.file).testzip() is None


def test_a_month_that_may_not_leave_leaves_no_file_and_no_record_and_asks_nothing(workspace: Workspace) -> None:
    wanted = Wanted(Request("teh", OCTOBER), None, never)
    with pytest.raises(DeliveryError, match="teh 2026-10 can't leave: it is not approved"):
        exporting.export(workspace, wanted, NOW, silent)
    assert not exporting.usual_folder(workspace.client("teh")).exists()
    assert records.read(workspace.client("teh"), records.HandOver) == ()


def test_what_was_made_is_on_record_and_counts_as_seen_by_readers_but_not_as_published(workspace: Workspace) -> None:
    made = [export(workspace, SEPTEMBER), export(workspace, OCTOBER, phrase=PHRASE)]
    client = workspace.client("kopi")
    assert records.read(client, records.HandOver) == (
        records.HandOver(at=NOW, month=SEPTEMBER, file=made[0].file.name, digest=made[0].digest, encrypted=False),
        records.HandOver(at=NOW, month=OCTOBER, file=made[1].file.name, digest=made[1].digest, encrypted=True),
    )
    assert records.delivered_months(client) == {SEPTEMBER, OCTOBER}
    assert records.published_months(client) == set()


def test_a_weak_passphrase_makes_no_file(workspace: Workspace) -> None:
    with pytest.raises(DeliveryError, match="too weak"):
        export(workspace, phrase="Kopi & Kaya 2026")
    assert not exporting.usual_folder(workspace.client("kopi")).exists()


def test_a_file_made_again_is_closed_anew(workspace: Workspace) -> None:
    one, other = (Closed.of(export(workspace, phrase=PHRASE).file.read_bytes()) for _ in range(2))
    assert not {one.told["salt"], one.told["nonce"]} & {other.told["salt"], other.told["nonce"]}


def test_nothing_of_the_report_is_written_elsewhere(workspace: Workspace) -> None:
    """No part is left of what was packed before it was encrypted."""
    before = everything(workspace.root)
    done = export(workspace, phrase=PHRASE)
    after = everything(workspace.root)
    names = {done.file, workspace.client("kopi").delivery / "handovers.jsonl"}
    assert {workspace.root / name for name in after.keys() - before.keys()} - {
        workspace.client("kopi").build / ".lock"
    } == names
    assert {name: after[name] for name in before} == before


# -- at the terminal


def test_the_command_says_where_the_file_is_and_how_to_know_it_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, workspace, "--month", SEPTEMBER, "--to", str(workspace.root / "out")) == 0
    out = capsys.readouterr().out
    file = workspace.root / "out" / f"kopi-{SEPTEMBER}.zip"
    assert out.startswith(f"kopi: {SEPTEMBER} in {file}, ")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in out


def test_a_passphrase_that_was_made_is_shown_once_opens_the_file_and_is_kept_nowhere(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, workspace, "--encrypted", "--generate") == 0
    told = capsys.readouterr()
    (phrase,) = re.findall(r"passphrase  (\S+)", told.out)
    assert (told.out + told.err).count(phrase) == 1
    file = workspace.client("kopi").build / "export" / f"kopi-{OCTOBER}.html"
    assert Closed.of(file.read_bytes()).files(phrase)[0] == f"{OCTOBER}/index.html"
    assert not [name for name, content in everything(workspace.root).items() if phrase.encode() in content]


def test_the_passphrase_of_the_environment_is_taken_and_told_nowhere(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, PHRASE)
    assert command(monkeypatch, workspace, "--encrypted") == 0
    told = capsys.readouterr()
    assert PHRASE not in told.out + told.err
    assert not [name for name, content in everything(workspace.root).items() if PHRASE.encode() in content]


def test_a_weak_one_of_the_environment_is_refused_without_being_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, "kopi-kaya-2026")
    assert command(monkeypatch, workspace, "--encrypted") == 1
    told = capsys.readouterr()
    assert "too weak" in told.err
    assert "kopi-kaya-2026" not in told.out + told.err


def test_without_a_terminal_and_a_passphrase_the_command_says_how_to_give_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(passphrase.VARIABLE, raising=False)
    assert command(monkeypatch, workspace, "--encrypted") == 1
    assert f"set the environment variable {passphrase.VARIABLE}" in capsys.readouterr().err


def test_a_zip_has_no_passphrase_to_be_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, workspace, "--generate") == 2
    assert "only --encrypted has one" in capsys.readouterr().err


def test_an_unknown_client_is_told_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(ReportGenError, match="Did you mean kopi"):
        exporting.export(workspace, Wanted(Request("kopii")), NOW, silent)
