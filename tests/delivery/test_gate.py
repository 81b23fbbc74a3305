"""Only a month that is approved, intact, drawn as approved and not known to be wrong may leave."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from report_gen.delivery import records
from report_gen.delivery.gate import Cleared, Request, clear, refuse_withdrawal
from report_gen.errors import ApprovalError, CoverageError, DeliveryError, ReportGenError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, rebuild, set_lines


def cleared(workspace: Workspace, slug: str = "kopi", month: str | None = None, as_approved: bool = False) -> Cleared:
    return clear(workspace, Request(slug, month, as_approved))


def refused(workspace: Workspace, slug: str = "kopi", month: str | None = None) -> str:
    with pytest.raises(ReportGenError) as caught:
        cleared(workspace, slug, month)
    return str(caught.value)


def correct(workspace: Workspace) -> None:
    """September's clicks are downloaded anew, with other numbers."""
    exports = workspace.client("kopi").exports
    tables = [path for path in exports.rglob("*.csv") if b"destination" in path.read_bytes()[:200].lower()]
    (exports / "corrected").mkdir()
    text = tables[0].read_text("utf-8-sig") if tables else "date,destination,clicks\n"
    (exports / "corrected" / "clicks-2026-12-01.csv").write_text(
        text.splitlines()[0] + "\n2026-09-10,menu,4000\n", encoding="utf-8"
    )


def test_an_approved_month_may_leave_with_the_others_that_are_approved(workspace: Workspace) -> None:
    found = cleared(workspace)
    assert (found.month, tuple(found.approved), dict(found.held)) == (OCTOBER, (SEPTEMBER, OCTOBER), {})
    assert [pdf.name for pdf in found.pdfs] == ["kopi-2026-10.pdf", "kopi-2026-10-zh.pdf"]


def test_a_month_that_is_not_approved_stays_and_what_is_missing_is_said(workspace: Workspace) -> None:
    said = refused(workspace, "teh")
    assert said == (
        "teh 2026-10 can't leave: it is not approved. Look at it: report-gen preview teh --month 2026-10, then: report-gen "
        "approve teh --month 2026-10 --by NAME"
    )


def test_an_earlier_month_leaves_without_the_one_that_is_not_approved(workspace: Workspace) -> None:
    found = cleared(workspace, "teh", SEPTEMBER)
    assert tuple(found.approved) == (SEPTEMBER,)
    assert list(found.held) == [OCTOBER]
    assert "not approved" in found.held[OCTOBER]


def test_a_month_that_is_not_even_built_is_to_be_built_first(workspace: Workspace) -> None:
    shutil.rmtree(workspace.client("teh").site)
    assert "not built or approved. Build it and look at it: report-gen build teh" in refused(workspace, "teh")


def test_exports_and_settings_that_came_after_the_build_hold_the_month_until_it_is_built(workspace: Workspace) -> None:
    correct(workspace)
    assert "older than its data" in refused(workspace, month=SEPTEMBER)


def test_a_month_that_newer_data_would_change_stays_until_somebody_says_otherwise(workspace: Workspace) -> None:
    correct(workspace)
    rebuild(workspace, "kopi")
    said = refused(workspace, month=SEPTEMBER)
    assert "newer data would change" in said
    assert "report-gen approve kopi --month 2026-09 --by NAME --again" in said
    assert SEPTEMBER in cleared(workspace, month=SEPTEMBER, as_approved=True).approved


def test_a_month_that_readers_have_stays_with_them_when_newer_data_would_change_it(workspace: Workspace) -> None:
    """Its Method page tells them."""
    went = records.Publication(at=NOW, month=SEPTEMBER, months=(SEPTEMBER,), to="x", digest="", sent=1, removed=0)
    records.add(workspace.client("kopi"), went)
    correct(workspace)
    rebuild(workspace, "kopi")
    assert SEPTEMBER in cleared(workspace, month=SEPTEMBER).approved


def test_what_was_tampered_with_stays(workspace: Workspace) -> None:
    pdf = workspace.client("kopi").approved / OCTOBER / "kopi-2026-10.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"%")
    with pytest.raises(ApprovalError, match="is not what was approved"):
        cleared(workspace)


def test_a_page_that_is_no_longer_there_holds_the_month(workspace: Workspace) -> None:
    (workspace.client("kopi").site / "zh" / OCTOBER / "index.html").unlink()
    assert "Build it again: report-gen build kopi" in refused(workspace)


def test_a_file_that_no_build_wrote_holds_the_month(workspace: Workspace) -> None:
    stray = workspace.client("kopi").site / OCTOBER / "data" / "all-clients.csv"
    stray.write_text("client,saves\n")
    assert "site/kopi/2026-10/data/all-clients.csv is not what a build wrote" in refused(workspace)


def test_where_a_report_goes_is_no_part_of_what_it_was_made_from(workspace: Workspace) -> None:
    """A recipient more, and a log that grows, restate nothing."""
    set_lines(workspace, "kopi", recipients="[boss@kopikaya.example]", access="{public: true}")
    records.add(workspace.client("kopi"), records.Review(at=NOW, month=OCTOBER, by="Mei", seen="…"))
    assert cleared(workspace).month == OCTOBER


def test_a_month_that_no_export_covers_is_none(workspace: Workspace) -> None:
    with pytest.raises(CoverageError, match="2027-01"):
        cleared(workspace, month="2027-01")


def test_a_record_that_was_damaged_lets_nothing_pass(workspace: Workspace) -> None:
    client = workspace.client("kopi")
    for month in (SEPTEMBER, OCTOBER):
        records.add(client, records.Review(at=NOW + dt.timedelta(days=1), month=month, by="Mei", seen="…"))
    log = client.delivery / "reviews.jsonl"
    log.write_bytes(log.read_bytes()[:-9])
    with pytest.raises(
        DeliveryError, match=r"clients/kopi/delivery/reviews\.jsonl, line 2, is not what report-gen wrote"
    ):
        records.read(client, records.Review)


def test_an_entry_after_a_torn_line_is_whole(workspace: Workspace) -> None:
    client, review = workspace.client("kopi"), records.Review(at=NOW, month=OCTOBER, by="Mei", seen="…")
    records.add(client, review)
    log = client.delivery / "reviews.jsonl"
    log.write_bytes(log.read_bytes()[:-1])
    records.add(client, review)
    assert records.read(client, records.Review) == (review, review)


def test_a_month_that_readers_have_is_never_withdrawn_unsaid(workspace: Workspace) -> None:
    """Its pages were lost here: publishing the newer month alone would take the older one from its readers."""
    client = workspace.client("kopi")
    records.add(
        client, records.Publication(at=NOW, month=SEPTEMBER, months=(SEPTEMBER,), to="x", digest="", sent=1, removed=0)
    )
    shutil.rmtree(client.site / SEPTEMBER)
    with pytest.raises(DeliveryError, match=r"2026-09 is out already and would be withdrawn: .* report-gen build kopi"):
        refuse_withdrawal(cleared(workspace))
