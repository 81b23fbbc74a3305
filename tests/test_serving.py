"""The preview's server: this machine only, finished files only, and browsers that are told of the next ones."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from report_gen.errors import SetupError
from report_gen.serving import Shown, Stage, serving

FILES = {
    "2026-10/index.html": b"<html><body><p>October</p></body></html>",
    "2026-10/data/a.csv": b"a,b\n",
    "index.html": b"<html><body>all months</body></html>",
}


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.show(Shown(FILES))
    return made


@pytest.fixture
def address(stage: Stage) -> Iterator[str]:
    with serving(stage, None) as found:
        yield found


def ask(address: str, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Status, content and headers; the path goes out as it is."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or place.netloc)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content, dict(answer.getheaders())


def test_a_page_is_sent_as_it_was_made_with_the_script_that_waits_for_the_next(address: str) -> None:
    status, content, headers = ask(address, "/2026-10/index.html")
    assert status == 200
    assert content.startswith("<html><body><p>October</p><script data-preview=")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"


def test_other_files_are_sent_untouched(address: str) -> None:
    assert ask(address, "/2026-10/data/a.csv")[1] == "a,b\n"


def test_a_folder_is_its_index(address: str) -> None:
    assert "October" in ask(address, "/2026-10/")[1]
    assert "all months" in ask(address, "/?x=1")[1]
    status, _, headers = ask(address, "/2026-10")
    assert (status, headers["Location"]) == (302, "/2026-10/")


@pytest.mark.parametrize(
    "path",
    ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/2026-10/..%2f..%2fmkdocs.yml", "//etc/passwd", "/etc/passwd",
     "/2026-10/%00", "/-/nothing"],
)  # fmt: skip
def test_no_path_leads_to_anything_but_the_finished_files(address: str, path: str) -> None:
    assert ask(address, path)[0] == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", "[::1]:{port}"]
)
def test_only_this_machine_s_own_names_are_answered_to(address: str, host: str) -> None:
    """Whoever points their own name to this machine gets nothing, whatever they ask for."""
    named = host.format(port=urlsplit(address).port)
    for path in ("/2026-10/index.html", "/-/events"):
        status, content, _ = ask(address, path, named)
        assert (status, "October" in content) == (403, False)


def test_localhost_is_this_machine_too(address: str) -> None:
    assert ask(address, "/2026-10/", f"LOCALHOST:{urlsplit(address).port}")[0] == 200


def test_nothing_can_be_sent_to_it(address: str) -> None:
    assert ask(address, "/2026-10/index.html", method="POST")[0] == 501


def test_it_listens_to_this_machine_alone(address: str) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"


# -- what browsers are told


def test_browsers_are_told_what_is_shown_and_then_each_change() -> None:
    stage = Stage()
    stage.show(Shown(FILES))
    states = stage.states()
    first = json.loads(next(states))
    stage.show(Shown(FILES, problems=("2026-10.md, line 2: wrong.",), notes=("Look.",)))
    second = json.loads(next(states))
    stage.show(Shown(dict(FILES), notes=("Look.",)))
    third = json.loads(next(states))
    assert (first["lines"], second["lines"], third["lines"]) == ([], ["2026-10.md, line 2: wrong."], ["Look."])
    assert first["version"] == second["version"] != third["version"]


def test_a_page_of_an_earlier_preview_is_another_version() -> None:
    assert Stage().seen()[1] != Stage().seen()[1]


def test_browsers_that_wait_are_let_go_when_it_ends(stage: Stage) -> None:
    states = stage.states()
    next(states)
    threading.Timer(0.05, stage.close).start()
    assert list(states) == []


def test_events_reach_a_browser_as_they_happen(stage: Stage, address: str) -> None:
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as line:
        line.sendall(f"GET /-/events HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        answer = line.makefile("rb")
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
        while not answer.readline().startswith(b"data: "):
            pass
        stage.show(Shown(FILES, problems=("Wrong.",)))
        while not (told := answer.readline()).startswith(b"data: "):
            pass
        assert json.loads(told.removeprefix(b"data: "))["problems"] == ["Wrong."]


# -- where nothing can be shown


def test_before_the_first_pages_their_problems_are_the_page() -> None:
    stage = Stage()
    stage.show(Shown(problems=("client.yml, line 3: <wrong>",)))
    with serving(stage, None) as address:
        status, content, _ = ask(address, "/2026-10/index.html")
    assert status == 503
    assert "client.yml, line 3: &lt;wrong&gt;" in content
    assert "data-preview" in content


def test_a_port_that_is_taken_is_told_and_another_is_taken_where_none_was_asked_for(stage: Stage, address: str) -> None:
    port = urlsplit(address).port
    with pytest.raises(SetupError, match=f"Port {port} is taken by another program"), serving(Stage(), port):
        pass
    with serving(Stage(), None) as other:
        assert urlsplit(other).port != port
