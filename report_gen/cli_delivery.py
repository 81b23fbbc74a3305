"""The commands that bring a finished month to the client; each parses its words, calls one function and prints what it returns.

Anything that takes long to import is imported inside the command that needs it.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from report_gen.cli_options import (
    All,
    AsApproved,
    MonthOption,
    Root,
    Slug,
    Slugs,
    as_month,
    chosen,
    near,
    tell_problems,
)
from report_gen.workspace import Workspace

if TYPE_CHECKING:
    from report_gen.delivery.access import Doorway
    from report_gen.delivery.dispatch import Request
    from report_gen.delivery.export import Exported
    from report_gen.delivery.hosting import Hosting
    from report_gen.delivery.rehearsal import Written
    from report_gen.delivery.review import Sight
    from report_gen.delivery.send import Sent

ExportedMonth = Annotated[
    str | None,
    typer.Option("--month", metavar="2026-10", callback=as_month, help="The month; the newest whole one unless given."),
]
WIDTH = 110  # columns where no terminal says how wide it is

delivery = typer.Typer()


@delivery.command()
def review(
    slug: Slug,
    month: Annotated[str, typer.Option("--month", metavar="2026-10", callback=as_month, help="The month to look at.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who has looked at it.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What there is to say of it.")] = "",
    workspace: Root = Path(),
) -> None:
    """Show what there is to look at before a month is approved; with --by: put on record that somebody has."""
    from report_gen.delivery import review as reviewing

    place, now = Workspace.find(workspace), dt.datetime.now(dt.UTC)
    if by is None:
        _tell_sight(reviewing.look(place, slug, month))
        return
    done = reviewing.sign(place, reviewing.Request(slug, month, by, note), now)
    typer.echo(f"{slug}: {month} reviewed by {done.by}")
    typer.echo(f"Next: report-gen approve {slug} --month {month} --by NAME")


@delivery.command()
def status(
    slugs: Slugs = None,
    everyone: All = False,
    month: MonthOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    workspace: Root = Path(),
) -> None:
    """Show how far each client's month has come: built, reviewed, approved, published, sent, and what holds it. Every client
    unless named; exits with 1 only where one can't be read."""
    from report_gen.delivery import checklist
    from report_gen.delivery.status import status as status_of

    place, now = Workspace.find(workspace), dt.datetime.now().astimezone()
    rows = status_of(place, chosen(place, slugs, everyone or not slugs), now, month)
    width = shutil.get_terminal_size((WIDTH, 1)).columns
    typer.echo(checklist.as_json(rows) if as_json else checklist.as_text(rows, now.date(), width))
    raise typer.Exit(1 if any(row.stage == "broken" for row in rows) else 0)


@delivery.command()
def publish(
    slug: Slug,
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            metavar="2026-10",
            callback=as_month,
            help="One that must be among them; the newest unless given.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and change nothing.")] = False,
    as_approved: AsApproved = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="Take over a place where other files lie; they stay.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file there, and send again what is not as it was sent.")
    ] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="A month that is not approved, marked on every page, to extra.agency.drafts."),
    ] = False,
    workspace: Root = Path(),
) -> None:
    """Bring a client's approved months to where its readers find them: what is new or has changed, and no other month."""
    from report_gen.delivery import publish as publishing
    from report_gen.progress import shown

    request = publishing.Request(slug, month, as_approved, dry_run, adopt, verify, draft)
    with shown() as progress:
        done = publishing.publish(Workspace.find(workspace), request, dt.datetime.now(dt.UTC), os.environ, progress)
    typer.echo(publishing.as_text(done))


@delivery.command()
def send(
    slug: Slug,
    month: MonthOption = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="Only to this recipient; of a draft: to whom.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would get what, and send nothing.")] = False,
    eml: Annotated[
        Path | None,
        typer.Option("--eml", metavar="DIR", help="Write messages for your own mail program; send nothing."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also to those who have it, or may have it.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="A month that isn't approved, within the agency.")] = False,
    as_approved: AsApproved = False,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="The PDFs open with a password.")] = False,
    no_link: Annotated[bool, typer.Option("--no-link", help="Without the address of the pages.")] = False,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="Without the PDFs.")] = False,
    settle: Annotated[
        Literal["sent", "not-sent"] | None,
        typer.Option("--settle", help="Put on record what became of the e-mail to those named by --to."),
    ] = None,
    workspace: Root = Path(),
) -> None:
    """Send a month by e-mail to each of the client's recipients, once: save rate first, a chart, the link, the PDF."""
    from report_gen.delivery import dispatch, rehearsal

    place, now = Workspace.find(workspace), partial(dt.datetime.now, dt.UTC)
    if settle:
        _settle(place, slug, month, to, settle)
        return
    password = _pdf_password() if encrypt else None
    links, pdfs = not no_link, not no_pdf
    request = dispatch.Request(slug, month, tuple(to or ()), again, draft, as_approved, links, pdfs, password)
    if eml:
        _tell_written(rehearsal.write(place, request, eml))
    elif dry_run:
        typer.echo(rehearsal.rehearse(place, request, now()))
    else:
        _tell_sent(_sent(place, request))


@delivery.command()
def export(
    slug: Slug,
    month: ExportedMonth = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Where the file goes; build/SLUG/export unless given.")
    ] = None,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="A page that opens with a passphrase, instead of a zip.")
    ] = False,
    generate: Annotated[
        bool, typer.Option("--generate", help="With --encrypted: make the passphrase, and show it once.")
    ] = False,
    as_approved: AsApproved = False,
    workspace: Root = Path(),
) -> None:
    """Make one file of an approved month, for where there is no server: a zip, or a page that opens with a passphrase."""
    from report_gen.delivery import export as exporting
    from report_gen.delivery import gate, passphrase

    if generate and not encrypted:
        raise typer.BadParameter("--generate makes a passphrase, and only --encrypted has one.")
    made, ask = passphrase.generated() if generate else None, partial(_ask_twice, "Passphrase")
    phrase = partial(passphrase.given, made, os.environ, ask if sys.stdin.isatty() else None)
    wanted = exporting.Wanted(gate.Request(slug, month, as_approved), to, phrase if encrypted else None)
    done = exporting.export(Workspace.find(workspace), wanted, dt.datetime.now(dt.UTC), _tell_waiting)
    _tell_exported(slug, done, made)


@delivery.command()
def access(
    slug: Slug,
    action: Annotated[Literal["add", "remove", "list"], typer.Argument(metavar="add|remove|list", help="What to do.")],
    user: Annotated[str | None, typer.Argument(metavar="USER", help="The name to log in with.")] = None,
    generate: Annotated[bool, typer.Option("--generate", help="Make the password, and show it once.")] = False,
    from_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the standard input.")
    ] = False,
    workspace: Root = Path(),
) -> None:
    """Keep the passwords of those who open a client's site; who may is access in its client.yml."""
    from report_gen.delivery import access as doors
    from report_gen.delivery import passphrase

    place = Workspace.find(workspace)
    if (user is None) != (action == "list"):
        raise typer.BadParameter("list takes no name." if user else f"{action} whom? Name the user.")
    if user is None:
        _tell_doorway(doors.look(place, slug))
    elif action == "remove":
        _tell_removed(doors.remove(place, slug, user), user)
    else:
        doors.check_name(user)
        made = passphrase.generated() if generate else None
        password = made or (sys.stdin.readline().rstrip("\r\n") if from_stdin else _ask_twice("Password"))
        _tell_added(doors.add(place, slug, user, password), user, made)


@delivery.command()
def hosting(
    kind: Annotated[Literal["nginx", "caddy"], typer.Argument(metavar="nginx|caddy", help="The server's program.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the configuration is written.")],
    host: Annotated[
        str | None, typer.Option("--host", help="What the server is called; that of publish.url unless given.")
    ] = None,
    root: Annotated[str, typer.Option("--root", help="Where the clients' folders lie there.")] = "/srv/reports",
    by: Annotated[
        Literal["path", "host"], typer.Option("--by", help="Each client has a path of the host, or a host below it.")
    ] = "path",
    certificate: Annotated[
        str, typer.Option("--certificate", metavar="FILE", help="The one of Let's Encrypt's certbot unless given.")
    ] = "",
    key: Annotated[str, typer.Option("--key", metavar="FILE", help="The certificate's key.")] = "",
    http: Annotated[bool, typer.Option("--http", help="No TLS: what stands in front of this server does it.")] = False,
    workspace: Root = Path(),
) -> None:
    """Write the configuration of a server for all clients that are to be found there, each behind its own door."""
    from report_gen.delivery import hosting as servers

    if http and (certificate or key):
        raise typer.BadParameter("--http speaks no TLS, so that it takes no certificate.")
    place = Workspace.find(workspace)
    server = servers.Server.of(host or servers.host_of(place, by), root, by, None if http else (certificate, key))
    made = servers.compose(place, server, partial(secrets.token_hex, 32))
    servers.write(out, made.files(kind))
    _tell_hosting(made, out)


# -- what `send` does


def _sent(place: Workspace, request: Request) -> Sent:
    from report_gen.delivery import send as sending
    from report_gen.delivery import smtp
    from report_gen.progress import shown

    server = smtp.server(os.environ)
    with shown() as progress:
        return sending.send(
            place, request, sending.Edge(server, partial(dt.datetime.now, dt.UTC), time.sleep, progress)
        )


def _settle(
    place: Workspace, slug: str, month: str | None, to: list[str] | None, state: Literal["sent", "not-sent"]
) -> None:
    from report_gen.delivery import settle as settling
    from report_gen.progress import shown

    if not to or not month:
        raise typer.BadParameter("--settle is of one month and of recipients: name both, by --month and --to.")
    with shown() as progress:
        finding = settling.Finding(slug, month, tuple(to), state)
        done = settling.settle(place, finding, dt.datetime.now(dt.UTC), progress)
    for one in done:
        typer.echo(f"{slug}: {one.month} to {one.recipient} is on record as {state.replace('-', ' ')}")


def _pdf_password() -> str:
    from report_gen.delivery import locked

    return locked.password(os.environ, partial(_ask_twice, "Password") if sys.stdin.isatty() else None)


# -- what is printed


def _tell_sight(sight: Sight) -> None:
    typer.echo(f"{sight.slug}: {sight.month}, {sight.approved or 'not approved'}")
    for language, page in sight.pages.items():
        typer.echo(f"  pages     {near(page)} ({language})")
    for pdf in sight.pdfs:
        typer.echo(f"  PDF       {near(pdf)}")
    for title, lines in (("finding", sight.findings), ("look at", sight.doubts)):
        for line in lines or ("none",):
            typer.echo(f"  {title}   {line}")
    if sight.last:
        typer.echo(f"  reviewed  by {sight.last}; {sight.since or 'nothing has changed'} since")
    if not sight.approved:
        typer.echo(f"Next: report-gen review {sight.slug} --month {sight.month} --by NAME")


def _tell_waiting(slug: str, stage: str, done: int, total: int, /) -> None:
    """Progress without a bar, which would run over what is asked meanwhile."""
    typer.echo(f"{slug}: {stage}", err=True)


def _ask_twice(what: str) -> str:
    return str(typer.prompt(what, hide_input=True, confirmation_prompt="The same again", err=True))


def _tell_exported(slug: str, done: Exported, made: str | None) -> None:
    typer.echo(f"{slug}: {done.month} in {near(done.file)}, {done.size / 1e6:.1f} MB")
    typer.echo(f"  SHA-256     {done.digest}")
    if made:
        typer.echo(f"  passphrase  {made}")
        typer.echo("Nothing keeps this passphrase: note it now, and pass it on by another way than the file.")


def _tell_doorway(door: Doorway) -> None:
    if door.is_public:
        typer.echo(f"{door.slug}: public, anybody may open it")
    elif not door.people:
        typer.echo(f"{door.slug}: nobody may open it")
    for one in door.people:
        typer.echo(f"{door.slug}: {one.user} {one.state}")


def _tell_added(door: Doorway, user: str, made: str | None) -> None:
    typer.echo(f"{door.slug}: {user} has a new password")
    if made:
        typer.echo(f"  password  {made}")
        typer.echo("Nothing keeps this password: note it now, and pass it on by another way than the site's address.")
    for line in door.lacking(user):
        typer.echo(line)
    typer.echo("Next, so that the server knows of it: report-gen hosting")


def _tell_removed(door: Doorway, user: str) -> None:
    typer.echo(f"{door.slug}: {user} has no password any more")
    if door.standing(user).is_allowed:
        typer.echo(f"clients/{door.slug}/client.yml still names {user} under access: users. Take the name out there.")
    typer.echo("Next, so that the server shuts them out: report-gen hosting")


def _tell_hosting(made: Hosting, out: Path) -> None:
    for door in made.doors:
        users = "public" if door.is_public else ", ".join(door.users)
        typer.echo(f"{door.slug}: {made.server.address(door.slug)} ({users})")
    for slug, reason in made.elsewhere.items():
        typer.echo(f"{slug}: not on this server, {reason}")
    for page in made.stopped:
        typer.echo(f"{page} has a script inside, which browsers will not run there.")
    if made.stopped:
        typer.echo("Build those pages again; a script of your own goes into site_templates/theme/scripts/.")
    typer.echo(f"Written to {near(out)}; its first lines say where it goes. Make it anew after every change of users.")


def _tell_written(made: Written) -> None:
    for file in made.files:
        typer.echo(f"{made.slug}: made {near(file)}")
    typer.echo(
        f"Nothing counts as sent. Once they are: report-gen send {made.slug} --month {made.month} --to ADDRESS --settle sent"
    )


def _tell_sent(done: Sent) -> None:
    from report_gen.delivery.send import as_text

    typer.echo(as_text(done))
    tell_problems(done.problems)
    raise typer.Exit(0 if done.is_well else 1)
