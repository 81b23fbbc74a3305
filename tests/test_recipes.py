"""What CONTRIBUTING.md promises: a page, a chart, a metric and an export kind are one file each, and work as shown."""

from __future__ import annotations

import ast
import datetime as dt
import re
import shlex
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from report_gen import config, months, pages, readers
from report_gen.charts._render import Drawer
from report_gen.figures import Canvas, Figure
from report_gen.pages import Pages
from report_gen.parts import parts
from report_gen.simulate import simulate_client
from report_gen.story import Look
from report_gen.workspace import BUILT_IN_TEMPLATES, Client, Workspace
from tests import stories

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PAGE = re.search(r"```html\n(.*?)```", TEXT, re.DOTALL)
CHART, METRIC, READER = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)

AddPart = Callable[[str, str, str], None]


class Boxes:
    """Draws an empty box for every figure but the added one, which is drawn as it is."""

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        return Drawer(None).svg(figure, canvas, look) if "Shares" in figure.description else "<svg></svg>"

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        return {}


def rendered(templates: Path) -> Pages:
    """All pages, those of `templates` among them."""
    return pages.render(stories.story(), "screen", (templates, BUILT_IN_TEMPLATES), Boxes())


@pytest.fixture
def add_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AddPart]:
    """Adds one file to a folder of parts, for the length of a test."""

    def add(folder: str, name: str, source: str) -> None:
        place = tmp_path / "added" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.py").write_text(source, encoding="utf-8")
        home = import_module(f"report_gen.{folder}")
        monkeypatch.setattr(home, "__path__", [*home.__path__, str(place)])
        parts.cache_clear()

    yield add
    parts.cache_clear()


@pytest.fixture
def demo(workspace: Workspace) -> Client:
    """A client with two months of exports."""
    simulate_client(workspace.root / "clients" / "demo", 2, 1, "2026-10")
    return workspace.client("demo")


def test_parts_are_found_by_their_files_in_alphabetical_order_and_helpers_are_not(add_part: AddPart) -> None:
    add_part("charts", "aaa", "")
    add_part("charts", "_helper", "")
    assert next(iter(parts("charts"))) == "aaa"
    assert list(parts("charts")) == sorted(parts("charts"))
    assert not [name for name in parts("charts") if name.startswith("_")]


def test_a_page_is_one_file(tmp_path: Path) -> None:
    assert PAGE
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ages.md").write_text(PAGE.group(1), encoding="utf-8")
    found = rendered(tmp_path)
    added = next(page for page in found.pages if page.name == "ages")
    assert added.title == "Ages"
    assert "<svg" in added.body
    assert "data/saves_by_publication.csv" in found.downloads


def test_a_chart_is_one_file(tmp_path: Path, add_part: AddPart) -> None:
    add_part("charts", "shares_by_month", CHART)
    (tmp_path / "pages").mkdir()
    page = '---\ntitle: Shares\norder: 9\n---\n<div class="rg">{{ chart("shares_by_month") }}</div>\n'
    (tmp_path / "pages" / "shares.md").write_text(page, encoding="utf-8")
    added = next(page for page in rendered(tmp_path).pages if page.name == "shares")
    assert "<svg" in added.body
    assert "Shares by month" in added.body


def test_a_metric_is_one_file(demo: Client, add_part: AddPart) -> None:
    add_part("metrics", "notes_without_saves", METRIC)
    settings = config.load(demo)
    september, october = months.reports(readers.read_exports(demo, settings), settings, demo.slug)
    unsaved = sum(note.activity["saves"] == 0 for note in october.notes)
    assert october.headline["notes_without_saves"].value == unsaved
    assert october.headline["notes_without_saves"].previous in (september.headline["notes_without_saves"].value, None)
    assert list(october.headline)[:2] == ["saves", "save_rate"]


def test_an_export_kind_is_one_file(demo: Client, add_part: AddPart) -> None:
    add_part("readers", "scans", READER)
    (demo.exports / "codes.csv").write_text("扫码日期,码,扫码次数\n2026-10-02,Poster,7\n合计,,7\n", encoding="utf-8")
    tables = readers.read_exports(demo, config.load(demo))
    scans = tables.clicks[tables.clicks["file"] == "codes.csv"]
    assert scans[["destination", "clicks"]].to_numpy().tolist() == [["Poster", 7.0]]
    assert scans["date"].dt.date.tolist() == [dt.date(2026, 10, 2)]
    assert "scans" in {source.kind for source in tables.sources}


# -- the documents name what is there


DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
DOCUMENTS += sorted((ROOT / "site_templates").rglob("README.md"))
EXAMPLES = sorted((ROOT / "docs" / "examples").iterdir())
COMMAND = re.compile(r"report-gen [a-z].*?(?=  |$|`| (?:[|&>#]|2>)|[;)]|\. )", re.MULTILINE)


def command_lines(document: Path) -> list[str]:
    """Every command in code: on a line that is indented or fenced, or between backticks, where it may run over two lines."""
    text = document.read_text("utf-8")
    if document.suffix != ".md":
        return COMMAND.findall(re.sub(r"^\s*#.*", "", text, flags=re.MULTILINE))
    fenced, rest = re.findall(r"```.*?```", text, re.DOTALL), re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", rest)]
    return COMMAND.findall("\n".join((*fenced, *re.findall(r"^    .*", rest, re.MULTILINE), *spans)))


def words_of(line: str) -> list[str]:
    """As a shell would hand them over, variables filled in."""
    return shlex.split(re.sub(r"\$\w*", lambda name: "2026-10" if "month" in name[0].lower() else "client-x", line))[1:]


@pytest.mark.parametrize("document", [*DOCUMENTS, *EXAMPLES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_documents_and_examples_is_one_that_runs(document: Path) -> None:
    """A command without anything after it is only named."""
    from typer.main import get_command

    from report_gen.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    for line in command_lines(document):
        name, *words = words_of(line)
        assert name in commands, line
        if words:
            commands[name].make_context(name, words)


def test_every_message_that_the_documents_explain_is_one_that_is_said() -> None:
    """As a part of one piece of text: what stands between fields."""
    table = (ROOT / "docs" / "delivery.md").read_text("utf-8").partition("## When it refuses")[2]
    messages = re.findall(r"^\| [^|]*?`([^`]+)`", table, re.MULTILINE)
    said = [
        node.value
        for path in (ROOT / "report_gen").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert len(messages) > 10
    assert [message for message in messages if not any(message in text for text in said)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_link_only_to_what_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_folder_and_example_of_the_table_is_there() -> None:
    rows = re.findall(r"^\| an? [^|]+\| `([^`]+)` \| `([\w.-]+\.\w+)` \|", TEXT, re.MULTILINE)
    assert len(rows) == 9
    assert [f"{folder}{file}" for folder, file in rows if not (ROOT / folder / file).is_file()] == []
