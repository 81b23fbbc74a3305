"""Through SSH only to a server that is known, and readers never see half a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asyncssh
import pytest

from report_gen.errors import DeliveryError
from tests.delivery.agencies import everything
from tests.delivery.publishing import little
from tests.delivery.publishing.little import Month, contents, release
from tests.delivery.publishing.servers import PASSWORD, Ssh
from tests.delivery.publishing.spots import Spot

BEFORE = release(Month("2026-09"), languages=("en",))
AFTER = release(Month("2026-09"), Month("2026-10"), languages=("en",))


@pytest.fixture
def spot(spot_in: Callable[[str], Spot]) -> Spot:
    return spot_in("sftp")


def refused(spot: Spot) -> str:
    with pytest.raises(DeliveryError) as caught:
        spot.publish(AFTER)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def on_server(ssh: Ssh) -> dict[str, bytes]:
    found = everything(ssh.folder / "www" / "kopi")
    return {path: content for path, content in found.items() if not path.startswith(".")}


def known_hosts() -> Path:
    return Path.home() / ".ssh" / "known_hosts"


def test_a_server_that_nobody_knows_gets_nothing(spot: Spot, ssh: Ssh) -> None:
    known_hosts().unlink()
    assert "none is there" in refused(spot)
    assert not known_hosts().exists(), "a key is never added"
    assert everything(ssh.folder) == {}


def test_a_server_with_another_key_gets_nothing(spot: Spot, ssh: Ssh) -> None:
    known_hosts().write_text(ssh.known_hosts(asyncssh.generate_private_key("ssh-ed25519")), encoding="utf-8")
    assert f"the key of 127.0.0.1:{ssh.port} is not the one in ~/.ssh/known_hosts" in refused(spot)
    assert everything(ssh.folder) == {}


def test_a_wrong_password_is_told_and_not_shown(spot: Spot, ssh: Ssh) -> None:
    wrong = Spot(spot.place, {**spot.environ, "REPORT_GEN_SFTP_PASSWORD": "wrong"}, spot.client)
    assert "lets nobody in" in refused(wrong)
    assert "wrong" not in refused(wrong).partition("lets")[0]


@pytest.mark.parametrize("writes", [0, 1, 5, 9, 12])
def test_a_connection_that_breaks_midway_leaves_a_whole_site_and_is_made_good(
    spot: Spot, ssh: Ssh, writes: int
) -> None:
    spot.publish(BEFORE)
    ssh.writes_left = writes
    assert "What is missing is sent when you publish again" in refused(spot)
    assert little.broken(on_server(ssh)) == set()
    ssh.writes_left = None
    spot.publish(AFTER)
    assert on_server(ssh) == contents(AFTER)
    assert spot.publish(AFTER).batches == ()


def test_a_server_that_cannot_rename_over_a_file_gets_the_same(spot: Spot, ssh: Ssh) -> None:
    ssh.plain = True
    spot.publish(BEFORE)
    spot.publish(AFTER)
    assert on_server(ssh) == contents(AFTER)


def test_folders_that_become_empty_go(spot: Spot, ssh: Ssh) -> None:
    spot.publish(AFTER)
    spot.publish(BEFORE)
    assert not (ssh.folder / "www" / "kopi" / "2026-10").exists()


def test_a_link_that_leads_out_of_the_place_is_refused(spot: Spot, ssh: Ssh) -> None:
    (ssh.folder / "www" / "teh" / "2026-09").mkdir(parents=True)
    (ssh.folder / "www" / "kopi").mkdir()
    (ssh.folder / "www" / "kopi" / "2026-09").symlink_to("../teh/2026-09")
    with pytest.raises(DeliveryError, match="leads somewhere else by a link"):
        spot.publish(AFTER, adopt=True)
    assert everything(ssh.folder / "www" / "teh") == {}
