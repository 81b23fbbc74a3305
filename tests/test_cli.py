"""The door: exit codes, what goes to stdout and to stderr, and that nothing heavy stands in its way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from report_gen import __version__, scaffold
from report_gen.cli import main
from report_gen.simulate import simulate_client
from report_gen.workspace import Client, Workspace

COMMANDS = [
    "access",
    "approve",
    "benchmark",
    "build",
    "check",
    "doctor",
    "explain",
    "export",
    "hosting",
    "import",
    "init",
    "new",
    "note",
    "preview",
    "publish",
    "review",
    "schema",
    "send",
    "simulate",
    "status",
]
HEAVY = {
    "altair",
    "babel",
    "jinja2",
    "mkdocs",
    "numpy",
    "pandas",
    "pydantic",
    "rich",
    "scipy",
    "vl_convert",
    "watchfiles",
    "weasyprint",
}


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def command(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs report-gen inside the workspace."""
    monkeypatch.chdir(workspace.root)

    def run(*words: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["report-gen", *words])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Answer(int(end.value.code or 0), printed.out, printed.err)

    return run


def test_help_lists_every_command(command: Command) -> None:
    answer = command("--help")
    listed = [line.split()[0] for line in answer.out.partition("Commands:")[2].splitlines() if line.strip()]
    assert (answer.code, sorted(listed)) == (0, COMMANDS)


def test_version_is_the_packages(command: Command) -> None:
    assert command("--version") == Answer(0, f"report-gen {__version__}\n", "")


def test_the_door_opens_without_heavy_libraries() -> None:
    script = f"import sys, report_gen.cli, report_gen.build; print(*sorted({HEAVY!r} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout == "\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["bild"], "No such command 'bild'", id="unknown command"),
        pytest.param(["build", "--fast"], "No such option: --fast", id="unknown option"),
        pytest.param(
            ["build", "a", "--month", "2026-13"], "“2026-13” is no month; write it as 2026-10.", id="no month"
        ),
        pytest.param(
            ["check", "a", "--month", "Oct"], "“Oct” is no month; write it as 2026-10.", id="no month to check"
        ),
        pytest.param(["build", "a", "--jobs", "0"], "greater than or equal to 1", id="no process"),
        pytest.param(["build", "a", "--engine", "hugo"], "'hugo' is not one of 'mkdocs', 'zensical'", id="no builder"),
        pytest.param(["build", "kopi-kaya", "--all"], "name clients or say --all, not both.", id="one and all"),
        pytest.param(["build"], "name a client or say --all. Clients: kopi-kaya.", id="no client named"),
        pytest.param(["schema", "site"], "'site'", id="unknown schema"),
        pytest.param(["new"], "Missing argument", id="nothing named"),
        pytest.param(["import", "kopi-kaya"], "Missing argument", id="no file to import"),
        pytest.param(
            ["import", "kopi-kaya", "a.csv", "--captured", "1/11/2026"],
            "“1/11/2026” is no day; write it as 2026-11-01.",
            id="no day",
        ),
    ],
)
def test_a_command_not_meant_so_exits_with_2(command: Command, client: Client, words: list[str], message: str) -> None:
    answer = command(*words)
    assert (answer.code, answer.out) == (2, "")
    assert message in " ".join(answer.err.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["new", "Kopi"], "“Kopi” can't be a client's folder name", id="slug with a capital"),
        pytest.param(["new", "../x"], "“../x” can't be a client's folder name", id="slug out of the workspace"),
        pytest.param(["new", "kopi-kaya"], "kopi-kaya is there already; its settings are in", id="client twice"),
        pytest.param(["init", "."], "is there already and not an empty folder. Name another one.", id="folder in use"),
        pytest.param(["build", "kopi-kay"], "There is no client “kopi-kay”", id="unknown client"),
        pytest.param(["build", "kopi-kaya"], "There is no note list", id="no exports"),
        pytest.param(["import", "kopi-kaya", "gone.csv"], "gone.csv can't be read (No such file", id="no such file"),
        pytest.param(["simulate", "UP"], "“UP” can't be a client's folder name", id="simulation out of bounds"),
    ],
)
def test_what_a_person_can_fix_exits_with_1_and_a_sentence(
    command: Command, client: Client, words: list[str], message: str
) -> None:
    answer = command(*words)
    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err
    assert "Traceback" not in answer.err


def test_outside_a_workspace_the_message_says_what_to_do(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    answer = command("build", "--all")
    assert answer.code == 1
    assert answer.err.startswith("No workspace here: neither")
    assert command("check", "--workspace", str(tmp_path / "agency")).err.startswith("There is no client in")


def test_a_fault_of_the_program_shows_its_traceback_and_asks_for_a_report(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaffold, "client_schema", lambda: 1 / 0)
    answer = command("schema", "client")
    assert answer.code == 1
    assert "ZeroDivisionError" in answer.err
    assert answer.err.endswith("This is a fault in report-gen. Please report it with the lines above.\n")


# -- each command


def test_schema_prints_json_and_nothing_else(command: Command) -> None:
    assert json.loads(command("schema", "client").out)["title"] == "ClientConfig"
    assert json.loads(command("schema", "report").out)["properties"]["schema"]["const"] == "report-gen/report@1"


def test_init_and_new_make_what_build_looks_for(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("init", str(tmp_path / "mine")).code == 0
    monkeypatch.chdir(tmp_path / "mine")
    assert command("new", "client-x").out == "made clients/client-x/client.yml\nmade clients/client.schema.json\n"
    assert Workspace.find(tmp_path / "mine" / "clients" / "client-x").slugs() == ["client-x"]


def test_simulate_fills_a_clients_folder_that_check_finds_covered(command: Command) -> None:
    simulated = command("simulate", "demo", "--months", "2", "--seed", "1")
    assert (simulated.code, simulated.err) == (0, "")
    assert "for 2026-09 to 2026-10" in simulated.out
    checked = command("check", "demo")
    assert checked.code == 0
    assert checked.out.splitlines()[1].startswith("  2026-10 can be built: not built yet.")


def test_check_looks_at_every_client_unless_told_and_fails_if_one_cannot_be_built(
    command: Command, client: Client
) -> None:
    simulate_client(client.workspace / "clients" / "demo", 1, 1, "2026-10")
    answer = command("check", "--json")
    assert answer.code == 1
    assert {one["slug"]: one["buildable"] for one in json.loads(answer.out)} == {"demo": True, "kopi-kaya": False}


def test_what_the_disk_refuses_is_a_sentence_and_no_fault_of_the_program(command: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder is needed")
    answer = command("init", str(tmp_path / "taken" / "agency"))
    assert answer.code == 1
    assert answer.err.startswith(f"{tmp_path / 'taken' / 'agency'} can't be written or read: Not a directory.")


def test_import_files_downloads_and_says_what_is_next(command: Command, client: Client, tmp_path: Path) -> None:
    (tmp_path / "clicks.csv").write_text("date,destination,clicks\n2026-10-01,menu,2\n2026-10-02,menu,3\n")
    (tmp_path / "list.csv").write_text(
        "note_id,title,publish_time,type,impressions,views,likes,comments,saves\n"
        "65e1234500000000000000ab,a,2026-10-03 09:00:12,normal,900,300,20,3,11\n"
    )
    words = (
        "import",
        "kopi-kaya",
        str(tmp_path / "clicks.csv"),
        str(tmp_path / "list.csv"),
        "--captured",
        "2026-11-01",
    )
    lines = (
        "clicks.csv: click table (date, destination, clicks), 2 rows, covers 2026-10-01 to 2026-10-02",
        "  filed: clients/kopi-kaya/exports/2026-10/clicks.csv",
        "list.csv: note list of the Creator Center (笔记列表明细表), 1 row, captured 2026-11-01",
        "  filed: clients/kopi-kaya/exports/2026-11-01/list.csv",
        "Next: report-gen check kopi-kaya",
        "",
    )
    assert command(*words) == Answer(0, "\n".join(lines), "")
    assert command(*words).out == "\n".join(lines).replace("filed", "is there already, not copied again")


def test_doctor_says_what_is_there(command: Command) -> None:
    answer = command("doctor")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "Ready to build.")


def test_one_client_that_fails_never_stops_the_others_and_is_told_last(command: Command, client: Client) -> None:
    """A real build of one month, beside a client without exports."""
    simulate_client(client.workspace / "clients" / "zest", 1, 1, "2026-10")
    answer = command("build", "kopi-kaya", "zest", "--no-pdf", "--jobs", "1")
    assert answer.code == 1
    assert answer.out == "zest: built 2026-10\n  site  site/zest/index.html\n"
    assert answer.err.partition("\nkopi-kaya: not built\n")[2].startswith("There is no note list")
    again = command("build", "zest", "--no-pdf")
    assert again == Answer(0, "zest: nothing has changed (1 month up to date): site/zest/index.html\n", "")
