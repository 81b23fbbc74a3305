"""Links to notes → note ids."""

from __future__ import annotations

import re

_NOTE = re.compile(
    r"(?:xiaohongshu|rednote)\.com/(?:explore|discovery/item|search_result|user/profile/[0-9a-f]{24})/([0-9a-f]{24})"
)


def note(text: str) -> str:
    """The note's id out of a link to it; other text as it is, but no link keeps its query, which holds access tokens."""
    match = _NOTE.search(text)
    if match:
        return match[1]
    return re.sub(r"[?#].*", "", text) if re.match(r"https?://", text) else text
