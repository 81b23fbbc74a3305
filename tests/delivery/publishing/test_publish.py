"""`publish` brings the approved months of one client to its own place, and says everything that keeps them here at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report_gen.delivery import records
from report_gen.delivery.publish import Published, Request, as_text, publish
from report_gen.errors import DeliveryError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, approve, everything, quiet, set_lines
from tests.delivery.publishing import little

NOBODYS = {"HOME": "/nonexistent"}


def published(workspace: Workspace, slug: str = "kopi", month: str | None = None, **options: bool) -> Published:
    return publish(workspace, Request(slug, month, **options), NOW, NOBODYS, quiet)


def refused(workspace: Workspace, slug: str = "kopi", month: str | None = None, **options: bool) -> str:
    with pytest.raises(DeliveryError) as caught:
        published(workspace, slug, month, **options)
    return str(caught.value)


def place(workspace: Workspace, slug: str) -> dict[str, bytes]:
    """What readers get there."""
    found = everything(workspace.root.parent / "published" / slug)
    return {path: content for path, content in found.items() if not path.startswith(".")}


def test_approved_months_stand_at_the_place_as_they_stand_in_the_site(workspace: Workspace) -> None:
    done = published(workspace)
    assert place(workspace, "kopi") == everything(workspace.client("kopi").site)
    assert done.errand.leaves.months == (SEPTEMBER, OCTOBER)
    assert published(workspace).plan.batches == ()


def test_a_month_that_is_not_approved_stays_and_so_does_every_word_of_it(workspace: Workspace) -> None:
    assert "teh 2026-10 can't leave: it is not approved" in refused(workspace, "teh")
    assert not (workspace.root.parent / "published").exists()
    done = published(workspace, "teh", SEPTEMBER)
    assert done.errand.leaves.months == (SEPTEMBER,)
    assert little.broken(place(workspace, "teh")) == set()
    assert not [path for path in place(workspace, "teh") if OCTOBER in path]
    assert "2026-10 stays here: it is not approved" in as_text(done)


def test_once_it_is_approved_the_month_follows_and_only_what_is_new_travels(workspace: Workspace) -> None:
    published(workspace, "teh", SEPTEMBER)
    approve(workspace, "teh", OCTOBER)
    done = published(workspace, "teh")
    assert not [step.path for step in done.plan.steps if step.path.startswith(SEPTEMBER) and step.path.endswith(".pdf")]
    assert place(workspace, "teh") == everything(workspace.client("teh").site)


def test_nothing_of_a_client_is_in_another_clients_place(workspace: Workspace) -> None:
    published(workspace)
    published(workspace, "teh", SEPTEMBER)
    kopi, teh = (everything(workspace.root.parent / "published" / slug) for slug in ("kopi", "teh"))
    common = {*kopi.values()} & {*teh.values()}  # the scripts and styles of every site
    for found, words in ((kopi, (b"teh", b"Teh Tarik")), (teh, (b"kopi", b"Kopi"))):
        for path, content in found.items():
            assert not [word for word in words if word in path.encode()], path
            assert content in common or not [word for word in words if word in content], path


def test_everything_that_is_missing_is_said_at_once(workspace: Workspace) -> None:
    set_lines(workspace, "teh", publish=None, access=None)
    said = refused(workspace, "teh")
    assert "teh doesn't say where its site goes" in said
    assert "teh doesn't say who may open its site" in said
    assert "it is not approved" in said


@pytest.mark.parametrize("to", ["../published/teh", "../published", "../published/TEH/inner", "../published/x/../teh/"])
def test_a_place_that_another_client_shares_is_refused(workspace: Workspace, to: str) -> None:
    set_lines(workspace, "kopi", publish=f"{{to: {to}}}")
    assert "teh publishes to “../published/teh”, and one lies in the other" in refused(workspace)


def test_a_shared_place_is_known_behind_a_link_and_in_settings_that_are_wrong_otherwise(workspace: Workspace) -> None:
    (workspace.root.parent / "published" / "teh").mkdir(parents=True)
    (workspace.root.parent / "link").symlink_to(workspace.root.parent / "published")
    set_lines(workspace, "teh", languages="[klingon]")
    set_lines(workspace, "kopi", publish="{to: ../link/teh}")
    assert "teh publishes to" in refused(workspace)


@pytest.mark.parametrize("to", [".", "..", "/", "clients/kopi/site", "site/kopi", "build/kopi", "site_templates"])
def test_a_folder_that_is_the_workspaces_own_is_refused(workspace: Workspace, to: str) -> None:
    before = everything(workspace.client("kopi").site)
    set_lines(workspace, "teh", publish=None)
    set_lines(workspace, "kopi", publish=f"{{to: {to}}}")
    assert "the workspace's own, or holds it" in refused(workspace)
    assert everything(workspace.client("kopi").site) == before


def test_a_home_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    set_lines(workspace, "kopi", publish="{to: ../home}")
    with pytest.raises(DeliveryError, match="that is a home folder"):
        publish(workspace, Request("kopi"), NOW, {"HOME": str(tmp_path / "home")}, quiet)


def test_a_link_that_leads_out_of_the_place_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    published(workspace, "teh", SEPTEMBER)
    (tmp_path / "published" / "kopi").mkdir()
    (tmp_path / "published" / "kopi" / SEPTEMBER).symlink_to(tmp_path / "published" / "teh" / SEPTEMBER)
    before = place(workspace, "teh")
    assert "leads somewhere else by a link" in refused(workspace, adopt=True)
    assert place(workspace, "teh") == before


def test_what_left_is_on_record_once(workspace: Workspace) -> None:
    done = published(workspace)
    published(workspace)
    (entry,) = records.read(workspace.client("kopi"), records.Publication)
    assert (entry.at, entry.month, entry.months, entry.to) == (NOW, OCTOBER, (SEPTEMBER, OCTOBER), "../published/kopi")
    assert (entry.sent, entry.removed) == (len(done.plan.sent), 0)


def test_a_dry_run_lists_every_file_with_its_size_and_changes_nothing(workspace: Workspace) -> None:
    before = everything(workspace.root)
    told = published(workspace, dry_run=True)
    assert everything(workspace.root) == before
    assert not (workspace.root.parent / "published").exists()
    text = as_text(told)
    assert len(re.findall(r"^  send +[\d.,]+ (?:B|kB|MB)  \S+$", text, re.MULTILINE)) == len(told.plan.steps)
    assert text.startswith("kopi: 2026-09, 2026-10 would go to ../published/kopi; nothing has been changed")


def test_what_was_done_is_told_with_the_address_that_readers_get(workspace: Workspace) -> None:
    done = published(workspace)
    first, counted, url = as_text(done).splitlines()
    assert first == "kopi: 2026-09, 2026-10 stand at ../published/kopi"
    assert re.fullmatch(rf"  {len(done.plan.sent)} files sent \([\d.]+ MB\), 0 unchanged, 0 removed", counted)
    assert url == "  https://reports.lantern.example/kopi/"
