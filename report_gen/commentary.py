"""commentary/<month>.md → the agency's words for each page, and what the analyst decided about its findings.

    ---
    author: Account team
    date: 2026-11-03
    numbers: {save_rate: 3.1%}                   the report's, when the words were written
    actions:  [{finding: pillar_leads, state: accepted, owner: Mei, due: 2026-11-12}]
    followed: [{finding: note_carries, state: done, outcome: Two of the three are out.}]
    ---
    # Saves                                      the words, below the heading of the page that they stand on

Markdown without HTML: what an analyst types is text. `draft: true` keeps all of it from the client.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import yaml
from markdown_it import MarkdownIt
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from report_gen import escape, yaml_positions
from report_gen.errors import SettingsError
from report_gen.mistakes import validated
from report_gen.story import Commentary
from report_gen.wording import Wording, languages
from report_gen.workspace import Client, Workspace
from report_gen.yaml_positions import Document, Mistake

NAME = re.compile(r"(20\d\d-(?:0[1-9]|1[0-2]))(?:\.([a-z]{2,3}))?")
OWN = "own:"  # what an action's id begins with that no finding proposed
_FRONT = re.compile(r"\A(---[ \t]*\r?\n.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING_OF_A_PAGE = re.compile(r"^[#＃][ \t\u3000]*([^#＃\s].*?)[ \t#]*$", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")  # an image would be a request to another host


# -- what stands between the two lines of hyphens

_AsWritten = Annotated[
    float | str | None, Field(description="a number as the report writes it: 3.1%, 4030 or not found")
]
_Line = Annotated[str, Field(max_length=500), AfterValidator(escape.clean)]
_Name = Annotated[str, Field(max_length=80), AfterValidator(escape.clean)]


class _Lines(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _OfAnAction(_Lines):
    """One of the report's, named by the id of its finding, or one of the analyst's own, named by its words or a name of
    hers that begins with `own:`."""

    finding: _Name | None = None
    do: _Line | None = None

    @property
    def id(self) -> str:
        return self.finding or f"{OWN}{folded(self.do or '')}"

    @property
    def is_own(self) -> bool:
        return self.id.startswith(OWN)


class Decision(_OfAnAction):
    """What the analyst makes of an action: `do` are her words for it."""

    state: Literal["proposed", "accepted", "dropped"] = "proposed"
    owner: _Name | None = None
    due: dt.date | None = None


class Outcome(_OfAnAction):
    """What became of an action that was accepted before."""

    state: Literal["done", "open", "dropped"] = "open"
    outcome: _Line | None = None


class _Front(_Lines):
    author: _Name | None = None
    date: dt.date | None = None
    draft: bool = False
    numbers: dict[str, _AsWritten] | None = None
    actions: tuple[Decision, ...] | None = None
    followed: tuple[Outcome, ...] | None = None


class Heading(NamedTuple):
    text: str
    line: int


@dataclass(frozen=True)
class Words:
    """A file. `pages` is by page name, as `lines`, where its heading stands; `numbers` are as they are written; `unknown` are
    headings of no page; `body` is the Markdown, which begins after line `above`."""

    name: str = ""
    author: str | None = None
    pages: Mapping[str, Commentary] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    draft: bool = False
    numbers: Mapping[str, str | None] = field(default_factory=dict)
    actions: tuple[Decision, ...] = ()
    followed: tuple[Outcome, ...] = ()
    unknown: tuple[Heading, ...] = ()
    body: str = ""
    above: int = 0
    document: Document | None = None

    @property
    def is_there(self) -> bool:
        return bool(self.name)

    def line_of(self, *route: str | int) -> int:
        return self.document.line_of(route) if self.document else 1


NOTHING = Words()


@dataclass(frozen=True, eq=False)
class Headings:
    """The page that a heading means: by the page's name or its title in any language, however it is spaced and cased."""

    pages: Mapping[str, str]
    titles: Mapping[str, str]  # in English, by page, in the order of the pages

    @classmethod
    def of(cls, folders: Sequence[Path]) -> Headings:
        files = {page.stem: page for folder in reversed(folders) for page in sorted((folder / "pages").glob("*.md"))}
        fronts = sorted((_front(page), name) for name, page in files.items())
        titles = {name: title for (_, title), name in fronts}
        said = {name: [Wording(language).text(title) for language in languages()] for name, title in titles.items()}
        pages = {folded(text): name for name, texts in said.items() for text in (name, titles[name], *texts)}
        return cls(pages, titles)

    def page(self, heading: str) -> str | None:
        return self.pages.get(folded(heading))


def folded(text: str) -> str:
    """“Search-Rank”, “search rank” and “ＳＥＡＲＣＨ ＲＡＮＫ” are the same."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text)).casefold().strip()


# -- where the words are


@dataclass(frozen=True)
class Shelf:
    """A client's commentary. `approved` are the folders of the months whose words are frozen; `languages` the client's, the
    first of which has files without a language in their name. With `drafts` these are read as if they were finished."""

    folder: Path
    languages: tuple[str, ...]
    headings: Headings
    approved: Mapping[str, Path] = field(default_factory=dict)
    drafts: bool = False

    def file(self, month: str, language: str) -> Path:
        return path(self.approved.get(month, self.folder), month, language, self.languages[0])

    def words(self, month: str, language: str) -> Words:
        """Nothing where there is no file, or what it holds is a draft."""
        words = self.written(month, language)
        return words if not words.draft or self.drafts else NOTHING

    def written(self, month: str, language: str) -> Words:
        """What the file holds, finished or not."""
        return read(self.file(month, language), self.headings)

    def seen_from(self, month: str) -> Shelf:
        """As that month's pages see it: an approved month sees nothing but what was frozen with it."""
        frozen = self.approved.get(month)
        return replace(self, folder=frozen, approved={}) if frozen else self

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.md"))


def shelf(workspace: Workspace, client: Client, languages: Sequence[str], approved: Mapping[str, Path]) -> Shelf:
    """The client's; `approved` are the folders of its approved months."""
    return Shelf(client.commentary, tuple(languages), Headings.of(workspace.template_folders), approved)


def path(folder: Path, month: str, language: str, default: str) -> Path:
    """2026-10.md in the client's first language, 2026-10.zh.md in another."""
    return folder / (f"{month}.md" if language == default else f"{month}.{language}.md")


def read(file: Path, headings: Headings) -> Words:
    """The file's words; every mistake in it at once."""
    if not file.is_file():
        return NOTHING
    if not file.resolve().is_relative_to(file.parents[1].resolve()):
        raise SettingsError(f"{named(file)} is a link out of the client's folder; put the file itself there.")
    return parse(yaml_positions.text_of(file, named(file)), named(file), headings)


def named(file: Path) -> str:
    """As messages call it: clients/client-x/commentary/2026-10.md"""
    return "/".join(file.parts[-4:])


# -- a file's text


@lru_cache(
    maxsize=256
)  # a month's words are asked for by each of its pages' languages, and by the three months after it
def parse(text: str, name: str, headings: Headings) -> Words:
    top, body = divided(text, name)
    above = top.count("\n")
    document = yaml_positions.load(top.rstrip().removesuffix("---"), name)
    front = _checked(document)
    sections, lines, unknown = _sections(body.replace("\r\n", "\n"), headings)
    return Words(
        name=name,
        author=front.author,
        pages={page: Commentary(html, front.author, front.date) for page, html in sections.items()},
        lines={page: line + above for page, line in lines.items()},
        draft=front.draft,
        numbers={key: document.written(("numbers", key)) for key in front.numbers or ()},
        actions=front.actions or (),
        followed=front.followed or (),
        unknown=tuple(Heading(heading, line + above) for heading, line in unknown),
        body=body,
        above=above,
        document=document,
    )


def divided(text: str, name: str) -> tuple[str, str]:
    """The lines up to the second one of three hyphens, and the rest; a file without them has no such lines."""
    if not re.match(r"---[ \t]*\r?\n", text):
        return "", text
    found = _FRONT.match(text)
    if not found:
        raise SettingsError(f"{name}, line 1: the settings that begin here never end. Close them by a line of ---.")
    return found[0], text[found.end() :]


def _checked(document: Document) -> _Front:
    """The settings; a file without any has none."""
    if document.data is None:
        return _Front()
    if not isinstance(document.data, dict):
        raise SettingsError(f"{document.name}, line 2: between the lines of --- stand settings, such as “author: Mei”.")
    front, mistakes = validated(document, _Front)
    document.check([*mistakes, *(_odd_actions(document, front) if front else ())])
    assert front is not None  # no mistakes, so it validated
    return front


def _odd_actions(document: Document, front: _Front) -> Iterator[Mistake]:
    """Actions without words, and those that stand in a list twice."""
    lists: tuple[tuple[str, tuple[_OfAnAction, ...]], ...]
    lists = (("actions", front.actions or ()), ("followed", front.followed or ()))
    for key, lines in lists:
        for index, line in enumerate(lines):
            first = next(i for i, earlier in enumerate(lines) if earlier.id == line.id)
            if not line.do and (not line.finding or (line.is_own and key == "actions")):
                text = f"{key}[{index + 1}] says nothing: name a finding, or write under do what is to be done."
                yield document.mistake((key, index), text)
            elif first < index:
                of = document.line_of((key, first))
                text = f"{key}[{index + 1}] is of the same action as that in line {of}; keep one of the two."
                yield document.mistake((key, index), text)


def _sections(body: str, headings: Headings) -> tuple[dict[str, str], dict[str, int], list[tuple[str, int]]]:
    """HTML by page name, the lines of those headings, and the headings of no page with theirs. Text before the first heading
    belongs to the overview."""
    marked = _HEADING_OF_A_PAGE.sub(lambda found: _as_heading(found, headings), _REMARK.sub(_blank, body))
    lines, unknown = marked.split("\n"), []
    starts: dict[str, int] = {}
    words: dict[str, list[str]] = {"overview": []}
    page, start = "overview", 0
    for text, first, after in [*_headings(marked), ("", len(lines), 0)]:
        words.setdefault(page, []).append("\n".join(lines[start:first]).strip())
        found = headings.page(text) if text else ""
        if found is None:
            unknown.append((text, first + 1))
        page, start = found or "", after
        starts.setdefault(page, first + 1)
    joined = {name: "\n\n".join(filter(None, parts)) for name, parts in words.items() if name}
    return {name: str(_MARKDOWN.render(text)) for name, text in joined.items() if text}, starts, unknown


def _headings(text: str) -> Iterator[tuple[str, int, int]]:
    """The headings of the first level, with their first line and that after them."""
    tokens = _MARKDOWN.parse(text)
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map:
            yield inside.content, token.map[0], token.map[1]


def _as_heading(found: re.Match[str], headings: Headings) -> str:
    """“#收藏” and “＃ 收藏” are meant as headings, though Markdown takes neither for one."""
    return f"# {found[1]}" if headings.page(found[1]) else found[0]


def _blank(remark: re.Match[str]) -> str:
    return "\n" * remark[0].count("\n")


def _front(page: Path) -> tuple[int, str]:
    """The order and the title in a page template's front matter; `pages` says what is wrong with one that has none."""
    data = yaml.safe_load(divided(page.read_text("utf-8"), page.name)[0].rstrip().removesuffix("---"))
    known = data if isinstance(data, dict) else {}
    return int(known.get("order", 0)), str(known.get("title", page.stem))
