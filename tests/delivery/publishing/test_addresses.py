"""An address says one place, however it is written, and two that lie in one another are known as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen.delivery.places import Place, parse
from report_gen.errors import DeliveryError

AGENCY = Path("/srv/agency")


def place(text: str) -> Place:
    return parse(text, AGENCY)


SAME = {
    "a folder by its way from the workspace": ("../www/kopi", "/srv/www/kopi"),
    "a folder as an address": ("file:///srv/www/kopi/", "/srv/www/kopi"),
    "a folder with a blank": ("file:///srv/the%20www/kopi", "/srv/the www/kopi"),
    "dots on the way": ("/srv/www/teh/../kopi/.", "/srv/www/kopi"),
    "slashes at the end and twice": ("s3://reports//kopi/", "s3://reports/kopi"),
    "dots in a bucket": ("s3://reports/teh/../kopi", "s3://reports/kopi"),
    "names that differ in case alone": ("s3://reports/Kopi", "s3://reports/kopi"),
    "letters composed in two ways": ("/srv/www/café", "/srv/www/cafe\u0301"),
    "a server's usual port": ("sftp://kopi@Host.Example/www", "sftp://kopi@host.example:22/www/"),
    "a repository by two doors": ("git+ssh://git@host.example/a/r.git", "git+https://host.example/a/r#gh-pages"),
    "a folder in a branch": ("git+ssh://git@host.example/r.git#pages:kopi/", "git+ssh://git@host.example/r#pages:kopi"),
}
WITHIN = {
    "a folder": ("/srv/www", "/srv/www/kopi"),
    "a bucket": ("s3://reports", "s3://reports/kopi"),
    "a server's root": ("sftp://kopi@host.example/", "sftp://kopi@host.example/www/kopi"),
    "a branch": ("git+ssh://git@host.example/r.git#pages", "git+ssh://git@host.example/r.git#pages:kopi"),
}
APART = {
    "folders whose names begin alike": ("/srv/www/kopi", "/srv/www/kopi-2"),
    "buckets": ("s3://kopi/reports", "s3://teh/reports"),
    "prefixes": ("s3://reports/kopi", "s3://reports/kopi2"),
    "servers": ("sftp://kopi@one.example/www", "sftp://kopi@two.example/www"),
    "users with a server each of their own": ("sftp://kopi@host.example/www", "sftp://teh@host.example/www"),
    "branches": ("git+ssh://git@host.example/r.git#kopi", "git+ssh://git@host.example/r.git#teh"),
    "kinds": ("/kopi", "s3://kopi"),
}
REFUSED = {
    "ftp://host.example/kopi": "is no place that a site can be brought to. Possible are a folder, s3://bucket/folder, sftp://",
    "https://reports.example/kopi": "is no place",
    "s3:///kopi": "is no place",
    "file://server/kopi": "is no place",
    "kopi@host.example:/www": "write it as sftp://user@host/folder",
    "sftp://kopi:not-to-be-seen@host.example/www": "holds a password. Take it out: secrets come from the environment",
    "s3://AKIA:not-to-be-seen@reports/kopi": "holds a password",
    "git+https://not-to-be-seen@host.example/r.git": "holds a user",
    "s3://reports/../teh": "leads out of what holds it",
    "s3://reports/kopi?versionId=1": "has a ? or a # in it",
    "s3://reports/kopi#1": "has a ? or a # in it",
    "sftp://host.example:99999/www": "has a port that is no number",
    "git+ssh://host.example/r.git#a..b": "which git would not accept",
    "git+ssh://host.example/r.git#--force": "which git would not accept",
    "sftp://host.example/~/www": "write the whole path",
    "git+ssh://host.example": "names no repository",
    "s3://reports/ko\u200bpi": "has letters that no address has",
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_one_place_is_known_however_it_is_written(one: str, other: str) -> None:
    assert place(one).overlaps(place(other))
    assert len(place(one).parts) == len(place(other).parts)


@pytest.mark.parametrize(("outer", "inner"), WITHIN.values(), ids=WITHIN)
def test_a_place_that_lies_in_another_is_known(outer: str, inner: str) -> None:
    assert place(outer).overlaps(place(inner))
    assert place(inner).overlaps(place(outer))


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_places_that_share_nothing_are_apart(one: str, other: str) -> None:
    assert not place(one).overlaps(place(other))


@pytest.mark.parametrize(("address", "why"), REFUSED.items(), ids=REFUSED)
def test_an_address_that_cannot_be_meant_is_refused_without_its_secrets(address: str, why: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        place(address)
    assert why in str(caught.value)
    assert "not-to-be-seen" not in str(caught.value)


def test_a_folder_behind_a_link_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "www")
    assert parse(str(tmp_path / "link" / "kopi"), AGENCY).overlaps(parse(str(tmp_path / "www" / "kopi"), AGENCY))
