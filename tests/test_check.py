"""`check` says what a client's folder holds and which months it covers, before anything is built."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from report_gen.check import Check, MonthCheck, Reading, as_json, as_text, check
from report_gen.simulate import simulate_client
from report_gen.tables import Quality
from report_gen.workspace import Workspace


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two clients with two months of exports: one whole, one with gaps."""
    root = tmp_path_factory.mktemp("agency")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    for slug in ("whole", "gaps"):
        simulate_client(root / "clients" / slug, 2, 1, "2026-10")
    exports = root / "clients" / "gaps" / "exports"
    for unwanted in [*exports.rglob("近30日互动数据*"), *exports.rglob("*rank*"), *_note_lists_of(exports, "2026-09")]:
        unwanted.unlink()
    return Workspace(root)


def _note_lists_of(exports: Path, month: str) -> list[Path]:
    return sorted((exports / month).glob("笔记列表*"))


def test_a_covered_month_names_its_note_lists_and_lacks_nothing(agency: Workspace) -> None:
    found = check(agency, "whole")
    assert found.buildable
    assert found.month == "2026-10"
    october = next(month for month in found.months if month.month == "2026-10")
    assert october.problem is None
    assert (october.days, october.rank_days, october.missing) == (31, 31, {})
    assert october.readings[-1].closing == dt.date(2026, 11, 1)


def test_files_are_counted_by_kind(agency: Workspace) -> None:
    files = check(agency, "whole").files
    assert files["note_list"] == len(list((agency.root / "clients/whole/exports").rglob("笔记列表*")))
    assert set(files) == {"account_trends", "clicks", "keyword_ranks", "note_list"}


def test_missing_days_are_named_by_metric(agency: Workspace) -> None:
    october = next(month for month in check(agency, "gaps").months if month.month == "2026-10")
    assert set(october.missing) == {"likes", "comments", "saves", "shares"}
    assert {len(days) for days in october.missing.values()} == {31}
    assert october.rank_days == 0


def test_a_month_that_is_not_covered_says_what_would_do(agency: Workspace) -> None:
    found = check(agency, "whole", "2026-12")
    assert not found.buildable
    assert found.problems[0].startswith("2026-12 can't be built: no note list was captured between")


def test_what_reading_cannot_pass_is_told_and_nothing_else_is_needed(agency: Workspace) -> None:
    folder = agency.root / "clients" / "broken"
    (folder / "exports").mkdir(parents=True)
    (folder / "client.yml").write_text("client: x\nkewords: []\n")
    found = check(agency, "broken")
    assert (found.buildable, found.months, len(found.problems)) == (False, (), 1)
    assert check(agency, "nobody").problems[0].startswith("There is no client “nobody”")


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("mkdocs.yml", "site_name: [\n", "mkdocs.yml, line 2: this is not valid YAML"),
        ("clients/a/commentary/2026-10.md", "---\ndate: soon\n---\n", "date is “soon”; write it as 2026-11-03."),
    ],
    ids=["agency", "commentary"],
)
def test_what_would_stop_the_build_later_is_told_now(workspace: Workspace, file: str, text: str, problem: str) -> None:
    simulate_client(workspace.root / "clients" / "a", 1, 1, "2026-10")
    (workspace.root / file).parent.mkdir(exist_ok=True)
    (workspace.root / file).write_text(text, encoding="utf-8")
    found = check(workspace, "a")
    assert not found.buildable
    assert problem in found.problems[0]


def test_as_text_has_a_line_for_each_month_and_ends_with_the_verdict() -> None:
    readings = (Reading("sg", None, dt.date(2026, 10, 1)), Reading("cn", dt.date(2026, 9, 2), dt.date(2026, 10, 1)))
    some = MonthCheck("2026-09", None, readings, 30, {"saves": (dt.date(2026, 9, 30),)}, 12)
    found = Check("a", (), "A", "2026-09", {"clicks": 2}, (some, MonthCheck("2026-10", "no")))
    assert [" ".join(line.split()) for line in as_text(found).splitlines()] == [
        "a A",
        "2 × click table (date, destination, clicks)",
        "month note lists of days without trends ranks read",
        "2026-09 sg (none before) and 2026-10-01; cn 2026-09-02 and 2026-10-01 saves 1 12 of 30 days",
        "2026-10 not covered",
        "2026-09 can be built.",
    ]


def test_as_json_says_the_same_for_programs(agency: Workspace) -> None:
    (whole,) = json.loads(as_json([check(agency, "whole")]))
    assert whole["buildable"] is True
    assert whole["months"][-2]["readings"][0]["closing"] == "2026-11-01"
    assert {"slug", "name", "problems", "month", "files", "months", "quality"} < set(whole)


def test_a_month_that_is_not_covered_shows_the_days_on_which_a_note_list_would_do(agency: Workspace) -> None:
    assert "2026-11  not covered: needs one of 2026-11-28 to 2026-12-04" in as_text(check(agency, "whole"))


def test_many_remarks_of_one_kind_are_cut_to_the_first() -> None:
    gone = tuple(Quality(code="note_gone", severity="warning", message=f"note {n} is gone.") for n in range(1, 9))
    lines = as_text(Check("x", (), month="2026-10", quality=gone)).splitlines()
    assert lines[5:] == [
        "  warning  note 5 is gone.",
        "  warning  … and 3 more of this kind (note_gone).",
        "  2026-10 can be built.",
    ]


def test_many_months_without_note_lists_are_one_line() -> None:
    gap = tuple(MonthCheck(f"2026-0{n}", "nothing") for n in range(1, 8))
    text = as_text(Check("x", ("no",), months=(MonthCheck("2025-12"), *gap, MonthCheck("2026-08"))))
    assert "2026-01  not covered\n  …        6 more that are not covered, up to 2026-07\n  2026-08" in text


def test_words_that_no_page_shows_are_named(agency: Workspace) -> None:
    folder = agency.root / "clients" / "whole" / "commentary"
    folder.mkdir()
    (folder / "2026-10.md").write_text("# Overveiw\nGood.\n# Saves\nGood.", encoding="utf-8")
    (folder / "October.md").write_text("Good.", encoding="utf-8")
    assert [(q.file, q.message) for q in check(agency, "whole").quality if q.code == "words_unused"] == [
        (
            "../commentary/2026-10.md",
            "Words under “overveiw” are not shown: there is no such page. Did you mean overview?",
        ),
        ("../commentary/October.md", "October.md is of no month and not shown. Call it by the month, as 2026-10.md."),
    ]


def test_what_is_odd_about_files_that_no_month_is_made_of_is_told(agency: Workspace) -> None:
    tags = agency.root / "clients" / "whole" / "notes.csv"
    tags.write_text("published_at,pillar\n2026-10-05 10:00:33,Kopi\n", encoding="utf-8")
    assert "tag_without_note" in {q.code for q in check(agency, "whole").quality}
