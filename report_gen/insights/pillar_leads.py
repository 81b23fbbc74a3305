"""Which pillar earns clearly more saves than the rest, and does it keep doing so?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._pillars import share_of_base
from report_gen.insights._units import Contrast, contrasts, totals, window
from report_gen.report import Finding, Group, Note, Report
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
MOST = 2
STEADY_MONTHS = 3
STEADY_TAIL = 0.1  # of the pillar's saves of the month, by notes over a month old
WORTH_SAYING = 0.02  # more of the saves than of what was shown, in this month itself

PER_IMPRESSION = noop("{pillar} earned {saves} of saves from {share} of impressions")
PER_VIEW = noop("{pillar} earned {saves} of saves from {share} of views")
SAVED_MORE = noop("{pillar} is saved more often than the rest: {rate} against {other}")
GIVE_MORE = noop("Give {pillar} more of next month’s plan.")
WRITE = noop(
    "Write the long form, the e-mail or the landing page from “{note}”, the pillar’s strongest note by save rate."
)


def find(story: Story) -> Iterator[Finding]:
    """Over up to six months, among notes of the same format; beyond chance, and enough to act upon."""
    leading = [c for c in contrasts(story, "pillars", ("formats",)) if c.is_up and c.is_clear]
    yield from (_finding(story, contrast) for contrast in leading[:MOST])


def _finding(story: Story, found: Contrast) -> Finding:
    report, names = story.report, story.report.names
    pillar = next(p for p in report.pillars if p.name == found.name)
    above, months = _months_above(story, found.name), len(window(story))
    best = _best(story, found.name) if _is_steady(story, pillar, above, months) else None
    return Finding(
        id=f"pillar_leads:{found.name}",
        section="saves",
        importance=min(0.78 + 0.06 * found.estimate.size, 0.86),
        p=found.p,
        watch=f"pillars|{found.name}|save_rate",
        evidence={
            "pillar": found.name, "months": months, "months_above": above,
            "rate": found.rate, "other_rate": found.other_rate,
            "share_of_saves": pillar.share_of_saves, "share": share_of_base(pillar, report),
            "note": best.key if best else None, "title": best.title if best else None,
        },
        text=told(lambda w: happened(w, found, pillar, story, SAVED_MORE), names),
        why=told(lambda w: _why(w, found, above, months), names),
        action=told(
            lambda w: w.text(WRITE, note=best.title) if best else w.text(GIVE_MORE, pillar=w.name(found.name)), names
        ),
    )  # fmt: skip


def happened(w: Wording, found: Contrast, pillar: Group, story: Story, otherwise: str) -> str:
    """By its shares of this month, where they say what the last months do; else by its rate over those."""
    share, saves = share_of_base(pillar, story.report), pillar.share_of_saves
    name, per = w.name(pillar.name), story.report.rate_per
    apart = None if share is None or saves is None else (saves - share) * (1 if found.is_up else -1)
    if apart is None or apart < WORTH_SAYING or per not in ("impressions", "views"):
        return w.text(otherwise, pillar=name, rate=w.rate(found.rate), other=w.rate(found.other_rate))
    message = PER_VIEW if per == "views" else PER_IMPRESSION
    return w.text(message, pillar=name, saves=w.share(saves), share=w.share(share))


def over_months(w: Wording, found: Contrast, months: int) -> str:
    """The evidence: the two rates over the months that were added up."""
    rates = {"rate": w.rate(found.rate), "other": w.rate(found.other_rate)}
    if months == 1:
        return w.text("{rate} of what it showed was saved, against {other} for the rest: beyond chance.", **rates)
    return w.plural(
        "Over {n} month {rate} of what it showed was saved, against {other} for the rest: beyond chance.",
        "Over {n} months {rate} of what it showed was saved, against {other} for the rest: beyond chance.",
        months, **rates,
    )  # fmt: skip


def _why(w: Wording, found: Contrast, above: int, months: int) -> str:
    if above < STEADY_MONTHS:
        return over_months(w, found, months)
    kept = w.text("It was above the rest in {above} of {months} months.", above=w.count(above), months=w.count(months))
    return w.joined([over_months(w, found, months), kept])


def _months_above(story: Story, name: str) -> int:
    """In how many of the last months its rate was above that of all other pillars together."""
    return sum(_is_above(report, name) for report in window(story))


def _is_above(report: Report, name: str) -> bool:
    own = totals([report], "pillars", lambda one: one == name)
    others = totals([report], "pillars", lambda one: one != name)
    return min(own[1], others[1]) > 0 and own[0] / own[1] > others[0] / others[1]


def _is_steady(story: Story, pillar: Group, above: int, months: int) -> bool:
    """Above the rest in nearly all of the last months, with notes over a month old that still earn."""
    notes = [n for n in story.report.notes if n.pillar == pillar.name]
    saves = [(max(n.activity.get("saves") or 0, 0), "evergreen" in n.flags) for n in notes]
    old, every = sum(s for s, is_old in saves if is_old), sum(s for s, _ in saves)
    return above >= max(STEADY_MONTHS, months - 1) and every > 0 and old / every >= STEADY_TAIL


def _best(story: Story, name: str) -> Note | None:
    """The pillar's note with the highest rate that its counts bear out."""
    known = [n for n in story.report.notes if n.pillar == name and n.title and n.adjusted_save_rate is not None]
    return max(known, key=lambda n: (n.adjusted_save_rate or 0, n.key), default=None)
