"""A folder in a branch of a git repository, as hosts of pages serve it: one commit a publication, never forced.

Only names and fingerprints of what stands there are fetched, where the server can leave the rest out. What others commit
outside the folder meanwhile stays; what they commit inside it ends the publication.
"""

from __future__ import annotations

import base64
import datetime as dt
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report_gen.delivery.places import Place
from report_gen.delivery.plan import Seen
from report_gen.errors import DeliveryError

TOKEN = "REPORT_GEN_GIT_TOKEN"
_AUTHOR = "report-gen <report-gen@localhost>"
_TRIES = 5  # of a push that somebody else's came before
_NOTHING = "0" * 40
_ASTRAY = ("GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")  # as hooks leave them behind
_TOO_LATE = ("[rejected]", "fetch first", "cannot lock ref", "failed to update ref")
_SETTINGS = {
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "http.lowSpeedLimit": "1000",  # bytes a second; below it for so many seconds the connection counts as broken
    "http.lowSpeedTime": "60",
}
_ALL_FILES = ".nojekyll"  # keeps hosts of pages from leaving files out


class Git:
    """A bare repository that holds what is about to be committed, and the other one as its `origin`."""

    def __init__(self, folder: Path, address: str, environ: Mapping[str, str]) -> None:
        self._folder = folder
        around = {name: value for name, value in environ.items() if name not in _ASTRAY}
        self._environ = {**around, **surroundings(address, environ), "GIT_DIR": str(folder)}
        self("init", "--quiet", "--bare", str(folder))
        for name, value in _SETTINGS.items():
            self("config", name, value)
        self("config", "remote.origin.url", address)

    def __call__(self, *words: str, given: bytes = b"", **more: str) -> bytes:
        """What git says. Raises GitError."""
        environ = self._environ | more
        done = subprocess.run(["git", *words], input=given, capture_output=True, env=environ, check=False)
        if done.returncode:
            raise GitError(done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def line(self, *words: str, given: bytes = b"", **more: str) -> str:
        return self(*words, given=given, **more).decode().strip()


class GitError(Exception):
    """What git says on stderr, for programs."""


class Branch:
    """Everything is gathered, and appears with one push."""

    lanes = 4

    def __init__(self, git: Git, place: Place) -> None:
        self._git, self._place = git, place
        self._branch = place.at.rpartition("#")[2]
        self._tip = self._fetched()
        self._changes: dict[str, str | None] = {}

    def _fetched(self) -> str | None:
        """The newest commit of the branch; None where there is no such branch yet."""
        name = f"refs/heads/{self._branch}"
        if not self._git.line("ls-remote", "origin", name):
            return None
        self._git("fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags", "origin", name)
        return self._git.line("rev-parse", "FETCH_HEAD")

    def listing(self) -> dict[str, Seen]:
        told = self._told(self._tip) if self._tip else b""
        entries = (entry.decode().partition("\t") for entry in told.split(b"\0") if entry)
        return {_inside(name, self._place): _seen(facts.split()) for facts, _, name in entries if name != _ALL_FILES}

    def _told(self, commit: str) -> bytes:
        """The tree below the folder; a name that differs in anything, its mode too, makes another text."""
        return self._git(
            "ls-tree", "-r", "-z", "--full-tree", commit, *([self._place.path] if self._place.parts else [])
        )

    def read(self, path: str) -> bytes | None:
        return self._content(self._name(path))

    def _content(self, name: str) -> bytes | None:
        if not self._tip or not self._git("ls-tree", "-z", "--full-tree", self._tip, name):
            return None
        return self._git("cat-file", "blob", f"{self._tip}:{name}")

    def _name(self, path: str) -> str:
        return f"{self._place.path}/{path}".lstrip("/")

    def put(self, path: str, content: bytes) -> str:
        blob = self._git.line("hash-object", "-w", "--stdin", given=content)
        self._changes[path] = blob
        return blob

    def remove(self, path: str) -> None:
        self._changes[path] = None

    def above(self, name: str) -> Iterator[bytes]:
        for depth in range(len(self._place.parts)):
            if content := self._content("/".join((*self._place.parts[:depth], name))):
                yield content

    def finish(self, message: str, at: dt.datetime) -> None:
        """One commit on top of what is there, if it changes anything; again on top of another that came before it, unless
        that one is about the same folder."""
        planned = self._told(self._tip) if self._tip else b""
        for _ in range(_TRIES):
            if self._pushed(message, at):
                return
            self._tip = self._fetched()
            if (self._told(self._tip) if self._tip else b"") != planned:
                break
        raise DeliveryError(
            f"{self._place.said}: others commit to it at the same time. Nothing was changed there; publish again."
        )

    def _pushed(self, message: str, at: dt.datetime) -> bool:
        """Whether the branch is as it is to be; False where somebody else's commit came before."""
        tree = self._tree()
        if self._tip and tree == self._git.line("rev-parse", f"{self._tip}^{{tree}}"):
            return True
        commit = self._commit(tree, message, at)
        try:
            self._git("push", "--quiet", "origin", f"{commit}:refs/heads/{self._branch}")
        except GitError as refusal:
            if any(word in str(refusal) for word in _TOO_LATE):
                return False
            raise
        return True

    def _tree(self) -> str:
        """The branch's files with the changes."""
        with tempfile.TemporaryDirectory() as folder:
            index = str(Path(folder, "index"))
            if self._tip:
                self._git("read-tree", self._tip, GIT_INDEX_FILE=index)
            changes = {self._name(path): blob for path, blob in self._changes.items()}
            if not self._git("ls-files", "--", _ALL_FILES, GIT_INDEX_FILE=index):
                changes[_ALL_FILES] = self._git.line("hash-object", "-w", "--stdin")
            lines = (_entry(name, blob) for name, blob in changes.items())
            self._git("update-index", "-z", "--index-info", given=b"".join(lines), GIT_INDEX_FILE=index)
            return self._git.line("write-tree", "--missing-ok", GIT_INDEX_FILE=index)

    def _commit(self, tree: str, message: str, at: dt.datetime) -> str:
        parents = ["-p", self._tip] if self._tip else []
        name, mail = _AUTHOR.rstrip(">").split(" <")
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (
            ("NAME", name), ("EMAIL", mail), ("DATE", f"{int(at.timestamp())} +0000")
        )}  # fmt: skip
        return self._git.line("commit-tree", tree, *parents, given=message.encode(), **who)


def _inside(name: str, place: Place) -> str:
    return name.removeprefix(f"{place.path}/" if place.parts else "")


def _seen(facts: list[str]) -> Seen:
    """A file of a tree is told by its mode and its hash; its size is not fetched."""
    mode, _, blob = facts
    return Seen(None, blob if mode == "100644" else f"{mode} {blob}")


def _entry(name: str, blob: str | None) -> bytes:
    return f"{'100644' if blob else '0'} {blob or _NOTHING}\t{name}\0".encode()


def surroundings(address: str, environ: Mapping[str, str]) -> dict[str, str]:
    """No question at the terminal, no unknown server; the token, if there is one, where no list of processes shows it."""
    ssh = "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 -o ServerAliveInterval=20"
    settings = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": environ.get("GIT_SSH_COMMAND", ssh), "LC_ALL": "C"}
    if not (token := environ.get(TOKEN)) or not address.startswith("https://"):
        return settings
    host = "/".join(address.split("/")[:3])
    secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    named = {"KEY_0": f"http.{host}/.extraHeader", "VALUE_0": f"Authorization: Basic {secret}", "COUNT": "1"}
    return settings | {f"GIT_CONFIG_{key}": value for key, value in named.items()}


@contextmanager
def opened(place: Place, environ: Mapping[str, str]) -> Iterator[Branch]:
    with tempfile.TemporaryDirectory(prefix="report-gen-") as folder:
        try:
            yield Branch(Git(Path(folder, "git"), place.address, environ), place)
        except FileNotFoundError as error:
            if error.filename != "git":
                raise
            raise DeliveryError(
                f"{place.said}: git is not installed on this machine. Install it: apt-get install git"
            ) from error
        except GitError as refusal:
            raise DeliveryError(f"{place.said}: {_reason(str(refusal))}") from None


_SAID = {
    "Host key verification failed": "the server's key is not the one in ~/.ssh/known_hosts, or none is there. Ask whoever "
    "runs the server for its fingerprint, and compare it when ssh shows it to you.",
    "Permission denied": "the server lets nobody in with these keys. See to ~/.ssh and the agent.",
    "could not read Username": f"the server asks who you are. Set {TOKEN}, or a credential helper of git.",
    "Authentication failed": f"the server doesn't accept the token. Look at {TOKEN}.",
    "does not appear to be a git repository": "there is no such repository, or these keys may not see it.",
    "not found": "there is no such repository, or these keys may not see it.",
    "protected branch": "the branch is protected: nobody may push to it like that. Choose another in publish.to.",
    "pre-receive hook declined": "the server has a rule against it (pre-receive hook declined).",
    "Could not resolve host": "the server was not found. Look at its name in publish.to.",
    "No space left": "the disk is full, here or there.",
}


def _reason(said: str) -> str:
    """In words of our own: what git says may hold an address with a secret."""
    known = next((words for sign, words in _SAID.items() if sign.casefold() in said.casefold()), None)
    return known or "git could not do it. Try the same by hand: git ls-remote with that address."
