"""What commands parse alike, and what they print alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from report_gen import __version__
from report_gen.errors import WorkspaceError
from report_gen.workspace import Engine, Workspace


def as_month(value: str | None) -> str | None:
    if value and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value):
        raise typer.BadParameter(f"“{value}” is no month; write it as 2026-10.")
    return value


def as_day(value: str | None) -> str | None:
    try:
        return value and dt.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"“{value}” is no day; write it as 2026-11-01.") from error


def tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"report-gen {__version__}")
        raise typer.Exit


Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The client's folder name under clients/.")]
Slugs = Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="Clients' folder names under clients/.")]
All = Annotated[bool, typer.Option("--all", help="Every client of the workspace.")]
MonthOption = Annotated[
    str | None, typer.Option("--month", metavar="2026-10", callback=as_month, help="Only this month.")
]
EngineOption = Annotated[
    Engine | None,
    typer.Option("--engine", help="What makes the pages; the one of mkdocs.yml unless given, else mkdocs."),
]
AsApproved = Annotated[
    bool,
    typer.Option(
        "--as-approved", help="Also where newer data would change what was approved, which its pages then tell."
    ),
]
Root = Annotated[
    Path, typer.Option("--workspace", metavar="DIR", help="The agency's folder; found upward unless given.")
]
Version = Annotated[bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Print the version.")]


def chosen(workspace: Workspace, slugs: Sequence[str] | None, everyone: bool) -> list[str]:
    """The clients that were asked for, each once."""
    if slugs and everyone:
        raise typer.BadParameter("name clients or say --all, not both.")
    if slugs:
        return list(dict.fromkeys(slugs))
    if not (known := workspace.slugs()):
        raise WorkspaceError(
            f"There is no client in {workspace.root / 'clients'} yet. Make one with: report-gen new client-x"
        )
    if not everyone:
        raise typer.BadParameter(f"name a client or say --all. Clients: {', '.join(known)}.")
    return known


def tell_problems(problems: Iterable[str]) -> None:
    for problem in dict.fromkeys(problems):
        typer.echo(problem, err=True)


def near(path: Path) -> Path:
    """The path as seen from here, where it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
