"""The door: each command parses its words, calls one function and prints what it returns.

Exit codes: 0 done; 1 the data, the settings or this machine are not as they must be; 2 the command was not meant so.
Anything that takes long to import is imported inside the command that needs it.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from report_gen.cli_delivery import delivery
from report_gen.cli_options import (
    All,
    EngineOption,
    MonthOption,
    Root,
    Slug,
    Slugs,
    Version,
    as_day,
    as_month,
    chosen,
    near,
    tell_problems,
)  # fmt: skip
from report_gen.errors import RefusedError, ReportGenError
from report_gen.workspace import Workspace

if TYPE_CHECKING:
    from report_gen.build import Outcome
    from report_gen.drafting import Noted
    from report_gen.intake import Filed
    from report_gen.sign_off import SignedOff
    from report_gen.workspace import Client

MOST_CHANGES = 12  # of a month approved anew that are shown one by one

app = typer.Typer(
    help="Monthly client reports for Xiaohongshu (小红书): exports in, a site and a PDF out. Saves first.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(delivery)


def main() -> None:
    """Runs the command that was asked for. Our own errors are sentences; anything else is a fault of the program."""
    try:
        app(prog_name="report-gen")
    except ReportGenError as error:
        tell_problems(error.problems)
        sys.exit(1)
    except Exception as error:
        if isinstance(error, OSError) and (refused := RefusedError.of(error)):
            tell_problems(refused.problems)
            sys.exit(1)
        traceback.print_exc()
        print("\nThis is a fault in report-gen. Please report it with the lines above.", file=sys.stderr)
        sys.exit(1)


# -- the commands


@app.callback()
def root(version: Version = False) -> None:
    """Options of the program itself."""


@app.command()
def build(
    slugs: Slugs = None,
    everyone: All = False,
    month: MonthOption = None,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="The site only.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Also a month that the exports cover in part.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes at once.")] = os.cpu_count() or 1,
    engine: EngineOption = None,
    workspace: Root = Path(),
) -> None:
    """Build the site and the PDF of each client: every covered month that has no up-to-date build."""
    from report_gen.build import build as build_clients
    from report_gen.jobs import Options
    from report_gen.progress import shown

    place = Workspace.find(workspace)
    wanted = chosen(place, slugs, everyone)
    with shown() as progress:
        outcomes = build_clients(place, wanted, Options(month, not no_pdf, partial, jobs, engine), progress)
    _tell_outcomes(outcomes)


@app.command()
def check(
    slugs: Slugs = None,
    everyone: All = False,
    month: MonthOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    workspace: Root = Path(),
) -> None:
    """Show what a client's folder holds: what is there, missing, late and odd, and what to do about it."""
    import datetime as dt

    from report_gen import check as checking
    from report_gen.progress import shown

    place = Workspace.find(workspace)
    wanted, today = chosen(place, slugs, everyone or not slugs), dt.datetime.now().astimezone().date()
    with shown() as progress:
        checks = checking.check_all(place, wanted, today, month, progress)
    typer.echo(checking.as_json(checks) if as_json else checking.as_text(checks))
    raise typer.Exit(0 if all(one.buildable for one in checks) else 1)


@app.command()
def approve(
    slug: Slug,
    month: Annotated[str, typer.Option("--month", metavar="2026-10", callback=as_month, help="The month to freeze.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves it.")],
    again: Annotated[
        bool, typer.Option("--again", help="In place of what was approved before, which is kept.")
    ] = False,
    workspace: Root = Path(),
) -> None:
    """Freeze a month as it stands in the site: its numbers and its PDF stay, whatever later exports say."""
    from report_gen import sign_off
    from report_gen.progress import shown

    place, now = Workspace.find(workspace), dt.datetime.now(dt.UTC)
    with shown() as progress:
        done = sign_off.approve(place, sign_off.Request(slug, month, by, again), now, progress)
    tell_approved(done)


@app.command()
def explain(
    slug: Slug,
    month: Annotated[str, typer.Argument(metavar="MONTH", callback=as_month, help="As 2026-10.")],
    number: Annotated[
        str, typer.Argument(metavar="METRIC", help="As save_rate, pillars.NAME.saves or any path in report.json.")
    ],
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="KEY", help="Of this note: its publish time, id or words of its title."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List every cell, however many there are.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    workspace: Root = Path(),
) -> None:
    """Say how a number was made: the formula, what went in, and the cells of the exports that it came from."""
    from report_gen import inquiry

    answer = inquiry.ask(Workspace.find(workspace), inquiry.Question(slug, month, number, note))
    typer.echo(inquiry.as_json(answer) if as_json else inquiry.as_text(answer, every))


@app.command()
def note(
    slug: Slug,
    month: MonthOption = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="zh", help="Of the client's languages; the first unless given.")
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Put today's numbers into the file that is there, and nothing else.")
    ] = False,
    workspace: Root = Path(),
) -> None:
    """Make a month's commentary file, with the findings as a start: a draft that no client sees."""
    from report_gen import drafting

    _tell_noted(slug, drafting.note(Workspace.find(workspace), drafting.Request(slug, month, language, renew)))


@app.command()
def preview(
    slug: Slug,
    month: MonthOption = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="8000 or the next that is free, unless given.")
    ] = None,
    engine: EngineOption = None,
    workspace: Root = Path(),
) -> None:
    """Show a month on this machine while you write: a saved file is seen in the browser at once. Ctrl-C ends it."""
    from report_gen import preview as previewing

    previewing.run(Workspace.find(workspace), previewing.Request(slug, month, port, engine), typer.echo)


@app.command()
def new(slug: Slug, workspace: Root = Path()) -> None:
    """Make the folder of a new client, with settings to fill in."""
    from report_gen import scaffold

    _tell_made(scaffold.new_client(Workspace.find(workspace), slug))


@app.command("import")
def take_in(
    slug: Slug,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports as downloaded.")],
    captured: Annotated[
        str | None,
        typer.Option(
            "--captured", metavar="2026-11-01", callback=as_day, help="The day of the export, where no file says."
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="NAME", help="Whose they are, of several accounts.")
    ] = None,
    workspace: Root = Path(),
) -> None:
    """File downloaded exports into a client's folder, each under its date: all of them, or none."""
    from report_gen import intake

    client = Workspace.find(workspace).client(slug)
    said = intake.Said(dt.date.fromisoformat(captured) if captured else None, account)
    for one in intake.take_in(client, files, said):
        _tell_filed(client, one)
    typer.echo(f"Next: report-gen check {slug}")


@app.command()
def simulate(
    slug: Slug,
    months: Annotated[int | None, typer.Option("--months", min=1, max=60, help="Whole months of history.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="The same seed gives the same files.")] = None,
    last_month: Annotated[str, typer.Option("--last-month", metavar="2026-10", callback=as_month)] = "2026-10",
    quirks: Annotated[bool, typer.Option("--quirks", help="With all that genuine exports put in the way.")] = False,
    workspace: Root = Path(),
) -> None:
    """Fill a client's folder with the exports of an invented account, for demos and training. The demo clients come out as
    they are in the repository."""
    from report_gen.simulate import demos, simulate_client

    usual_months, usual_seed = demos.COMMITTED.get(slug, (14, 7))
    folder = Workspace.find(workspace).client_folder(slug)
    made = simulate_client(folder, months or usual_months, usual_seed if seed is None else seed, last_month, quirks)
    typer.echo(f"{slug}: {made}")


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")]) -> None:
    """Make a workspace: an agency's folder for its clients."""
    from report_gen import scaffold

    _tell_made(scaffold.new_workspace(folder))


@app.command()
def benchmark(
    month: Annotated[
        str | None, typer.Option("--month", metavar="2026-10", callback=as_month, help="The last of its twelve months.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    workspace: Root = Path(),
) -> None:
    """Pool the rates of all clients' notes without a name, for reports to be held against: benchmarks.json."""
    from report_gen import pool as pooling
    from report_gen.progress import shown

    place = Workspace.find(workspace)
    chosen(place, None, everyone=True)
    with shown() as progress:
        made = pooling.make(place, month, progress)
    typer.echo(pooling.as_json(made.pool) if as_json else pooling.as_text(made.pool))
    for slug, error in made.failures.items():
        typer.echo(f"\n{slug}: not in the pool", err=True)
        tell_problems(error.problems)
    raise typer.Exit(1 if made.failures or not made.pool else 0)


@app.command()
def schema(of: Annotated[Literal["client", "report"], typer.Argument(metavar="client|report")]) -> None:
    """Print the JSON Schema of client.yml or of report.json."""
    from report_gen import scaffold

    typer.echo(scaffold.client_schema() if of == "client" else scaffold.report_schema(), nl=False)


@app.command()
def doctor() -> None:
    """Say whether this machine has all that a build needs, and what to install where it hasn't."""
    from report_gen import doctor as examining

    needs = examining.examine()
    typer.echo(examining.as_text(needs))
    raise typer.Exit(1 if any(need.fails for need in needs) else 0)


# -- what is printed


def _tell_outcomes(outcomes: Iterable[Outcome]) -> None:
    """What was built on stdout; what failed last, on stderr."""
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in outcomes:
        _tell_built(outcome)
    for outcome in failed:
        typer.echo(f"\n{outcome.slug}: {'in part' if outcome.months_built else 'not'} built", err=True)
        tell_problems(outcome.error.problems if outcome.error else ())
    raise typer.Exit(1 if failed else 0)


def _tell_built(outcome: Outcome) -> None:
    for note in outcome.notes:
        typer.echo(f"{outcome.slug}: {note}")
    if outcome.months_built:
        typer.echo(f"{outcome.slug}: built {', '.join(outcome.months_built)}{_unchanged(outcome)}")
        typer.echo(f"  site  {near(outcome.site / 'index.html')}")
        for pdf in outcome.latest_pdfs:
            typer.echo(f"  PDF   {near(pdf)}")
    elif not outcome.error:
        typer.echo(f"{outcome.slug}: nothing has changed{_unchanged(outcome)}: {near(outcome.site / 'index.html')}")


def _unchanged(outcome: Outcome) -> str:
    n = len(outcome.unchanged)
    return f" ({n} {'month' if n == 1 else 'months'} up to date)" if n else ""


def tell_approved(done: SignedOff) -> None:
    manifest = done.manifest
    typer.echo(f"{manifest.client}: {manifest.month} {manifest.told}, kept in {near(done.folder)}")
    for name in sorted(name for name in manifest.files if name.endswith(".pdf")):
        typer.echo(f"  PDF   {name}")
    if manifest.trail:
        typer.echo(
            f"  in place of what was {manifest.trail[-1].told}, kept below it in superseded/{len(manifest.trail)}"
        )
    for one in done.changes[:MOST_CHANGES]:
        typer.echo(f"  {one.number}: {one.would_be}, was {one.was}. {one.why}")
    if more := len(done.changes[MOST_CHANGES:]):
        typer.echo(f"  … and {more} more {'number' if more == 1 else 'numbers'}")
    for note in done.notes:
        typer.echo(f"  {note}")


def _tell_noted(slug: str, done: Noted) -> None:
    typer.echo(f"{slug}: {'made' if done.is_new else 'renewed'} {near(done.file)}")
    for number, then, now in done.moved:
        typer.echo(f"  {number} was {then} and is {now}")
    if done.is_new:
        typer.echo(f"Next: report-gen preview {slug} --month {done.month}")
    elif not done.moved:
        typer.echo("  no number that it had has moved")


def _tell_filed(client: Client, one: Filed) -> None:
    rows = f"{one.rows:,} {'row' if one.rows == 1 else 'rows'}"
    place = near(client.exports / one.file.name)
    typer.echo(f"{one.path.name}: {' and '.join(one.labels)}, {rows}, {one.when}")
    typer.echo(f"  {'is there already, not copied again' if one.known else 'filed'}: {place}")


def _tell_made(made: Iterable[Path]) -> None:
    for path in made:
        typer.echo(f"made {near(path)}")
