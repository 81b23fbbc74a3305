"""What is true of every kind of place: a folder, an object store, a server through SSH, a branch of a repository."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_gen.delivery.ledger import LEDGER
from report_gen.errors import DeliveryError
from tests.delivery.publishing.little import Month, contents, release
from tests.delivery.publishing.spots import Spot

SEPTEMBER, OCTOBER = Month("2026-09"), Month("2026-10", ("index", "saves", "creators"))
ENGLISH = ("en",)
FIRST = release(SEPTEMBER, languages=ENGLISH)
BOTH = release(SEPTEMBER, OCTOBER, languages=ENGLISH)


def refused(spot: Spot, **options: bool) -> str:
    with pytest.raises(DeliveryError) as caught:
        spot.publish(BOTH, **options)
    return str(caught.value)


def test_the_place_holds_the_release_and_nothing_is_sent_twice(spot: Spot) -> None:
    done = spot.publish(FIRST)
    assert (len(done.sent), done.kept) == (len(FIRST.files), 0)
    assert spot.contents() == contents(FIRST)
    assert spot.publish(FIRST).batches == ()


def test_only_what_changed_travels_and_only_ours_is_removed(spot: Spot) -> None:
    spot.publish(BOTH)
    spot.put("2026-10/notes-of-the-host.txt", b"stays")
    bold = release(SEPTEMBER, Month("2026-10", ("index", "saves"), look="bold"), languages=ENGLISH)
    done = spot.publish(bold)
    changed = {path for path, content in contents(bold).items() if contents(BOTH).get(path) != content}
    assert {step.path for step in done.sent} == changed
    assert {step.path for step in done.of("stale")} == set(BOTH.files) - set(bold.files)
    assert spot.contents() == {**contents(bold), "2026-10/notes-of-the-host.txt": b"stays"}
    assert done.strangers == ("2026-10/notes-of-the-host.txt",)


def test_a_dry_run_says_what_would_be_done_and_touches_nothing(spot: Spot) -> None:
    before = spot.publish(BOTH, dry_run=True)
    assert {step.path for step in before.sent} == set(BOTH.files)
    assert spot.contents() == {}
    assert not spot.client.folder.exists()
    spot.publish(FIRST)
    told = spot.publish(BOTH, dry_run=True)
    assert spot.contents() == contents(FIRST)
    assert spot.publish(BOTH) == told


def test_what_somebody_changed_or_deleted_there_is_sent_again(spot: Spot) -> None:
    spot.publish(BOTH)
    spot.put("2026-10/index.html", b"<h1>kopi index other</h1>")
    spot.remove("2026-10/saves.html")
    done = spot.publish(BOTH)
    assert {step.path for step in done.of("mended")} == {"2026-10/index.html", "2026-10/saves.html"}
    assert done.steps == done.of("mended")
    assert spot.contents() == contents(BOTH)


@pytest.mark.parametrize("spot", ["folder", "git"], indirect=True)
def test_verifying_reads_what_is_there_and_finds_nothing_where_nothing_is_wrong(spot: Spot) -> None:
    spot.publish(BOTH)
    assert spot.publish(BOTH, verify=True).batches == ()


@pytest.mark.parametrize("spot", ["folder", "git"], indirect=True)
def test_a_place_where_other_files_lie_is_not_taken_without_being_told_to(spot: Spot) -> None:
    spot.put("photos/one.jpg", b"jpg")
    spot.put("index.html", b"old")
    said = refused(spot)
    assert "is not empty" in said
    assert "index.html, photos/one.jpg" in said
    assert "--adopt" in said
    assert spot.contents() == {"photos/one.jpg": b"jpg", "index.html": b"old"}
    done = spot.publish(BOTH, adopt=True)
    assert spot.contents() == {**contents(BOTH), "photos/one.jpg": b"jpg"}
    assert [step.path for step in done.of("changed")] == ["index.html"]


@pytest.mark.parametrize("spot", ["folder", "git"], indirect=True)
def test_a_place_of_another_client_is_left_alone_whatever_is_said(spot: Spot) -> None:
    spot.of("teh").publish(release(SEPTEMBER, slug="teh"))
    before = spot.contents()
    assert "holds the reports of another client, “teh”" in refused(spot, adopt=True)
    assert spot.contents() == before


@pytest.mark.parametrize("spot", ["folder", "git"], indirect=True)
def test_a_place_of_another_workspace_is_left_alone(spot: Spot) -> None:
    spot.publish(FIRST)
    (spot.client.delivery / "key").unlink()
    said = refused(spot, adopt=True)
    assert "of another workspace" in said
    assert LEDGER in said
    assert spot.contents() == contents(FIRST)


def test_a_place_that_lies_in_another_clients_is_left_alone(spot: Spot) -> None:
    spot.of("teh").publish(release(SEPTEMBER, slug="teh"))
    inner = Spot(spot.place.below("kopi"), spot.environ, spot.client)
    assert "lies in the place of “teh”" in refused(inner)


def test_a_place_that_holds_another_clients_is_left_alone(spot: Spot) -> None:
    inner = Spot(spot.place.below("teh"), spot.environ, spot.of("teh").client)
    inner.publish(release(SEPTEMBER, slug="teh"))
    assert f"holds another client's place (teh/{LEDGER})" in refused(spot, adopt=True)


def test_a_client_whose_name_begins_like_anothers_has_its_own_place(spot: Spot) -> None:
    place = replace(spot.place, parts=(*spot.place.parts[:-1], "kopi-2"))
    beside = Spot(place, spot.environ, spot.of("kopi-2").client)
    beside.publish(release(SEPTEMBER, slug="kopi-2"))
    spot.publish(BOTH)
    assert spot.contents() == contents(BOTH)
    assert beside.contents() == contents(release(SEPTEMBER, slug="kopi-2"))


@pytest.mark.parametrize("spot", ["folder", "git"], indirect=True)
def test_a_ledger_that_was_damaged_lets_nothing_pass(spot: Spot) -> None:
    spot.publish(FIRST)
    spot.put(LEDGER, b"{")
    assert "is not what report-gen wrote" in refused(spot, adopt=True)
