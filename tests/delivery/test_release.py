"""What leaves is the approved months, in every language, and lists that name no other month."""

from __future__ import annotations

import re
from pathlib import Path

from report_gen.delivery.gate import Request, clear
from report_gen.delivery.release import Release, compose
from report_gen.workspace import Workspace
from tests.delivery.agencies import OCTOBER, SEPTEMBER, everything


def release(finished: Path, slug: str, month: str, only: tuple[str, ...] | None = None) -> Release:
    return compose(clear(Workspace(finished), Request(slug, month)), only)


def test_where_every_month_is_approved_the_site_leaves_as_it_stands(finished: Path) -> None:
    leaves = release(finished, "kopi", OCTOBER)
    assert {path: leaves.read(path) for path in leaves.files} == everything(finished / "site" / "kopi")
    assert (leaves.months, leaves.languages, leaves.client) == ((SEPTEMBER, OCTOBER), ("en", "zh"), "Kopi & Kaya")


def test_a_month_that_is_not_approved_is_named_nowhere(finished: Path) -> None:
    leaves = release(finished, "teh", SEPTEMBER)
    assert not [path for path in leaves.files if OCTOBER in path]
    for path in leaves.files:
        if path.endswith(".html"):
            assert not re.search(rf'(href|src|content)="[^"]*{OCTOBER}/', leaves.read(path).decode()), path
    for path in ("versions.json", "versions.js", "index.html", "archive.html"):
        assert OCTOBER.encode() not in leaves.read(path)


def test_one_month_can_leave_alone(finished: Path) -> None:
    leaves = release(finished, "kopi", OCTOBER, (OCTOBER,))
    assert {path.removeprefix("zh/").partition("/")[0] for path in leaves.files} == {
        OCTOBER, "versions.json", "versions.js", "index.html", "archive.html"
    }  # fmt: skip
    assert SEPTEMBER.encode() not in leaves.read("archive.html")


def test_the_digest_depends_on_every_file(finished: Path) -> None:
    whole, part = release(finished, "kopi", OCTOBER), release(finished, "kopi", OCTOBER, (OCTOBER,))
    assert whole.digest == release(finished, "kopi", OCTOBER).digest != part.digest
