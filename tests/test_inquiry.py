"""`report-gen explain`: from a client's folder to the answer, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from pathlib import Path

import pytest

from report_gen import approval, config, inquiry, months, readers, scaffold
from report_gen.cli import main
from report_gen.errors import CoverageError, QuestionError
from report_gen.inquiry import Answer, Question
from report_gen.report import Report
from report_gen.simulate import simulate_client
from report_gen.wording import Wording
from report_gen.workspace import Workspace


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An agency with a client of three months."""
    root = tmp_path_factory.mktemp("agency") / "lantern"
    scaffold.new_workspace(root)
    workspace = Workspace(root)
    simulate_client(workspace.client_folder("demo"), 3, 5, "2026-10")
    return workspace


@pytest.fixture
def agency(simulated: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(simulated.root, tmp_path / "lantern")
    return Workspace(tmp_path / "lantern")


def reports(workspace: Workspace) -> tuple[Report, ...]:
    client = workspace.client("demo")
    settings = config.load(client)
    return months.reports(readers.read_exports(client, settings), settings, "demo")


def ask(workspace: Workspace, number: str, note: str | None = None, month: str = "2026-10") -> Answer:
    return inquiry.ask(workspace, Question("demo", month, number, note))


def test_the_answer_is_the_number_of_report_json(simulated: Workspace) -> None:
    report = reports(simulated)[-1]
    note = next(note for note in report.notes if note.activity["saves"])
    assert ask(simulated, "save_rate").trace.value == pytest.approx(report.value("save_rate"))
    assert ask(simulated, "saves", note.key).trace.value == note.activity["saves"]


def test_the_text_says_between_which_note_lists_the_month_lies(simulated: Workspace) -> None:
    assert inquiry.as_text(ask(simulated, "saves")).splitlines()[:3] == [
        "demo, 2026-10: opening note lists of 2026-10-01, closing ones of 2026-11-01. Files are below clients/demo/exports/.",
        "",
        f"headline.saves.value = {reports(simulated)[-1].value('saves'):,}",
    ]


def test_the_json_has_every_cell_with_its_place(simulated: Workspace) -> None:
    told = json.loads(inquiry.as_json(ask(simulated, "saves")))
    assert {
        "client",
        "month",
        "opening",
        "closing",
        "captured_on",
        "name",
        "value",
        "formula",
        "terms",
        "cells",
        "left_out",
    } <= {*told}
    assert sum(cell["sign"] * cell["value"] for cell in told["cells"]) == told["value"]
    assert {cell["column"] for cell in told["cells"]} == {"B (数值)"}
    assert len(told["cells"]) == 31


def test_a_month_that_is_not_covered_is_said_with_what_it_needs(simulated: Workspace) -> None:
    with pytest.raises(CoverageError, match="2026-12 can't be built: no note list was captured between"):
        ask(simulated, "saves", month="2026-12")


def test_an_unknown_number_is_said_with_the_nearest(simulated: Workspace) -> None:
    with pytest.raises(QuestionError, match=r"The nearest: .*save_rate"):
        ask(simulated, "safe_rate")


# -- approved months


def approve(workspace: Workspace, month: str, saves: int) -> None:
    """The month is approved with that many saves, whatever its exports say."""
    client = workspace.client("demo")
    report = next(report for report in reports(workspace) if report.month == month)
    headline = {**report.headline, "saves": report.headline["saves"].model_copy(update={"value": saves})}
    told = report.model_copy(update={"headline": headline}).to_json().encode()
    files = {**approval.kept(client, month), "report.json": told, f"demo-{month}.pdf": b"%PDF-1.7\n"}
    at = dt.datetime(2026, 11, 3, 9, 0, tzinfo=dt.UTC)
    approval.freeze(client, approval.signed(client, month, "Mei", at, files), files)


def test_an_approved_number_stands_and_what_would_change_it_is_said(agency: Workspace) -> None:
    now = reports(agency)[-1].value("saves")
    approve(agency, "2026-10", 12345)
    answer = ask(agency, "saves")
    assert answer.trace.value == 12345
    assert answer.trace.terms[0].value == now
    assert f"would make it {now:,}" in answer.trace.left_out[0](Wording())
    assert "The month was approved by Mei on 2026-11-03." in inquiry.as_text(answer)


def test_an_approved_number_that_still_holds_is_explained_as_any_other(agency: Workspace) -> None:
    approve(agency, "2026-10", 12345)
    answer = ask(agency, "comments")
    assert answer.trace.value == reports(agency)[-1].value("comments")
    assert answer.trace.cells


def test_the_month_after_is_held_against_the_approved_number(agency: Workspace) -> None:
    approve(agency, "2026-09", 1000)
    change = ask(agency, "saves.change").trace
    now = reports(agency)[-1].value("saves")
    assert now is not None
    assert change.value == pytest.approx((now - 1000) / 1000)
    assert [term.value for term in change.terms] == [now, 1000]


def test_an_approved_month_whose_exports_are_gone_keeps_its_numbers(agency: Workspace) -> None:
    approve(agency, "2026-09", 1000)
    for folder in ("2026-08", "2026-09"):
        shutil.rmtree(agency.client("demo").exports / folder, ignore_errors=True)
    answer = ask(agency, "saves", month="2026-09")
    assert answer.trace.value == 1000
    assert "nothing that it could be made of" in answer.trace.terms[0].formula


# -- the command


def run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["report-gen", "explain", *words])
    with pytest.raises(SystemExit) as end:
        main()
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


def test_the_command_prints_the_answer(
    simulated: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(simulated, monkeypatch, capsys, "demo", "2026-10", "saves", "--all")
    assert (code, err) == (0, "")
    assert out == inquiry.as_text(ask(simulated, "saves"), every=True) + "\n"


def test_the_command_prints_json_when_asked(
    simulated: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(simulated, monkeypatch, capsys, "demo", "2026-10", "saves", "--json")
    assert (code, json.loads(out)["month"]) == (0, "2026-10")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("demo", "Oct", "saves"), 2, "“Oct” is no month; write it as 2026-10."),
        (("demo", "2026-10"), 2, "Missing argument"),
        (("demo", "2026-10", "safes"), 1, "There is no “safes” in report.json of that month."),
        (("demo", "2026-10", "saves", "--note", "海南鸡饭"), 1, "No note of that month has “海南鸡饭”"),
        (("dem", "2026-10", "saves"), 1, "There is no client “dem”"),
    ],
)
def test_the_command_says_what_is_wrong(
    simulated: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    found, out, err = run(simulated, monkeypatch, capsys, *words)
    assert (found, out) == (code, "")
    assert message in " ".join(err.split())
