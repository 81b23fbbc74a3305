"""`send`, from the gate to the mailbox: what may not go is refused before any server is asked."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pikepdf
import pytest

from report_gen.delivery import records, rehearsal, send
from report_gen.delivery.dispatch import Request
from report_gen.delivery.records import Delivery, Publication
from report_gen.errors import ReportGenError
from report_gen.workspace import Workspace
from tests.delivery.agencies import NOW, OCTOBER, SEPTEMBER, set_lines
from tests.delivery.mailing.conftest import Outside
from tests.delivery.mailing.post_office import PASSWORD, USER, Certificate, Desk, open_office

MEI, BOSS, LEAD = "mei@kopikaya.example", "boss@kopikaya.example", "lead@lantern.example"
ADDRESS = "https://reports.lantern.example/kopi/2026-10/index.html"


class Closed:
    """A server that nobody should get to."""

    def hand_over(self, envelope: object) -> object:
        raise AssertionError(envelope)


def publish(workspace: Workspace, at: dt.datetime = NOW, to: str = "../published/kopi") -> None:
    entry = Publication(
        at=at, month=OCTOBER, months=(SEPTEMBER, OCTOBER), to=to, digest="0", sent=1, removed=0
    )  # fmt: skip
    records.add(workspace.client("kopi"), entry)


def refused(workspace: Workspace, outside: Outside, request: Request) -> str:
    with pytest.raises(ReportGenError) as caught:
        send.send(workspace, request, outside(Closed()))  # type: ignore[arg-type]
    assert records.read(workspace.client(request.slug), Delivery) == ()
    return str(caught.value)


def test_all_that_keeps_it_is_said_at_once(workspace: Workspace, outside: Outside) -> None:
    set_lines(workspace, "teh", recipients="[lim@elsewhere.example]")
    said = refused(workspace, outside, Request("teh"))
    assert "teh 2026-10 can't leave: it is not approved" in said
    assert "lim@elsewhere.example is not at tehtarik.example" in said


def test_a_link_must_lead_somewhere(workspace: Workspace, outside: Outside) -> None:
    request = Request("kopi")
    assert "2026-10 is not published yet, so the link would lead nowhere" in refused(workspace, outside, request)
    publish(workspace, NOW - dt.timedelta(days=1))
    assert "was approved anew since it was published" in refused(workspace, outside, request)
    publish(workspace, to="../published/old")
    assert "is not published yet" in refused(workspace, outside, request)
    set_lines(workspace, "kopi", publish="{to: ../published/kopi}")
    said = refused(workspace, outside, request)
    assert "doesn't say at which address readers find it" in said
    assert "add --no-link" in said


def test_a_published_month_goes_with_its_link(workspace: Workspace, outside: Outside) -> None:
    publish(workspace)
    desk = Desk()
    with open_office(desk) as server:
        assert send.send(workspace, Request("kopi", to=(BOSS,)), outside(server)).is_well
        assert send.send(workspace, Request("kopi"), outside(server)).is_well
    assert [message["To"] for message in desk.messages()] == [BOSS, MEI]
    part = desk.messages()[0].get_body(("html",))
    assert part is not None
    assert f'href="{ADDRESS}"' in part.get_content()


def test_two_runs_at_once_send_it_once(workspace: Workspace, outside: Outside) -> None:
    desk, done = Desk(slow=0.1), list[bool]()
    with open_office(desk) as server:
        request = Request("kopi", with_link=False)
        runs = [
            threading.Thread(target=lambda: done.append(send.send(workspace, request, outside(server)).is_well))
            for _ in range(2)
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
    assert (desk.counts, done) == ({MEI: 1, BOSS: 1}, [True, True])


def test_a_rehearsal_says_who_would_get_what_and_does_nothing(workspace: Workspace) -> None:
    publish(workspace)
    said = rehearsal.rehearse(workspace, Request("kopi"), NOW)
    pdf = (workspace.client("kopi").approved / OCTOBER / "kopi-2026-10.pdf").read_bytes()
    assert "kopi: Kopi & Kaya: October 2026 report; nothing has been sent" in said
    assert f"with kopi-2026-10.pdf, {len(pdf):,} bytes, SHA-256 " in said
    assert f"to {MEI}: would be sent" in said
    assert f"link {ADDRESS}" in said
    assert records.read(workspace.client("kopi"), Delivery) == ()


def test_files_for_another_program_count_as_nothing_sent(workspace: Workspace, tmp_path: Path) -> None:
    files = rehearsal.write(workspace, Request("kopi", with_link=False), tmp_path / "outbox").files
    assert [file.name for file in files] == [
        "kopi-2026-10-mei-kopikaya-example.eml", "kopi-2026-10-boss-kopikaya-example.eml"
    ]  # fmt: skip
    assert all(b"X-Unsent: 1\r\n" in file.read_bytes() for file in files)
    assert records.read(workspace.client("kopi"), Delivery) == ()


def test_a_password_is_on_the_pdfs_and_nowhere_else(workspace: Workspace, outside: Outside) -> None:
    desk, request = Desk(), Request("kopi", with_link=False, password=PASSWORD)
    with open_office(desk) as server:
        send.send(workspace, request, outside(server))
    assert PASSWORD not in repr(request)
    for message, (_, data) in zip(desk.messages(), desk.taken, strict=True):
        assert PASSWORD.encode() not in data
        for part in message.iter_attachments():
            with pytest.raises(pikepdf.PasswordError):
                pikepdf.open(io.BytesIO(part.get_content()))
    assert PASSWORD.encode() not in (workspace.client("kopi").delivery / "deliveries.jsonl").read_bytes()


def test_the_pdfs_can_stay(workspace: Workspace, outside: Outside) -> None:
    desk = Desk()
    with open_office(desk) as server:
        send.send(workspace, Request("kopi", to=(MEI,), with_link=False, with_pdf=False), outside(server))
    assert not list(desk.messages()[0].iter_attachments())


def test_a_draft_stays_within_the_agency_is_marked_and_counts_as_nothing(
    workspace: Workspace, outside: Outside
) -> None:
    desk, request = Desk(), Request("teh", draft=True, to=(LEAD,))
    with open_office(desk) as server:
        assert send.send(workspace, request, outside(server)).is_well
        assert send.send(workspace, request, outside(server)).is_well
    first, second = desk.messages()
    assert first["Subject"] == "[Draft] Teh Tarik House: October 2026 report"
    assert first["Message-ID"] != second["Message-ID"]
    (pdf,) = first.iter_attachments()
    with pikepdf.open(io.BytesIO(pdf.get_content())) as opened:
        assert all("/ReportStamp" in page.Resources.XObject for page in opened.pages)
    client = workspace.client("teh")
    assert pdf.get_content() != (client.site / OCTOBER / "teh-2026-10.pdf").read_bytes()
    assert all(one.draft for one in records.read(client, Delivery))
    assert records.delivered_months(client) == set()


def test_a_draft_goes_to_no_client(workspace: Workspace, outside: Outside) -> None:
    said = refused(workspace, outside, Request("teh", draft=True, to=("lim@tehtarik.example",)))
    assert "lim@tehtarik.example is not at lantern.example, and a draft goes nowhere else" in said
    said = refused(workspace, outside, Request("kopi", draft=True, to=(LEAD,)))
    assert "kopi 2026-10 is approved, so that it is no draft: leave --draft out" in said


# -- the command


def run(workspace: Workspace, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("REPORT_GEN_")}
    return subprocess.run(
        [sys.executable, "-m", "report_gen", "send", "kopi", *words, "--workspace", str(workspace.root)],
        env={**known, **environment}, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_command_sends_by_the_environments_server_and_fails_until_everybody_has_it(
    workspace: Workspace, safe: Certificate
) -> None:
    desk = Desk(["recipient 550"])
    with open_office(desk, "starttls", safe) as server:
        environment = {
            "REPORT_GEN_SMTP_HOST": "localhost", "REPORT_GEN_SMTP_PORT": str(server.port), "REPORT_GEN_SMTP_USER": USER,
            "REPORT_GEN_SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": str(safe.file),
        }  # fmt: skip
        first = run(workspace, "--no-link", **environment)
        second = run(workspace, "--no-link", **environment)
    assert (first.returncode, second.returncode) == (1, 0), first.stderr + second.stderr
    assert f"  {MEI}: not sent, the server refuses it: 550 4.2.0 not this one" in first.stdout
    assert f"  {BOSS}: sent, message id <" in first.stdout
    assert desk.counts == {MEI: 1, BOSS: 1}
    log = (workspace.client("kopi").delivery / "deliveries.jsonl").read_text("utf-8")
    assert PASSWORD not in "".join((first.stdout, first.stderr, second.stdout, second.stderr, log))


def test_without_a_server_the_command_names_all_that_is_missing(workspace: Workspace) -> None:
    done = run(workspace, "--no-link")
    assert done.returncode == 1
    assert "set REPORT_GEN_SMTP_HOST and REPORT_GEN_SMTP_USER and REPORT_GEN_SMTP_PASSWORD" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_locked_pdf_needs_a_password_from_somewhere(workspace: Workspace) -> None:
    done = run(workspace, "--encrypt")
    assert (done.returncode, "REPORT_GEN_PDF_PASSWORD" in done.stderr) == (1, True)
