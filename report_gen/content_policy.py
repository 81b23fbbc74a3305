"""What browsers may load and do on a page of a report: its own files and nothing else, whatever got into its text.

The same rules stand in every page, for places that send no headers of their own (Pages, object stores, a folder), and in the
headers of the server that `report-gen hosting` sets up.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence

Rules = Mapping[str, tuple[str, ...]]

_OWN = "'self'"
# Widths of bars and places of marks are style attributes; icons and fonts stand as data in the style sheet.
_RULES: Rules = {
    "default-src": ("'none'",),
    "script-src": (_OWN,),
    "style-src": (_OWN,),
    "style-src-attr": ("'unsafe-inline'",),
    "img-src": (_OWN, "data:"),
    "font-src": (_OWN, "data:"),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
}


def in_page() -> str:
    """For a page's head."""
    return _said(_IN_PAGE)


def in_preview(script: str) -> str:
    """For a page's head while an analyst looks at it: that inline script runs too, and hears of changes."""
    return _said({**_with_scripts(_IN_PAGE, [fingerprint(script)]), "connect-src": (_OWN,)})


def in_header(scripts: Sequence[str] = ()) -> str:
    """For a server's answers. `scripts` are fingerprints of inline scripts that pages drawn earlier still have."""
    return _said({**_with_scripts(_RULES, scripts), "frame-ancestors": ("'none'",)})


def fingerprint(script: str) -> str:
    """As a policy names an inline script: 'sha256-…'"""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


# In a page that is opened from a folder not every browser takes 'self' for the files beside it, so that these are named; a
# page of a server can load none.
_IN_PAGE: Rules = {name: (*sources, "file:") if _OWN in sources else sources for name, sources in _RULES.items()}


def _with_scripts(rules: Rules, scripts: Sequence[str]) -> Rules:
    return {**rules, "script-src": (*rules["script-src"], *scripts)}


def _said(rules: Rules) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())
