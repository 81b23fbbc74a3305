"""One commit for each publication, on top of what is there and never in place of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from report_gen.delivery import targets
from report_gen.delivery.targets.git import TOKEN, surroundings
from report_gen.delivery.transfer import Order, bring
from report_gen.errors import DeliveryError
from tests.delivery.agencies import NOW, quiet
from tests.delivery.publishing.little import Month, contents, release
from tests.delivery.publishing.spots import Spot

BEFORE = release(Month("2026-09"), languages=("en",))
AFTER = release(Month("2026-09"), Month("2026-10"), languages=("en",))
TEH = release(Month("2026-09"), languages=("en",), slug="teh")


@pytest.fixture
def spot(spot_in: Callable[[str], Spot]) -> Spot:
    return spot_in("git")


def git(repository: Path, *words: str) -> list[str]:
    done = subprocess.run(["git", "-C", str(repository), *words], capture_output=True, check=True, text=True)
    return done.stdout.splitlines()


def beside(spot: Spot, slug: str) -> Spot:
    other = spot.of(slug)
    return other.at(other.place.said.replace(":kopi", f":{slug}"))


def test_a_publication_is_one_commit_on_top_of_the_last(spot: Spot, repository: Path) -> None:
    spot.publish(BEFORE)
    (first,) = git(repository, "rev-list", "pages")
    spot.publish(AFTER)
    spot.publish(AFTER)
    second, *rest = git(repository, "rev-list", "pages")
    assert rest == [first]
    assert git(repository, "log", "-1", "--format=%an %ae %ct %s", second) == [
        f"report-gen report-gen@localhost {int(NOW.timestamp())} kopi: 2026-09, 2026-10"
    ]


def test_hosts_of_pages_are_told_to_leave_no_file_out(spot: Spot, repository: Path) -> None:
    spot.publish(BEFORE)
    assert ".nojekyll" in git(repository, "ls-tree", "--name-only", "pages")


def test_two_clients_have_their_folders_in_one_branch(spot: Spot, repository: Path) -> None:
    teh = beside(spot, "teh")
    teh.publish(TEH)
    spot.publish(BEFORE)
    spot.publish(AFTER)
    assert (spot.contents(), teh.contents()) == (contents(AFTER), contents(TEH))
    assert len(git(repository, "rev-list", "pages")) == 3


def test_a_branch_of_its_own_holds_the_client_at_its_root(spot: Spot, repository: Path) -> None:
    root = spot.at(f"git+file://{repository}")
    root.publish(AFTER)
    assert root.contents() == contents(AFTER)
    assert root.publish(AFTER).strangers == ()
    assert git(repository, "for-each-ref", "--format=%(refname:short)") == ["gh-pages"]


def test_what_another_client_commits_meanwhile_stays(spot: Spot) -> None:
    """The push that came too late is made again on top of the other."""
    teh = beside(spot, "teh")
    spot.publish(BEFORE)
    with targets.opened(spot.place, spot.environ) as target:
        teh.publish(TEH)
        bring(target, Order(spot.client, spot.place, AFTER), NOW, quiet)
    assert (spot.contents(), teh.contents()) == (contents(AFTER), contents(TEH))


def test_what_somebody_else_commits_into_the_place_meanwhile_ends_the_publication(spot: Spot) -> None:
    spot.publish(BEFORE)
    with targets.opened(spot.place, spot.environ) as target:
        spot.put("note.txt", b"by hand")
        with pytest.raises(DeliveryError, match="others commit to it at the same time"):
            bring(target, Order(spot.client, spot.place, AFTER), NOW, quiet)
    assert spot.contents() == {**contents(BEFORE), "note.txt": b"by hand"}


def test_a_server_that_can_leave_contents_out_is_asked_to(spot: Spot, repository: Path) -> None:
    """And nothing that was left out is missing in the next commit."""
    git(repository, "config", "uploadpack.allowFilter", "true")
    spot.publish(BEFORE)
    spot.publish(AFTER)
    assert spot.publish(AFTER).batches == ()
    assert spot.contents() == contents(AFTER)
    assert git(repository, "fsck", "--strict") == []


def test_a_repository_that_is_not_there_is_told(spot: Spot, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="there is no such repository"):
        spot.at(f"git+file://{tmp_path}/none.git").publish(BEFORE)


def test_a_rule_of_the_server_is_told(spot: Spot, repository: Path) -> None:
    hook = repository / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(DeliveryError, match="the server has a rule against it"):
        spot.publish(BEFORE)


def test_a_token_goes_to_its_server_alone_and_stands_in_no_list_of_processes() -> None:
    """Other users of a machine see every command with its words; it is in the environment that git gets."""
    said = surroundings("https://git.lantern.example/reports.git", {TOKEN: "not-to-be-seen"})
    assert said["GIT_CONFIG_KEY_0"] == "http.https://git.lantern.example/.extraHeader"
    assert "not-to-be-seen" not in " ".join(said.values()), "as HTTP wants it: in Base64"
    assert "GIT_CONFIG_COUNT" not in surroundings("ssh://git.lantern.example/reports.git", {TOKEN: "not-to-be-seen"})
