"""The same doors behind a real Caddy, where one is installed: `make test` installs nginx alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from report_gen.delivery import hosting
from report_gen.delivery.hosting import Server
from tests.delivery import doors
from tests.delivery.agencies import OCTOBER
from tests.delivery.doors import ASKERS, DENIED, FORMS, HOST, LIM, MEI, TEHS, Served, Visitor, alike, ways_to

pytestmark = [pytest.mark.skipif(shutil.which("caddy") is None, reason="no Caddy on this machine")]
EVERY_ANSWER = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "cache-control": "private, no-cache", "server": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def served(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with doors.serving(finished, tmp_path_factory.mktemp("caddy"), kind="caddy") as running:
        yield running


@pytest.fixture(scope="module")
def hosts(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with doors.serving(finished, tmp_path_factory.mktemp("caddy-hosts"), "host", "caddy") as running:
        yield running


def mei(served: Served) -> Visitor:
    return Visitor(served.port, MEI)


def test_a_clients_user_gets_every_file_as_it_was_released(served: Served) -> None:
    release = served.released["kopi"]
    for path in release.files:
        answer = mei(served).ask(f"/kopi/{path}")
        if not path.endswith("index.html"):
            assert (answer.status, answer.body) == (200, release.read(path)), path
            assert answer.headers["content-type"].split(";")[0] == hosting.ENDINGS[path.rpartition(".")[2]], path


def test_a_folder_leads_to_its_page(served: Served) -> None:
    assert mei(served).ask("/kopi").headers["location"] == "/kopi/"
    assert mei(served).ask(f"/kopi/{OCTOBER}/").body == served.released["kopi"].read(f"{OCTOBER}/index.html")


@pytest.mark.parametrize("person", [None, (MEI[0], "wrong"), LIM, ("nobody", "")])
def test_without_the_right_password_there_is_nothing(served: Served, person: tuple[str, str] | None) -> None:
    for path in ("/kopi/", "/kopi/archive.html", f"/kopi/{OCTOBER}/report.json", "/kopi/none.html", "/off/", "/off"):
        answer = Visitor(served.port, person).ask(path)
        assert answer.status == (301 if path == "/off" else 401)
    assert Visitor(served.port, person).ask("/kopi/").headers["www-authenticate"] == 'Basic realm="Reports: kopi"'


def test_a_public_site_asks_nobody(served: Served) -> None:
    assert Visitor(served.port).ask("/open/").body == b"Page of open"


def test_a_clients_user_gets_none_of_anothers_paths(served: Served) -> None:
    mine = {served.released["kopi"].read(path) for path in served.released["kopi"].files}
    paths = [way for path in served.released["teh"].files for way in ways_to(path)]
    for path in paths[:: max(1, len(paths) // 400)]:
        answer = mei(served).ask(path)
        assert answer.status in {*DENIED, 301, 308} or answer.body in mine, path
        assert not [word for word in TEHS if word in answer.body], path


@pytest.mark.parametrize("form", FORMS)
def test_a_clients_path_is_answered_like_any_word(served: Served, form: str) -> None:
    for asker in ASKERS:
        visitor = replace(asker, port=served.port)
        assert alike(visitor.ask(form.format("teh", "teh")), "teh") == alike(
            visitor.ask(form.format("xyz", "xyz")), "xyz"
        )


@pytest.mark.parametrize("form", ["/", "/archive.html", f"/{OCTOBER}/", "/.report-gen.json", "/report.zip"])
def test_a_clients_host_is_answered_like_any_other(hosts: Served, form: str) -> None:
    client, word = (Visitor(hosts.port, host=f"{name}.{HOST}").ask(form) for name in ("teh", "xyz"))
    assert alike(client, "teh") == alike(word, "xyz")


def test_a_host_for_each_client_is_a_door_for_each(hosts: Served) -> None:
    at = {slug: Visitor(hosts.port, MEI, host=f"{slug}.{HOST}") for slug in ("kopi", "teh", "open", "xyz")}
    assert at["kopi"].ask("/archive.html").body == hosts.released["kopi"].read("archive.html")
    assert [at[slug].ask("/archive.html").status for slug in ("teh", "xyz")] == [401, 401]
    assert at["open"].ask("/").body == b"Page of open"
    assert at["kopi"].ask("/../teh/archive.html").body in (
        b"404 Not Found",
        hosts.released["kopi"].read("archive.html"),
    )


@pytest.mark.parametrize("path", ["/", "/index.html", "/sitemap.xml", "/robots.txt", "/.git/config", "/Kopi/", "/kopi/assets/",
                                  f"/kopi/{OCTOBER}/data/", "/kopi/.report-gen.json", "/kopi/none.zip"])  # fmt: skip
def test_nothing_is_listed_and_nothing_hidden_is_given(served: Served, path: str) -> None:
    answer = mei(served).ask(path)
    assert (answer.status, answer.body) == (404, b"404 Not Found")


@pytest.mark.parametrize(("status", "path"), [(200, "/kopi/archive.html"), (401, "/teh/"), (404, "/kopi/none.html"), (404, "/"),
                                              (301, "/kopi")])  # fmt: skip
def test_every_answer_says_how_it_may_be_used(served: Served, status: int, path: str) -> None:
    answer = mei(served).ask(path)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert answer.headers["content-security-policy"] == served.made.policy


def test_a_pdf_is_left_to_the_browsers_own_viewer(served: Served) -> None:
    path = next(path for path in served.released["kopi"].files if path.endswith(".pdf"))
    assert mei(served).ask(f"/kopi/{path}").headers["content-security-policy"] == "frame-ancestors 'none'"


def test_another_host_has_nothing(served: Served) -> None:
    for host in ("other.example", "127.0.0.1", f"kopi.{HOST}"):
        answer = replace(mei(served), host=host).ask("/kopi/archive.html")
        assert (answer.status, "www-authenticate" in answer.headers) == (404, False)


@pytest.mark.parametrize("by", ["path", "host"])
def test_the_configuration_with_tls_is_one_for_caddy(finished: Path, tmp_path: Path, by: hosting.By) -> None:
    certificate, key = doors.self_signed(tmp_path)
    workspace = doors.agency(finished, tmp_path / "agency", by)
    server = Server(HOST, "/srv/reports", by, certificate=str(certificate), key=str(key))
    hosting.write(tmp_path, doors.prepared(workspace, server).files("caddy"))
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "Valid configuration")
