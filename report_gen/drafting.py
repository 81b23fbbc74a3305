"""A month's commentary file for an analyst to start from: its findings as words, its actions, the numbers of the day.

note             makes the file, as a draft that no client sees; a file that is there is never touched
note --renew     puts the numbers of today into a file, and leaves every other byte as it is
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from report_gen import commentary, config, escape, measures, phrases
from report_gen.actions import Ledger
from report_gen.commentary import Shelf
from report_gen.errors import ApprovalError, CoverageError, SettingsError, WorkspaceError
from report_gen.files import write_atomically
from report_gen.jobs import Options
from report_gen.report import Finding, Number
from report_gen.story import Action, Story
from report_gen.telling import tell, uncovered
from report_gen.wording import Wording
from report_gen.workspace import Client, Workspace
from report_gen.yaml_positions import text_of

PER_PAGE = 3  # findings that a page's words begin with
_FORMS = ("0.0%", "0%", "0.00%", "0", "0.0")  # in which sentences say figures


@dataclass(frozen=True)
class Request:
    """`month` None is the latest, `language` None the client's first. `renew` is for a file that is there."""

    slug: str
    month: str | None = None
    language: str | None = None
    renew: bool = False


@dataclass(frozen=True)
class Noted:
    """The file, and what had moved in one that was there: (number, as it was written, as it is)."""

    file: Path
    month: str
    is_new: bool
    moved: tuple[tuple[str, str, str], ...] = ()


def note(workspace: Workspace, request: Request) -> Noted:
    """Makes or renews the file. Raises where it can't: a month that isn't covered or is approved, a file that is there."""
    client = workspace.client(request.slug)
    draft = _begun(workspace, client, request)
    file = draft.file
    if file.is_file() != request.renew:
        raise WorkspaceError(_other_way(file, request.slug, draft))
    if request.renew:
        text = text_of(file, commentary.named(file))
        fresh, moved = renewed(text, commentary.named(file), draft)
        mark = b"\xef\xbb\xbf" if file.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        write_atomically(file, mark + fresh.encode())
        return Noted(file, draft.month, False, moved)
    write_atomically(file, draft.text.encode())
    return Noted(file, draft.month, True)


def _begun(workspace: Workspace, client: Client, request: Request) -> Draft:
    languages, told = config.load(client).languages, tell(client, Options())
    month, language = request.month or told.months[-1], request.language or languages[0]
    if month not in told.months:
        raise CoverageError(uncovered(client, month))
    if language not in languages:
        raise SettingsError(f"{client.slug} has no pages in “{language}”; its languages are {', '.join(languages)}.")
    if month in told.approved:
        raise ApprovalError(f"{month} was {told.approved[month].manifest.told}: its words and numbers are frozen.")
    reports = tuple(report for report in told.reports if report.month <= month)
    story = Story(reports, Wording(language, reports[-1].names.get(language, {})))
    return Draft(story, told.shelf(workspace, client, languages))


def _other_way(file: Path, slug: str, draft: Draft) -> str:
    """What to say to who would make a file that is there, or renew one that isn't."""
    command = f"report-gen note {slug} --month {draft.month}"
    command += f" --language {draft.language}" if draft.is_other else ""
    if file.is_file():
        return (
            f"{commentary.named(file)} is there already, and nothing of it was changed. To put today's numbers into it: "
            f"{command} --renew"
        )
    return f"{commentary.named(file)} is not there yet, so there is nothing to renew. To make it: {command}"


# -- a new file


@dataclass(frozen=True)
class Draft:
    """What a month's file in the story's language begins with."""

    story: Story
    shelf: Shelf

    @property
    def month(self) -> str:
        return self.story.report.month

    @property
    def language(self) -> str:
        return self.story.wording.language

    @property
    def is_other(self) -> bool:
        """Not in the client's first language, whose file decides what is done, by whom and when."""
        return self.language != self.shelf.languages[0]

    @property
    def file(self) -> Path:
        return self.shelf.file(self.month, self.language)

    @property
    def text(self) -> str:
        blocks = [list(block) for block in (self._head(), self._actions(), self._followed(), self.numbers())]
        front = "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
        body = "\n\n".join(self._body())
        return f"---\n{front}---\n\n{body}\n"

    def numbers(self) -> Iterator[str]:
        """The headline's, and what the findings' sentences say besides."""
        w = self.story.wording
        remark = w.text(
            "The report’s numbers when these words were written: build and check say which of them have moved since."
        )
        yield f"# {remark}"
        yield "numbers:"
        for path, written in written_numbers(self.story).items():
            yield f"  {_scalar(path)}: {written}"

    def _head(self) -> Iterator[str]:
        w = self.story.wording
        yield f"author: {_scalar(self._last_author())}".rstrip()
        yield "date:"
        yield f"# {w.text('Nothing of this file is shown to the client until this line is out:')}"
        yield "draft: true"

    def _last_author(self) -> str:
        """Of the newest file before this one in the same language."""
        files = (self.shelf.file(report.month, self.language) for report in reversed(self.story.reports[:-1]))
        authors = (commentary.read(file, self.shelf.headings).author for file in files)
        return next(filter(None, authors), "")

    def _actions(self) -> Iterator[str]:
        w, actions = self.story.wording, self._ledger.actions(self.month)
        if not actions:
            return
        if self.is_other:
            yield f"# {w.text('The words in this language; who does it and when is in the file of the first language.')}"
        else:
            states = w.text(
                "What is done about the findings. state: proposed, accepted (then name an owner and a date) or dropped."
            )
            own = w.text(
                "Change the words as you like. An action of your own needs no finding, only its words under do."
            )
            yield from (f"# {states}", f"# {own}")
        yield "actions:"
        for action in (action for action in actions if action.state != "dropped"):
            yield from self._action(action)

    def _action(self, action: Action) -> Iterator[str]:
        yield f"  - finding: {_scalar(action.finding)}"
        yield f"    do: {_scalar(action.text)}"
        if not self.is_other:
            yield f"    state: {action.state}"
            yield "    owner:"
            yield "    due:"

    def _followed(self) -> Iterator[str]:
        w, agreed = self.story.wording, self._ledger.followed(self.month)
        if not agreed:
            return
        remark = w.text(
            "What became of what was agreed. state: done, open or dropped; outcome: a sentence for the client."
        )
        yield from (f"# {remark}", "followed:")
        for one in agreed:
            yield f"  - finding: {_scalar(one.action.finding)}  # {escape.clean(one.action.text)}"
            if not self.is_other:
                yield f"    state: {one.action.state}"
            yield "    outcome:"

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.story, self.shelf)

    # -- the words

    def _body(self) -> Iterator[str]:
        """A heading for each page that there is something to say of, in the order of the pages."""
        for page, title in self.shelf.headings.titles.items():
            if words := list(self._page(page)):
                yield f"# {self.story.wording.text(title)}"
                yield from words

    def _page(self, page: str) -> Iterator[str]:
        if page == "overview":
            yield escape.prose(phrases.lead(self.story, page))
        w = self.story.wording
        for finding in phrases.of_page(self.story, page)[:PER_PAGE]:
            sentences = (finding.text[self.language], (finding.why or {}).get(self.language, ""))
            yield w.joined(escape.prose(w.sentence(text)) for text in sentences if text)


def written_numbers(story: Story) -> dict[str, str]:
    """As settings write them, by the path that people call them by: what words on this report may be about."""
    numbers = measures.Numbers(story.report)
    known = ((metric, numbers.find(metric)) for metric, one in story.report.headline.items() if one.value is not None)
    headline = {metric: measures.written(number) for metric, number in known if number}
    told = {one.value for one in story.report.headline.values()}
    return headline | {
        f"insights.{finding.id}.{name}": written
        for finding in story.report.insights
        for name, value in finding.evidence.items()
        if not isinstance(value, bool) and isinstance(value, int | float) and value not in told
        and (written := _as_said(finding, story.wording.language, value))
    }  # fmt: skip


def _as_said(finding: Finding, language: str, value: Number) -> str | None:
    """The figure as the finding's sentences have it; None where they don't."""
    said = " ".join((words or {}).get(language, "") for words in (finding.text, finding.why))
    written = (measures.as_fine_as(form, value) for form in _FORMS)
    return next((one for one in written if (found := measures.pattern(one)) and found.search(said)), None)


def _scalar(text: str) -> str:
    """Text as YAML has it on a line, quoted only where that is needed."""
    return (
        yaml.safe_dump([text], allow_unicode=True, width=float("inf")).removeprefix("- ").rstrip("\n") if text else ""
    )


# -- a file that is there


def renewed(text: str, name: str, draft: Draft) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The text with the numbers of today, each to as many digits as it had; and what had moved. All else stays as it is. A
    file without numbers gets all of them."""
    top, body = commentary.divided(text, name)
    words = commentary.parse(text, name, draft.shelf.headings)
    spots = dict(_spots(top))
    if not spots:
        return _with_numbers(top, body, draft), ()
    numbers, moved = measures.Numbers(draft.story.report), []
    for asked, (start, end) in sorted(spots.items(), key=lambda item: -item[1][0]):
        found, then = numbers.find(asked), words.numbers[asked] or ""
        if found and measures.differs(then, found.value):
            now = (
                measures.as_fine_as(then, found.value) if then and found.value is not None else measures.written(found)
            )
            top = f"{top[:start]}{'' if start < end else ' '}{now}{top[end:]}"
            moved.append((asked, then or measures.NOT_FOUND[0], now))
    return top + body, tuple(reversed(moved))


def _spots(top: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the values of `numbers` stand in the text."""
    root = yaml.compose(top.rstrip().removesuffix("---"), Loader=yaml.SafeLoader) if top else None
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "numbers" and isinstance(value, yaml.MappingNode):
            for asked, number in value.value:
                yield asked.value, (number.start_mark.index, number.end_mark.index)


def _with_numbers(top: str, body: str, draft: Draft) -> str:
    """The block before the line that ends the settings; settings, where there are none."""
    end = "\r\n" if "\r\n" in top + body else "\n"
    block = "".join(f"{line}{end}" for line in draft.numbers())
    if not top:
        return f"---{end}{block}---{end}{body}"
    start = top.rstrip().rfind("---")
    return f"{top[:start]}{block}{top[start:]}{body}"
