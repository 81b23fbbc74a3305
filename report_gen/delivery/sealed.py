"""A month as one HTML file that opens with a passphrase, in a browser, without a server and without a connection.

    head    how the key is made and what it opens, as JSON in clear
    body    the release, encrypted by AES-256-GCM; the head is authenticated with it

The key is made of the passphrase by PBKDF2-HMAC-SHA256. The encrypted bytes are a length, that many bytes of gzip, and zeros
up to a multiple of 64 KiB, so that the size of the file tells next to nothing. What was packed is a length, an index as JSON
(which page comes first; for each path its place in what follows, and what it is) and the contents one after the other, each
once. What asks for the passphrase and then shows the pages is site_templates/export/; it has no word or colour of the client.

What this can't do:

- Whoever has the file can try passphrases on it for ever, and nobody sees it. So weak ones are refused (passphrase.py).
- It can't be taken back, nor opened with another passphrase later. The passphrase goes out by another way than the file.
- Who can change the file on its way can change what asks for the passphrase. The command prints the file's SHA-256.
- It says how large the report is to 64 KiB, and by its name of which client and month it is. Rename it where that is too much.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from report_gen import content_policy, escape, templates, theme
from report_gen.delivery import media
from report_gen.delivery.gate import Cleared
from report_gen.delivery.release import Release
from report_gen.wording import Wording, noop

ROUNDS = 1_000_000  # of PBKDF2; OWASP asks for 600,000, and a telephone takes about a second for these
STEP = 64 * 1024
_FONTS = {("Report Sans", 400): "report-sans-400", ("Report Sans", 700): "report-sans-700",
          ("Report Serif", 700): "report-serif-700"}  # fmt: skip
# Scripts that browsers run, and that stand in the page itself; JSON for scripts has a type.
_INLINE = re.compile(r"<script(?![^>]*\s(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)
_SAID = {
    "title": noop("Monthly report"),
    "private": noop("For its recipients only."),
    "label": noop("Passphrase"),
    "open": noop("Open the report"),
    "show": noop("Show what I type"),
    "hint": noop("Whoever sent this file tells you the passphrase by another way."),
    "opening": noop("The report is being opened. This takes a few seconds."),
    "wrong": noop(
        "This passphrase doesn’t open the file. Mind capitals and hyphens. If it is the right one, the file was damaged on "
        "its way: ask for it again."
    ),
    "unable": noop(
        "This file has to be opened in a browser: save it on a computer, then open it with an up-to-date browser. A preview in "
        "a mail program or on a phone can’t open it."
    ),
}


@dataclass(frozen=True)
class Chance:
    """What differs each time, so that two files under one passphrase have nothing in common. Never to be used twice."""

    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(12))


@dataclass(frozen=True)
class Sealed:
    """`head` is text as it stands in the page; the `body` opens only together with it."""

    head: Markup
    body: bytes


def page(cleared: Cleared, release: Release, phrase: str, chance: Chance) -> bytes:
    """The file, from a release of one month and a passphrase that was checked."""
    first = f"{cleared.editions[0].name(cleared.month)}/index.html"
    sealed = seal(packed(first, {path: release.read(path) for path in release.files}), phrase, chance)
    folders = cleared.workspace.template_folders
    style = Markup(templates.render(folders, "export/sealed.css", _tokens(cleared)))
    script = Markup(cleared.workspace.template("export/sealed.js").read_text("utf-8"))
    wordings = [Wording(language) for language in release.languages]
    names = {
        "style": style, "script": script, "policy": _policy(style, [script, *_inline(release)]),
        "tag": wordings[0].tag, "agency": cleared.agency.name,
        "said": {name: [(w.tag, w.text(message)) for w in wordings] for name, message in _SAID.items()},
        "head": sealed.head, "body": base64.b64encode(sealed.body).decode(),
    }  # fmt: skip
    return templates.render(folders, "export/sealed.html", names).encode()


def seal(plain: bytes, phrase: str, chance: Chance) -> Sealed:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    head = escape.json_script({
        "cipher": "AES-256-GCM", "derivation": "PBKDF2-HMAC-SHA256", "rounds": ROUNDS,
        "salt": base64.b64encode(chance.salt).decode(), "nonce": base64.b64encode(chance.nonce).decode(),
    })  # fmt: skip
    key = PBKDF2HMAC(SHA256(), 32, chance.salt, ROUNDS).derive(phrase.encode())
    return Sealed(head, AESGCM(key).encrypt(chance.nonce, plain, head.encode()))


def packed(first: str, files: Mapping[str, bytes]) -> bytes:
    """The files as one run of bytes, small, and as long as many others."""
    contents = dict.fromkeys(files.values())
    places: dict[bytes, tuple[int, int]] = {}
    end = 0
    for content in contents:
        places[content] = (end, end + len(content))
        end += len(content)
    index = {path: (*places[content], media.served(path).type) for path, content in files.items()}
    listed = json.dumps({"first": first, "files": index}, ensure_ascii=False, separators=(",", ":")).encode()
    small = _measured(gzip.compress(_measured(listed) + b"".join(contents), 9, mtime=0))
    return small + bytes(-len(small) % STEP)


def _measured(data: bytes) -> bytes:
    """Led by its length."""
    return len(data).to_bytes(4, "big") + data


def _tokens(cleared: Cleared) -> dict[str, object]:
    """What the page that asks for the passphrase is drawn with: nothing of the client's."""
    files = {style: cleared.workspace.template(f"theme/fonts/{name}.woff2") for style, name in _FONTS.items()}
    return {
        "fonts": {style: _as_data(file) for style, file in files.items()},
        "measures": theme.measures(),
        "light": theme.LIGHT,
        "dark": theme.DARK,
    }


def _as_data(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


def _inline(release: Release) -> list[str]:
    """Scripts that stand in pages themselves, each once."""
    pages = (release.read(path).decode() for path in release.files if path.endswith(".html"))
    return list(dict.fromkeys(script for content in pages for script in _INLINE.findall(content)))


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Nothing is loaded from anywhere: what pages use is made of what was unpacked."""
    return "; ".join((
        "default-src 'none'",
        f"script-src blob: {' '.join(map(content_policy.fingerprint, scripts))}",
        f"style-src blob: {content_policy.fingerprint(style)}",
        "style-src-attr 'unsafe-inline'",
        "img-src blob: data:",
        "font-src blob: data:",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip
