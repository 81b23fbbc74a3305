"""Somebody looks at a month before it is approved; that lapses when the month becomes another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report_gen import config
from report_gen.build import build
from report_gen.delivery import records, review
from report_gen.delivery.records import Review
from report_gen.delivery.review import Request, Sight, look, sign
from report_gen.errors import ReportGenError
from report_gen.jobs import Options
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, approve, quiet, rebuild, set_lines


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Workspace:
    """A copy of the agency without what is seen through a browser alone."""
    shutil.copytree(finished, tmp_path / "agency", ignore=shutil.ignore_patterns("assets", "data", "docs"))
    return Workspace(tmp_path / "agency")


def reviewed(workspace: Workspace, by: str = "Ana", note: str = "") -> Review:
    return sign(workspace, Request("teh", OCTOBER, by, note), NOW)


def seen(workspace: Workspace, slug: str = "teh") -> Sight:
    return look(workspace, slug, OCTOBER)


def write_words(workspace: Workspace, text: str) -> None:
    file = workspace.client("teh").commentary / f"{OCTOBER}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def refused(workspace: Workspace, month: str = OCTOBER, by: str = "Ana") -> str:
    with pytest.raises(ReportGenError) as caught:
        sign(workspace, Request("teh", month, by), NOW)
    assert records.read(workspace.client("teh"), Review) == ()
    return str(caught.value)


def test_what_there_is_to_look_at_is_named_in_every_language(finished: Path) -> None:
    found, site = seen(Workspace(finished), "kopi"), finished / "site" / "kopi"
    assert dict(found.pages) == {
        "en": site / OCTOBER / "index.html", "zh": site / "zh" / OCTOBER / "index.html"
    }  # fmt: skip
    assert found.pdfs == (
        site / OCTOBER / "kopi-2026-10.pdf", site / "zh" / OCTOBER / "kopi-2026-10-zh.pdf"
    )  # fmt: skip
    assert found.approved == "approved by Mei on 2026-11-03"


def test_findings_and_what_to_doubt_are_a_sentence_each(finished: Path) -> None:
    found = seen(Workspace(finished))
    assert found.findings
    assert any("There are no words of the analyst for 2026-10" in doubt for doubt in found.doubts)
    assert not [line for line in (*found.findings, *found.doubts) if "\n" in line]


def test_a_review_is_on_record_with_its_name_and_note(workspace: Workspace) -> None:
    reviewed(workspace, "Ana\n Lim ", "  tables\tand charts ")
    (kept,) = records.read(workspace.client("teh"), Review)
    assert (kept.at, kept.month, kept.by, kept.note) == (NOW, OCTOBER, "Ana Lim", "tables and charts")
    assert seen(workspace).last == "Ana Lim on 2026-11-03"
    assert seen(workspace).since is None


def test_approving_leaves_what_was_looked_at_as_it_is(workspace: Workspace) -> None:
    before = reviewed(workspace).seen
    approve(workspace, "teh", OCTOBER)
    client = workspace.client("teh")
    assert review.seen(client, config.load(client), OCTOBER) == before
    assert seen(workspace).since is None


def test_a_build_with_other_words_is_another_month(workspace: Workspace) -> None:
    reviewed(workspace)
    write_words(workspace, "A quiet month.\n")
    (outcome,) = build(workspace, ["teh"], Options(OCTOBER), quiet)
    assert outcome.months_built == (OCTOBER,)
    assert seen(workspace).since == "its words or its look are others"


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        pytest.param("a.pdf=1 report.json=2", "a.pdf=1 report.json=2", None, id="the same"),
        pytest.param("a.pdf=1 report.json=2", "a.pdf=3 report.json=4", "its numbers or findings are others", id="data"),
        pytest.param("a.pdf=1 report.json=2", "a.pdf=3 report.json=2", "its words or its look are others", id="words"),
        pytest.param(
            "a.pdf=1 report.json=2",
            "a-zh.pdf=5 a.pdf=1 report.json=2",
            "it is there in other languages",
            id="languages",
        ),
        pytest.param("…", "report.json=2", "its numbers or findings are others", id="nothing that we wrote"),
    ],
)
def test_what_has_changed_since_is_said(then: str, now: str, said: str | None) -> None:
    assert review.since(then, now) == said


def test_drafts_are_something_to_look_at(workspace: Workspace) -> None:
    write_words(workspace, "---\ndraft: true\n---\nA quiet month.\n")
    assert any("commentary/2026-10.md" in doubt and "draft" in doubt for doubt in seen(workspace).doubts)


def test_a_review_without_a_name_is_none(workspace: Workspace) -> None:
    assert refused(workspace, by=" \n") == "--by is empty: say who has looked at the month, as in --by Mei."


def test_a_month_that_is_not_built_cannot_be_looked_at(workspace: Workspace) -> None:
    (workspace.client("teh").site / OCTOBER / "index.html").unlink()
    said = "teh 2026-10 is not built yet. Build it first: report-gen build teh --month 2026-10"
    assert refused(workspace) == said


def test_a_month_that_would_be_another_one_now_cannot_be_looked_at(workspace: Workspace) -> None:
    set_lines(workspace, "teh", targets="{save_rate: 9%}")
    assert "would be another one if it were built now" in refused(workspace)


def test_a_month_without_its_pdf_cannot_be_looked_at(workspace: Workspace) -> None:
    (workspace.client("teh").site / OCTOBER / "index.html").unlink()
    rebuild(workspace, "teh")
    assert "was built without its PDF" in refused(workspace)


def test_a_month_that_no_export_covers_is_none(workspace: Workspace) -> None:
    assert "2027-01" in refused(workspace, month="2027-01")


def test_an_earlier_months_review_is_not_this_ones(workspace: Workspace) -> None:
    sign(workspace, Request("teh", SEPTEMBER, "Ana"), NOW)
    assert seen(workspace).last is None
