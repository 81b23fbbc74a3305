"""The agency lead's checklist: how far each month has come, by whom, and what holds it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from pathlib import Path

import pytest

from report_gen.cli import main
from report_gen.columns import width
from report_gen.delivery import checklist, records
from report_gen.delivery.records import Delivery, HandOver, Publication, Review
from report_gen.delivery.review import Request, sign
from report_gen.delivery.standing import Mark, Sent
from report_gen.delivery.status import Row, status
from report_gen.errors import SettingsError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, rebuild, set_lines
from tests.delivery.test_gate import correct

LATER = NOW + dt.timedelta(hours=1)
TODAY = dt.date(2026, 11, 3)
MEI, BOSS = "mei@kopikaya.example", "boss@kopikaya.example"


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Workspace:
    """A copy of the agency without what nobody looks at who asks how far it is."""
    unread = shutil.ignore_patterns("assets", "data", "docs", "svg")
    shutil.copytree(finished, tmp_path / "agency", ignore=unread)
    return Workspace(tmp_path / "agency")


def rows(workspace: Workspace, at: dt.datetime = LATER, month: str | None = None) -> dict[str, Row]:
    return {row.slug: row for row in status(workspace, workspace.slugs(), at, month)}


def row(workspace: Workspace, slug: str = "kopi", at: dt.datetime = LATER, month: str | None = None) -> Row:
    (found,) = status(workspace, [slug], at, month)
    return found


def waits_for(workspace: Workspace, slug: str = "kopi") -> tuple[str, str, str]:
    found = row(workspace, slug)
    return found.stage, found.holds, found.next


def publish(workspace: Workspace, at: dt.datetime = LATER, draft: bool = False, month: str = OCTOBER) -> None:
    went = Publication(at=at, month=month, months=(month,), to="x", digest="", sent=1, removed=0, draft=draft)
    records.add(workspace.client("kopi"), went)


def send(workspace: Workspace, to: str, *states: str, at: dt.datetime = LATER, draft: bool = False) -> None:
    for state in states:
        one = Delivery(
            at=at,
            month=OCTOBER,
            recipient=to,
            message_id=f"<{to.casefold()}@x>",
            state=state,
            subject="",
            hashes={},
            draft=draft,
        )
        records.add(workspace.client("kopi"), one)


# -- a month, step by step


def test_a_built_month_waits_for_somebody_to_look_at_it(finished: Path) -> None:
    """Though the month before was approved since, which changed what the client's site is made from."""
    waits = waits_for(Workspace(finished), "teh")
    assert waits == ("review", "nobody has looked at it", "report-gen review teh --month 2026-10")


def test_a_month_that_was_looked_at_waits_for_approval(workspace: Workspace) -> None:
    sign(workspace, Request("teh", OCTOBER, "Ana"), NOW)
    assert row(workspace, "teh").reviewed == Mark(TODAY, "Ana")
    assert waits_for(workspace, "teh") == (
        "approve", "waits for approval", "report-gen approve teh --month 2026-10 --by NAME"
    )  # fmt: skip


def test_a_review_lapses_with_what_was_looked_at(workspace: Workspace) -> None:
    records.add(workspace.client("teh"), Review(at=NOW, month=OCTOBER, by="Ana", seen="report.json=0"))
    found = row(workspace, "teh")
    assert (found.reviewed, found.stage) == (None, "review")
    assert found.holds == "its numbers or findings are others since Ana looked at it on 2026-11-03"


def test_an_approved_month_waits_for_its_publication_then_for_the_mail(workspace: Workspace) -> None:
    assert row(workspace).approved == Mark(TODAY, "Mei")
    assert waits_for(workspace) == ("publish", "not published yet", "report-gen publish kopi --month 2026-10")
    publish(workspace)
    assert row(workspace).published == Mark(TODAY)
    assert waits_for(workspace) == ("send", "not sent yet", "report-gen send kopi --month 2026-10")


def test_of_several_recipients_those_who_lack_it_are_named(workspace: Workspace) -> None:
    publish(workspace)
    send(workspace, MEI.upper(), "begun", "sent")
    send(workspace, BOSS, "begun", "refused")
    found = row(workspace)
    assert found.sent == Sent(TODAY, got=(MEI,), lacking=(BOSS,))
    assert (found.stage, found.holds) == ("send", f"{BOSS} lacks it")


def test_what_everybody_has_waits_for_nothing(workspace: Workspace) -> None:
    publish(workspace)
    for recipient in (MEI, BOSS):
        send(workspace, recipient, "begun", "sent")
    assert waits_for(workspace) == ("done", "", "")


@pytest.mark.parametrize("states", [("begun",), ("begun", "unknown")], ids=["killed", "connection lost"])
def test_a_mail_of_which_nobody_knows_stands_out(workspace: Workspace, states: tuple[str, ...]) -> None:
    publish(workspace)
    send(workspace, MEI, *states)
    found = row(workspace)
    assert (found.stage, found.sent.unknown) == ("unknown", (MEI,))
    assert found.holds == f"nobody knows whether {MEI} got it"
    assert "0 of 2, 1 UNKNOWN" in checklist.as_text([found], TODAY, 100)


def test_drafts_are_no_deliveries(workspace: Workspace) -> None:
    publish(workspace, draft=True)
    send(workspace, MEI, "begun", "sent", draft=True)
    found = row(workspace)
    assert (found.stage, found.published, found.sent.got) == ("publish", None, ())


def test_a_month_that_the_latest_publication_left_out_is_not_published(workspace: Workspace) -> None:
    publish(workspace)
    publish(workspace, month=SEPTEMBER)
    assert row(workspace).published is None


def test_what_was_approved_anew_is_to_be_published_anew(workspace: Workspace) -> None:
    publish(workspace, at=NOW - dt.timedelta(days=1))
    found = row(workspace)
    assert (found.stage, found.holds) == ("publish", "approved anew after it was published")


def test_recipients_of_an_earlier_version_are_told_of(workspace: Workspace) -> None:
    publish(workspace)
    for recipient in (MEI, BOSS):
        send(workspace, recipient, "begun", "sent", at=NOW - dt.timedelta(days=1))
    assert waits_for(workspace) == (
        "done", "approved anew after it was sent", "report-gen send kopi --month 2026-10 --again"
    )  # fmt: skip


def test_a_site_that_nobody_may_open_is_not_published(workspace: Workspace) -> None:
    set_lines(workspace, "kopi", access=None)
    rebuild(workspace, "kopi")
    assert waits_for(workspace) == (
        "publish", "nobody may open the site yet: set access in clients/kopi/client.yml", ""
    )  # fmt: skip


def test_a_client_without_a_place_and_recipients_gets_a_file(workspace: Workspace) -> None:
    set_lines(workspace, "kopi", publish=None, recipients=None)
    rebuild(workspace, "kopi")
    found = row(workspace)
    assert (found.stage, found.next) == ("publish", "report-gen export kopi --month 2026-10")
    made = HandOver(at=LATER, month=OCTOBER, file="kopi-2026-10.zip", digest="", encrypted=False)
    records.add(workspace.client("kopi"), made)
    assert waits_for(workspace) == ("done", "", "")
    assert "3 Nov file" in checklist.as_text([row(workspace)], TODAY, 100)


def test_who_gets_no_mail_is_done_when_it_is_published(workspace: Workspace) -> None:
    set_lines(workspace, "kopi", recipients=None)
    rebuild(workspace, "kopi")
    publish(workspace)
    assert row(workspace).stage == "done"


def test_what_newer_data_would_change_is_approved_anew_first(workspace: Workspace) -> None:
    correct(workspace)
    rebuild(workspace, "kopi")
    found = row(workspace, month=SEPTEMBER)
    assert (found.stage, found.holds) == ("approve", "newer data would change what was approved")
    assert found.next == "report-gen approve kopi --month 2026-09 --by NAME --again"


# -- what a build would say


def test_exports_that_no_build_has_read_are_to_be_built(workspace: Workspace) -> None:
    (workspace.client("teh").exports / "more.csv").write_text("date,destination,clicks\n2026-10-02,menu,7\n")
    found = row(workspace, "teh")
    assert (found.stage, found.data, found.next) == ("build", "whole", "report-gen build teh")


def test_a_month_that_is_over_and_not_covered_has_no_data(finished: Path) -> None:
    found = row(Workspace(finished), at=dt.datetime(2026, 12, 5, tzinfo=dt.UTC))
    assert (found.month, found.data, found.stage) == ("2026-11", "missing", "data")
    assert (found.holds, found.next) == ("its exports don't cover 2026-11", "report-gen check kopi")


def test_with_new_exports_nobody_knows_yet_what_they_cover(workspace: Workspace) -> None:
    (workspace.client("kopi").exports / "more.csv").write_text("date,destination,clicks\n2026-11-02,menu,7\n")
    found = row(workspace, at=dt.datetime(2026, 12, 5, tzinfo=dt.UTC))
    assert (found.data, found.stage) == ("unread", "build")


def test_a_month_ends_where_the_client_is(finished: Path) -> None:
    """In Singapore December has begun while it is still November in UTC."""
    at = dt.datetime(2026, 11, 30, 17, 0, tzinfo=dt.UTC)
    assert row(Workspace(finished), at=at).month == "2026-11"


def test_a_month_that_the_exports_cover_before_it_is_over_is_the_clients_month(finished: Path) -> None:
    assert row(Workspace(finished), at=dt.datetime(2026, 10, 31, 12, 0, tzinfo=dt.UTC)).month == OCTOBER


def test_what_is_delivered_stays_so_when_next_months_exports_arrive(workspace: Workspace) -> None:
    publish(workspace)
    for recipient in (MEI, BOSS):
        send(workspace, recipient, "begun", "sent")
    (workspace.client("kopi").exports / "more.csv").write_text("date,destination,clicks\n2026-11-02,menu,7\n")
    assert row(workspace).stage == "done"


def test_status_computes_nothing_and_writes_nothing(finished: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in finished.rglob("*")}
    status(Workspace(finished), ["kopi", "teh"], LATER)
    assert {path: path.stat().st_mtime_ns for path in finished.rglob("*")} == before


# -- many clients


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        pytest.param("clients/kopi/client.yml", b"client: [", "client.yml", id="settings"),
        pytest.param("clients/kopi/delivery/deliveries.jsonl", b"{torn\n", "deliveries.jsonl, line 1", id="log"),
        pytest.param("clients/kopi/approved/2026-10/kopi-2026-10.pdf", b"%PDF", "is not what was", id="approval"),
        pytest.param("clients/kopi/approved/2026-10/manifest.json", b"{}", "is not what report-gen", id="manifest"),
        pytest.param("site/teh/2026-10/report.json", b"{}", "is not what a build wrote", id="site"),
    ],
)
def test_a_client_that_cannot_be_read_is_a_row_with_its_problem(
    workspace: Workspace, path: str, content: bytes, said: str
) -> None:
    file = workspace.root / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    first, other = status(workspace, workspace.slugs(), LATER)
    assert (first.stage, other.stage != "broken") == ("broken", True)
    assert said in first.holds
    assert first.next == f"report-gen check {first.slug}"


def test_a_mistake_in_the_agencys_settings_is_everybodys(workspace: Workspace) -> None:
    workspace.settings.write_text("plugins: [blog]\n")
    with pytest.raises(SettingsError, match="plugin “blog”"):
        rows(workspace)


def test_those_that_need_somebody_most_come_first(workspace: Workspace) -> None:
    shutil.copytree(workspace.client("kopi").folder, workspace.root / "clients" / "aaa")
    publish(workspace)
    send(workspace, MEI, "begun", "unknown")
    found = status(workspace, workspace.slugs(), LATER)
    assert [one.slug for one in found] == ["aaa", "kopi", "teh"]
    assert [one.stage for one in found] == ["broken", "unknown", "review"]  # a copied approval is another client's


ROWS = (
    Row("teh", "broken", "clients/teh/client.yml is empty.", "report-gen check teh"),
    Row(
        "a-client-with-a-name-as-long-as-names-get", "approve", "waits for approval",
        "report-gen approve a-client-with-a-name-as-long-as-names-get --month 2026-10 --by NAME", month=OCTOBER,
        data="whole", built=Mark(dt.date(2025, 12, 30)), reviewed=Mark(TODAY, "欧阳美玲 and her whole team"),
    ),
    Row("kopi", "done", month=OCTOBER, data="whole", built=Mark(TODAY), reviewed=Mark(TODAY, "Ana"),
        approved=Mark(TODAY, "Mei"), published=Mark(TODAY), sent=Sent(TODAY, (MEI, BOSS))),
    Row("milo", "done", month=OCTOBER),
)  # fmt: skip


@pytest.mark.parametrize("most", [80, 100, 200])
def test_the_table_fits_the_terminal(most: int) -> None:
    """But for a command, which is one line so that it can be copied."""
    text = checklist.as_text(ROWS, TODAY, most)
    assert [line for line in text.splitlines() if width(line) > most and "report-gen" not in line] == []
    assert "report-gen approve a-client-with-a-name-as-long-as-names-get --month 2026-10 --by NAME" in text


def test_the_summary_counts_what_waits() -> None:
    assert checklist.summary(ROWS) == "2 of 4 delivered, 1 can't be read, 1 waits for approval"


def test_a_day_of_another_year_has_its_year() -> None:
    text = checklist.as_text(ROWS, TODAY, 200)
    assert "2025-12-30" in text
    assert "3 Nov Ana" in text


KEYS = [
    "slug", "stage", "holds", "next", "name", "month", "data", "built", "reviewed", "approved", "published", "exported",
    "sent",
]  # fmt: skip


def test_programs_get_the_same_keys_for_every_client(workspace: Workspace) -> None:
    (workspace.client("teh").settings).write_text("client: [")
    found = json.loads(checklist.as_json(tuple(rows(workspace).values())))
    assert [list(one) for one in found] == [KEYS, KEYS]
    assert found[1]["approved"] == {"on": "2026-11-03", "by": "Mei"}
    assert found[1]["sent"] == {"on": None, "got": [], "lacking": [MEI, BOSS], "unknown": []}


@pytest.mark.parametrize(("text", "code"), [("", 0), ("client: [", 1)], ids=["all well", "one can't be read"])
def test_the_exit_code_says_whether_every_client_could_be_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, code: int
) -> None:
    if text:
        workspace.client("teh").settings.write_text(text)
    monkeypatch.setattr(sys, "argv", ["report-gen", "status", "--workspace", str(workspace.root)])
    with pytest.raises(SystemExit) as end:
        main()
    printed = capsys.readouterr()
    assert (end.value.code or 0, printed.err) == (code, "")
    assert "0 of 2 delivered" in printed.out
