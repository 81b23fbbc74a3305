"""Real servers on loopback, each on a port that was free, ended with what started it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "kopi", "let-me-in"


@dataclass
class Ssh:
    """An SFTP server whose root is `folder`. `writes_left`: after so many files written it drops the connection; `plain`:
    it can't rename over a file, like servers without OpenSSH's extension."""

    folder: Path
    port: int = 0
    key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    writes_left: int | None = None
    plain: bool = False
    opened: list[Any] = field(default_factory=list)

    def known_hosts(self, key: asyncssh.SSHKey | None = None) -> str:
        return f"[127.0.0.1]:{self.port} {(key or self.key).export_public_key().decode()}"

    def wrote(self, connection: asyncssh.SSHServerConnection) -> None:
        if self.writes_left is not None:
            self.writes_left -= 1
            if self.writes_left < 0:
                connection.abort()
                raise asyncssh.SFTPConnectionLost("")


@contextmanager
def sftp(folder: Path) -> Iterator[Ssh]:
    """The server, in a thread of its own."""
    server, loop = Ssh(folder), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        listening = asyncio.run_coroutine_threadsafe(_listen(server), loop).result()
        server.port = listening.get_port()
        yield server
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        for file in server.opened:  # a connection that broke leaves its files open
            file.close()


async def _listen(server: Ssh) -> asyncssh.SSHAcceptor:
    class Doorman(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel[Any]) -> None:
            self._connection = channel.get_connection()
            super().__init__(channel, chroot=bytes(server.folder))

        def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
            server.opened.append(super().open(path, pflags, attrs))
            return server.opened[-1]

        def close(self, file_obj: Any) -> None:
            super().close(file_obj)
            if "w" in getattr(file_obj, "mode", ""):
                server.wrote(self._connection)

        def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
            if server.plain:
                raise asyncssh.SFTPOpUnsupported("")
            super().posix_rename(oldpath, newpath)

    return await asyncssh.listen(
        "127.0.0.1", 0, server_factory=Doorman, server_host_keys=[server.key], sftp_factory=Files
    )


async def _end(listening: asyncssh.SSHAcceptor) -> None:
    listening.close()
    await listening.wait_closed()
