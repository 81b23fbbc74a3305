"""Sites behind a real nginx on loopback, set up by what `report-gen hosting` writes, and strangers who try its doors."""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from report_gen.delivery import access, hosting
from report_gen.delivery.gate import Request, clear
from report_gen.delivery.hosting import Hosting, Server
from report_gen.delivery.release import Release, compose
from report_gen.workspace import Workspace
from tests.delivery.agencies import OCTOBER, SEPTEMBER, set_lines

HOST = "reports.localhost"  # which browsers find on this machine
MEI, LIM = ("mei", "Lantern lane at 8 pm"), ("lim", "teh-o-kosong-peng-3")
MEI_AT_TEH = ("mei", "another-one-for-teh-5")
TICKETS = {"kopi": "k" * 64, "teh": "t" * 64, "off": "f" * 64, "open": "p" * 64}
# The limit of tries is a test of its own; elsewhere hundreds of requests must get through.
_LIMIT, _NO_LIMIT = "rate=20r/m", "rate=10000r/s"
_MAIN = """\
{user}
worker_processes 2;
pid nginx.pid;
error_log error.log;
events {{ }}
http {{
    access_log access.log;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include conf.d/*.conf;
}}
"""


def agency(finished: Path, root: Path, by: hosting.By = "path") -> Workspace:
    """A copy of the finished agency, at addresses of this machine and with passwords; beside its two clients one whose name
    means something to nginx, and a public one."""
    shutil.copytree(finished, root)
    workspace = Workspace(root)
    for slug, line in {"off": "{users: [mei]}", "open": "{public: true}"}.items():
        (root / "clients" / slug).mkdir()
        (root / "clients" / slug / "client.yml").write_text(f"client: {slug.title()} House\naccess: {line}\n")
    for slug in TICKETS:
        url = f"http://{HOST}/{slug}/" if by == "path" else f"http://{slug}.{HOST}/"
        set_lines(workspace, slug, publish=f'{{to: ../published/{slug}, url: "{url}"}}')
    set_lines(workspace, "teh", access="{users: [lim, mei]}")
    for slug, person in (("kopi", MEI), ("teh", LIM), ("teh", MEI_AT_TEH), ("off", MEI)):
        access.add(workspace, slug, *person)
    return workspace


def releases(workspace: Workspace) -> dict[str, Release]:
    months = {"kopi": OCTOBER, "teh": SEPTEMBER}
    return {slug: compose(clear(workspace, Request(slug, month))) for slug, month in months.items()}


def lay_out(root: Path, released: Mapping[str, Release]) -> None:
    """The clients' sites as they lie on a server."""
    pages: dict[str, bytes] = {f"{slug}/index.html": f"Page of {slug}".encode() for slug in ("off", "open", "stray")}
    for slug, release in released.items():
        pages |= {f"{slug}/{path}": release.read(path) for path in release.files}
        pages[f"{slug}/.report-gen.json"] = b'{"claim": "hidden"}'
    for path, content in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def prepared(workspace: Workspace, server: Server) -> Hosting:
    tickets = iter(TICKETS[slug] for slug in workspace.slugs())
    return hosting.compose(workspace, server, lambda: next(tickets))


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def nginx(folder: Path, made: Hosting, limited: bool = False) -> Iterator[None]:
    """nginx with that configuration, as an administrator would put it into /etc/nginx."""
    hosting.write(folder, made.files("nginx"))
    if not limited:
        conf = folder / "conf.d" / "report-gen.conf"
        assert _LIMIT in conf.read_text()
        conf.write_text(conf.read_text().replace(_LIMIT, _NO_LIMIT))
    # Workers have rights of their own where root starts them, and couldn't read a test's folders.
    (folder / "nginx.conf").write_text(_MAIN.format(user="user root;" if os.geteuid() == 0 else ""))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is missing: run make test"
    with _running(
        [program, "-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], made.server.http, folder
    ):
        yield


@contextmanager
def caddy(folder: Path, made: Hosting) -> Iterator[None]:
    """Caddy with that configuration."""
    hosting.write(folder, made.files("caddy"))
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _running(command, made.server.http, folder):
        yield


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    own = {"CADDY_ADMIN": f"localhost:{free_port()}", "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "said").open("w") as said,
        subprocess.Popen(command, stderr=said, env={**os.environ, **own}) as running,
    ):
        try:
            _wait(running, port, folder / "said")
            yield
        finally:
            running.terminate()
            running.wait()


def _wait(running: subprocess.Popen[bytes], port: int, said: Path) -> None:
    while running.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(said.read_text())


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate of the host and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))
    return folder / "cert.pem", folder / "key.pem"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Visitor:
    """Somebody at a server: with a name and password, with a ticket, or with neither."""

    port: int
    person: tuple[str, str] | None = None
    ticket: str = ""
    host: str = HOST
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    server_name: str = HOST

    def ask(self, path: str, method: str = "GET", **more: str) -> Answer:
        """What is answered; the path goes out as it is, without any of a browser's tidying."""
        connection = self._connection()
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**self._headers(), **{key.replace("_", "-"): value for key, value in more.items()}}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        try:
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self.tls is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        made = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.tls)
        made.sock = self._secured(self.tls)  # the certificate is the host's, whatever the address
        return made

    def _secured(self, tls: ssl.SSLContext) -> ssl.SSLSocket:
        return tls.wrap_socket(socket.create_connection(("127.0.0.1", self.port)), server_hostname=self.server_name)

    def refusal(self) -> str:
        """Why the server doesn't even greet the visitor."""
        assert self.tls is not None
        with pytest.raises(ssl.SSLError) as caught:
            self._secured(self.tls)
        return caught.value.reason

    def protocols(self) -> tuple[str | None, str | None]:
        """What the server and a modern browser agree on."""
        tls = ssl.create_default_context()
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        tls.set_alpn_protocols(["h2", "http/1.1"])
        with self._secured(tls) as greeted:
            return greeted.selected_alpn_protocol(), greeted.version()

    def _headers(self) -> dict[str, str]:
        headers = {"Host": self.host, "Connection": "close"}
        if self.person:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(self.person).encode()).decode()
        if self.ticket:
            headers["Cookie"] = f"report_ticket={self.ticket}"
        return headers


@dataclass(frozen=True)
class Served:
    """A running server, its files, and what was to lie there."""

    port: int
    root: Path
    made: Hosting
    released: dict[str, Release]

    @property
    def stranger(self) -> Visitor:
        return Visitor(self.port)

    @property
    def mei(self) -> Visitor:
        """Who logged in to kopi's site before."""
        return Visitor(self.port, ticket=TICKETS["kopi"])


@contextmanager
def serving(
    finished: Path, folder: Path, by: hosting.By = "path", kind: hosting.Kind = "nginx", limited: bool = False
) -> Iterator[Served]:
    """The agency's sites behind a server."""
    workspace = agency(finished, folder / "agency", by)
    released, root = releases(workspace), folder / "srv"
    lay_out(root, released)
    made = prepared(workspace, Server(HOST, str(root), by, http=free_port(), https=free_port()))
    with caddy(folder / "caddy", made) if kind == "caddy" else nginx(folder / "nginx", made, limited):
        yield Served(made.server.http, root, made, released)


# -- what is tried


DENIED = {400, 401, 404}
TEHS = (b"Teh Tarik", b"tehtarik", b"0b6e4f", "新加坡奶茶".encode(), b"/teh/")


def ways_to(path: str) -> list[str]:
    """A path of teh's site as a visitor of kopi's may write it."""
    name = path.rpartition("/")[2]
    return [
        f"/teh/{path}", f"//teh/{path}", f"/teh//{path}", f"/./teh/{path}", f"/kopi/../teh/{path}", f"/kopi//../teh/{path}",
        f"/kopi/%2e%2e/teh/{path}", f"/kopi/..%2fteh/{path}", f"/kopi/%2e%2e%2fteh%2f{path}", f"/kopi/.%2e/teh/{path}",
        f"/kopi/%252e%252e/teh/{path}", f"/kopi/..\\teh\\{path}", f"/kopi/..;/teh/{path}", f"/kopi/{OCTOBER}/../../teh/{path}",
        f"/TEH/{path}", f"/Teh/{path}", f"/%74eh/{path}", f"/teh./{path}", f"/teh%20/{path}", f"/teh/{path}.", f"/teh/{path}%20",
        f"/teh/{path}/", f"/teh/{path}?", f"/teh/{path}%00.html", f"/teh/.{path}", f"/kopi/teh/{path}", f"/open/../teh/{path}",
        f"/teh/{path.upper()}", f"/teh/{quote(path, safe='')}", f"/{path}", f"/kopi/{name}%2f..%2f..%2fteh%2f{path}",
    ]  # fmt: skip


FORMS = ("/{}", "/{}/", "/{}/index.html", f"/{{}}/{OCTOBER}", f"/{{}}/{OCTOBER}/", "/{}/archive.html", "/{}/none.html",
         "/{}/.report-gen.json", "/{}/report.zip", "/{}/../{}/", "//{}/", "/{}/%00", "/{}x/", "/x{}/", "/{}%2f")  # fmt: skip
ASKERS = (Visitor(0), Visitor(0, ("guess", "guess guess")), Visitor(0, ticket="k" * 64))


def alike(answer: Answer, name: str) -> tuple[object, ...]:
    """The answer without the name that was asked for, and without the time of day."""
    headers = {key: value.replace(name, "NAME") for key, value in answer.headers.items() if key != "date"}
    return answer.status, headers, answer.body.replace(name.encode(), b"NAME")
