"""Passwords are kept as slow hashes, beside client.yml, which says who may come in; both are needed."""

from __future__ import annotations

import re
import stat

import bcrypt
import pytest
from typer.testing import CliRunner

from report_gen import cli
from report_gen.delivery import access
from report_gen.errors import DeliveryError
from report_gen.workspace import Client, Workspace

GOOD = "Lantern lane at 8 pm"
_REST = "a" * 53  # of a bcrypt hash, salt and sum


@pytest.fixture
def client(workspace: Workspace) -> Client:
    """kopi, whom mei and boss may look at."""
    made = workspace.root / "clients" / "kopi"
    made.mkdir(parents=True, exist_ok=True)
    (made / "client.yml").write_text("client: Kopi & Kaya\naccess: {users: [mei, boss]}\n")
    return workspace.client("kopi")


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("agency")
    (root / "clients").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Client reports\n")
    return Workspace(root)


def file_of(client: Client) -> str:
    return (client.delivery / "users.htpasswd").read_text()


def states(door: access.Doorway) -> dict[str, str]:
    return {one.user: one.state for one in door.people}


def run(client: Client, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["access", *words, "--workspace", str(client.workspace)], input=typed)
    if isinstance(result.exception, DeliveryError):
        return 1, str(result.exception)
    return result.exit_code, result.output


def test_a_password_is_kept_as_a_slow_hash_that_only_the_owner_reads(workspace: Workspace, client: Client) -> None:
    access.add(workspace, "kopi", "mei", GOOD)
    name, made = file_of(client).rstrip("\n").split(":")
    assert (name, made[:7]) == ("mei", "$2b$12$")
    assert bcrypt.checkpw(GOOD.encode(), made.encode())
    assert stat.S_IMODE((client.delivery / "users.htpasswd").stat().st_mode) == 0o600


def test_who_may_and_who_has_a_password_are_told_apart(workspace: Workspace, client: Client) -> None:
    access.add(workspace, "kopi", "mei", GOOD)
    access.add(workspace, "kopi", "meii", GOOD)
    assert states(access.look(workspace, "kopi")) == {
        "mei": "opens it",
        "boss": "has no password",
        "meii": "is not in client.yml",
    }


def test_a_new_password_takes_the_place_of_the_old_one_and_leaves_others(workspace: Workspace, client: Client) -> None:
    for user, password in (("mei", GOOD), ("boss", GOOD), ("mei", "another one for mei")):
        access.add(workspace, "kopi", user, password)
    kept = access.hashes(client)
    assert list(kept) == ["boss", "mei"]
    assert bcrypt.checkpw(b"another one for mei", kept["mei"].encode())


def test_the_same_password_has_another_hash_each_time(workspace: Workspace, client: Client) -> None:
    for user in ("mei", "boss"):
        access.add(workspace, "kopi", user, GOOD)
    kept = access.hashes(client)
    assert kept["mei"] != kept["boss"]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "has 5 characters; it must have at least 12"),
        ("", "has 0 characters"),
        ("x" * 73, "only the first 72 would count"),
        ("新加坡咖啡最好喝的十二家店铺", "English keyboard"),
        ("with a tab\tinside", "English keyboard"),
        ("two lines\nof words", "English keyboard"),
    ],
)
def test_a_password_that_would_not_hold_is_refused_without_being_said(
    workspace: Workspace, client: Client, password: str, reason: str
) -> None:
    with pytest.raises(DeliveryError, match=reason) as caught:
        access.add(workspace, "kopi", "mei", password)
    assert not password or password not in str(caught.value)
    assert not (client.delivery / "users.htpasswd").exists()


@pytest.mark.parametrize(
    "name", ["", "mei:boss", "mei\nboss:x", "-mei", "mei lim", "美", "m" * 65, "mei;", '"mei"', "../mei"]
)
def test_a_name_is_made_of_what_every_server_takes(workspace: Workspace, client: Client, name: str) -> None:
    with pytest.raises(DeliveryError, match="can't be a name to log in with"):
        access.add(workspace, "kopi", name, GOOD)
    assert not (client.delivery / "users.htpasswd").exists()


def test_a_password_of_seventy_two_characters_counts_to_the_last(workspace: Workspace, client: Client) -> None:
    password = "Ab1" * 24
    access.add(workspace, "kopi", "mei", password)
    made = access.hashes(client)["mei"].encode()
    assert bcrypt.checkpw(password.encode(), made)
    assert not bcrypt.checkpw(password[:-1].encode(), made)


def test_who_is_removed_has_no_password_any_more(workspace: Workspace, client: Client) -> None:
    for user in ("mei", "boss"):
        access.add(workspace, "kopi", user, GOOD)
    assert states(access.remove(workspace, "kopi", "mei")) == {"boss": "opens it", "mei": "has no password"}
    assert "mei" not in file_of(client)


def test_the_nearest_name_is_offered_where_one_is_unknown(workspace: Workspace, client: Client) -> None:
    access.add(workspace, "kopi", "mei.tan", GOOD)
    with pytest.raises(
        DeliveryError, match=r"clients/kopi/delivery/users\.htpasswd has no “mei.tam”\. Did you mean mei\.tan\?"
    ):
        access.remove(workspace, "kopi", "mei.tam")


@pytest.mark.parametrize(
    "line",
    ["mei", "mei:secret", f"mei:$2b$05${_REST}", "mei:$apr1$x$y", "mei:{PLAIN}x", f"mei:$2b$12${_REST[1:]}", f":{_REST}",
     f"a b:$2b$12${_REST}"],
)  # fmt: skip
def test_a_line_that_lets_in_whom_it_should_not_is_named_and_never_shown(
    workspace: Workspace, client: Client, line: str
) -> None:
    access.add(workspace, "kopi", "boss", GOOD)
    (client.delivery / "users.htpasswd").write_text(f"{file_of(client)}{line}\n")
    with pytest.raises(DeliveryError, match=r"users\.htpasswd, line 2, is not a name and a bcrypt hash") as caught:
        access.look(workspace, "kopi")
    assert line not in str(caught.value)


def test_hashes_of_other_programs_are_taken_if_they_are_slow_enough(workspace: Workspace, client: Client) -> None:
    client.delivery.mkdir()
    (client.delivery / "users.htpasswd").write_text(f"mei:$2y$13${_REST}\n\nboss:$2a$12${_REST}\n")
    assert set(access.hashes(client)) == {"mei", "boss"}


def test_the_command_asks_twice_and_shows_nothing_of_it(client: Client) -> None:
    code, said = run(client, "kopi", "add", "mei", typed=f"{GOOD}\n{GOOD}\n")
    assert (code, GOOD in said) == (0, False)
    assert "kopi: mei has a new password" in said
    assert run(client, "kopi", "list") == (0, "kopi: mei opens it\nkopi: boss has no password\n")


def test_a_password_that_is_made_is_shown_once_and_works(client: Client) -> None:
    code, said = run(client, "kopi", "add", "boss", "--generate")
    made = re.findall(r"^  password  (\S+)$", said, re.MULTILINE)
    assert (code, len(made)) == (0, 1)
    assert bcrypt.checkpw(made[0].encode(), access.hashes(client)["boss"].encode())
    assert made[0] not in run(client, "kopi", "list")[1]


def test_a_program_gives_the_password_on_its_standard_input(client: Client) -> None:
    code, said = run(client, "kopi", "add", "mei", "--password-stdin", typed=f"{GOOD}\r\nwhatever\n")
    assert (code, GOOD in said) == (0, False)
    assert bcrypt.checkpw(GOOD.encode(), access.hashes(client)["mei"].encode())


def test_somebody_whom_the_settings_do_not_name_is_told_to_stay_outside_until_they_do(client: Client) -> None:
    said = run(client, "kopi", "add", "lim", "--generate")[1]
    assert (
        "lim can't open the site yet: clients/kopi/client.yml doesn't name them. Write there: access: {users: [mei, boss, "
        "lim]}"
    ) in said


def test_removing_says_that_the_settings_still_name_somebody(client: Client) -> None:
    run(client, "kopi", "add", "mei", "--generate")
    said = run(client, "kopi", "remove", "mei")[1]
    assert "clients/kopi/client.yml still names mei under access: users." in said


@pytest.mark.parametrize("words", [("add",), ("remove",), ("list", "mei"), ("show", "mei")])
def test_a_command_that_is_not_meant_so_is_wrong_usage(client: Client, words: tuple[str, ...]) -> None:
    assert run(client, "kopi", *words)[0] == 2
