"""An encrypted report holds the bytes of the site for whoever has the passphrase, and nothing of it for anybody else."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from report_gen.delivery import gate, sealed
from report_gen.delivery.gate import Cleared, Request
from report_gen.delivery.release import Release, compose
from report_gen.delivery.sealed import Chance
from report_gen.workspace import Workspace
from tests.delivery.agencies import OCTOBER, SEPTEMBER
from tests.delivery.handing_over.sealing import CHANCE, PHRASE, Closed


@pytest.fixture(scope="module")
def closed(file: bytes) -> Closed:
    return Closed.of(file)


def test_it_opens_by_the_text_of_the_standards_to_the_very_bytes_of_the_site(closed: Closed, release: Release) -> None:
    first, files = closed.files(PHRASE)
    assert first == f"{OCTOBER}/index.html"
    assert files == {path: release.read(path) for path in release.files}


def test_the_head_says_how_the_key_is_made_and_is_what_is_demanded(closed: Closed) -> None:
    assert closed.told == {
        "cipher": "AES-256-GCM", "derivation": "PBKDF2-HMAC-SHA256", "rounds": sealed.ROUNDS,
        "salt": base64.b64encode(CHANCE.salt).decode(), "nonce": base64.b64encode(CHANCE.nonce).decode(),
    }  # fmt: skip
    assert sealed.ROUNDS >= 600_000


def small(phrase: str = PHRASE) -> Closed:
    made = sealed.seal(b"a report of a few blocks, not a multiple of one", phrase, CHANCE)
    return Closed(b"", made.head.encode(), made.body)


def test_the_tag_covers_the_body_and_the_head() -> None:
    assert small().is_whole(PHRASE)
    assert not small().is_whole(PHRASE + "s")
    assert not replace(small(), body=small().body[:7] + b"\x00" + small().body[8:]).is_whole(PHRASE)
    assert not replace(small(), head=small().head.replace(b"AES", b"aes")).is_whole(PHRASE)


def test_a_file_and_its_like_have_nothing_in_common_but_what_is_in_clear(cleared: Cleared, release: Release) -> None:
    one, other = (Closed.of(sealed.page(cleared, release, PHRASE, Chance())) for _ in range(2))
    assert one.clear == other.clear
    assert {len(base64.b64decode(str(one.told[name]))) for name in ("salt", "nonce")} == {16, 12}
    assert not {one.told["salt"], one.told["nonce"]} & {other.told["salt"], other.told["nonce"]}
    assert sum(a == b for a, b in zip(one.body, other.body, strict=True)) < len(one.body) / 200  # 1 in 256 by chance


def test_with_the_same_salt_and_nonce_it_has_the_same_bytes(cleared: Cleared, release: Release, file: bytes) -> None:
    assert sealed.page(cleared, release, PHRASE, CHANCE) == file


def test_two_clients_differ_in_nothing_but_what_is_encrypted(finished: Path, closed: Closed, release: Release) -> None:
    """So that nothing in clear can speak of one of them."""
    other = gate.clear(Workspace(finished), Request("teh", SEPTEMBER))
    leaves = replace(compose(other, (SEPTEMBER,)), languages=release.languages)
    assert Closed.of(sealed.page(other, leaves, PHRASE, Chance())).clear == closed.clear


def spellings(word: str) -> set[bytes]:
    """How a word may be written somewhere: in base64 at each of its three places, without what its neighbours change."""
    written = {word, escape(word), json.dumps(word)[1:-1], quote(word), word.upper(), word.lower()}
    raw = {one.encode(code) for one in written for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    shifted = {base64.b64encode(bytes(by) + one)[-(-4 * by // 3) :].rstrip(b"=")[:-1] for one in raw for by in range(3)}
    return raw | {one.hex().encode() for one in raw} | shifted


def words(cleared: Cleared) -> set[str]:
    """Names, titles and numbers of the report that are long enough not to be there by chance."""
    told = cleared.report.report.model_dump_json()
    texts = set(re.findall(r'"([^"\\]{6,60})"', told)) | set(re.findall(r"\d+\.\d{4,}", told))
    said = sorted(word for word in texts if not re.fullmatch(r"[a-z_0-9]+", word))  # the rest are keys of report.json
    return {*said[:: max(1, len(said) // 60)]} | {
        "Kopi & Kaya",
        "Kopi &",
        "2026-10",
        "October",
        "2026年10月",
        "#b5121b",
        "新加坡咖啡",
    }


def test_no_word_and_no_number_of_the_report_can_be_read(cleared: Cleared, closed: Closed, file: bytes) -> None:
    looked_for = words(cleared)
    assert len(looked_for) > 50
    places = (file, closed.body)
    assert not [word for word in looked_for for one in spellings(word) if any(one in place for place in places)]


def test_what_is_encrypted_has_no_pattern(closed: Closed) -> None:
    assert len(zlib.compress(closed.body, 9)) >= len(closed.body)


def test_a_little_more_or_less_to_report_doesn_t_show_in_its_size(closed: Closed) -> None:
    page = {"index.html": b"few words"}
    sizes = {len(sealed.packed("index.html", page | {"more.csv": bytes(range(256)) * n})) for n in range(9)}
    assert sizes == {sealed.STEP}
    assert (len(closed.body) - 16) % sealed.STEP == 0


def test_what_both_languages_need_is_there_once(release: Release, closed: Closed) -> None:
    """Vega is the largest file of a site; both languages of this client together take little more than one."""
    assert len(release.read(f"{OCTOBER}/assets/vega.js")) > 500_000
    one = {path: release.read(path) for path in release.files if not path.startswith("zh/")}
    assert len(closed.body) < 2 * len(sealed.packed("index.html", one)) - 200_000
