"""What an analyst should look at again in her words: for the lines of `build` and `check`, and for the preview.

Words are hers, so nothing here stops a build; what can't be read at all is an error of `commentary`. Of an approved month
nothing is said: its words are frozen with its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from report_gen import commentary, measures
from report_gen.actions import Agreed, Ledger
from report_gen.commentary import NAME, Shelf, Words
from report_gen.mistakes import guess
from report_gen.report import Number, Report
from report_gen.story import Story
from report_gen.wording import Wording

MENTIONED = 5  # moved numbers that a line names
Severity = Literal["info", "warning"]


@dataclass(frozen=True)
class Doubt:
    """Something to look at, and what to do about it. `line` is 0 where it is about no line of the file."""

    code: str
    message: str
    advice: str
    file: Path
    line: int = 0
    severity: Severity = "warning"

    @property
    def told(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file.parent.name}/{self.file.name}{line}: {self.message} {self.advice}"


# -- all files


def of_files(shelf: Shelf) -> Iterator[Doubt]:
    """Words that will never be seen: no month has the file's name, or no page that of a heading."""
    for file in shelf.files():
        if not (name := NAME.fullmatch(file.stem)):
            yield Doubt(
                "words_unused", "It is of no month and not shown.", "Call it by the month, as 2026-10.md.", file
            )
            continue
        if name[2] and name[2] not in shelf.languages[1:] and name[1] not in shelf.approved:
            yield Doubt("words_unused", *_never_read(name, shelf), file)
        for heading, line in commentary.read(file, shelf.headings).unknown:
            near = guess(commentary.folded(heading), sorted(shelf.headings.pages))
            message = f"Words under “{heading}” are not shown: there is no such page."
            yield Doubt("words_unused", message, f"Give the heading the name of a page.{near}", file, line)


def _never_read(name: re.Match[str], shelf: Shelf) -> tuple[str, str]:
    """Why a file of another language than the client's others is not shown, and what to do."""
    if name[2] == shelf.languages[0]:
        message = (
            f"“{name[2]}” is the client's first language, whose files have none in their name, so it is not shown."
        )
        return message, f"Call it {name[1]}.md."
    message = f"The client has no pages in “{name[2]}”, so it is not shown."
    return message, f"Add it to languages in client.yml, which has {', '.join(shelf.languages)}."


# -- a month


def of_month(shelf: Shelf, reports: Sequence[Report], month: str) -> Iterator[Doubt]:
    """What the month's files say that no longer agrees with its report. `reports`: with those before it."""
    if month not in shelf.approved:
        look = _Look(shelf, tuple(one for one in reports if one.month <= month), month)
        yield from look.at_drafts()
        yield from look.at_numbers()
        yield from look.at_actions()


def left_out(shelf: Shelf, month: str, there: Collection[str], wanted: Collection[str]) -> Iterator[Doubt]:
    """Words for pages that the month doesn't have. `there`: those that it has; `wanted`: the client's choice."""
    for language in shelf.languages if month not in shelf.approved else ():
        words = shelf.words(month, language)
        for page in (page for page in words.pages if page not in there):
            message = (
                f"Words under “{shelf.headings.titles.get(page, page)}” are not shown: {_why_not(page, month, wanted)}"
            )
            advice = "Put them under another heading, or take them out."
            yield Doubt("words_unused", message, advice, shelf.file(month, language), words.lines.get(page, 0))


def _why_not(page: str, month: str, wanted: Collection[str]) -> str:
    if wanted and page not in wanted:
        return f"pages in client.yml leaves out “{page}”."
    return f"{month} has no data for that page."


def lacking(shelf: Shelf, reports: Sequence[Report], month: str) -> Iterator[Doubt]:
    """What the month's files don't say yet, drafts included."""
    if month not in shelf.approved:
        look = _Look(replace(shelf, drafts=True), tuple(one for one in reports if one.month <= month), month)
        yield from look.for_files()
        yield from look.for_outcomes()
        yield from look.for_translations()


@dataclass(frozen=True)
class _Look:
    shelf: Shelf
    reports: tuple[Report, ...]
    month: str

    @property
    def slug(self) -> str:
        return self.shelf.folder.parent.name

    @cached_property
    def report(self) -> Report:
        return self.reports[-1]

    @cached_property
    def numbers(self) -> measures.Numbers:
        return measures.Numbers(self.report)

    def ledger(self, language: str) -> Ledger:
        return Ledger(Story(self.reports, Wording(language)), self.shelf)

    def written(self) -> Iterator[tuple[str, Path, Words]]:
        """Every file of the month, drafts too."""
        for language in self.shelf.languages:
            words = self.shelf.written(self.month, language)
            if words.is_there:
                yield language, self.shelf.file(self.month, language), words

    def finished(self) -> Iterator[tuple[str, Path, Words]]:
        return (found for found in self.written() if self.shelf.drafts or not found[2].draft)

    def at_drafts(self) -> Iterator[Doubt]:
        for _, file, words in self.written():
            if words.draft:
                advice = "Take the line draft: true out when the words are ready for the client."
                yield Doubt("words_draft", "A draft, so nothing of it is shown.", advice, file, words.line_of("draft"))

    # -- numbers

    def at_numbers(self) -> Iterator[Doubt]:
        for _, file, words in self.written():
            yield from self._unknown_numbers(file, words)
            moved = [_Moved.of(words, asked, now) for asked, now in self._moved(words)]
            if moved:
                told = "; ".join(one.told for one in sorted(moved, key=lambda one: not one.lines)[:MENTIONED])
                more = f"; and {len(moved) - MENTIONED} more" if len(moved) > MENTIONED else ""
                count = f"{len(moved)} numbers have" if len(moved) > 1 else "A number has"
                message = f"{count} moved since these words were written: {told}{more}."
                advice = f"Read the words again, then: {self._renew(file)}"
                yield Doubt("words_numbers", message, advice, file, words.line_of("numbers"))

    def _moved(self, words: Words) -> Iterator[tuple[str, Number | None]]:
        for asked, text in words.numbers.items():
            found = self.numbers.find(asked)
            if found and measures.is_written(text or "") and measures.differs(text or "", found.value):
                yield asked, found.value

    def _unknown_numbers(self, file: Path, words: Words) -> Iterator[Doubt]:
        for asked, text in words.numbers.items():
            line = words.line_of("numbers", asked)
            if not measures.is_written(text or ""):
                message = f"“{text}” is no number that {asked} could be held against."
                yield Doubt("words_numbers", message, "Write it as 3.1%, 4030 or not found.", file, line)
            elif self.numbers.find(asked) is None:
                near = guess(asked, list(self.report.headline))
                message = f"The report of {self.month} has no number “{asked}”."
                yield Doubt("words_numbers", message, f"Take the line out.{near}", file, line)

    def _renew(self, file: Path) -> str:
        name = NAME.fullmatch(file.stem)
        language = f" --language {name[2]}" if name and name[2] else ""
        return f"report-gen note {self.slug} --month {self.month}{language} --renew"

    # -- actions

    def at_actions(self) -> Iterator[Doubt]:
        for language, file, words in self.finished():
            ledger = self.ledger(language)
            yield from self._unknown_findings(file, words, ledger)
            yield from self._unknown_outcomes(file, words, ledger)

    def _unknown_findings(self, file: Path, words: Words, ledger: Ledger) -> Iterator[Doubt]:
        findings = ledger.findings(self.month)
        for index, one in enumerate(words.actions):
            if one.is_own or (one.finding in findings and (one.do or findings[one.finding].action)):
                continue
            line = words.line_of("actions", index, "finding")
            if one.finding in findings:
                message, advice = f"The finding “{one.finding}” proposes no action.", "Write yours under do."
            else:
                message = f"No finding of {self.month} is called “{one.finding}”."
                kept = f"call it own:{one.finding} to keep it as an action of your own" if one.do else "take it out"
                advice = guess(one.finding, list(findings)).strip() or f"{kept[0].upper()}{kept[1:]}."
            yield Doubt("words_action", message, advice, file, line)

    def _unknown_outcomes(self, file: Path, words: Words, ledger: Ledger) -> Iterator[Doubt]:
        known = [agreed.action.finding for agreed in ledger.followed(self.month)]
        for index, one in enumerate(words.followed):
            if one.id not in known:
                message = f"No action that was accepted before {self.month} and still open is called “{one.finding or one.do}”."
                advice = guess(one.id, known).strip() or _there_are(known)
                yield Doubt("words_action", message, advice, file, words.line_of("followed", index))

    # -- what is missing

    def for_files(self) -> Iterator[Doubt]:
        """Only who has written before, in that language, is expected to write again."""
        for language in self.shelf.languages:
            file = self.shelf.file(self.month, language)
            if file.is_file():
                continue
            other = language != self.shelf.languages[0]
            of = f" in “{language}”" if other else ""
            asked = f" --language {language}" if other else ""
            message = f"There are no words of the analyst for {self.month}{of}."
            advice = f"For a start: report-gen note {self.slug} --month {self.month}{asked}"
            severity: Severity = "warning" if self._has_written(language) else "info"
            yield Doubt("words_missing", message, advice, file, severity=severity)

    def _has_written(self, language: str) -> bool:
        names = [NAME.fullmatch(file.stem) for file in self.shelf.files()]
        default = self.shelf.languages[0]
        return any((name[2] or default) == language for name in names if name)

    def for_outcomes(self) -> Iterator[Doubt]:
        """Accepted actions of which nobody says what became of them, or not in every language that has words."""
        language = self.shelf.languages[0]
        file, words = self.shelf.file(self.month, language), self.shelf.words(self.month, language)
        for agreed in self.ledger(language).followed(self.month):
            if agreed.action.state == "open" and not agreed.action.outcome:
                message = f"Nobody says what became of “{agreed.action.text}”, accepted in {_since(agreed)}."
                advice = (
                    f"Under followed: finding {agreed.action.finding}, its state (done, open, dropped) and outcome."
                )
                yield Doubt("words_outcome", message, advice, file, words.line_of("followed") if words.is_there else 0)

        told = [one for one in words.followed if one.outcome]
        for other in self.shelf.languages[1:]:
            there = self.shelf.words(self.month, other)
            said = {one.id for one in there.followed if one.outcome}
            for one in (one for one in told if there.is_there and one.id not in said):
                message, advice = f"“{one.outcome}” has no words in “{other}”.", f"finding {one.id}, and outcome."
                yield Doubt(
                    "words_outcome", message, f"Under followed: {advice}",
                    self.shelf.file(self.month, other), there.line_of("followed"),
                )  # fmt: skip

    def for_translations(self) -> Iterator[Doubt]:
        """Actions that the analyst put into other words in her first language only."""
        first, *others = self.shelf.languages
        findings = self.ledger(first).findings(self.month)
        edited = {
            one.id: one.do
            for one in self.shelf.words(self.month, first).actions
            if one.do and one.state != "dropped"
            and (one.id not in findings or (findings[one.id].action or {}).get(first) != one.do)
        }  # fmt: skip
        for language in others:
            words = self.shelf.words(self.month, language)
            told = {one.id for one in words.actions if one.do}
            for id_ in (id_ for id_ in edited if id_ not in told and (words.is_there or id_ in findings)):
                message = f"“{edited[id_]}” has no words in “{language}”."
                yield Doubt(
                    "words_action", message, f"Under actions: finding {id_}, and do.",
                    self.shelf.file(self.month, language), words.line_of("actions") if words.is_there else 0,
                )  # fmt: skip


@dataclass(frozen=True)
class _Moved:
    """A number that is no longer what the words were written against, and the lines that still say what it was."""

    asked: str
    then: str
    now: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, words: Words, asked: str, now: Number | None) -> _Moved:
        then = words.numbers[asked] or ""
        return cls(asked, then, measures.as_fine_as(then, now), tuple(_lines_with(words, then)))

    @property
    def told(self) -> str:
        where = f" (line {', '.join(map(str, self.lines))})" if self.lines else ""
        return f"{self.asked} was {self.then or 'not found'}{where} and is {self.now}"


def _lines_with(words: Words, figure: str) -> Iterator[int]:
    """Where the words say the figure: 4030 as 4,030 too."""
    pattern = measures.pattern(figure)
    for number, line in enumerate(words.body.splitlines(), start=words.above + 1):
        if pattern and pattern.search(line):
            yield number


def _since(agreed: Agreed) -> str:
    owner = f" for {agreed.action.owner}" if agreed.action.owner else ""
    due = f", due {agreed.action.due}" if agreed.action.due else ""
    return f"{agreed.month}{owner}{due}"


def _there_are(known: Collection[str]) -> str:
    return f"There are: {', '.join(known)}." if known else "There are none, so take it out."
