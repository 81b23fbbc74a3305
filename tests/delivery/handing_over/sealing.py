"""Opens an encrypted report by the text of the standards, with nothing of the program that closed it: PBKDF2 by hashlib
(RFC 8018), AES in counter mode and GHASH by hand (NIST SP 800-38D)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from report_gen.delivery.sealed import Chance

PHRASE = "correct horse battery staple"
CHANCE = Chance(bytes(range(16)), bytes(range(12)))
_HEAD = re.compile(rb'<script type="application/json" id="head">(.*?)</script>')
_BODY = re.compile(rb'<script type="text/plain" id="body">(.*?)</script>')
_FIELD = 0xE1 << 120  # x^128 + x^7 + x^2 + x + 1, the first bit first
_BLOCK = 16


@dataclass(frozen=True)
class Closed:
    """A file's parts: `clear` is all of it but the head's and the body's content."""

    clear: bytes
    head: bytes
    body: bytes

    @classmethod
    def of(cls, file: bytes) -> Closed:
        (head,), (body,) = _HEAD.findall(file), _BODY.findall(file)
        return cls(file.replace(head, b"").replace(body, b""), head, base64.b64decode(body, validate=True))

    @property
    def told(self) -> dict[str, str | int]:
        read: dict[str, str | int] = json.loads(self.head)
        return read

    def key(self, phrase: str) -> bytes:
        salt = base64.b64decode(str(self.told["salt"]))
        return hashlib.pbkdf2_hmac("sha256", phrase.encode(), salt, int(self.told["rounds"]), 32)

    def plain(self, phrase: str) -> bytes:
        """What was encrypted, whether or not it is whole."""
        return self._counted(self.key(phrase), 2, self.body[:-_BLOCK])

    def is_whole(self, phrase: str) -> bool:
        """Whether head and body are those that were closed together. Slow: for small bodies."""
        key, sealed = self.key(phrase), self.body[:-_BLOCK]
        lengths = (8 * len(self.head)).to_bytes(8, "big") + (8 * len(sealed)).to_bytes(8, "big")
        hashed = _ghash(_block(key, bytes(_BLOCK)), _filled(self.head) + _filled(sealed) + lengths)
        return hmac.compare_digest(self._counted(key, 1, hashed), self.body[-_BLOCK:])

    def files(self, phrase: str) -> tuple[str, dict[str, bytes]]:
        """The path of the first page, and all files by path."""
        small = _measured(self.plain(phrase))[0]
        listed, contents = _measured(gzip.decompress(small))
        index = json.loads(listed)
        return index["first"], {path: contents[start:end] for path, (start, end, _) in index["files"].items()}

    def _counted(self, key: bytes, count: int, data: bytes) -> bytes:
        """Encrypted or decrypted, which is the same, from that count on."""
        start = base64.b64decode(str(self.told["nonce"])) + count.to_bytes(4, "big")
        return Cipher(algorithms.AES(key), modes.CTR(start)).encryptor().update(data)


def _measured(data: bytes) -> tuple[bytes, bytes]:
    """What the leading length measures, and the rest."""
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]


def _block(key: bytes, block: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block)  # one block, as GCM asks for


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % _BLOCK)


def _ghash(subkey: bytes, data: bytes) -> bytes:
    by, total = int.from_bytes(subkey, "big"), 0
    for start in range(0, len(data), _BLOCK):
        total = _product(total ^ int.from_bytes(data[start : start + _BLOCK], "big"), by)
    return total.to_bytes(_BLOCK, "big")


def _product(one: int, other: int) -> int:
    total = 0
    for bit in range(127, -1, -1):
        if one >> bit & 1:
            total ^= other
        other = (other >> 1) ^ (_FIELD if other & 1 else 0)
    return total
