"""The month's routine through the command line, from an empty folder to the second month that a client has; and the examples
of what runs by itself."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, Envelope, Session

from report_gen.cli import main
from tests.delivery.doors import free_port

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SEPTEMBER, OCTOBER = "2026-09", "2026-10"
AGENCY = """\
site_name: Client reports
extra:
  agency: {name: Lantern, contact: reports@lantern.example, domain: lantern.example, sender: reports@lantern.example}
"""
SETTINGS = """\
client: Kopi & Kaya
recipients: [mei@kopikaya.example, boss@kopikaya.example]
recipient_domains: [kopikaya.example]
publish: {to: ../published/kopi, url: "https://reports.lantern.example/kopi/"}
access: {users: [mei]}
"""


class Post(Sink):
    """A mail server, and what it took."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(cast(bytes, envelope.content), policy=default)
        self.taken += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 taken"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A mail server on this machine, named in the environment."""
    handler, port = Post(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none"}.items():
        monkeypatch.setenv(f"REPORT_GEN_SMTP_{name}", value)
    try:
        yield handler
    finally:
        controller.stop()


@dataclass(frozen=True)
class Desk:
    """Where somebody of the agency types commands."""

    root: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        self.patch.setattr(sys, "argv", ["report-gen", *words])
        with pytest.raises(SystemExit) as end:
            main()
        printed = self.capture.readouterr()
        return int(end.value.code or 0), printed.out + printed.err

    def does(self, *words: str) -> str:
        code, printed = self.run(*words)
        assert code == 0, printed
        return printed

    def refuses(self, *words: str) -> str:
        code, printed = self.run(*words)
        assert code == 1, printed
        assert "Traceback" not in printed
        return printed

    def stage(self, month: str) -> str:
        (row,) = json.loads(self.does("status", "--month", month, "--json"))
        return str(row["stage"])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An agency made by `init`, with a client made by `new`, whose October is still in the downloads."""
    monkeypatch.chdir(tmp_path)
    found = Desk(tmp_path / "agency", monkeypatch, capsys)
    found.does("init", "agency")
    monkeypatch.chdir(found.root)
    found.does("new", "kopi")
    found.does("simulate", "kopi", "--months", "2", "--seed", "3")
    (found.root / "mkdocs.yml").write_text(AGENCY, encoding="utf-8")
    (found.root / "clients" / "kopi" / "client.yml").write_text(SETTINGS, encoding="utf-8")
    shutil.move(found.root / "clients" / "kopi" / "exports" / OCTOBER, tmp_path / "downloads")
    return found


# -- by hand


def test_two_months_go_from_exports_to_the_client(desk: Desk, post: Post) -> None:
    """Each step is refused before its turn, and nothing leaves before a person has approved it."""
    published = desk.root.parent / "published" / "kopi"
    assert "not built or approved" in desk.refuses("publish", "kopi")
    assert "is not built yet" in desk.refuses("review", "kopi", "--month", SEPTEMBER, "--by", "Ana")
    assert "is not built yet" in desk.refuses("approve", "kopi", "--month", SEPTEMBER, "--by", "Mei")
    assert desk.stage(SEPTEMBER) == "build"
    assert f"{SEPTEMBER} can be built" in desk.does("check", "kopi")
    desk.does("build", "--all", "--jobs", "1")
    for command in ("publish", "send"):
        assert "it is not approved" in desk.refuses(command, "kopi")
    assert not published.exists()
    assert desk.stage(SEPTEMBER) == "review"
    desk.does("review", "kopi", "--month", SEPTEMBER, "--by", "Ana")
    assert desk.stage(SEPTEMBER) == "approve"
    desk.does("approve", "kopi", "--month", SEPTEMBER, "--by", "Mei")
    hand_over(desk, post, SEPTEMBER)

    desk.does("import", "kopi", *map(str, sorted((desk.root.parent / "downloads").iterdir())))
    assert desk.stage(SEPTEMBER) == "done"
    assert desk.stage(OCTOBER) == "build"
    desk.does("build", "--all", "--jobs", "1")
    assert "it is not approved" in desk.refuses("publish", "kopi")
    assert not (published / OCTOBER).exists()
    desk.does("approve", "kopi", "--month", OCTOBER, "--by", "Mei")
    hand_over(desk, post, OCTOBER)
    assert desk.stage(SEPTEMBER) == "done"
    assert [to for to, _ in post.taken] == ["mei@kopikaya.example", "boss@kopikaya.example"] * 2


def hand_over(desk: Desk, post: Post, month: str) -> None:
    """Published, then sent: each once, however often it is asked for."""
    published, before = desk.root.parent / "published" / "kopi", len(post.taken)
    assert desk.stage(month) == "publish"
    assert "nothing has been changed" in desk.does("publish", "kopi", "--dry-run")
    assert not (published / month).exists()
    desk.does("publish", "kopi")
    assert (published / month / "index.html").is_file()
    assert "0 files sent" in desk.does("publish", "kopi")
    assert desk.stage(month) == "send"
    desk.does("send", "kopi", "--dry-run")
    assert len(post.taken) == before
    desk.does("send", "kopi")
    assert desk.stage(month) == "done"
    assert [to for to, _ in post.taken[before:]] == ["mei@kopikaya.example", "boss@kopikaya.example"]
    for _, message in post.taken[before:]:
        assert [part.get_filename() for part in message.iter_attachments()] == [f"kopi-{month}.pdf"]
    desk.run("send", "kopi")
    assert len(post.taken) == before + 2


# -- what runs by itself


def jobs() -> dict[str, dict[str, Any]]:
    workflow = yaml.safe_load((EXAMPLES / "ci.yml").read_text("utf-8"))
    assert set(workflow) == {"name", True, "permissions", "defaults", "jobs"}  # YAML 1.1 reads `on` as true
    return dict(workflow["jobs"])


def started(job: dict[str, Any]) -> set[str]:
    """The commands that a job runs."""
    return set(re.findall(r"report-gen ([a-z]+)", "\n".join(step.get("run", "") for step in job["steps"])))


def test_the_workflow_builds_by_itself_and_delivers_only_where_a_person_lets_it() -> None:
    found = jobs()
    assert {name: started(job) for name, job in found.items()} == {
        "build": {"check", "build", "status"},
        "reviews": {"status", "review"},
        "deliver": {"build", "publish", "send"},
    }
    assert found["deliver"]["environment"] == "clients"
    assert found["deliver"]["concurrency"] == {"group": "deliveries", "cancel-in-progress": False}
    assert "github.event_name == 'workflow_dispatch'" in found["deliver"]["if"]


def test_what_runs_for_every_pull_request_may_change_nothing() -> None:
    workflow = yaml.safe_load((EXAMPLES / "ci.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" not in job] == ["build"]
    assert workflow["jobs"]["reviews"]["if"].endswith("&& github.event_name == 'schedule'")


def test_no_machine_approves_and_none_says_that_it_has_looked() -> None:
    for example in EXAMPLES.iterdir():
        commands = re.sub(r"^\s*#.*", "", example.read_text("utf-8"), flags=re.MULTILINE)
        assert "report-gen approve" not in commands
        assert "--by" not in commands


def test_passwords_are_known_only_where_something_is_delivered() -> None:
    *others, deliver = map(yaml.safe_dump, jobs().values())
    assert [job for job in others if "secrets." in job] == []
    assert set(re.findall(r"(\w+): \$\{\{ secrets\.(\w+) \}\}", deliver)) == {
        (name, name)
        for name in (
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "REPORT_GEN_SMTP_USER", "REPORT_GEN_SMTP_PASSWORD",
        )
    }  # fmt: skip


def test_what_a_person_types_never_becomes_part_of_a_script() -> None:
    """`${{ … }}` is put into a script before the shell reads it: inputs come as variables only."""
    scripts = [step["run"] for job in jobs().values() for step in job["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


def test_deliveries_are_put_on_record_whatever_happened() -> None:
    *_, last = jobs()["deliver"]["steps"]
    assert last["if"] == "always()"
    assert "git add clients/*/delivery" in last["run"]


def test_cron_neither_approves_nor_delivers() -> None:
    lines = (EXAMPLES / "crontab").read_text("utf-8").splitlines()
    entries = [line for line in lines if re.match(r"[\d*]", line)]
    assert {name for entry in entries for name in re.findall(r"report-gen ([a-z]+)", entry)} == {
        "build", "check", "status"
    }  # fmt: skip
    fields = re.compile(r"(?:[\d*,-]+ +){5}\S")
    assert [entry for entry in entries if not fields.match(entry) or re.search(r"(?<!\\)%", entry)] == []
