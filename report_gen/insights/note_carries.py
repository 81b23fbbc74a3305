"""Does one note carry the month?"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from report_gen.report import Finding, Note, Report
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

INSTEAD_OF = ("note_breakout",)
LARGE_SHARE = 0.2
FEWEST_NOTES = 10
UNUSUAL = 1.5  # times the share of the first note of a usual month
FEWEST_MONTHS = 3

TEXT = noop("One note brought {share} of all saves: “{title}”")
WROTE = noop("Write its sequel while it is being found, and link the two.")
OLD = noop("Bring it up to date, link this month’s notes to it, and make it a page of your own site.")


def find(story: Story) -> Iterator[Finding]:
    """Speaks when a single note of at least ten earned a fifth of the month's saves, and clearly more than the first note of
    a month does here."""
    top, share = _first(story.report)
    whole = [report for report in story.six_before if not report.coverage.first_month]
    past = [earlier for report in whole if (earlier := _first(report)[1])]
    usual = median(past) if len(past) >= FEWEST_MONTHS else None
    if top is not None and top.title and share >= max(LARGE_SHARE, UNUSUAL * (usual or 0)):
        yield _finding(story, top, share, usual)


def _first(report: Report) -> tuple[Note | None, float]:
    """The note with the most saves, and its share of them; 0 with fewer than ten notes."""
    counted = [n for n in report.notes if n.activity["saves"] is not None]
    total = sum(max(n.activity["saves"] or 0, 0) for n in counted)
    if len(counted) < FEWEST_NOTES or total <= 0:
        return None, 0.0
    top = max(counted, key=lambda n: (n.activity["saves"] or 0, n.key))
    return top, (top.activity["saves"] or 0) / total


def _finding(story: Story, top: Note, share: float, usual: float | None) -> Finding:
    saves, rate = top.activity["saves"] or 0, story.report.value("save_rate")
    return Finding(
        id="note_carries",
        section="saves",
        importance=_importance(share, usual),
        watch=f"notes|{top.key}|activity|saves",
        evidence={
            "note": top.key, "title": top.title, "saves": saves, "share_of_saves": share, "usual_share": usual,
            "save_rate": top.save_rate, "account_rate": rate,
        },
        text=told(lambda w: w.text(TEXT, share=w.share(share), title=top.title)),
        why=told(lambda w: w.joined([_why(w, saves, top.save_rate, rate), _beside(w, usual)])),
        action=told(lambda w: w.text(OLD if "evergreen" in top.flags else WROTE)),
    )  # fmt: skip


def _importance(share: float, usual: float | None) -> float:
    """By how far it is beyond the usual first note: where every month has one that carries it, that is no news;
    and whether it has, few months don't show."""
    times = share / usual if usual else 0.5
    return round(min(0.3 + 0.15 * min(times, 3) + 0.1 * share, 0.85), 4)


def _beside(w: Wording, usual: float | None) -> str:
    if usual is None:
        return ""
    return w.text("In a usual month the first note brings {share}.", share=w.share(usual))


def _why(w: Wording, saves: int, own: float | None, account: float | None) -> str:
    saved = w.plural("It was saved once.", "It was saved {n} times.", saves)
    if own is None or account is None:
        return saved
    return w.joined(
        [saved, w.text("Its save rate is {rate}, the account’s {other}.", rate=w.rate(own), other=w.rate(account))]
    )
