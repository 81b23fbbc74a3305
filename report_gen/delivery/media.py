"""How a file of a site is served: what it is, and how long a browser may keep it without asking.

A name that holds a hash never gets other content. Any other file may be another one after the next publication, fonts too,
since they hold the letters of their month; browsers keep it and ask whether it still is what they have. Nothing may stay in
a cache that readers share: it would answer without asking who they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
UNKNOWN = "application/octet-stream"
ASK = "private, no-cache"
KEEP = "private, max-age=31536000, immutable"
HASHED = re.compile(r"\.[0-9a-f]{8,64}\.")


@dataclass(frozen=True)
class Served:
    """The headers of a file: Content-Type, Cache-Control, and Content-Disposition where it needs one."""

    type: str
    cache: str
    disposition: str | None = None


def served(path: str) -> Served:
    name = PurePosixPath(path).name
    suffix = PurePosixPath(name).suffix.lower()
    disposition = f'inline; filename="{name}"' if suffix == ".pdf" and name.isascii() and '"' not in name else None
    return Served(TYPES.get(suffix, UNKNOWN), KEEP if HASHED.search(name) else ASK, disposition)
