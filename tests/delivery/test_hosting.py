"""What `report-gen hosting` writes: complete, the same for the same facts, and nothing in it means more than it says."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from report_gen import cli, content_policy
from report_gen.delivery import access, hosting
from report_gen.delivery.hosting import Server
from report_gen.errors import DeliveryError
from report_gen.workspace import Workspace

HOST = "reports.lantern.example"
_HASH = "$2b$12$" + "a" * 53
HOSTILE = '''"x\\"; return 200 'hello'; } # ${host} {{ 7 * 7 }} </script>"'''


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """kopi, which mei and boss open; teh, with one who was removed; open, a public one; elsewhere, on another server."""
    root = tmp_path / "agency"
    (root / "clients").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(f"site_name: Client reports\nextra: {{agency: {{name: {HOSTILE}}}}}\n")
    made = Workspace(root)
    add(made, "kopi", "{users: [mei, boss]}", users=("mei", "boss"))
    add(made, "teh", "{users: [lim]}", users=("lim", "gone"))
    add(made, "open", "{public: true}")
    add(made, "elsewhere", "{public: true}", url="https://elsewhere.example/")
    return made


def add(
    workspace: Workspace, slug: str, access: str | None, url: str | None = None, users: tuple[str, ...] = ()
) -> None:
    folder = workspace.root / "clients" / slug
    folder.mkdir(exist_ok=True)
    url = f"https://{HOST}/{slug}/" if url is None else url
    lines = [f"client: {HOSTILE}", f'publish: {{to: /srv/reports/{slug}, url: "{url}"}}' if url else ""]
    (folder / "client.yml").write_text("\n".join([*lines, f"access: {access}" if access else "", ""]))
    if users:
        (folder / "delivery").mkdir(exist_ok=True)
        (folder / "delivery" / "users.htpasswd").write_text("".join(f"{user}:{_HASH}\n" for user in users))


def compose(workspace: Workspace, server: Server | None = None) -> hosting.Hosting:
    numbers = iter(range(100))
    return hosting.compose(workspace, server or Server(HOST), lambda: f"{next(numbers):064x}")


def texts(workspace: Workspace, kind: hosting.Kind = "nginx") -> str:
    return "".join(file.content.decode() for file in compose(workspace).files(kind).values())


def refused(workspace: Workspace, server: Server | None = None) -> list[str]:
    with pytest.raises(DeliveryError) as caught:
        compose(workspace, server)
    return list(caught.value.problems)


def test_each_client_of_this_server_has_a_door_and_the_others_are_told_of(workspace: Workspace) -> None:
    made = compose(workspace)
    assert {door.slug: set(door.users) for door in made.doors} == {
        "kopi": {"mei", "boss"},
        "teh": {"lim"},
        "open": set(),
    }
    assert made.elsewhere == {"elsewhere": "is at https://elsewhere.example/"}


def test_who_was_taken_out_of_the_settings_is_out_whatever_passwords_are_kept(workspace: Workspace) -> None:
    assert "gone" not in texts(workspace)
    assert "gone" not in texts(workspace, "caddy")


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_the_same_facts_make_the_same_files(workspace: Workspace, kind: hosting.Kind) -> None:
    assert compose(workspace).files(kind) == compose(workspace).files(kind)


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_no_words_of_settings_get_into_the_configuration(workspace: Workspace, kind: hosting.Kind) -> None:
    pieces = ("return 200", "${host}", "49", "7 * 7", "hello", "&quot;", "&lt;")
    assert [piece for piece in pieces if piece in texts(workspace, kind)] == []


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_every_file_says_what_made_it_and_what_makes_it_anew(workspace: Workspace, kind: hosting.Kind) -> None:
    assert f"report-gen hosting {kind} --out DIR --host {HOST} --root /srv/reports --by path --http" in texts(
        workspace, kind
    )


def test_all_that_has_to_be_said_first_is_said_at_once(workspace: Workspace) -> None:
    add(workspace, "kopi", "{users: [mei, boss, new]}")
    add(workspace, "teh", None)
    add(workspace, "open", "{public: true}", url=f"https://{HOST}/another/")
    add(workspace, "wrong", "{users: [mei], public: true}")
    assert refused(workspace) == [
        "kopi: new has no password yet: report-gen access kopi add new",
        f"clients/open/client.yml: publish.url is https://{HOST}/another/, but on this server it is https://{HOST}/open/",
        "clients/teh/client.yml doesn't say who may open its site. Name them, as in access: {users: [mei]}, or say access: "
        "{public: true}.",
        "clients/wrong/client.yml, line 3: access.public is “true”; users are named as well, so keep either public: true or "
        "users.",
    ]


def test_a_server_of_nobody_is_none(workspace: Workspace) -> None:
    (problem,) = refused(workspace, Server("other.example"))
    assert problem.startswith(
        "No client is to be found at other.example: elsewhere is at https://elsewhere.example/; kopi is at"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"host": "reports"}, "“reports” can't be the server's name"),
        ({"host": "Reports.Example"}, "can't be the server's name"),
        ({"host": "a.example; return 200"}, "can't be the server's name"),
        ({"host": "a.example\n"}, "can't be the server's name"),
        ({"host": "*.example"}, "can't be the server's name"),
        ({"root": "reports"}, "--root is “reports”; write an absolute path"),
        ({"root": "/srv/a b"}, "--root is “/srv/a b”"),
        ({"root": "/srv/$host"}, "--root is"),
        ({"root": "/srv/x;}"}, "--root is"),
        ({"root": "/srv/../etc"}, "--root is"),
        ({"root": "/srv/reports/"}, "--root is"),
        ({"root": '/srv/"'}, "--root is"),
        ({"root": "/srv/reports\n"}, "--root is"),
        ({"certificate": "cert.pem", "key": "/k"}, "--certificate is “cert.pem”"),
        ({"certificate": "/c"}, "belong together"),
        ({"key": "/k"}, "belong together"),
    ],
)  # fmt: skip
def test_nothing_that_a_server_is_told_means_anything_to_it(values: dict[str, str], said: str) -> None:
    with pytest.raises(DeliveryError, match=said):
        Server(**{"host": HOST, **values})


def test_the_host_is_the_one_that_the_clients_have_in_common(workspace: Workspace) -> None:
    with pytest.raises(DeliveryError, match=r"the clients are at elsewhere\.example, reports\.lantern\.example"):
        hosting.host_of(workspace)
    add(workspace, "elsewhere", "{public: true}")
    assert hosting.host_of(workspace) == HOST


# -- scripts inside pages


def page(workspace: Workspace, name: str, script: str) -> None:
    file = workspace.client("kopi").site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<!doctype html><html><body>{script}</body></html>")


def test_the_script_that_pages_once_had_inside_runs_still(workspace: Workspace) -> None:
    page(workspace, "2026-09/index.html", '<script id="rg-shell" data-scope="../">\nlet a = "é";\n</script>')
    page(workspace, "2026-10/index.html", '<script id="rg-shell" src="assets/shell.js" data-scope="../"></script>')
    made = compose(workspace)
    assert made.scripts == (content_policy.fingerprint('\nlet a = "é";\n'),)
    assert f"script-src 'self' {made.scripts[0]};" in made.policy
    assert made.stopped == ()


def test_any_other_script_inside_a_page_is_stopped_and_told_of(workspace: Workspace) -> None:
    page(workspace, "2026-09/index.html", '<script type="application/json" id="data">{}</script>')
    page(workspace, "2026-09/saves.html", "<script>alert(1)</script>")
    page(workspace, "2026-10/saves.html", '<SCRIPT type="module">alert(1)</SCRIPT>')
    made = compose(workspace)
    assert made.scripts == ()
    assert made.stopped == ("site/kopi/2026-09/saves.html",)


def test_pages_as_they_are_drawn_now_have_none(finished: Path) -> None:
    clients = [Workspace(finished).client(slug) for slug in ("kopi", "teh")]
    assert hosting._inside(clients) == ((), ())


# -- the command


def run(workspace: Workspace, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["hosting", *words, "--workspace", str(workspace.root)])
    return (
        (1, str(result.exception)) if isinstance(result.exception, DeliveryError) else (result.exit_code, result.output)
    )


def test_the_command_writes_all_and_keeps_hashes_and_tickets_to_few(workspace: Workspace, tmp_path: Path) -> None:
    code, said = run(workspace, "nginx", "--out", str(tmp_path / "out"), "--host", HOST)
    modes = {
        path.relative_to(tmp_path / "out").as_posix(): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert (code, modes) == (
        0,
        {
            "conf.d/report-gen.conf": "0o644",
            "report-gen/headers.conf": "0o644",
            "report-gen/tls.conf": "0o644",
            "report-gen/doors.conf": "0o600",
            "report-gen/users/_nobody.htpasswd": "0o640",
            "report-gen/users/kopi.htpasswd": "0o640",
            "report-gen/users/teh.htpasswd": "0o640",
        },
    )
    assert f"kopi: https://{HOST}/kopi/ (mei, boss)\n" in said
    assert "elsewhere: not on this server, is at https://elsewhere.example/\n" in said
    assert (
        "ssl_certificate /etc/letsencrypt/live/reports.lantern.example/fullchain.pem;"
        in (tmp_path / "out" / "conf.d" / "report-gen.conf").read_text()
    )


def test_tickets_are_new_each_time_and_hard_to_guess(workspace: Workspace, tmp_path: Path) -> None:
    doors = tmp_path / "out" / "report-gen" / "doors.conf"
    written = []
    for _ in range(2):
        run(workspace, "nginx", "--out", str(tmp_path / "out"), "--host", HOST)
        written += [line for line in doors.read_text().splitlines() if line.endswith('$" off;')]
    assert len(set(written)) == 4
    assert all(len(line.split()[1].removesuffix('$"')) == 64 for line in written)


def test_users_of_a_client_that_went_go_too(workspace: Workspace, tmp_path: Path) -> None:
    run(workspace, "nginx", "--out", str(tmp_path / "out"), "--host", HOST)
    add(workspace, "teh", "{users: [lim]}", url="https://elsewhere.example/teh/")
    run(workspace, "nginx", "--out", str(tmp_path / "out"), "--host", HOST)
    assert {path.stem for path in (tmp_path / "out" / "report-gen" / "users").iterdir()} == {"_nobody", "kopi"}


def test_a_certificate_without_tls_is_wrong_usage(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, "nginx", "--out", str(tmp_path), "--host", HOST, "--http", "--certificate", "/c")[0] == 2


def test_a_hash_never_stands_in_what_is_said(workspace: Workspace, tmp_path: Path) -> None:
    assert "$2b$" not in run(workspace, "nginx", "--out", str(tmp_path / "out"), "--host", HOST)[1]
    assert access.hashes(workspace.client("kopi"))["mei"] == _HASH
