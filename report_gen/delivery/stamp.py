"""Words across every page of a finished PDF, so that no sheet of a draft passes for the report.

The words are drawn once, with their glyphs, and laid over each page as an artifact: what is tagged stays as it is, and voices
read the report without them.
"""

from __future__ import annotations

import io
import math
import unicodedata
from decimal import Decimal
from typing import Any

from pikepdf import Dictionary, Name, Page, Pdf
from weasyprint import HTML

from report_gen import escape, glyphs, theme
from report_gen.pdf import Fetcher, strict
from report_gen.workspace import BUILT_IN_TEMPLATES

_LONG, _HIGH = 900.0, 110.0  # points: the stamp as it is drawn
_FILLS = 0.8  # of a page's diagonal
_SEEN_THROUGH = Decimal("0.4")
_FACE = """\
@font-face { font-family: "Report Sans"; font-weight: 700; src: url("template:pdf/fonts/report-sans-700.woff2"); }
@page { size: %(long)gpt %(high)gpt; margin: 0; }
html { font: 700 %(size)gpt/%(high)gpt "Report Sans", "Noto Sans CJK SC"; color: %(colour)s; }
body { margin: 0; text-align: center; white-space: nowrap; }
/* An edge of paper's colour, by which the words are seen on a cover in whatever colour. */
b { position: absolute; left: 3pt; top: 3pt; width: 100%%; color: #fff; }
i { position: absolute; left: 0; width: 100%%; font-style: normal; }
"""


def stamped(document: bytes, words: str) -> bytes:
    """The same document with the words on every page. Equal inputs give equal bytes."""
    with Pdf.open(io.BytesIO(document)) as opened, Pdf.open(io.BytesIO(_drawn(words))) as drawn:
        form = opened.copy_foreign(drawn.pages[0].as_form_xobject())
        form.Group = Dictionary(S=Name.Transparency)  # faint as a whole: within, the drawing sets its own opacity
        faint = opened.make_indirect(Dictionary(Type=Name.ExtGState, ca=_SEEN_THROUGH, CA=_SEEN_THROUGH))
        for page in opened.pages:
            _lay_over(page, form, faint)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _drawn(words: str) -> bytes:
    """A page of the words alone, their font with them."""
    style = _FACE % {"long": _LONG, "high": _HIGH, "size": _size(words), "colour": theme.LIGHT["attention"]}
    folders, text = (BUILT_IN_TEMPLATES,), escape.html(escape.clean(words))
    with strict():
        page = HTML(
            string=f"<style>{style}</style><body><b>{text}</b><i>{text}</i>",
            base_url="template:pdf/",
            url_fetcher=Fetcher(folders, folders),
        )
        drawn: bytes = page.write_pdf(finisher=_packed)
    return drawn


def _packed(_: Any, written: Any) -> None:
    glyphs.pack(written)


def _size(words: str) -> float:
    """In points, for the words to take the stamp's length: Chinese signs are as wide as high, Latin letters about half."""
    ems = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.58 for sign in words)
    return round(min(_HIGH * 0.8, _LONG * 0.94 / max(ems, 1)), 2)


def _lay_over(page: Page, form: Any, faint: Any) -> None:
    """From the lower left to the upper right, whatever the page's size; what the page itself has set does not reach it."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    width, height = right - left, top - bottom
    angle, scale = math.atan2(height, width), _FILLS * math.hypot(width, height) / _LONG
    across, up = scale * math.cos(angle), scale * math.sin(angle)
    # The middle of the stamp onto the middle of the page.
    x = (left + right) / 2 - (across * _LONG - up * _HIGH) / 2
    y = (bottom + top) / 2 - (up * _LONG + across * _HIGH) / 2
    matrix = " ".join(f"{number:.4f}" for number in (across, up, -up, across, x, y))
    resource = page.add_resource(form, Name.XObject, Name("/ReportStamp"))
    state = page.add_resource(faint, Name.ExtGState, Name("/ReportFaint"))
    over = f"Q /Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {state} gs {matrix} cm {resource} Do Q EMC"
    page.contents_add(b"q", prepend=True)
    page.contents_add(over.encode())
