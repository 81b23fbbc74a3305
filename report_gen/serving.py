"""A site in memory, served to this machine's own browsers, which show a new one by themselves.

What is served is a map of finished files: a request finds one of them or nothing, so that no path leads anywhere else, and no
page is ever half new. A script, put into pages as they are sent, listens for the next site, and for what an analyst must know.
"""

from __future__ import annotations

import errno
import json
import mimetypes
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

from report_gen import content_policy, escape
from report_gen.errors import SetupError

HOST = "127.0.0.1"
FIRST_PORT, PORTS = 8000, 20  # tried one after the other, where none is asked for
EVENTS = "-/events"
_ALIVE = 15.0  # seconds between signs of life, by which a closed browser is noticed
_SCRIPT = """(() => {
  const version = document.currentScript.dataset.preview;
  const box = document.createElement("div");
  const root = box.attachShadow({mode: "open"});
  const show = (title, lines) => {
    root.textContent = "";
    if (!lines.length) return box.remove();
    const details = document.createElement("details"), summary = document.createElement("summary");
    details.open = true;
    details.style.cssText = "position:fixed;z-index:1000;right:1rem;bottom:1rem;max-width:min(46rem,calc(100vw - 2rem));" +
      "max-height:60vh;overflow:auto;padding:12px 16px;background:#1c1d1f;color:#fdfcfa;font:14px/1.55 system-ui,sans-serif";
    summary.style.cssText = "font-weight:700;cursor:pointer";
    summary.textContent = title;
    details.append(summary);
    for (const line of lines) {
      const p = document.createElement("p");
      p.style.cssText = "margin:8px 0 0;white-space:pre-wrap;overflow-wrap:anywhere";
      p.textContent = line;
      details.append(p);
    }
    root.append(details);
    document.body.append(box);
  };
  const events = new EventSource("/-/events");
  events.onmessage = event => {
    const now = JSON.parse(event.data);
    if (now.version !== version) return location.reload();
    box.dataset.state = now.problems.length ? "problem" : "good";
    show(now.title, now.lines);
  };
  addEventListener("pagehide", () => events.close());
})()"""
_POLICY, _PREVIEWED = content_policy.in_page().encode(), content_policy.in_preview(_SCRIPT).encode()


@dataclass(frozen=True)
class Shown:
    """What browsers see: finished files by path. `problems` are why there is nothing newer; `notes` what should be looked at
    again."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Stage:
    """What is shown at this moment; browsers wait for the next."""

    def __init__(self) -> None:
        self._turned = threading.Condition()
        self._shown, self._turn, self._version = Shown(), 0, 0
        self._name = secrets.token_hex(4)  # a page of an earlier preview must not take this one's for its own
        self._is_open = True

    def show(self, shown: Shown) -> None:
        with self._turned:
            self._version += shown.files is not self._shown.files
            self._shown, self._turn = shown, self._turn + 1
            self._turned.notify_all()

    def close(self) -> None:
        with self._turned:
            self._is_open = False
            self._turned.notify_all()

    def seen(self) -> tuple[Shown, str]:
        """What is shown, and the name of its version."""
        with self._turned:
            return self._shown, f"{self._name}-{self._version}"

    def states(self) -> Iterator[str]:
        """What browsers are told, now and whenever it changes; "" as a sign of life. Ends when the stage is closed."""
        turn = -1
        while True:
            with self._turned:
                self._turned.wait_for(lambda: self._turn != turn or not self._is_open, _ALIVE)  # noqa: B023
                if not self._is_open:
                    return
                is_new, turn = turn != self._turn, self._turn
            yield _told(*self.seen()) if is_new else ""


def _told(shown: Shown, version: str) -> str:
    title = "Not shown yet: something has to be put right" if shown.problems else "To look at again"
    lines = [*shown.problems, *(() if shown.problems else shown.notes)]
    return json.dumps({"version": version, "problems": shown.problems, "title": title, "lines": lines})


@contextmanager
def serving(stage: Stage, port: int | None) -> Iterator[str]:
    """Serves the stage until the end of the block; its address. `port` None takes the first that is free."""
    server = _bound(stage, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        stage.close()
        server.shutdown()
        server.server_close()


def _bound(stage: Stage, port: int | None) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"stage": stage})
    for candidate in [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            return _Server((HOST, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    taken = f"Port {port} is" if port else f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are"
    raise SetupError(
        f"{taken} taken by another program. Name a free one with --port, as in --port {8765 if port != 8765 else 8766}."
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no fault."""


class _Handler(BaseHTTPRequestHandler):
    stage: Stage
    protocol_version = "HTTP/1.1"
    server_version = "report-gen"
    sys_version = ""

    def do_GET(self) -> None:
        if not self._is_asked_for_here():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"This preview answers to its own address only.\n")
        elif self._path == EVENTS:
            self._stream()
        else:
            self._page()

    def log_message(self, *_: object) -> None:
        """Says nothing: the terminal is for the analyst."""

    @property
    def _path(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    def _is_asked_for_here(self) -> bool:
        """Another site may point its own name to this machine, and would then read what is its visitor's: only this machine's
        names are answered to."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        return self.headers.get("Host", "").lower() in (f"{HOST}:{port}", f"localhost:{port}")

    def _page(self) -> None:
        shown, version = self.stage.seen()
        script = f'<script data-preview="{version}">{_SCRIPT}</script>'.encode()
        path = f"{self._path}index.html" if self._path.endswith("/") or not self._path else self._path
        if path not in shown.files and f"{path}/index.html" in shown.files:
            self._send(HTTPStatus.FOUND, "text/plain", b"", {"Location": f"/{quote(path)}/"})
        elif not shown.files:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", _waiting(shown) + script)
        elif path not in shown.files:
            self._send(
                HTTPStatus.NOT_FOUND, "text/html", b"<!doctype html><title>Not here</title><p>Not here.</p>" + script
            )
        else:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            content = shown.files[path]
            if kind == "text/html":
                content = content.replace(_POLICY, _PREVIEWED, 1).replace(b"</body>", script + b"</body>", 1)
            self._send(HTTPStatus.OK, kind, content)

    def _send(self, status: HTTPStatus, kind: str, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in {**_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        for name, value in {**_HEADERS, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        for state in self.stage.states():
            self.wfile.write(f"data: {state}\n\n".encode() if state else b":\n\n")


_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def _waiting(shown: Shown) -> bytes:
    """The page before there is any."""
    lines = shown.problems or ("The first pages are being made.",)
    told = "".join(f"<p>{escape.html(line)}</p>" for line in lines)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><body>{told}</body></html>'.encode()
