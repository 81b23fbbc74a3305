"""Little sites, made like real ones: months with pages that lead to one another, lists of months, two languages.

`broken` is the law that every site obeys at every moment: whatever page a reader comes to, its parts are there and its links
lead somewhere.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_gen.delivery.release import Release

_LINK = re.compile(rb'(?:href|src)="([^"#:]+)(?:#[^"]*)?"')
ENTRIES = ("index.html", "zh/index.html")


@dataclass(frozen=True)
class Month:
    """`look` is what its parts are drawn in: parts of the same name in another look have other bytes."""

    name: str
    pages: tuple[str, ...] = ("index", "saves")
    charts: tuple[str, ...] = ("trend",)
    look: str = "plain"


def release(*months: Month, languages: tuple[str, ...] = ("en", "zh"), slug: str = "kopi") -> Release:
    """The months in every language; the last one is the latest."""
    files: dict[str, Path | bytes] = {}
    for language in languages:
        root = "" if language == languages[0] else f"{language}/"
        others = tuple(other for other in languages if other != language)
        for month in months:
            files |= {f"{root}{month.name}/{name}": text.encode() for name, text in _month(month, root, others, slug)}
        files |= {f"{root}{name}": text.encode() for name, text in _lists(months, root, others)}
    return Release(slug, slug.title(), tuple(month.name for month in months), languages, dict(sorted(files.items())))


def _month(month: Month, root: str, others: tuple[str, ...], slug: str) -> Iterator[tuple[str, str]]:
    up = "../../" if root else "../"
    for page in month.pages:
        links = [f"{other}.html" for other in month.pages] + ["assets/main.css", "../archive.html", f"{slug}.pdf"]
        links += [f"assets/{chart}-{month.look}.js" for chart in month.charts] + ["data/notes.csv"]
        links += [f"{up}{'' if root else other + '/'}{month.name}/{page}.html" for other in others]
        yield (
            f"{page}.html",
            f"<h1>{slug} {page} {month.look}</h1>" + "".join(f'<a href="{link}"></a>' for link in links),
        )
    yield "assets/main.css", f"/* {month.look} */"
    yield "data/notes.csv", f"{slug},{month.name}"
    yield f"{slug}.pdf", f"%PDF {slug} {month.name} {month.look}"
    yield from ((f"assets/{chart}-{month.look}.js", f"// {chart}") for chart in month.charts)


def _lists(months: tuple[Month, ...], root: str, others: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    listed = [{"version": month.name, "pages": [f"{page}.html" for page in month.pages]} for month in months]
    yield "versions.json", json.dumps(listed)
    yield "versions.js", json.dumps(listed)
    links = [f"{month.name}/index.html" for month in months] + [f"{months[-1].name}/assets/main.css"]
    links += ["../archive.html" if root else f"{other}/archive.html" for other in others]
    yield "archive.html", "".join(f'<a href="{link}"></a>' for link in links)
    yield "index.html", f'<a href="{months[-1].name}/index.html"></a>'


def contents(leaves: Release) -> dict[str, bytes]:
    return {path: leaves.read(path) for path in leaves.files}


def broken(site: Mapping[str, bytes], stood: frozenset[str] = frozenset()) -> set[str]:
    """What pages lead to and is not there: pages that a reader comes to from where sites begin, and those that `stood`."""
    seen: set[str] = set()
    following = [path for path in {*ENTRIES, *stood} if path in site]
    missing: set[str] = set()
    while following:
        path = following.pop()
        if path in seen:
            continue
        seen.add(path)
        for target in led_to(path, site):
            if target not in site:
                missing.add(f"{path} → {target}")
            elif target.endswith(".html"):
                following.append(target)
    return missing


def led_to(path: str, site: Mapping[str, bytes]) -> Iterator[str]:
    folder = posixpath.dirname(path)
    for link in _LINK.findall(site[path]):
        yield posixpath.normpath(posixpath.join(folder, link.decode()))
    if posixpath.basename(path) == "archive.html" and (listed := f"{folder}/versions.js".lstrip("/")) in site:
        for month in json.loads(re.sub(rb"^[^\[]*|;\s*$", b"", site[listed])):
            yield from (posixpath.normpath(posixpath.join(folder, month["version"], page)) for page in month["pages"])
