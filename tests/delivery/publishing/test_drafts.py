"""A month that is not approved goes to the agency's own place alone, and every page and sheet of it says what it is."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from report_gen.delivery import records
from report_gen.delivery.publish import Published, Request, as_text, publish
from report_gen.errors import DeliveryError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, everything, quiet, set_lines
from tests.delivery.publishing import little


def draft(workspace: Workspace, slug: str = "teh", month: str | None = None) -> Published:
    return publish(workspace, Request(slug, month, draft=True), NOW, {"HOME": "/nonexistent"}, quiet)


def refused(workspace: Workspace, slug: str = "teh") -> str:
    with pytest.raises(DeliveryError) as caught:
        draft(workspace, slug)
    return str(caught.value)


def test_every_page_and_sheet_of_a_draft_is_marked_and_no_link_leads_nowhere(workspace: Workspace) -> None:
    said = as_text(draft(workspace)).splitlines()[0]
    assert said == "teh: a draft of 2026-10 stands at ../drafts/teh"
    there = {
        path: content
        for path, content in everything(workspace.root.parent / "drafts" / "teh").items()
        if path[0] != "."
    }
    pages = [path for path in there if path.endswith(".html")]
    assert len(pages) > 8
    for path in pages:
        assert there[path].count(b'<p class="rg-draft" role="note">Draft, not approved</p>') == 1, path
        assert b'<meta name="robots" content="noindex' in there[path], path
        assert f"{OCTOBER}/assets/draft.css" in set(little.led_to(path, there)), path
    assert little.broken(there) == set()
    assert not [path for path in there if SEPTEMBER in path]


def test_the_pdf_of_a_draft_is_stamped_on_every_sheet(workspace: Workspace) -> None:
    draft(workspace)
    with pikepdf.open(
        io.BytesIO((workspace.root.parent / "drafts" / "teh" / OCTOBER / "teh-2026-10.pdf").read_bytes())
    ) as pdf:
        assert all("/ReportStamp" in page.resources.XObject for page in pdf.pages)


def test_a_draft_is_on_record_as_one_and_counts_as_seen_by_nobody(workspace: Workspace) -> None:
    draft(workspace)
    draft(workspace)
    (entry,) = records.read(workspace.client("teh"), records.Publication)
    assert (entry.draft, entry.months) == (True, (OCTOBER,))
    assert records.delivered_months(workspace.client("teh")) == set()


def test_there_is_no_draft_of_what_is_approved(workspace: Workspace) -> None:
    assert "kopi 2026-10 is approved, and so no draft" in refused(workspace, "kopi")


def test_without_a_place_of_the_agencys_own_there_is_no_draft(workspace: Workspace) -> None:
    settings = workspace.settings.read_text("utf-8")
    workspace.settings.write_text(settings.replace("drafts: ../drafts", ""), encoding="utf-8")
    assert "Set extra.agency.drafts" in refused(workspace)
    assert not (workspace.root.parent / "published").exists()


@pytest.mark.parametrize("to", ["../drafts", "../drafts/kopi", ".."])
def test_no_client_publishes_where_drafts_go(workspace: Workspace, to: str) -> None:
    set_lines(workspace, "kopi", publish=f"{{to: {to}}}")
    assert "kopi publishes to" in refused(workspace)
    with pytest.raises(DeliveryError, match=r"drafts go there|holds it"):
        publish(workspace, Request("kopi"), NOW, {"HOME": "/nonexistent"}, quiet)
    assert not (workspace.root.parent / "drafts").exists()


def test_a_draft_of_pages_that_are_older_than_their_data_is_none(workspace: Workspace, tmp_path: Path) -> None:
    set_lines(workspace, "teh", brand='{colour: "#112233"}')
    assert "not built, or not from all that there is now. Build it: report-gen build teh" in refused(workspace)
