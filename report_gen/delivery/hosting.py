"""A server's whole configuration for the sites of an agency's clients: one door each, and nothing that tells who else there is.

    check → doors (whom each client's door opens to) → files (templates in site_templates/hosting/) → written

A client is served here if its `publish.url` is the address that this server gives it; its site lies in a folder of its name
below the server's root. What a stranger asks for is answered alike, whether there is such a client or not.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from report_gen import config, content_policy, templates
from report_gen.config import ClientConfig
from report_gen.delivery import access
from report_gen.errors import DeliveryError, ReportGenError
from report_gen.files import write_atomically
from report_gen.workspace import Client, Workspace

Kind = Literal["nginx", "caddy"]
By = Literal["path", "host"]

# What sites are made of; nothing else is given out.
ENDINGS = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json", "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf",
    "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
    "woff2": "font/woff2", "txt": "text/plain",
}  # fmt: skip
_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_PLACE = re.compile(r"(/(?!\.\.?(/|$))[A-Za-z0-9._@+-]+)+")
_SHELL = re.compile(rb'<script id="rg-shell"(?![^>]*\ssrc=)[^>]*>(.*?)</script>', re.DOTALL)
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)(?![^>]*\stype=\"application/json\")[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Server:
    """The server as its administrator says it. Its values get into the configuration as they are, so that they are made of
    letters, digits and . _ - @ + alone. Without a certificate it speaks plain HTTP, for what stands in front of it."""

    host: str
    root: str = "/srv/reports"
    by: By = "path"
    certificate: str = ""
    key: str = ""
    http: int = 80
    https: int = 443
    ticket_hours: int = 12

    def __post_init__(self) -> None:
        wrong = [_no_host(self.host)] if not _HOST.fullmatch(self.host) else []
        places = {"--root": self.root, "--certificate": self.certificate, "--key": self.key}
        wrong += [_no_place(name, place) for name, place in places.items() if place and not _PLACE.fullmatch(place)]
        if bool(self.certificate) != bool(self.key):
            wrong.append("A certificate and its key belong together: name both, --certificate and --key, or neither.")
        if wrong:
            raise DeliveryError(*wrong)

    @classmethod
    def of(cls, host: str, root: str, by: By, tls: tuple[str, str] | None) -> Server:
        """`tls`: certificate and key, each where certbot puts it unless said; None leaves it to others."""
        if tls is None:
            return cls(host, root, by)
        live = f"/etc/letsencrypt/live/{host}"
        certificate, key = tls if any(tls) else (f"{live}/fullchain.pem", f"{live}/privkey.pem")
        return cls(host, root, by, certificate, key)

    @property
    def has_tls(self) -> bool:
        return bool(self.certificate)

    def path(self, slug: str) -> str:
        return f"/{slug}/" if self.by == "path" else "/"

    def address(self, slug: str) -> str:
        """Where that client's readers find its site."""
        return f"https://{self.host if self.by == 'path' else f'{slug}.{self.host}'}{self.path(slug)}"

    def is_asked_for_by(self, url: str) -> bool:
        """Whether the address is one of this server's, right or wrong."""
        name = urlsplit(url).hostname or ""
        return name == self.host or (self.by == "host" and name.endswith(f".{self.host}"))

    def command(self, kind: Kind) -> str:
        options = {"--host": self.host, "--root": self.root, "--by": self.by}
        options |= {"--certificate": self.certificate, "--key": self.key} if self.has_tls else {}
        words = [word for option in options.items() for word in option]
        return shlex.join(
            ["report-gen", "hosting", kind, "--out", "DIR", *words, *(() if self.has_tls else ("--http",))]
        )


@dataclass(frozen=True)
class Door:
    """A client's door: the hashes of those it opens to, or nobody is asked. `ticket` is what a browser shows after that."""

    slug: str
    is_public: bool
    users: Mapping[str, str]
    ticket: str = ""
    is_secure: bool = True


@dataclass(frozen=True)
class File:
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True)
class Hosting:
    """What the server will do: its doors, those who are elsewhere and why, and what of the sites it keeps browsers from.
    `scripts` are the fingerprints of what pages drawn earlier have inline."""

    workspace: Workspace
    server: Server
    doors: tuple[Door, ...]
    elsewhere: Mapping[str, str]
    scripts: tuple[str, ...]
    stopped: tuple[str, ...]

    def files(self, kind: Kind) -> dict[str, File]:
        """The configuration, by path below the server's own folder."""
        return (_nginx if kind == "nginx" else _caddy)(self)

    @cached_property
    def policy(self) -> Markup:
        return Markup(content_policy.in_header(self.scripts))

    def drawn(self, kind: Kind, template: str) -> bytes:
        names = {
            "server": self.server, "doors": self.doors, "endings": ENDINGS, "policy": self.policy,
            "command": Markup(self.server.command(kind)),
            "names": " ".join(f"{door.slug}.{self.server.host}" for door in self.doors),
        }  # fmt: skip
        return f"{templates.render(self.workspace.template_folders, f'hosting/{template}', names)}\n".encode()


def compose(workspace: Workspace, server: Server, ticket: Callable[[], str]) -> Hosting:
    """What a server of all clients that are to be found there must know; `ticket` makes one that nobody guesses. Raises one
    DeliveryError with all that has to be said first."""
    doors: list[Door] = []
    elsewhere: dict[str, str] = {}
    problems: list[str] = []
    for slug in workspace.slugs():
        try:
            client = workspace.client(slug)
            settings = config.load(client)
            if reason := _elsewhere(server, slug, settings):
                elsewhere[slug] = reason
            else:
                doors.append(replace(_door(client, settings), ticket=ticket()))
        except ReportGenError as error:
            problems += error.problems
    if not doors and not problems:
        problems = [_nobody(server, elsewhere)]
    if problems:
        raise DeliveryError(*problems)
    scripts, stopped = _inside([workspace.client(door.slug) for door in doors])
    return Hosting(workspace, server, tuple(doors), elsewhere, scripts, stopped)


def host_of(workspace: Workspace, by: By = "path") -> str:
    """The host that all clients' addresses have in common. Raises DeliveryError where there is none or more than one."""
    settings = [config.load(workspace.client(slug)) for slug in workspace.slugs()]
    urls = [one.publish.url for one in settings if one.publish and one.publish.url]
    hosts = (urlsplit(url).hostname or "" for url in urls)
    names = sorted({host if by == "path" else host.partition(".")[2] for host in hosts})
    if len(names) != 1:
        found = f"are at {', '.join(names)}" if names else "have no publish.url yet"
        raise DeliveryError(f"Say what the server is called, as in --host reports.agency.example: the clients {found}.")
    return names[0]


def write(folder: Path, files: Mapping[str, File]) -> None:
    """The files, below the folder; users' files of clients that are there no more go."""
    for name, file in files.items():
        write_atomically(folder / name, file.content, file.mode)
    for left in (folder / _USERS).glob("*.htpasswd"):
        if f"{_USERS}/{left.name}" not in files:
            left.unlink()


# -- who comes in


def _elsewhere(server: Server, slug: str, settings: ClientConfig) -> str | None:
    """Why the client isn't to be found on this server; None if it is. Raises DeliveryError if that can't be meant."""
    if settings.publish is None:
        return "client.yml says nothing of publishing"
    url, wanted = settings.publish.url, server.address(slug)
    if url is None:
        return f"has no address; here it would be publish: {{url: {wanted}}}"
    if not server.is_asked_for_by(url):
        return f"is at {url}"
    if _without_scheme(url) != _without_scheme(wanted):
        raise DeliveryError(f"clients/{slug}/client.yml: publish.url is {url}, but on this server it is {wanted}")
    return None


def _without_scheme(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}/{parts.path.strip('/')}"


def _door(client: Client, settings: ClientConfig) -> Door:
    if settings.access is None or not settings.access.is_said:
        raise DeliveryError(
            f"clients/{client.slug}/client.yml doesn't say who may open its site. Name them, as in access: {{users: [mei]}}, "
            "or say access: {public: true}."
        )
    known = access.hashes(client)
    if without := [user for user in settings.access.users if user not in known]:
        raise DeliveryError(
            *(
                f"{client.slug}: {user} has no password yet: report-gen access {client.slug} add {user}"
                for user in without
            )
        )
    is_secure = not ((settings.publish and settings.publish.url) or "").startswith("http:")
    return Door(client.slug, settings.access.public, {u: known[u] for u in settings.access.users}, is_secure=is_secure)


# -- what pages have inside them


def _inside(clients: Iterable[Client]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fingerprints of the inline script that pages had once, and the first pages with scripts that are not ours."""
    scripts: set[str] = set()
    strange: dict[str, str] = {}
    for client in clients:
        for page in sorted(client.site.rglob("*.html")):
            html = page.read_bytes()
            ours = _SHELL.findall(html)
            scripts |= {content_policy.fingerprint(script.decode()) for script in ours}
            if len(_INLINE.findall(html)) > len(ours):
                strange.setdefault(client.slug, page.relative_to(client.workspace).as_posix())
    return tuple(sorted(scripts)), tuple(strange.values())


# -- nginx

_USERS = "report-gen/users"


def _nginx(hosting: Hosting) -> dict[str, File]:
    """In the layout of /etc/nginx."""
    drawn = {"conf.d/report-gen.conf": "nginx.conf", "report-gen/headers.conf": "headers.conf"}
    if hosting.server.has_tls:
        drawn["report-gen/tls.conf"] = "tls.conf"
    files = {name: File(hosting.drawn("nginx", template)) for name, template in drawn.items()}
    files["report-gen/doors.conf"] = File(hosting.drawn("nginx", "doors.conf"), 0o600)
    files[f"{_USERS}/_nobody.htpasswd"] = File(b"", 0o640)
    for door in hosting.doors:
        if not door.is_public:
            files[f"{_USERS}/{door.slug}.htpasswd"] = File(_htpasswd(door), 0o640)
    return files


def _htpasswd(door: Door) -> bytes:
    return "".join(f"{user}:{made}\n" for user, made in door.users.items()).encode()


# -- Caddy


def _caddy(hosting: Hosting) -> dict[str, File]:
    return {"Caddyfile": File(hosting.drawn("caddy", "Caddyfile"), 0o640)}


# -- messages


def _no_host(host: str) -> str:
    return f"“{host}” can't be the server's name; write it as reports.agency.example, in small letters."


def _no_place(option: str, place: str) -> str:
    return (
        f"{option} is “{place}”; write an absolute path of letters, digits and . _ - @ + alone, as /srv/reports, so that "
        "nothing in it means anything to the server."
    )


def _nobody(server: Server, elsewhere: Mapping[str, str]) -> str:
    told = "; ".join(f"{slug} {reason}" for slug, reason in elsewhere.items())
    return f"No client is to be found at {server.host}: {told or 'the workspace has none'}."
