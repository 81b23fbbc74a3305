"""A server's folder through SSH. The server's key must stand in ~/.ssh/known_hosts: none is ever added here."""

from __future__ import annotations

import asyncio
import datetime as dt
import stat
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import Any, TypeVar

import asyncssh
from fsspec.asyn import get_loop, sync

from report_gen.delivery.places import Place
from report_gen.delivery.plan import PART, Seen
from report_gen.errors import DeliveryError

PASSWORD = "REPORT_GEN_SFTP_PASSWORD"
_PATIENCE = 20  # seconds for the server to answer at first, and between two signs of life
T = TypeVar("T")


class Sftp:
    """Files are written beside and renamed, so that a reader gets the old one or the new one."""

    lanes = 16

    def __init__(self, client: asyncssh.SFTPClient, root: str) -> None:
        self._client, self._root = client, PurePosixPath(root)
        self._made: set[PurePosixPath] = set()

    def listing(self) -> dict[str, Seen]:
        """Folders of one depth at once: a server far away takes as long for ten as for one."""
        found: dict[str, Seen] = {}
        folders = [self._root] if _now(self._client.isdir, str(self._root)) else []
        while folders:
            entries = _now(self._entries, folders)
            folders = [path for path, attrs in entries if _is_folder(attrs)]
            files = {path: attrs for path, attrs in entries if not _is_folder(attrs)}
            found |= {path.relative_to(self._root).as_posix(): _seen(attrs) for path, attrs in files.items()}
        return found

    async def _entries(self, folders: list[PurePosixPath]) -> list[tuple[PurePosixPath, asyncssh.SFTPAttrs]]:
        read = await asyncio.gather(*(self._client.readdir(str(folder)) for folder in folders))
        named = [(folder, one) for folder, names in zip(folders, read, strict=True) for one in names]
        return [(folder / str(one.filename), one.attrs) for folder, one in named if one.filename not in (".", "..")]

    def read(self, path: str) -> bytes | None:
        return _now(self._content, self._root / path)

    async def _content(self, file: PurePosixPath) -> bytes | None:
        try:
            async with self._client.open(str(file), "rb") as opened_file:
                content: bytes = await opened_file.read()
                return content
        except asyncssh.SFTPNoSuchFile:
            return None

    def put(self, path: str, content: bytes) -> str:
        return _now(self._put, self._root / path, content)

    async def _put(self, file: PurePosixPath, content: bytes) -> str:
        if file.parent not in self._made:
            await self._make(file.parent)
        part = f"{file}{PART}"
        async with self._client.open(part, "wb") as opened_file:
            await opened_file.write(content)
        await self._rename(part, str(file))
        return _seen(await self._client.stat(str(file))).stamp

    async def _make(self, folder: PurePosixPath) -> None:
        await self._client.makedirs(str(folder), exist_ok=True)
        real, root = [PurePosixPath(str(await self._client.realpath(str(one)))) for one in (folder, self._root)]
        if real != root / folder.relative_to(self._root):
            raise DeliveryError(f"{folder} leads somewhere else by a link. Remove the link, and publish again.")
        self._made.add(folder)

    async def _rename(self, part: str, file: str) -> None:
        try:
            await self._client.posix_rename(part, file)
        except asyncssh.SFTPOpUnsupported:  # such servers don't rename over a file that is there
            with suppress(asyncssh.SFTPNoSuchFile):
                await self._client.remove(file)
            await self._client.rename(part, file)

    def remove(self, path: str) -> None:
        _now(self._remove, self._root / path)

    async def _remove(self, file: PurePosixPath) -> None:
        with suppress(asyncssh.SFTPNoSuchFile):
            await self._client.remove(str(file))
        with suppress(asyncssh.SFTPFailure, asyncssh.SFTPNoSuchFile, asyncssh.SFTPDirNotEmpty):
            while (file := file.parent) != self._root:
                await self._client.rmdir(str(file))
                self._made.discard(file)

    def above(self, name: str) -> Iterator[bytes]:
        for folder in self._root.parents:
            with suppress(asyncssh.SFTPError):
                if content := _now(self._content, folder / name):
                    yield content

    def finish(self, message: str, at: dt.datetime) -> None:
        """Each file is what readers get as soon as it is there."""


def _is_folder(attrs: asyncssh.SFTPAttrs) -> bool:
    return stat.S_ISDIR(attrs.permissions or 0)


def _seen(attrs: asyncssh.SFTPAttrs) -> Seen:
    return Seen(attrs.size or 0, f"{attrs.size}:{attrs.mtime}")


def _now(call: Callable[..., Awaitable[T]], *args: Any) -> T:
    """The answer, waited for; the connection lives in the thread of fsspec's loop."""
    answer: T = sync(get_loop(), call, *args)
    return answer


@contextmanager
def opened(place: Place, environ: Mapping[str, str]) -> Iterator[Sftp]:
    try:
        connection = _now(_connected, place, environ.get(PASSWORD))
        try:
            yield Sftp(_now(connection.start_sftp_client), f"/{place.path}")
        finally:
            connection.close()
            _now(connection.wait_closed)
    except (asyncssh.Error, OSError) as error:
        raise DeliveryError(f"{place.said}: {_reason(error, place)}") from error


async def _connected(place: Place, password: str | None) -> asyncssh.SSHClientConnection:
    user, _, server = place.at.rpartition("@")
    host, _, port = server.rpartition(":")
    return await asyncssh.connect(
        host,
        int(port),
        username=user or (),
        password=password,
        connect_timeout=_PATIENCE,
        login_timeout=_PATIENCE,
        keepalive_interval=_PATIENCE,
    )


def _reason(error: Exception, place: Place) -> str:
    server = place.at.rpartition("@")[2]
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return (
            f"the key of {server} is not the one in ~/.ssh/known_hosts, or none is there. Ask whoever runs the server for "
            "its fingerprint, and compare it when ssh shows it to you."
        )
    if isinstance(error, asyncssh.PermissionDenied):
        return f"{server} lets nobody in with the keys of ~/.ssh and the agent, or the password in {PASSWORD}."
    if isinstance(error, asyncssh.SFTPPermissionDenied):
        return "that user may not write there. See to the rights of the folder."
    if isinstance(error, asyncssh.SFTPError):
        return f"the server refuses ({type(error).__name__.removeprefix('SFTP')}). See whether its disk is full."
    return (
        f"{server} was not reached, or the connection broke ({type(error).__name__}). What is missing is sent when you "
        "publish again."
    )
