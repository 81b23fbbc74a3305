"""`check` says what a client's folder holds and which months it covers, before anything is built."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report_gen import approval, build, config, months, readers
from report_gen.check import Check, Remark, as_json, as_text, check, check_all
from report_gen.check.looking import changed_value, way_out
from report_gen.jobs import Options
from report_gen.report import Report
from report_gen.simulate import simulate_client
from report_gen.workspace import Client, Workspace

TODAY = dt.date(2026, 11, 3)


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


@pytest.fixture
def copy(agency: Workspace, tmp_path: Path) -> Client:
    """The whole client once more, to be changed by a test."""
    shutil.copytree(agency.root / "clients" / "whole", tmp_path / "clients" / "kopi")
    shutil.copy(agency.root / "mkdocs.yml", tmp_path)
    return Workspace(tmp_path).client("kopi")


def look(client: Client, today: dt.date = TODAY, month: str | None = None) -> Check:
    return check(Workspace(client.workspace), client.slug, today, month)


def _note_lists_of(exports: Path, month: str) -> list[Path]:
    return sorted((exports / month).glob("笔记列表*"))


def told(found: Check, code: str) -> list[Remark]:
    return [remark for remark in found.remarks if remark.code == code]


# -- months


def test_a_covered_month_names_its_note_lists_and_lacks_nothing(agency: Workspace) -> None:
    found = check(agency, "whole", TODAY)
    assert found.buildable
    assert (found.month, found.as_of) == ("2026-10", TODAY)
    october = next(month for month in found.months if month.month == "2026-10")
    assert october.problem is None
    assert (october.days, october.rank_days, october.missing) == (31, 31, {})
    assert october.readings[-1].closing == dt.date(2026, 11, 1)


def test_files_are_counted_by_kind(agency: Workspace) -> None:
    files = check(agency, "whole", TODAY).files
    assert files["note_list"] == len(list((agency.root / "clients/whole/exports").rglob("笔记列表*")))
    assert {"account_trends", "clicks", "keyword_ranks", "note_list"} <= set(files)


def test_missing_days_are_named_by_metric(agency: Workspace) -> None:
    october = next(month for month in check(agency, "gaps", TODAY).months if month.month == "2026-10")
    assert set(october.missing) == {"likes", "comments", "saves", "shares"}
    assert {len(days) for days in october.missing.values()} == {31}
    assert october.rank_days == 0


def test_a_month_that_is_not_covered_says_what_would_do(agency: Workspace) -> None:
    found = check(agency, "whole", TODAY, "2026-12")
    assert not found.buildable
    assert found.problems[0].startswith("2026-12 can't be built: no note list was captured between")


def test_what_there_is_for_the_month_is_told_in_words(agency: Workspace) -> None:
    facts = check(agency, "whole", TODAY).facts
    assert facts["note lists"] == "2026-10-01 and 2026-11-01"
    assert facts["daily trends"] == "31 of 31 days"
    assert facts["search ranks"].endswith("looked for on 31 of 31 days")
    assert facts["words"] == "none"
    assert check(agency, "gaps", TODAY).facts["daily trends"] == "观看 31, 互动 0, 涨粉 31 of 31 days"


# -- what stands in the way


def test_what_reading_cannot_pass_is_told_and_nothing_else_is_needed(agency: Workspace) -> None:
    folder = agency.root / "clients" / "broken"
    (folder / "exports").mkdir(parents=True)
    (folder / "client.yml").write_text("client: x\nkewords: []\n")
    found = check(agency, "broken", TODAY)
    assert (found.buildable, found.months, len(found.problems)) == (False, (), 1)
    assert check(agency, "nobody", TODAY).problems[0].startswith("There is no client “nobody”")


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("mkdocs.yml", "site_name: [\n", "mkdocs.yml, line 2: this is not valid YAML"),
        (
            "clients/a/commentary/2026-10.md",
            "---\ndate: soon\n---\n",
            "line 2: date is “soon”; it must be a day as 2026-10-01.",
        ),
    ],
    ids=["agency", "commentary"],
)
def test_what_would_stop_the_build_later_is_told_now(workspace: Workspace, file: str, text: str, problem: str) -> None:
    simulate_client(workspace.root / "clients" / "a", 1, 1, "2026-10")
    (workspace.root / file).parent.mkdir(exist_ok=True)
    (workspace.root / file).write_text(text, encoding="utf-8")
    found = check(workspace, "a", TODAY)
    assert not found.buildable
    assert problem in found.problems[0]


def test_a_client_that_cannot_be_read_never_stops_the_others(copy: Client) -> None:
    workspace = Workspace(copy.workspace)
    (workspace.root / "clients" / "odd").mkdir()
    (workspace.root / "clients" / "odd" / "client.yml").write_text("client: Odd\n")
    (workspace.root / "clients" / "odd" / "exports").write_text("a file where a folder is needed")
    steps: list[tuple[str, int, int]] = []
    found = check_all(workspace, ["odd", "kopi"], TODAY, None, lambda slug, _, n, total: steps.append((slug, n, total)))
    assert [one.buildable for one in found] == [False, True]
    assert steps == [("odd", 0, 2), ("kopi", 1, 2)]


# -- late


def test_a_month_that_is_over_and_has_no_note_list_is_late(copy: Client) -> None:
    for file in _note_lists_of(copy.exports, "2026-10"):
        file.unlink()
    (line,) = told(look(copy), "month_late")
    assert line.message == "2026-10 is over, but no note list was captured between 2026-10-29 and 2026-11-04."
    assert line in look(copy).to_do
    assert told(look(copy, dt.date(2026, 10, 31)), "month_late") == []


@pytest.mark.parametrize(
    ("today", "advice"),
    [
        ("2026-11-01", "Export 笔记列表明细表 by 2026-11-04; the sooner, the closer to the month’s edge."),
        ("2026-11-04", "Export 笔记列表明细表 by 2026-11-04; the sooner, the closer to the month’s edge."),
        (
            "2026-11-16",
            "Look for a download of 笔记列表明细表 from those days. Without one export it today, and write "
            "capture_window_days: 15 in client.yml.",
        ),
        (
            "2026-11-17",
            "Look for a download of 笔记列表明细表 from those days. Without one the month can’t be built.",
        ),
    ],
    ids=["first day", "last day of the window", "a wider window would do", "too late for any window"],
)
def test_what_can_still_be_done_for_a_month_depends_on_the_day(today: str, advice: str) -> None:
    """Of October, with a window of three days."""
    assert way_out(dt.date(2026, 11, 4), 3, dt.date.fromisoformat(today)) == advice


def test_of_several_months_that_are_late_the_first_is_told(copy: Client) -> None:
    (line,) = told(look(copy, dt.date(2027, 2, 2)), "month_late")
    assert line.message.startswith("2026-11 is over, but no note list")
    assert line.message.endswith(" So are those up to 2027-01.")
    assert told(look(copy, dt.date(2026, 11, 30)), "month_late") == []


# -- missing


def test_a_month_without_anything_to_do_says_so(agency: Workspace) -> None:
    assert check(agency, "whole", TODAY).to_do == ()


def test_a_file_that_was_never_exported_is_worth_knowing_and_one_that_lacks_days_is_to_be_exported(
    agency: Workspace, copy: Client
) -> None:
    found = check(agency, "gaps", TODAY)
    (never,) = told(found, "trends_never")
    assert never.message == "近30日互动数据 was never exported: likes, comments, saves and shares of a day are unknown."
    assert never not in found.to_do
    next(copy.exports.glob("2026-10/近30日互动数据 (1).xlsx")).unlink()
    (missing,) = told(look(copy), "trends_missing")
    assert missing.message == (
        "近30日互动数据 lacks 16 days (2026-10-16 to 2026-10-31): likes, comments, saves and shares."
    )
    assert missing.advice == "Export it by 2026-11-15, as it reaches back 30 days, and put it into exports/."
    assert told(look(copy), "daily_missing") == []


def test_words_that_no_page_shows_are_named(copy: Client) -> None:
    copy.commentary.mkdir()
    (copy.commentary / "2026-10.md").write_text("# Overveiw\nGood.\n# Saves\nGood.", encoding="utf-8")
    (copy.commentary / "October.md").write_text("Good.", encoding="utf-8")
    assert [(q.file, q.row, q.message, q.advice) for q in told(look(copy), "words_unused")] == [
        (
            "../commentary/2026-10.md",
            1,
            "Words under “Overveiw” are not shown: there is no such page.",
            "Give the heading the name of a page. Did you mean overview?",
        ),
        (
            "../commentary/October.md",
            None,
            "It is of no month and not shown.",
            "Call it by the month, as 2026-10.md.",
        ),
    ]


def test_words_are_expected_of_those_who_have_written_before(copy: Client) -> None:
    (alone,) = told(look(copy), "words_missing")
    copy.commentary.mkdir()
    (copy.commentary / "2026-09.md").write_text("Good.", encoding="utf-8")
    (again,) = told(look(copy), "words_missing")
    assert (alone.severity, again.severity) == ("info", "warning")
    assert again.advice == "For a start: report-gen note kopi --month 2026-10"
    (copy.commentary / "2026-10.md").write_text("Good.", encoding="utf-8")
    assert told(look(copy), "words_missing") == []
    assert look(copy).facts["words"] == "commentary/2026-10.md"


def test_what_words_say_that_no_longer_holds_is_told_with_its_line(copy: Client) -> None:
    copy.commentary.mkdir()
    words = "---\nnumbers: {saves: 1}\nactions:\n- {finding: nobody, state: accepted, do: Call.}\n---\n\n1 save.\n"
    (copy.commentary / "2026-10.md").write_text(words, encoding="utf-8")
    (moved,), (unknown,) = told(look(copy), "words_numbers"), told(look(copy), "words_action")
    assert (moved.row, moved.severity) == (2, "warning")
    assert moved.message.startswith("A number has moved since these words were written: saves was 1 (line 7) and is ")
    assert (unknown.row, unknown.message) == (4, "No finding of 2026-10 is called “nobody”.")
    assert "commentary/2026-10.md, line 2" in as_text([look(copy)])


def test_what_is_odd_about_files_that_no_month_is_made_of_is_told(copy: Client) -> None:
    copy.note_tags.write_text("published_at,pillar\n2026-10-05 10:00:33,Kopi\n", encoding="utf-8")
    assert "tag_without_note" in {q.code for q in look(copy).quality}
    assert told(look(copy), "tag_without_note")


def add_keyword(settings: str) -> str:
    return settings.replace("keywords:\n", "keywords:\n  - {term: 咖啡豆}\n")


def add_pillar(settings: str) -> str:
    return settings.replace("pillars:\n", "pillars:\n  - {name: Recipes, match: [食谱]}\n")


def add_destination(settings: str) -> str:
    return settings + "\ndestinations:\n  bookings: {match: [/book]}\n"


@pytest.mark.parametrize(
    ("change", "code", "names"),
    [
        (add_keyword, "keyword_never", "咖啡豆"),
        (add_pillar, "pillar_empty", "Recipes"),
        (add_destination, "destination_never", "bookings"),
    ],
)
def test_what_the_settings_name_and_no_export_has_is_told(
    copy: Client, change: Callable[[str], str], code: str, names: str
) -> None:
    """Of settings reduced to what the test is about."""
    copy.settings.write_text(
        change("client: Kopi\nkeywords:\n  - {term: 新加坡咖啡}\npillars:\n  - {name: A, match: [咖]}\n")
    )
    (line,) = told(look(copy), code)
    assert names in line.message
    assert line.severity == "warning"
    assert line.advice


def test_what_is_odd_about_a_file_is_told_of_the_month_that_is_made_of_it(copy: Client) -> None:
    """Two click tables of September differ; each has clicks that count."""
    clicks = copy.exports / "2026-09" / "clicks-2026-09.csv"
    *rows, last = clicks.read_text("utf-8-sig").splitlines()
    (copy.exports / "2026-09" / "again.csv").write_text(
        "\n".join([*rows, f"{last}1", "2026-09-30,fair,5"]), encoding="utf-8"
    )
    assert told(look(copy, month="2026-09"), "clicks_overlap")
    assert told(look(copy), "clicks_overlap") == []


# -- the report


def report_of(client: Client) -> Report:
    settings = config.load(client)
    return months.reports(readers.read_exports(client, settings), settings, client.slug)[-1]


def approve(client: Client, report: Report) -> None:
    """As `report-gen approve` does, but for the drawing."""
    files = {
        "report.json": report.to_json().encode(),
        f"{client.slug}-{report.month}.pdf": b"%PDF",
        "client.yml": client.settings.read_bytes(),
    }
    at = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    approval.freeze(client, approval.signed(client, report.month, "Mei", at, files), files)


def test_a_report_is_not_built_built_or_built_from_something_else(copy: Client) -> None:
    assert look(copy).standing == "not built"
    build.build(Workspace(copy.workspace), [copy.slug], Options("2026-10", pdf=False), lambda *_: None)
    assert look(copy).standing == "built"
    words = copy.commentary / "2026-10.md"
    words.parent.mkdir(exist_ok=True)
    words.write_text("---\ndraft: true\n---\nNot yet.", encoding="utf-8")
    assert look(copy).standing == "built"
    words.write_text("A good month.", encoding="utf-8")
    assert look(copy).standing == "outdated"
    words.unlink()
    next(copy.exports.glob("2026-10/近30日互动数据 (1).xlsx")).unlink()
    assert look(copy).standing == "outdated"


def test_a_page_that_the_client_wants_but_the_month_has_no_data_for_is_told(copy: Client) -> None:
    for file in copy.exports.rglob("*rank*"):
        file.unlink()
    copy.settings.write_text(f"{copy.settings.read_text('utf-8')}\npages: [saves, search-rank]\n", encoding="utf-8")
    (line,) = told(look(copy), "page_empty")
    assert line.message == "pages in client.yml asks for search-rank, but 2026-10 has no data for that."


def test_an_approved_month_says_by_whom_and_what_newer_exports_would_change(copy: Client) -> None:
    report = report_of(copy)
    approve(copy, report)
    found = look(copy)
    assert (found.standing, found.approval, found.restatements) == ("approved", "approved by Mei on 2026-11-03", ())
    next(copy.exports.glob("2026-10/keyword-ranks*")).unlink()
    found = look(copy)
    visibility = next(r for r in found.restatements if r.number == "headline.search_visibility.value")
    assert visibility.was == pytest.approx(report.value("search_visibility"))
    assert visibility.would_be is None
    (said,) = told(found, "number_restated")  # one cause, one line
    assert said.message.startswith(
        f"2026-10, approved by Mei on 2026-11-03: search visibility was {visibility.was:.6g} and would be nothing; "
    )
    assert said.message.endswith(f"and {len(found.restatements) - 3} more numbers. {visibility.why}")
    assert "report-gen approve kopi --month 2026-10 --by NAME --again" in (said.advice or "")


@pytest.mark.parametrize(
    ("number", "value", "said"),
    [
        ("headline.save_rate.value", 0.01984, "1.98%"),
        ("notes.2026-10-07 10:00:00.adjusted_save_rate", 0.0134, "1.34%"),
        ("pillars.Kopi.share_of_saves", 0.25, "25.00%"),
        ("formats.image.interval.low", 0.016, "1.60%"),
        ("headline.search_visibility.value", 37.1861545878, "37.1862"),
        ("headline.saves.value", 2561, "2,561"),
        ("headline.saves.value", None, "nothing"),
    ],
)
def test_a_changed_number_is_written_as_the_report_writes_it(number: str, value: float | None, said: str) -> None:
    assert changed_value(number, value) == said


def test_what_every_whole_month_has_is_no_remark(copy: Client) -> None:
    """Totals rows left out, and the trends held against the notes: the report's data quality tells of them."""
    found = look(copy)
    assert {q.code for q in found.quality} >= {"totals_reconciled"}
    assert {remark.code for remark in found.remarks}.isdisjoint({"totals_reconciled", "rows_dropped"})


def test_an_approved_month_whose_exports_are_gone_stands(copy: Client) -> None:
    report = report_of(copy)
    approve(copy, report)
    for file in [*copy.exports.rglob("*.xlsx")]:
        file.unlink()
    found = look(copy)
    assert (found.buildable, found.month, found.standing) == (True, "2026-10", "approved")
    assert [r.number for r in found.restatements] == ["coverage"]


# -- for programs


def test_as_json_says_the_same_for_programs(agency: Workspace) -> None:
    (whole,) = json.loads(as_json([check(agency, "whole", TODAY)]))
    assert whole["buildable"] is True
    assert whole["months"][-2]["readings"][0]["closing"] == "2026-11-01"
    assert {"slug", "name", "problems", "month", "files", "months", "quality"} < set(whole)
    assert {"as_of", "facts", "remarks", "standing", "approval", "restatements"} < set(whole)


def test_the_json_of_a_gap_names_the_file_what_it_lacks_and_every_day(agency: Workspace) -> None:
    (found,) = json.loads(as_json([check(agency, "gaps", TODAY)]))
    october = next(month for month in found["months"] if month["month"] == "2026-10")
    trends, ranks = october["gaps"]
    assert (trends["kind"], trends["export"], trends["what"]) == (
        "trends", "近30日互动数据", ["likes", "comments", "saves", "shares"],
    )  # fmt: skip
    assert trends["days"] == [f"2026-10-{day:02d}" for day in range(1, 32)]
    assert (ranks["kind"], len(ranks["days"])) == ("ranks", 31)
