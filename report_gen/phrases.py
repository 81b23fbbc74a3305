"""What pages say about the month's numbers, in words: comparisons, the four signals, each page's first sentence.

State is said in words, never in red and green: “0.6 points above”, “about the same”. Templates only lay these out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report_gen import escape
from report_gen.report import Finding, Headline, Report
from report_gen.significance import basis_changed, claim, comparable, leads, trails, verdict
from report_gen.statistics import FEWEST_NOTES
from report_gen.story import Action, Story, months_back
from report_gen.wording import Wording, noop
from report_gen.yardsticks import FEWEST_MONTHS

TOP_FINDINGS = 5
FROM_ONE_PAGE = 2  # of them, as long as other pages have something to say
SAVES_FIRST = 0.05  # of importance: among findings of nearly equal weight saves lead
NEWS = 0.5  # importance from which a finding stands in the overview's first sentences
_IN_BASE = ("save_rate_moved", "save_rate_held", "save_rate_target")
FIRST_SCREEN = 10  # results on the first screen of a search
MOST_DAYS = 6  # that a sentence names
FEW_MONTHS = 3  # fewer than these don't make a “most of”

_DEFINITIONS = {
    "impressions": noop("Saves per 100 impressions"),
    "views": noop("Saves per 100 views"),
    "reach": noop("Saves per 100 people reached"),
}
_TO_TARGET = (noop("{points} above"), noop("{points} below"), noop("met exactly"))
_TO_BEFORE = (noop("{points} up"), noop("{points} down"), noop("unchanged"))
_TOO_FEW, _FIRST = noop("too few notes to tell"), noop("its first month")
_OTHER_SOURCE = noop("counted another way")
_NOTHING = Headline(value=None)
_NOT_YET = {
    "trend": noop("Not enough data yet for a trend: it starts with the second month, and comparisons with it."),
    "intervals": noop("Not enough data yet for intervals: they need five notes."),
    "moved": noop("Not enough data yet for what moved the save rate: that needs the whole month before."),
    "keywords": noop("Not enough data yet for which keywords moved: that needs the month before."),
    "usual": noop("Not enough data yet for usual ranges: they need three months before this one."),
}
_MET, _MISSED = noop("Target {target} met"), noop("Target {target} missed")
_LEVELS = {  # by the target's status and whether the number is as usual
    ("met", True): noop("Save rate is {rate}: it meets its target of {target} and is within its usual range"),
    ("met", False): noop("Save rate is {rate}: it meets its target of {target}"),
    ("missed", True): noop("Save rate is {rate}: it misses its target of {target}, but is within its usual range"),
    ("missed", False): noop("Save rate is {rate}: it misses its target of {target}"),
    (None, True): noop("Save rate is {rate}, within its usual range"),
    (None, False): noop("Save rate is {rate}"),
}


@dataclass(frozen=True)
class Comparison:
    """This month's save rate against something: `said` is the difference in words, `sure` how sure that is."""

    name: str
    value: str
    said: str
    sure: str = ""


@dataclass(frozen=True)
class Signal:
    """One of the four numbers beside save rate; `chart` and `page` are names, `change` and `fact` may be empty."""

    name: str
    meaning: str
    value: str
    change: str
    since: str
    fact: str
    chart: str
    page: str
    months: tuple[str, str]


# -- the page's head


def attention(story: Story) -> str:
    """What a reader must know before any number: that the month isn't over, or that it is the first."""
    w, coverage = story.wording, story.report.coverage
    if coverage.partial:
        return w.text(
            "The month so far: the exports end on {day}. Its counts are not compared with whole months.",
            day=w.date(coverage.last_day),
        )
    if coverage.first_month and (saves := story.report.headline.get("saves")) and saves.basis == "daily":
        return w.text("First month: the totals are the whole account’s, the notes only those published in it.")
    if coverage.first_month:
        return w.text("First month: only notes published in it are counted, and there is nothing to compare them with.")
    return ""


def dates(story: Story) -> str:
    """“1–31 October, read on 1 November”"""
    w, report = story.wording, story.report
    days = w.days(report.first_day, report.coverage.last_day)
    closing = report.coverage.closing
    return w.text("{days}, read on {day}", days=days, day=w.date(closing)) if closing else days


def day_list(story: Story, days: Sequence[dt.date]) -> str:
    """“3 Oct, 4 Oct and 5 Oct”; after six, only how many more."""
    w = story.wording
    named = [w.day(day) for day in days[:MOST_DAYS]]
    more = len(days) - MOST_DAYS
    return w.listed([*named, w.plural("{n} more", "{n} more", more)] if more > 0 else named)


def definition(story: Story) -> str:
    return story.wording.text(_DEFINITIONS[story.report.rate_per])


def primary(story: Story) -> str:
    """The primary number without its sign: 3.1, or MISSING."""
    rate = story.report.value("save_rate")
    return story.wording.number(None if rate is None else rate * 100)


# -- first sentences


def lead(story: Story, page: str) -> str:
    """The page's one or two sentences, fit to be read out in a meeting: the base numbers, then the first finding."""
    finding = top_finding(story, page)
    said = finding.text[story.wording.language] if finding else ""
    return story.wording.joined(story.wording.sentence(part) for part in (_base(story, page), said) if part)


def _base(story: Story, page: str) -> str:
    return story.wording.sentence(_BASES[page](story)) if page in _BASES else ""


def opening(story: Story, page: str, medium: str) -> str:
    """What stands under a page's title: on screen its base numbers alone where its findings follow, else all of its lead."""
    return _base(story, page) if medium == "screen" and of_page(story, page) else lead(story, page)


def top_finding(story: Story, page: str) -> Finding | None:
    """The most important finding of a page; the overview's is that of all pages, but not on what its sentence says, nor a
    routine fact: a calm month reads calm."""
    if page == "overview":
        return next((f for f in _ranked(story) if f.rule not in _IN_BASE and f.importance >= NEWS), None)
    # The base of the click-throughs says how their target stands.
    return next((f for f in _ranked(story) if f.section == page and f.rule != "clicks_target"), None)


def of_page(story: Story, page: str) -> tuple[Finding, ...]:
    """The findings of one page, the most important first; that nothing changed is said by its first chart."""
    return tuple(f for f in _ranked(story) if f.section == page and f.rule != "save_rate_held")[:TOP_FINDINGS]


def findings(story: Story) -> tuple[Finding, ...]:
    """What a reader of one page should know, the most important first, at most five: as long as there are others no more
    than two that belong to one page, and none that asks for what another asks for already."""
    ranked = [finding for finding in _ranked(story) if finding.rule != "save_rate_held"]
    chosen: list[Finding] = []
    for finding in ranked:
        if _adds(story, chosen, finding):
            chosen.append(finding)
    others = [finding for finding in ranked if finding not in chosen]
    kept = [*chosen, *others][:TOP_FINDINGS]
    return tuple(finding for finding in ranked if finding in kept)


def next_steps(story: Story, shown: Sequence[Finding]) -> dict[str, Action]:
    """What is done about each, by the finding's id; what several ask for stands at the first of them."""
    steps: dict[str, Action] = {}
    for finding in shown:
        action = story.action_on(finding)
        if action and action.text not in {step.text for step in steps.values()}:
            steps[finding.id] = action
    return steps


def _ranked(story: Story) -> list[Finding]:
    """Those with words in this language, the most important first."""
    known = [finding for finding in story.report.insights if story.wording.language in finding.text]
    return sorted(known, key=lambda f: (-f.importance - SAVES_FIRST * (f.section == "saves"), f.id))


def _adds(story: Story, chosen: Sequence[Finding], finding: Finding) -> bool:
    """Whether it tells of another page, and asks for another thing, than those that are chosen."""
    action = story.action_on(finding)
    is_asked = action is not None and action in next_steps(story, [*chosen, finding]).values()
    return sum(one.section == finding.section for one in chosen) < FROM_ONE_PAGE and (action is None or is_asked)


def not_yet(story: Story, page: str) -> str:
    """What the page leaves out for want of notes or of months, in a line; a month that isn't over says so at its head."""
    if story.report.coverage.partial:
        return ""
    return story.wording.joined(story.wording.text(_NOT_YET[kind]) for kind in _lacking(story, page))


def _lacking(story: Story, page: str) -> Iterator[str]:
    report, before = story.report, story.before
    counted = [r for r in story.six_before if not r.coverage.first_month]
    if page == "overview" and len(story.reports) == 1:
        yield "trend"
    if page == "saves" and len(report.notes) < FEWEST_NOTES:
        yield "intervals"
    if page == "saves" and before not in counted:
        yield "moved"
    if page == "search-rank" and not (before and before.keywords):
        yield "keywords"
    if page in ("saves", "click-throughs") and len(counted) < FEWEST_MONTHS:
        yield "usual"


def _overview(story: Story) -> str:
    """Where save rate stands, then where it came from."""
    now = story.report.headline.get("save_rate")
    if now is None or now.value is None:
        return story.wording.text("There is no save rate for this month: nothing is known to divide by")
    moved = _since(story, now)
    return story.wording.joined([story.wording.sentence(_level(story, now)), moved]) if moved else _level(story, now)


def _level(story: Story, now: Headline) -> str:
    """Against target and own history; a month that isn't over against neither. That it is outside of its usual range is
    left to the rows below, which say how sure that is."""
    w, over = story.wording, not story.report.coverage.partial
    said = _LEVELS[now.status, now.standing == "within"] if over else _LEVELS[None, False]
    return w.text(said, rate=w.rate(now.value), target=w.rate(now.target))


def _since(story: Story, now: Headline) -> str:
    """Its place among the months or its change on the last. “Rose” and “fell” are said only beyond chance."""
    w, report = story.wording, story.report
    if report.coverage.partial or report.coverage.first_month:
        return ""
    others = comparable(story.recent[:-1], "save_rate")
    if len(others) > FEW_MONTHS and leads(report, others, "save_rate"):
        return w.text("It is the highest of {months} months", months=len(others) + 1)
    if story.before and now.value is not None and now.previous is not None:
        return _against_last_month(story, now, now.value - now.previous, story.before.month)
    return ""


def _against_last_month(story: Story, now: Headline, difference: float, month: str) -> str:
    w, known = story.wording, claim(now)
    values = {"before": w.rate(now.previous), "points": w.points(difference), "month": w.month_name(month)}
    if known is None:
        return w.text("In {month} it was {before}", **values)
    if w.rate(0) == w.rate(abs(difference)):
        return w.text("It is the same as in {month}", **values)
    if not known:
        return w.text("It is about the same as in {month} ({before})", **values)
    if pillar := _moved_by(story):
        through = {**values, "pillar": pillar}
        if difference > 0:
            return w.text("It rose by {points} on {month}, mostly through {pillar}", **through)
        return w.text("It fell by {points} on {month}, mostly through {pillar}", **through)
    if difference > 0:
        return w.text("It rose by {points} on {month}", **values)
    return w.text("It fell by {points} on {month}", **values)


def _moved_by(story: Story) -> str:
    """The pillar that made most of the save rate's move, if the finding about it names one."""
    evidence = next((f.evidence for f in story.report.insights if f.rule == "save_rate_moved"), {})
    is_pillar = evidence.get("kind") == "pillars" and evidence.get("is_most")
    return story.wording.name(evidence["group"]) if is_pillar else ""


def _saves(story: Story) -> str:
    w, report = story.wording, story.report
    base = report.value(report.rate_per)
    saves = w.plural("{n} save", "{n} saves", report.value("saves") or 0)
    if base is None:
        return saves
    return w.text("{saves} from {base}", saves=saves, base=_counted(w, report.rate_per, base))


def _counted(w: Wording, per: str, number: float) -> str:
    if per == "impressions":
        return w.plural("{n} impression", "{n} impressions", number)
    if per == "views":
        return w.plural("{n} view", "{n} views", number)
    return w.plural("{n} person reached", "{n} people reached", number)


def _comments(story: Story) -> str:
    w, report = story.wording, story.report
    comments = w.plural("{n} comment", "{n} comments", report.value("comments") or 0)
    talked = sum(1 for note in report.notes if (note.activity.get("comments") or 0) > 0)
    return w.text("{comments} on {notes}", comments=comments, notes=w.plural("{n} note", "{n} notes", talked))


def _search_rank(story: Story) -> str:
    w, keywords = story.wording, story.report.keywords
    first = sum(1 for k in keywords if k.rank is not None and k.rank <= FIRST_SCREEN)
    return w.plural(
        "{first} of {n} keyword is on the first screen of results",
        "{first} of {n} keywords are on the first screen of results",
        len(keywords),
        first=w.count(first),
    )


def _click_throughs(story: Story) -> str:
    w, report = story.wording, story.report
    clicks = w.plural("{n} click-through", "{n} click-throughs", report.value("click_throughs") or 0)
    places = len([d for d in report.destinations if d.clicks])
    went = w.text("{clicks} to {places}", clicks=clicks, places=w.plural("{n} destination", "{n} destinations", places))
    headline = report.headline.get("click_throughs")
    if headline is None or headline.value is None or headline.target is None or report.coverage.partial:
        return went
    values = {"went": went, "target": w.count(headline.target)}
    lack = headline.target - headline.value
    if lack > 0:
        return w.text("{went}, {lack} short of the target of {target}", lack=w.count(lack), **values)
    return w.text("{went}, where the target was {target}", **values)


def _notes(story: Story) -> str:
    w, notes = story.wording, story.report.notes
    new = sum(1 for note in notes if "new" in note.flags)
    return w.text(
        "{notes} counted in {month}, {new} of them new",
        notes=w.plural("{n} note", "{n} notes", len(notes)), month=w.month_name(story.report.month), new=w.count(new),
    )  # fmt: skip


def _creators(story: Story) -> str:
    w, found = story.wording, story.report.creators
    creators = w.plural("{n} creator", "{n} creators", len(found))
    saves, fees = [one.saves for one in found], [one.fee for one in found]
    if None in saves:
        return w.text("{creators} published for the brand", creators=creators)
    kept = w.plural("{n} save", "{n} saves", sum(filter(None, saves)))
    if None in fees:
        return w.text("{creators} brought {saves}", creators=creators, saves=kept)
    fee = w.money(sum(filter(None, fees)))
    return w.text("{creators} brought {saves} for {fee}", creators=creators, saves=kept, fee=fee)


def _method(story: Story) -> str:
    return story.wording.text("What each number means, where it comes from, and what is known about its gaps")


_BASES = {
    "overview": _overview,
    "saves": _saves,
    "comments": _comments,
    "search-rank": _search_rank,
    "click-throughs": _click_throughs,
    "notes": _notes,
    "creators": _creators,
    "method": _method,
}


# -- save rate against target, last month, year ago


def comparisons(story: Story) -> tuple[Comparison, ...]:
    """The rows under the primary number; none where the month isn't whole."""
    if story.report.coverage.partial:
        return ()
    rows = (_against_target(story) or _against_usual(story), _against_before(story), _against_year_ago(story))
    return tuple(row for row in rows if row is not None)


def _against_target(story: Story) -> Comparison | None:
    w, now = story.wording, story.report.headline.get("save_rate")
    if now is None or now.value is None or now.target is None:
        return None
    said = _gap(w, now.value - now.target, _TO_TARGET)
    if now.interval is None:
        return Comparison(w.text("Target"), w.rate(now.target), said, w.text(_TOO_FEW))
    within = now.interval[0] <= now.target <= now.interval[1]
    return Comparison(w.text("Target"), w.rate(now.target), said, w.text("could be chance") if within else "")


def _against_usual(story: Story) -> Comparison | None:
    """Without a target it is the client's own history that says how the number stands."""
    w, now = story.wording, story.report.headline.get("save_rate")
    if now is None or now.usual is None or now.standing is None:
        return None
    ends = (now.usual.low, now.usual.high)
    # Outside by so little that both would be written alike: one more digit tells them apart.
    digits = 2 if now.standing != "within" and w.rate(now.value) in map(w.rate, ends) else 1
    limits = {"low": w.rate(ends[0], digits), "high": w.rate(ends[1], digits)}
    said = {
        "above": w.text("above {low} to {high}", **limits),
        "within": w.text("within {low} to {high}", **limits),
        "below": w.text("below {low} to {high}", **limits),
    }
    others = comparable(story.six_before, "save_rate")
    apart = leads(story.report, others, "save_rate") or trails(story.report, others, "save_rate")
    sure = "" if now.standing == "within" or apart else w.text("could be chance")
    return Comparison(w.text("Usual"), w.rate(now.usual.median), said[now.standing], sure)


def _against_before(story: Story) -> Comparison | None:
    w, now = story.wording, story.report.headline.get("save_rate")
    if now is None or now.value is None or now.previous is None:
        return None
    name = w.month_name(months_back(story.report.month, 1))
    first = story.before is not None and story.before.coverage.first_month
    unknown = _OTHER_SOURCE if basis_changed(now) else _FIRST if first else _TOO_FEW
    return _moved(w, name, (now.value, now.previous), claim(now), unknown)


def _against_year_ago(story: Story) -> Comparison | None:
    w, now, then = story.wording, story.report.value("save_rate"), story.year_ago
    if then is None or then.coverage.partial or now is None or (past := then.value("save_rate")) is None:
        return None
    bases = {report.headline["save_rate"].basis for report in (story.report, then)}
    unknown = _OTHER_SOURCE if len(bases) > 1 else _FIRST if then.coverage.first_month else _TOO_FEW
    return _moved(w, w.text("Year ago"), (now, past), verdict(story.report, then, "save_rate"), unknown)


def _moved(w: Wording, name: str, values: tuple[float, float], known: bool | None, unknown: str) -> Comparison:
    """The row of another month. Up and down are said only beyond chance; `unknown` says why there is no verdict."""
    now, past = values
    shown, gap = w.rate(past), _gap(w, now - past, _TO_BEFORE)
    if round((now - past) * 100, 1) == 0:
        return Comparison(name, shown, gap)
    if known is None:
        return Comparison(name, shown, w.text("no verdict"), w.text(unknown))
    if known:
        return Comparison(name, shown, gap, w.text("beyond chance"))
    return Comparison(name, shown, w.text("about the same"), w.text("{points} apart", points=w.points(now - past)))


def _gap(w: Wording, gap: float, words: tuple[str, str, str]) -> str:
    """A difference of two rates in words (more, less, the same); what rounds to nothing is none."""
    more, less, same = words
    if round(gap * 100, 1) == 0:
        return w.text(same)
    return w.text(more if gap > 0 else less, points=w.points(gap))


def compared(w: Wording, row: Comparison) -> Markup:
    """“**0.6 points up**, beyond chance”"""
    said = Markup("<b>{}</b>").format(row.said)
    return Markup(w.text("{said}, {sure}", said=said, sure=escape.html(row.sure))) if row.sure else said


# -- the four signals


def signals(story: Story) -> tuple[Signal, ...]:
    """Saves, comments, search visibility and click-throughs; one without a value this month is left out."""
    w = story.wording
    shown = {
        "saves": (w.text("Saves"), w.text("What people keep"), "saves_bars", "saves"),
        "comments": (w.text("Comments"), w.text("How deep it goes"), "comments_bars", "comments"),
        "search_visibility": (
            w.text("Search visibility"),
            w.text("How easily found"),
            "visibility_line",
            "search-rank",
        ),
        "click_throughs": (
            w.text("Click-throughs"),
            w.text("What they do next"),
            "click_throughs_bars",
            "click-throughs",
        ),
    }
    made = []
    for metric, (name, meaning, chart, page) in shown.items():
        if (value := story.report.value(metric)) is not None:
            figure = w.number(value) if metric == "search_visibility" else w.count(value)
            change, since = _change(story, metric)
            fact = _fact(story, metric)
            made.append(Signal(name, meaning, figure, change, since, fact, chart, page, _ends(story, metric)))
    return tuple(made)


def _change(story: Story, metric: str) -> tuple[str, str]:
    """(“+20%”, “on September”): counts by per cent, the index by its difference. None across a change of source."""
    w, now = story.wording, story.report.headline[metric]
    if now.previous is None or now.value is None or story.report.coverage.partial or basis_changed(now):
        return "", ""
    index = metric == "search_visibility"
    change = w.difference(now.value - now.previous) if index else w.change(now.change)
    month = w.month_name(months_back(story.report.month, 1))
    return change, "" if now.change is None and not index else w.text("on {month}", month=month)


def changed(w: Wording, signal: Signal) -> Markup:
    """“**+20%** on September”, in the order of the language."""
    if not signal.change:
        return Markup()
    change = Markup("<b>{}</b>").format(signal.change)
    return Markup(w.text("{change} {since}", change=change, since=escape.html(signal.since)).strip())


def _fact(story: Story, metric: str) -> str:
    """One thing of substance about the value: its target, or its place among the months."""
    w, now = story.wording, story.report.headline[metric]
    if metric == "search_visibility":
        return _top_three(story)
    if story.report.coverage.partial:
        return ""
    if basis_changed(now):
        month = w.month_name(months_back(story.report.month, 1))
        return w.text("{month}, {before}, was counted another way", month=month, before=w.count(now.previous))
    if now.target is not None:
        return w.text(_MET if now.status == "met" else _MISSED, target=w.count(now.target))
    return _beside_usual(story, metric) or standing(story, metric)


def _beside_usual(story: Story, metric: str) -> str:
    """“Within its usual 310 to 480”; where it is the most or the least of all months, that says more."""
    w, now, past = story.wording, story.report.headline[metric], _history(story, metric).values()
    if now.value is None or now.usual is None or not min(past) <= now.value <= max(past):
        return ""
    limits = {"low": w.count(now.usual.low), "high": w.count(now.usual.high)}
    said = {
        "above": w.text("Above its usual {low} to {high}", **limits),
        "within": w.text("Within its usual {low} to {high}", **limits),
        "below": w.text("Below its usual {low} to {high}", **limits),
    }
    return said[now.standing or "within"]


def _top_three(story: Story) -> str:
    keywords = story.report.keywords
    top = sum(1 for k in keywords if k.rank is not None and k.rank <= 3)
    return story.wording.plural(
        "{top} of {n} keyword in the top 3", "{top} of {n} keywords in the top 3", len(keywords),
        top=story.wording.count(top),
    )  # fmt: skip


def standing(story: Story, metric: str) -> str:
    """Where the value stands among the last thirteen months: “Second only to August”, “Most since March”."""
    w, value, past = story.wording, story.report.value(metric), _history(story, metric)
    if value is None or len(past) < FEW_MONTHS:
        return ""
    higher = [month for month, before in past.items() if before >= value]
    if not higher:
        return w.text("Most of {months} months", months=len(past) + 1)
    if len(higher) == 1:
        return w.text("Second only to {month}", month=_named(story, higher[0]))
    if all(before > value for before in past.values()):
        return w.text("Least of {months} months", months=len(past) + 1)
    if higher[-1] < months_back(story.report.month, FEW_MONTHS):
        return w.text("Most since {month}", month=_named(story, higher[-1]))
    return w.text("{average} a month on average", average=w.count(sum(past.values()) / len(past)))


def _history(story: Story, metric: str) -> dict[str, float]:
    """The metric of the up to twelve whole months before this one, oldest first."""
    whole = (r for r in story.recent[:-1] if not r.coverage.partial)
    return {r.month: value for r in whole if (value := r.value(metric)) is not None}


def _named(story: Story, month: str) -> str:
    """The month's name; with its year where this month has the same name."""
    w = story.wording
    same = month[5:] == story.report.month[5:]
    return w.month(month) if same else w.month_name(month)


def _ends(story: Story, metric: str) -> tuple[str, str]:
    """The first and last month under a small chart."""
    w = story.wording
    months = [r.month for r in story.recent if r.value(metric) is not None]
    return w.month_short(months[0], year=True), w.month_short(months[-1], year=True)


def filter_words(story: Story) -> Markup:
    """What the script of the Notes page says, as JSON for a script element."""
    w = story.wording
    return escape.json_script(
        {
            "filter": w.text("Search notes"),
            "shown": w.text("{shown} of {all} notes"),
            "marked": w.text("{shown} of {all} notes: those marked in the chart"),
            "marked_one": w.text("{shown} of {all} notes: the one marked in the chart"),
            "among": w.text("{shown} of {all} notes: among those marked in the chart"),
            "brush": w.text("Drag over dots to see their rows in the table below."),
            "enter": w.text("Enter leads to the note’s row in the table."),
            "any": w.text("{column}: all"),
            "order": w.text("Sort by"),
            "sort": w.text("Sort by {column}"),
            "clear": w.text("Clear"),
            "more": w.text("Show all {all} notes"),
            "none": w.text("No note has all of that. Take a word or a choice away, or clear them."),
        }
    )


@dataclass(frozen=True)
class ArchivedMonth:
    """A month in the archive: save rate, its change in points, what became of its target; saves and their change."""

    save_rate: str
    save_rate_change: str
    target: str
    saves: str
    saves_change: str


def archived_month(w: Wording, report: Report) -> ArchivedMonth:
    rate, saves = report.headline.get("save_rate", _NOTHING), report.headline.get("saves", _NOTHING)
    partial = report.coverage.partial
    return ArchivedMonth(
        save_rate=w.rate(rate.value),
        save_rate_change=w.count(None) if partial else _archived_change(w, rate),
        target=w.text("month not over") if partial else _archived_target(w, rate),
        saves=w.count(saves.value),
        saves_change=w.change(None if partial or basis_changed(saves) else saves.change),
    )


def _archived_target(w: Wording, rate: Headline) -> str:
    """“2.8% met”, or nothing where there was none."""
    if rate.target is None or rate.status is None:
        return w.count(None)
    target = w.rate(rate.target)
    return w.text("{target} met", target=target) if rate.status == "met" else w.text("{target} missed", target=target)


def _archived_change(w: Wording, rate: Headline) -> str:
    """“+0.6”, “about the same”, or nothing where there is no verdict."""
    known = claim(rate)
    if known is None or rate.value is None or rate.previous is None:
        return w.count(None)
    return w.difference((rate.value - rate.previous) * 100) if known else w.text("about the same")
