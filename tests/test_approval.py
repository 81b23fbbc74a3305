"""What was approved stays, is verified whenever it is read, and is replaced as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from report_gen import approval
from report_gen.errors import ApprovalError
from report_gen.report import Report
from report_gen.workspace import Client, Edition
from tests.stories import story

MONTH = "2026-10"
FIRST = dt.datetime(2026, 11, 3, 2, 11, 9, 500, tzinfo=dt.UTC)
SECOND = dt.datetime(2026, 12, 2, 23, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PDF = "kopi-kaya-2026-10.pdf"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def told(saves: int = 4030) -> Report:
    report = story(1).report
    headline = {**report.headline, "saves": report.headline["saves"].model_copy(update={"value": saves})}
    return Report.from_json(report.model_copy(update={"headline": headline}).to_json())


def approve(client: Client, by: str = "Mei", at: dt.datetime = FIRST, saves: int = 4030) -> None:
    kept = {
        "report.json": told(saves).to_json().encode(),
        PDF: f"%PDF-1.7 {saves}".encode(),
        **approval.kept(client, MONTH),
    }
    approval.freeze(client, approval.signed(client, MONTH, by, at, kept), kept)


@pytest.fixture
def approved(client: Client) -> Client:
    """A client with exports, words and an approved month."""
    (client.exports / "2026-10").mkdir()
    (client.exports / "2026-10" / "clicks.csv").write_text("date,destination,clicks\n2026-10-01,menu,3\n")
    (client.exports / ".hidden").write_text("no input")
    client.note_tags.write_text("published_at,pillar\n")
    for month in ("2026-06", "2026-09", MONTH):  # the pages of October follow what was agreed since July
        (client.commentary / f"{month}.md").write_text(f"The words of {month}.")
    approve(client)
    return client


def folder(client: Client) -> Path:
    return client.approved / MONTH


def problems(client: Client) -> str:
    with pytest.raises(ApprovalError) as caught:
        approval.frozen(client)
    return str(caught.value)


def everything(where: Path) -> dict[str, bytes]:
    return {str(p.relative_to(where)): p.read_bytes() for p in where.rglob("*") if p.is_file()}


# -- what is kept


def test_a_client_without_approvals_has_none(client: Client) -> None:
    assert approval.frozen(client) == {}
    assert approval.manifest(client, MONTH) is None


def test_what_was_frozen_is_read_back(approved: Client) -> None:
    one = approval.frozen(approved)[MONTH]
    assert one.report == told()
    assert one.shown(Edition(approved)) == {"report.json": told().to_json().encode(), PDF: b"%PDF-1.7 4030"}
    assert (one.manifest.approved_by, one.manifest.approved_at) == ("Mei", FIRST.replace(microsecond=0))


def test_the_manifest_is_plain_json_with_the_fingerprint_of_every_file_and_input(approved: Client) -> None:
    manifest = json.loads((folder(approved) / "manifest.json").read_text("utf-8"))
    assert list(manifest)[:3] == ["schema", "client", "month"]
    assert manifest["schema"] == "report-gen/approval@1"
    assert manifest["approved_at"] == "2026-11-03T02:11:09Z"
    assert sorted(manifest["files"]) == sorted(["2026-09.md", f"{MONTH}.md", "client.yml", PDF, "report.json"])
    for name, fingerprint in manifest["files"].items():
        assert fingerprint == sha256((folder(approved) / name).read_bytes())
    inputs = [
        "../../mkdocs.yml", "client.yml", "commentary/2026-09.md", f"commentary/{MONTH}.md", "exports/2026-10/clicks.csv",
        "notes.csv",
    ]  # fmt: skip
    assert list(manifest["inputs"]) == inputs
    for name, fingerprint in manifest["inputs"].items():
        assert fingerprint == sha256((approved.folder / name).read_bytes())


def test_the_words_and_settings_are_kept_as_they_were(approved: Client) -> None:
    (approved.commentary / f"{MONTH}.md").write_text("Other words.")
    approved.settings.write_text("client: Other\n")
    assert (folder(approved) / f"{MONTH}.md").read_text() == f"The words of {MONTH}."
    assert (folder(approved) / "client.yml").read_text("utf-8").startswith("# yaml-language-server")


def test_the_day_of_the_approval_is_the_clients(client: Client) -> None:
    approve(client, at=dt.datetime(2026, 11, 3, 18, 0, tzinfo=dt.UTC))
    shown = approval.frozen(client)[MONTH].approval(dt.timezone(dt.timedelta(hours=8)))
    assert (shown.by, shown.on) == ("Mei", dt.date(2026, 11, 4))


# -- what is no longer as it was


@pytest.mark.parametrize("name", ["report.json", PDF, "client.yml", f"{MONTH}.md"])
def test_a_file_that_was_changed_is_named_with_the_way_out(approved: Client, name: str) -> None:
    file = folder(approved) / name
    was, now = sha256(file.read_bytes()), sha256(file.read_bytes() + b" ")
    file.write_bytes(file.read_bytes() + b" ")
    assert problems(approved) == (
        f"clients/kopi-kaya/approved/2026-10/{name} is not what was approved by Mei on 2026-11-03: its SHA-256 begins with "
        f"{now[:12]}, that of the approved file with {was[:12]}. Restore it from a backup or from version control, or "
        "approve the month anew: report-gen approve kopi-kaya --month 2026-10 --by NAME --again"
    )


def test_all_that_is_damaged_is_told_at_once(approved: Client) -> None:
    (folder(approved) / PDF).unlink()
    (folder(approved) / "report.json").write_text("{}")
    said = problems(approved)
    assert f"{PDF}, approved by Mei on 2026-11-03, is missing." in said
    assert "report.json is not what was approved" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", "manifest.json is not what report-gen wrote. Restore it", id="no JSON"),
        pytest.param("[]", "manifest.json is not what report-gen wrote. Restore it", id="no manifest"),
        pytest.param(
            '{"schema": "report-gen/approval@2", "version": "3.1"}',
            "was written by report-gen 3.1, and this one (0.1.0) can't read it. Install that version or a later one",
            id="newer schema",
        ),
        pytest.param(
            '{"schema": "report-gen/approval@1", "client": "kopi-kaya", "month": "2026-10"}',
            "is not what report-gen wrote: see approved_by, approved_at, version",
            id="lacks fields",
        ),
    ],
)
def test_a_manifest_that_cannot_be_read_is_a_sentence(approved: Client, text: str, message: str) -> None:
    (folder(approved) / "manifest.json").write_text(text)
    assert message in problems(approved)


def test_a_folder_without_its_manifest_is_told(approved: Client) -> None:
    (folder(approved) / "manifest.json").unlink()
    assert "manifest.json is missing, so that nobody can say what was approved. Restore it" in problems(approved)


def test_a_report_that_another_version_froze_names_that_version(client: Client) -> None:
    data = {**json.loads(told().to_json()), "of_a_later_version": 1}
    kept = {"report.json": json.dumps(data).encode(), PDF: b"%PDF"}
    manifest = approval.signed(client, MONTH, "Mei", FIRST, kept).model_copy(update={"version": "7.0"})
    approval.freeze(client, manifest, kept)
    assert "report.json was written by report-gen 7.0, and this one (0.1.0) can't read it" in problems(client)


def test_an_approval_of_another_client_is_refused(approved: Client) -> None:
    other = Client("zest", approved.folder.parent / "zest", approved.workspace)
    shutil.copytree(approved.folder, other.folder)
    assert "is the approval of kopi-kaya 2026-10: the folder was copied here. Remove it." in problems(other)


def test_what_is_no_month_is_no_approval(approved: Client) -> None:
    (approved.approved / "old ones").mkdir()
    (approved.approved / ".2026-09.new").mkdir()
    (approved.approved / "README.md").write_text("Approved months.")
    assert list(approval.frozen(approved)) == [MONTH]


# -- approving again


def test_approving_again_keeps_the_earlier_approval_and_its_files(approved: Client) -> None:
    before = everything(folder(approved))
    approve(approved, "Wei", SECOND, saves=5000)
    one = approval.frozen(approved)[MONTH]
    assert one.report.value("saves") == 5000
    assert one.manifest.approved_at == dt.datetime(2026, 12, 2, 15, 0, tzinfo=dt.UTC)
    (earlier,) = one.manifest.trail
    assert (earlier.approved_by, earlier.approved_at) == ("Mei", FIRST.replace(microsecond=0))
    assert earlier.files == {name: sha256(content) for name, content in before.items() if name != "manifest.json"}
    kept = everything(folder(approved) / "superseded" / "1")
    assert kept == {name: content for name, content in before.items() if name != "manifest.json"}


def test_the_trail_grows_and_all_of_it_is_verified(approved: Client) -> None:
    for number in (2, 3, 4):
        approve(approved, f"Name {number}", SECOND + dt.timedelta(days=number), saves=4030 + number)
    manifest = approval.frozen(approved)[MONTH].manifest
    assert [s.approved_by for s in manifest.trail] == ["Mei", "Name 2", "Name 3"]
    second = folder(approved) / "superseded" / "2" / "report.json"
    assert Report.from_json(second.read_bytes()).value("saves") == 4032
    second.write_bytes(b"{}")
    assert "approved/2026-10/superseded/2/report.json is not what was approved by Name 2" in problems(approved)


def test_approving_again_mends_a_damaged_approval_and_says_what_was_lost(approved: Client) -> None:
    fingerprint = sha256((folder(approved) / PDF).read_bytes())
    (folder(approved) / PDF).write_bytes(b"%PDF another one")
    approve(approved, "Wei", SECOND)
    (earlier,) = approval.frozen(approved)[MONTH].manifest.trail
    assert earlier.lost == {PDF: fingerprint}
    assert not (folder(approved) / "superseded" / "1" / PDF).exists()
    assert (folder(approved) / "superseded" / "1" / "report.json").is_file()


def dies_at(call: int) -> Callable[..., object]:
    """`Path.rename`, but that the power goes at that call."""
    calls, rename = count(1), Path.rename

    def renamed(path: Path, target: Path) -> Path:
        if next(calls) == call:
            raise KeyboardInterrupt
        return rename(path, target)

    return renamed


def dies(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "name", "step"),
    [
        pytest.param(Path, "write_bytes", dies, id="while the files are written"),
        pytest.param(shutil, "copyfile", dies, id="while the earlier ones are copied"),
        pytest.param(Path, "rename", dies_at(1), id="before the old folder moves away"),
        pytest.param(Path, "rename", dies_at(2), id="before the new folder takes its place"),
    ],
)
def test_what_dies_in_the_middle_leaves_the_earlier_approval_whole(
    approved: Client, monkeypatch: pytest.MonkeyPatch, where: object, name: str, step: Callable[..., object]
) -> None:
    before = {name: content for name, content in everything(folder(approved)).items() if name != "manifest.json"}
    with monkeypatch.context() as patched:
        patched.setattr(where, name, step)
        with pytest.raises(KeyboardInterrupt):
            approve(approved, "Wei", SECOND, saves=5000)
    assert approval.frozen(approved)[MONTH].report == told()
    approve(approved, "Wei", SECOND, saves=5000)
    assert approval.frozen(approved)[MONTH].report.value("saves") == 5000
    assert everything(folder(approved) / "superseded" / "1") == before
    assert [path.name for path in approved.approved.iterdir()] == [MONTH]
