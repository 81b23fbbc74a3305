"""Which notes serve a keyword: the one that holds its place, and those whose titles name it."""

from __future__ import annotations

from report_gen.report import KeywordRank, Note, Report
from report_gen.topics import fold


def holder(report: Report, keyword: KeywordRank) -> Note | None:
    """The note that holds the keyword's place: a rank table names it by key, id, link or title. None where it isn't one of
    the month's, or where several have that title."""
    if not keyword.note:
        return None
    named = [n for n in report.notes if keyword.note == n.key or (n.id and n.id in keyword.note)]
    found = named or [n for n in report.notes if n.title and _plain(n.title) == _plain(keyword.note)]
    return found[0] if len(found) == 1 else None


def naming(report: Report, term: str) -> tuple[Note, ...]:
    """The month's notes whose titles hold the term, the most saved first."""
    wanted = _plain(term)
    found = [note for note in report.notes if wanted and wanted in _plain(note.title)]
    return tuple(sorted(found, key=lambda n: (-(n.activity.get("saves") or 0), n.key)))


def _plain(text: str) -> str:
    """Spaces between Latin and Chinese are a matter of taste."""
    return "".join(fold(text).split())
