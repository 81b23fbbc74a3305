"""The analyst's words → what a month's pages say will be done, and what became of what they said before.

An action is proposed by a finding, or is the analyst's own. The first of the client's languages whose file names it decides
its state and date; each language has its own words for it. One that was accepted is followed in the months after, until it is
done or dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from report_gen import measures
from report_gen.commentary import Decision, Outcome, Shelf, Words
from report_gen.report import Finding
from report_gen.story import Action, Story, months_back

FOLLOWED = 3  # months: an action that nobody mentions for longer has been forgotten


def with_words(story: Story, shelf: Shelf) -> Story:
    """The story with the words of its month in its language, its actions, and what became of earlier ones."""
    month, ledger = story.report.month, Ledger(story, shelf.seen_from(story.report.month))
    return replace(
        story,
        commentary=dict(ledger.own(month).pages),
        actions=ledger.actions(month),
        followed=tuple(ledger.measured(agreed) for agreed in ledger.followed(month)),
    )


@dataclass(frozen=True)
class Agreed:
    """An action that was accepted for a month, and the path of the number that it was to move."""

    action: Action
    month: str
    watch: str | None


@dataclass(frozen=True)
class Ledger:
    """A client's actions month by month, in the language of the story."""

    story: Story
    shelf: Shelf

    def actions(self, month: str) -> tuple[Action, ...]:
        """Those that the month's findings propose, in their order, then the analyst's own."""
        proposals = {finding.id: self._proposal(finding) for finding in self.findings(month).values()}
        ids = dict.fromkeys([*proposals, *(one.id for one in self._decisions(month))])
        found = (self._action(month, id_, proposals.get(id_, "")) for id_ in ids)
        return tuple(action for action in found if action.text)

    def followed(self, month: str, reach: int = FOLLOWED) -> tuple[Agreed, ...]:
        """What was accepted in the months before and not done by then, with what this month's files say became of it."""
        return tuple(self._with_outcome(agreed, month) for agreed in self._open_before(month, reach))

    def measured(self, agreed: Agreed) -> Action:
        """With the number that it was to move, in its month and now; without, where one of the two is partial or unknown. That
        a keyword was not found is known."""
        then, now = self.story.at(agreed.month), self.story.report
        if not agreed.watch or then is None or then.coverage.partial or now.coverage.partial:
            return agreed.action
        before, after = (measures.Numbers(report).find(agreed.watch) for report in (then, now))
        if before is None or after is None or not (before.is_known and after.is_known):
            return agreed.action
        w = self.story.wording
        return replace(
            agreed.action,
            number=measures.name(w, after),
            then=measures.said(w, before),
            now=measures.said(w, after),
            since=agreed.month,
        )

    def findings(self, month: str) -> dict[str, Finding]:
        report = self.story.at(month)
        return {finding.id: finding for finding in report.insights} if report else {}

    def own(self, month: str) -> Words:
        """The file in the story's language."""
        return self.shelf.words(month, self.story.wording.language)

    def _open_before(self, month: str, reach: int) -> Iterator[Agreed]:
        if not reach:
            return
        before = months_back(month, 1)
        yield from (agreed for agreed in self.followed(before, reach - 1) if agreed.action.state == "open")
        findings = self.findings(before)
        for action in self.actions(before):
            if action.state == "accepted":
                watch = findings[action.finding].watch if action.finding in findings else None
                yield Agreed(replace(action, state="open"), before, watch)

    def _proposal(self, finding: Finding) -> str:
        return (finding.action or {}).get(self.story.wording.language, "")

    def _action(self, month: str, id_: str, proposal: str) -> Action:
        """In the language's own words, else as it was proposed, else in the words of another language."""
        decided = next((one for one in self._decisions(month) if one.id == id_), None)
        if decided is None:
            return Action(id_, proposal)
        own = next((one for one in self.own(month).actions if one.id == id_), Decision())
        text = own.do or proposal or decided.do or ""
        return Action(id_, text, decided.state, own.owner or decided.owner, decided.due)

    def _with_outcome(self, agreed: Agreed, month: str) -> Agreed:
        """What is said of it in words is said in one language only."""
        told = [one for words in self._files(month) for one in words.followed if one.id == agreed.action.finding]
        own = next((one for one in self.own(month).followed if one.id == agreed.action.finding), Outcome())
        state = told[0].state if told else "open"
        return replace(agreed, action=replace(agreed.action, state=state, outcome=own.outcome))

    def _decisions(self, month: str) -> Iterator[Decision]:
        """Of all files. An action without a name is told by its words, so that of another language's file may be the same
        once more: it counts only where the file in the story's language names it so, or isn't there."""
        own = self.own(month)
        names = {one.finding for one in own.actions}
        for words in self._files(month):
            is_clear = words is own or not own.is_there
            yield from (one for one in words.actions if is_clear or one.finding or one.id in names)

    def _files(self, month: str) -> list[Words]:
        return [self.shelf.words(month, language) for language in self.shelf.languages]
