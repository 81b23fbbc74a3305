"""A month as one zip that opens from a folder: no server, no program but a browser.

    client-x-2026-10/
      index.html                leads to the month
      Read me.txt               in the client's languages
      client-x-2026-10.pdf      the PDFs, which a reader looks for here
      2026-10/, zh/, …          the pages, as they stand in the site but for their links to the PDFs

The same month gives the same bytes: files are in the order of their names and have the day of the approval. A zip has no
password: the one that Windows can open is broken within minutes, and AES in zips it can't open. What has to be kept from
others goes out encrypted (sealed.py).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from report_gen import escape
from report_gen.delivery.gate import Cleared
from report_gen.delivery.release import Release
from report_gen.wording import Wording

_FIRST = "index.html"
_MODE = 0o644 << 16  # a plain file that everybody may read
_BETWEEN_LANGUAGES = "\n\n----\n\n"


def packed(cleared: Cleared, release: Release) -> bytes:
    """The zip of the release of one month."""
    out, top = io.BytesIO(), f"{release.slug}-{cleared.month}"
    when = cleared.report.manifest.approved_at.timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(_files(cleared, release).items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", when)
            entry.create_system, entry.external_attr = 3, _MODE  # the same on every machine that makes it
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _files(cleared: Cleared, release: Release) -> dict[str, bytes]:
    read_me = Wording(release.languages[0]).text("Read me") + ".txt"
    return dict(_laid_out(release, _pdfs(cleared, release))) | {read_me: _read_me(cleared, release)}


def _pdfs(cleared: Cleared, release: Release) -> dict[str, str]:
    """Where the PDFs stand in the site → their names, which differ by language."""
    places = {f"{one.name(cleared.month)}/{one.pdf_name(cleared.month)}" for one in cleared.editions}
    return {place: posixpath.basename(place) for place in places & {*release.files}}


def _laid_out(release: Release, moved: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files of the release, those `moved` at their new places, and the links of pages with them."""
    for path in release.files:
        content = release.read(path)
        if path.endswith(".html"):
            for old, new in moved.items():
                content = content.replace(_link(path, old), _link(path, new))
        yield moved.get(path, path), content


def _link(page: str, target: str) -> bytes:
    return f'href="{posixpath.relpath(target, posixpath.dirname(page) or ".")}"'.encode()


def _read_me(cleared: Cleared, release: Release) -> bytes:
    """As the plainest editor of Windows shows it, Chinese included."""
    told = (_told(cleared, release, Wording(language)) for language in release.languages)
    return ("\ufeff" + _BETWEEN_LANGUAGES.join(told) + "\n").replace("\n", "\r\n").encode()


def _told(cleared: Cleared, release: Release, w: Wording) -> str:
    title = w.text("{client}: {month}", client=escape.clean(release.client), month=w.month(cleared.month))
    ask = w.enumerated(filter(None, map(escape.clean, (cleared.agency.name, cleared.agency.contact))))
    lines = [
        w.text("Unpack the zip first: on Windows with a right click on it, then “Extract All”."),
        w.text("Then open {file} in this folder with a browser. No connection to the internet is needed.", file=_FIRST),
        w.text("Leave the files where they are: the pages find each other by their places."),
        w.text("The PDF is the same report, to print and to pass on.") if _pdfs(cleared, release) else "",
        w.text("Questions go to {whom}.", whom=ask) if ask else "",
        w.text("For its recipients only."),
    ]
    return "\n".join([title, "", *filter(None, lines)])
