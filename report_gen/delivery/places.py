"""Where a client's files go: `publish.to` of its settings → a `Place`, written the same way however the settings write it.

reports/kopi, /srv/www/kopi, file:///srv/www/kopi          a folder; relative ones start at the workspace
s3://bucket/kopi                                           an object store of S3 or of what speaks like it
sftp://user@host:port/srv/www/kopi                         a server; the path is the whole path there
git+ssh://git@host/agency/reports.git#branch:kopi          a branch, gh-pages unless named, and a folder in it; git+https,
                                                           git+file:///srv/reports.git
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from report_gen.errors import DeliveryError

Kind = Literal["folder", "s3", "sftp", "git"]
POSSIBLE = "a folder, s3://bucket/folder, sftp://user@host/folder, git+ssh://git@host/repository.git#branch:folder"
PAGES = "gh-pages"
SSH = 22
_GIT = ("git+ssh", "git+https", "git+file")
_BRANCH = re.compile(r"(?!.*(\.\.|//|/\.|\.lock(/|$)))[A-Za-z0-9][A-Za-z0-9._/-]*(?<![./])")


@dataclass(frozen=True)
class Place:
    """A folder somewhere. `at` is what holds it: nothing for this machine's disks, a bucket, user@host:port, a repository
    with its branch; `parts` are the names on the way down from there; `said` is how the settings write it. `address` is what
    git is told."""

    kind: Kind
    at: str
    parts: tuple[str, ...]
    said: str
    address: str = ""

    @property
    def path(self) -> str:
        return "/".join(self.parts)

    @property
    def folder(self) -> Path:
        """Of a place on this machine's disks."""
        return Path("/", *self.parts)

    def below(self, name: str) -> Place:
        """The folder of that name in it."""
        return replace(self, parts=(*self.parts, name), said=f"{self.said.rstrip('/')}/{name}")

    def overlaps(self, other: Place) -> bool:
        """Whether one is the other or lies in it. Names that differ in case alone are the same: on some disks they are."""
        shared = min(len(self.parts), len(other.parts))
        same = (self.kind, _folded(self.at)) == (other.kind, _folded(other.at))
        return same and _all_folded(self.parts[:shared]) == _all_folded(other.parts[:shared])


def parse(text: str, workspace: Path) -> Place:
    """Raises DeliveryError where the address can't be meant; relative folders start at the workspace."""
    text = text.strip()
    if "://" not in text:
        if re.match(r"[\w.-]+@[\w.-]+:", text):
            raise DeliveryError(f"“{text}” looks like a place on a server; write it as sftp://user@host/folder.")
        return _on_disk(workspace / Path(text).expanduser(), text)
    url = urlsplit(text)
    if secret := _secret(url):
        raise DeliveryError(
            f"The address of {url.scheme}://{url.hostname or ''} holds {secret}. Take it out: secrets come from the environment."
        )
    if url.query or (url.fragment and url.scheme not in _GIT):
        raise DeliveryError(f"“{text}” has a ? or a # in it, which no address of a place has.")
    return _parsed(url, text)


def _parsed(url: SplitResult, text: str) -> Place:
    scheme = url.scheme
    if scheme == "file" and url.netloc in ("", "localhost"):
        return _on_disk(Path(unquote(url.path)), text)
    if scheme == "s3" and url.netloc:
        return Place("s3", url.netloc, _parts(url.path, text), text)
    if scheme == "sftp" and url.hostname:
        user = f"{unquote(url.username)}@" if url.username else ""
        return Place("sftp", f"{user}{_host(url)}:{_port(url, text) or SSH}", _parts(unquote(url.path), text), text)
    if scheme in _GIT:
        return _in_git(url, text)
    raise DeliveryError(f"“{text}” is no place that a site can be brought to. Possible are {POSSIBLE}.")


def _on_disk(path: Path, text: str) -> Place:
    return Place("folder", "", path.resolve().parts[1:], text)


def _in_git(url: SplitResult, text: str) -> Place:
    branch, _, folder = unquote(url.fragment).partition(":")
    branch = branch or PAGES
    if not _BRANCH.fullmatch(branch):
        raise DeliveryError(f"“{text}” names the branch “{branch}”, which git would not accept. Write it as #{PAGES}.")
    where = posixpath.normpath(unquote(url.path))
    if url.scheme == "git+file":
        where = str(Path(where).resolve())
    elif not url.hostname or where in (".", "/"):
        raise DeliveryError(f"“{text}” names no repository; write it as git+ssh://git@host/agency/reports.git#{PAGES}.")
    port = f":{_port(url, text)}" if _port(url, text) else ""
    # By which door a repository is entered makes no other one of it.
    name = (
        f"{_host(url) if url.hostname else ''}{port if url.scheme == 'git+https' else ''}{where.removesuffix('.git')}"
    )
    user = f"{url.username}@" if url.username else ""
    address = f"{url.scheme.removeprefix('git+')}://{user}{_host(url)}{port}{where}"
    return Place("git", f"{name}#{branch}", _parts(folder, text), text, address=address)


def _secret(url: SplitResult) -> str | None:
    if url.password:
        return "a password"
    return "a user" if url.username and url.scheme not in ("sftp", "git+ssh") else None


def _host(url: SplitResult) -> str:
    return (url.hostname or "").rstrip(".")


def _port(url: SplitResult, text: str) -> int | None:
    try:
        return url.port
    except ValueError:
        raise DeliveryError(f"“{text}” has a port that is no number from 1 to 65535.") from None


def _parts(path: str, text: str) -> tuple[str, ...]:
    parts = tuple(part for part in posixpath.normpath(path.lstrip("/")).split("/") if part not in ("", "."))
    if parts[:1] == ("~",):
        raise DeliveryError(f"“{text}” starts at a home folder; write the whole path instead of ~.")
    if ".." in parts or not path.isprintable():
        raise DeliveryError(f"“{text}” leads out of what holds it, or has letters that no address has.")
    return parts


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _all_folded(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_folded, parts))
