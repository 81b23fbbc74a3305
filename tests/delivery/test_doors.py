"""Behind a real nginx: each client's users get their site, and nobody gets anything of another's."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from report_gen.delivery import hosting
from report_gen.delivery.hosting import Server
from tests.browser.visits import Visit
from tests.delivery import doors
from tests.delivery.agencies import OCTOBER
from tests.delivery.doors import (
    ASKERS,
    DENIED,
    FORMS,
    HOST,
    LIM,
    MEI,
    MEI_AT_TEH,
    TEHS,
    TICKETS,
    Served,
    Visitor,
    alike,
    ways_to,
)

EVERY_ANSWER = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin", "cache-control": "private, no-cache", "server": "nginx",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A path for each client."""
    with doors.serving(finished, tmp_path_factory.mktemp("paths")) as running:
        yield running


@pytest.fixture(scope="module")
def hosts(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A host for each client."""
    with doors.serving(finished, tmp_path_factory.mktemp("hosts"), "host") as running:
        yield running


# -- those who may


def test_a_clients_user_gets_every_file_as_it_was_released(served: Served) -> None:
    release = served.released["kopi"]
    for path in release.files:
        answer = served.mei.ask(f"/kopi/{path}")
        assert (answer.status, answer.body) == (200, release.read(path)), path
        assert answer.headers["content-type"].split(";")[0] == hosting.ENDINGS[path.rpartition(".")[2]], path


@pytest.mark.parametrize("ending", ["html", "css", "js", "json", "csv"])
def test_text_says_that_it_is_unicode(served: Served, ending: str) -> None:
    path = next(path for path in served.released["kopi"].files if path.endswith(f".{ending}"))
    assert served.mei.ask(f"/kopi/{path}").headers["content-type"].endswith("; charset=utf-8")


def test_a_password_opens_and_gives_a_ticket_that_opens_without_it(served: Served) -> None:
    let_in = Visitor(served.port, MEI).ask("/kopi/archive.html")
    cookie = let_in.headers["set-cookie"]
    assert (let_in.status, cookie.split("; ")[1:]) == (
        200,
        ["Path=/kopi/", "Max-Age=43200", "HttpOnly", "SameSite=Lax"],
    )
    ticket = cookie.split("; ")[0].removeprefix("report_ticket=")
    assert Visitor(served.port, ticket=ticket).ask("/kopi/archive.html").body == let_in.body


def test_a_folder_leads_to_its_page(served: Served) -> None:
    assert served.mei.ask("/kopi").headers["location"] == "/kopi/"
    assert served.mei.ask(f"/kopi/{OCTOBER}").headers["location"] == f"/kopi/{OCTOBER}/"
    assert served.mei.ask(f"/kopi/{OCTOBER}/").body == served.released["kopi"].read(f"{OCTOBER}/index.html")


def test_a_public_site_asks_nobody(served: Served) -> None:
    answer = served.stranger.ask("/open/")
    assert (answer.status, answer.body, answer.headers.get("set-cookie")) == (200, b"Page of open", None)


def test_what_the_browser_has_is_not_sent_again(served: Served) -> None:
    first = served.mei.ask("/kopi/archive.html")
    again = served.mei.ask("/kopi/archive.html", If_None_Match=first.headers["etag"])
    dated = served.mei.ask("/kopi/archive.html", If_Modified_Since=first.headers["last-modified"])
    assert [(answer.status, answer.body) for answer in (again, dated)] == [(304, b"")] * 2


def test_a_file_can_be_asked_for_in_part_or_only_about(served: Served) -> None:
    path, pdf = _pdf(served)
    part = served.mei.ask(path, Range="bytes=100-299")
    assert (part.status, part.body) == (206, pdf[100:300])
    about = served.mei.ask(path, "HEAD")
    assert (about.status, about.headers["content-length"], about.body) == (200, str(len(pdf)), b"")


def _pdf(served: Served) -> tuple[str, bytes]:
    release = served.released["kopi"]
    path = next(path for path in release.files if path.endswith(".pdf"))
    return f"/kopi/{path}", release.read(path)


def test_text_is_sent_packed(served: Served) -> None:
    packed = served.mei.ask("/kopi/archive.html", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(served.mei.ask("/kopi/archive.html").body) / 2


# -- those who may not


NOT_MEI = {
    "nobody": Visitor(0),
    "a wrong password": Visitor(0, (MEI[0], f"{MEI[1]}!")),
    "no password": Visitor(0, (MEI[0], "")),
    "another name": Visitor(0, ("Mei", MEI[1])),
    "another client's user": Visitor(0, LIM),
    "her password for another client": Visitor(0, MEI_AT_TEH),
    "the hash instead of the password": Visitor(0, (MEI[0], "$2b$12$")),
    "another client's ticket": Visitor(0, ticket=TICKETS["teh"]),
    "a part of the ticket": Visitor(0, ticket=TICKETS["kopi"][:-1]),
    "more than the ticket": Visitor(0, ticket=TICKETS["kopi"] + "k"),
    "what stands for no ticket": Visitor(0, ticket="off"),
}


@pytest.mark.parametrize("who", NOT_MEI)
def test_without_the_right_password_or_ticket_there_is_nothing(served: Served, who: str) -> None:
    visitor = replace(NOT_MEI[who], port=served.port)
    for path in (
        "/kopi/",
        "/kopi/archive.html",
        f"/kopi/{OCTOBER}/report.json",
        _pdf(served)[0],
        "/kopi/not-there.html",
    ):
        answer = visitor.ask(path)
        assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Basic realm="Reports: kopi"')
        assert "set-cookie" not in answer.headers


def test_a_client_whose_name_means_something_to_the_server_has_a_door_too(served: Served) -> None:
    assert served.stranger.ask("/off/").status == 401
    assert Visitor(served.port, MEI).ask("/off/").body == b"Page of off"


def test_a_folder_that_is_no_clients_opens_to_nobody(served: Served) -> None:
    assert {Visitor(served.port, person).ask("/stray/index.html").status for person in (None, MEI, LIM)} == {401}


def test_a_clients_user_gets_none_of_anothers_paths(served: Served) -> None:
    """Every file of the other's site, linked and in all the ways that servers were ever deceived by."""
    theirs = served.released["teh"]
    mine = {served.released["kopi"].read(path) for path in served.released["kopi"].files}
    paths = [way for path in theirs.files for way in ways_to(path)]
    assert len(paths) >= 200
    for path in paths:
        answer = served.mei.ask(path)
        assert answer.status in DENIED or answer.body in mine, path
        assert not [word for word in TEHS if word in answer.body], path
        assert "set-cookie" not in answer.headers, path


def test_nor_with_a_password(served: Served) -> None:
    for path in list(served.released["teh"].files)[:40]:
        assert Visitor(served.port, ("mei-of-kopi", MEI[1])).ask(f"/teh/{path}").status == 401
    assert Visitor(served.port, MEI).ask("/teh/archive.html").status == 401


def test_nothing_that_a_user_gets_tells_of_another_client(served: Served) -> None:
    for path in served.released["kopi"].files:
        answer = served.mei.ask(f"/kopi/{path}")
        assert not [word for word in TEHS if word in answer.body or word in repr(answer.headers).encode()], path


# -- what a stranger learns


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("form", FORMS)
def test_a_clients_path_is_answered_like_any_word(served: Served, form: str, method: str) -> None:
    for asker in ASKERS:
        visitor = replace(asker, port=served.port)
        client, word = (visitor.ask(form.format(name, name), method) for name in ("teh", "xyz"))
        assert alike(client, "teh") == alike(word, "xyz")


@pytest.mark.parametrize("form", [form.replace("{}/", "", 1) for form in FORMS if form.startswith("/{}/")])
def test_a_clients_host_is_answered_like_any_other(hosts: Served, form: str) -> None:
    for asker in ASKERS:
        answers = [
            replace(asker, port=hosts.port, host=f"{name}.{HOST}").ask(form.format(name, name))
            for name in ("teh", "xyz")
        ]
        assert alike(answers[0], "teh") == alike(answers[1], "xyz")


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/sitemap.xml", "/sitemap.xml.gz", "/robots.txt", "/favicon.ico", "/search/search_index.json",
     "/versions.json", "/.report-gen.json", "/.git/config", "/nginx_status", "/?C=N", "/*", "/Kopi/"],
)  # fmt: skip
def test_nothing_lists_clients(served: Served, path: str) -> None:
    for visitor in (served.stranger, served.mei):
        answer = visitor.ask(path)
        assert answer.status in DENIED
        assert not re.search(rb"kopi|teh|open", answer.body)


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1", f"kopi.{HOST}", f"{HOST}.other.example", ""])
def test_another_host_has_nothing(served: Served, host: str) -> None:
    for path in ("/", "/kopi/", "/open/", "/xyz/"):
        answer = replace(served.mei, host=host).ask(path)
        assert answer.status in DENIED
        assert "www-authenticate" not in answer.headers


# -- what is never given out, not even to those who may come in


def test_folders_are_not_listed(served: Served) -> None:
    folders = {path.parent for path in served.root.joinpath("kopi").rglob("*") if path.is_file()}
    without = [folder for folder in folders if not (folder / "index.html").is_file()]
    assert without
    for folder in without:
        assert served.mei.ask(f"/{folder.relative_to(served.root).as_posix()}/").status == 404


@pytest.mark.parametrize(
    "name", [".report-gen.json", ".git/config", "users.htpasswd", "backup.tar.gz", "page.html~", "page.php"]
)
def test_what_no_site_is_made_of_is_not_there(served: Served, name: str) -> None:
    file = served.root / "kopi" / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    assert served.mei.ask(f"/kopi/{name}").status == 404


@pytest.mark.parametrize("target", ["../teh/index.html", "/etc/hostname"])
def test_a_link_out_of_the_folder_leads_nowhere(served: Served, target: str) -> None:
    (served.root / "kopi" / "link.txt").unlink(missing_ok=True)
    (served.root / "kopi" / "link.txt").symlink_to(target)
    assert served.mei.ask("/kopi/link.txt").status == 404


def test_a_linked_folder_leads_nowhere(served: Served) -> None:
    (served.root / "kopi" / "linked").symlink_to(served.root / "teh")
    assert served.mei.ask("/kopi/linked/index.html").status == 404


# -- what every answer says


ANSWERS = {
    200: ("/kopi/archive.html", {}), 206: ("/kopi/archive.html", {"Range": "bytes=0-9"}), 301: ("/kopi", {}),
    401: ("/teh/", {}), 404: ("/kopi/none.html", {}), 413: ("/kopi/", {"Content_Length": "99999999"}),
    416: ("/kopi/archive.html", {"Range": "bytes=99999999-"}),
}  # fmt: skip


@pytest.mark.parametrize("status", ANSWERS)
def test_every_answer_says_how_it_may_be_used(served: Served, status: int) -> None:
    path, headers = ANSWERS[status]
    answer = served.mei.ask(path, **headers)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert answer.headers["content-security-policy"] == served.made.policy
    assert "camera=()" in answer.headers["permissions-policy"]


def test_other_methods_change_nothing(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = served.mei.ask("/kopi/archive.html", method)
        assert answer.status == 405
        assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER


def test_a_pdf_is_left_to_the_browsers_own_viewer(served: Served) -> None:
    assert served.mei.ask(_pdf(served)[0]).headers["content-security-policy"] == "frame-ancestors 'none'"


# -- other servers


def test_a_host_for_each_client_is_a_door_for_each(hosts: Served) -> None:
    at = {slug: f"{slug}.{HOST}" for slug in TICKETS}
    mei = Visitor(hosts.port, MEI, host=at["kopi"])
    let_in = mei.ask(f"/{OCTOBER}/index.html")
    assert let_in.body == hosts.released["kopi"].read(f"{OCTOBER}/index.html")
    assert "; Path=/;" in let_in.headers["set-cookie"]
    assert replace(mei, host=at["teh"]).ask("/").status == 401
    for path in hosts.released["teh"].files:
        for way in (f"/{path}", f"/../teh/{path}", f"/%2e%2e/teh/{path}"):
            assert Visitor(hosts.port, ticket=TICKETS["kopi"], host=at["teh"]).ask(way).status in DENIED
            assert replace(hosts.mei, host=at["kopi"]).ask(way.replace("/index.html", "/none.html")).body not in TEHS
    assert Visitor(hosts.port, host=at["open"]).ask("/").body == b"Page of open"
    assert Visitor(hosts.port, host=at["off"]).ask("/").status == 401


def test_passwords_can_be_tried_a_few_times_only(finished: Path, tmp_path: Path) -> None:
    """Whoever has a ticket is not kept waiting meanwhile."""
    with doors.serving(finished, tmp_path, limited=True) as served:
        guessing = Visitor(served.port, ("guess", "guess guess"))
        answers = [guessing.ask("/kopi/") for _ in range(60)]
        assert {answer.status for answer in answers[:40]} == {401}
        assert {answer.status for answer in answers[50:]} == {429}
        assert {name: answers[-1].headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
        assert served.mei.ask("/kopi/archive.html").status == 200


def test_over_tls_the_server_is_known_by_its_name_alone(finished: Path, tmp_path: Path) -> None:
    certificate, key = doors.self_signed(tmp_path)
    workspace = doors.agency(finished, tmp_path / "agency")
    doors.lay_out(tmp_path / "srv", {})
    ports = {"http": doors.free_port(), "https": doors.free_port()}
    server = Server(HOST, str(tmp_path / "srv"), certificate=str(certificate), key=str(key), **ports)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with doors.nginx(tmp_path / "nginx", doors.prepared(workspace, server)):
        secure = Visitor(ports["https"], MEI, tls=trusting)
        answer = secure.ask("/off/")
        assert (answer.status, answer.headers["strict-transport-security"]) == (200, "max-age=31536000")
        assert secure.ask("/teh/").status == 401
        redirected = Visitor(ports["http"]).ask("/kopi/archive.html?a=1")
        assert (redirected.status, redirected.headers["location"]) == (301, f"https://{HOST}/kopi/archive.html?a=1")
        assert Visitor(ports["http"], host="other.example").ask("/kopi/").status == 404
        assert "UNRECOGNIZED_NAME" in replace(secure, server_name="other.example").refusal()
        assert secure.protocols() == ("h2", "TLSv1.3")


# -- in a browser


def test_the_whole_site_works_under_the_servers_policy(browser: Browser, served: Served) -> None:
    """Each page in both languages: nothing is forbidden that it needs, no page asks for anything elsewhere."""
    files = served.released["kopi"].files
    pages = [path for path in files if path.endswith(".html") and (f"{OCTOBER}/" in path or "archive" in path)]
    assert len(pages) > 12
    with Visit(browser) as visit:
        visit.context.add_cookies(
            [{"name": "report_ticket", "value": TICKETS["kopi"], "domain": HOST, "path": "/kopi/"}]
        )
        for page in pages:
            visit.open(f"http://{HOST}:{served.port}/kopi", page)
            visit.scroll()
        _use(visit)
        # What the browser has is not sent again, and a page that is left may not have its icon yet.
        assert [problem for problem in visit.problems if not problem.startswith(("304: ", "failed: "))] == []
        assert visit.other_hosts == {HOST}


def test_a_browser_logs_in_once_and_comes_back_with_the_ticket(browser: Browser, served: Served) -> None:
    address = f"http://{HOST}:{served.port}/kopi/archive.html"
    with browser.new_context(http_credentials={"username": MEI[0], "password": MEI[1]}) as context:
        page = context.new_page()
        page.goto(address)
        assert [(cookie["name"], cookie["path"]) for cookie in context.cookies()] == [("report_ticket", "/kopi/")]
        context.set_extra_http_headers({"Authorization": "Basic"})
        assert page.goto(address).status == 200


def _use(visit: Visit) -> None:
    """Looks at a chart, changes the month, the scheme and the language, filters a table, takes a file."""
    page = visit.page
    home = page.url.rpartition("/kopi/")[0] + "/kopi/"
    page.goto(home)
    page.wait_for_url(f"**/kopi/{OCTOBER}/index.html")
    page.goto(f"{home}{OCTOBER}/saves.html")
    visit.scroll()
    assert page.locator("[data-state=still]").count() == 0
    assert page.locator("[data-state=live]").count() > 0
    page.locator(".rg-schemes button:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("button.md-version__current").click()
    page.locator(".md-version__link").last.click()
    page.wait_for_url("**/2026-09/saves.html")
    page.goto(page.url.replace("2026-09/saves", f"zh/{OCTOBER}/notes"))
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("input[type=search]").first.fill("no such note")
    expect(page.locator("table.rg-table tbody tr:visible")).to_have_count(0)
    with page.expect_download() as taken:
        page.locator("a[download]").first.click()
    assert Path(taken.value.path()).stat().st_size > 0
