"""The structure that the rest relies on: imports run one way, parts are found by name, described and tested."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from report_gen.parts import parts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "report_gen"
PAGES = ROOT / "site_templates" / "pages"
FOLDERS = ("readers", "metrics", "explain", "insights", "charts", "listings")

# The flow: first what everything may use, last what uses everything. A module imports only from lines above its own.
FLOW = (
    ("addresses", "colour", "content_policy", "typography"),
    (
        "__init__",
        "columns",
        "contribution",
        "errors",
        "escape",
        "files",
        "logos",
        "parts",
        "progress",
        "statistics",
        "theme",
        "wording",
    ),
    ("workspace", "yaml_positions", "tables", "templates", "fleet", "doctor"),
    ("mistakes", "report", "figures"),
    ("significance", "yardsticks"),
    ("story",),
    ("config", "agency", "keys", "collaborations"),
    ("readers", "topics", "commentary"),
    ("history", "targets", "benchmarks", "keyword_notes"),
    ("metrics",),
    ("remarks", "explain"),
    ("insights", "phrases", "glossary"),
    ("measures",),
    ("actions",),
    ("proofreading",),
    ("months",),
    ("restatements",),
    ("approval",),
    ("charts",),
    ("listings",),
    ("workbooks",),
    ("pages",),
    ("switches", "icons", "glyphs", "tagging"),
    ("assets", "shell"),
    ("project", "builders"),
    ("site", "pdf"),
    ("scaffold", "intake", "simulate", "pool", "jobs"),
    ("telling",),
    ("build",),
    ("check", "sign_off", "inquiry", "drafting", "serving"),
    ("preview", "delivery", "cli_options"),
    ("cli_delivery",),
    ("cli",),
    ("__main__",),
)
LEVEL = {name: level for level, names in enumerate(FLOW) for name in names}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def stage(path: Path) -> str:
    """report_gen/charts/funnel.py → charts"""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The stages of this package that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "report_gen":
            yield from ((alias.name if alias.name in LEVEL else "__init__", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("report_gen."):
            yield str(node.module).split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("report_gen.")]
            yield from ((name.split(".")[1], node.lineno) for name in names)


def test_every_module_has_its_stage() -> None:
    assert {stage(path) for path in modules()} == set(LEVEL)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way_along_the_flow(path: Path) -> None:
    own = stage(path)
    backwards = [
        f"line {line}: {own} imports {name}"
        for name, line in imports(path)
        if name != own and LEVEL[name] >= LEVEL[own]
    ]
    assert backwards == []


def test_the_simulator_shares_nothing_with_what_its_truth_is_held_against() -> None:
    used = {name for path in (PACKAGE / "simulate").rglob("*.py") for name, _ in imports(path)}
    assert used <= {"simulate", "errors"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_parts_starts_with_the_recipe(folder: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / folder / "__init__.py").read_text("utf-8")))
    assert "add one file here with" in " ".join((docstring or "").split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_part_is_called_like_what_its_folder_exports(folder: str) -> None:
    """Importing the part would put a module in place of the function, for whoever asks after it."""
    exported = getattr(import_module(f"report_gen.{folder}"), "__all__", ())
    assert set(exported) & set(parts(folder)) == set()


@pytest.mark.parametrize(("folder", "name"), [(f, name) for f in FOLDERS for name in parts(f)])
def test_every_part_says_what_it_is(folder: str, name: str) -> None:
    assert (parts(folder)[name].__doc__ or "").strip(), f"report_gen/{folder}/{name}.py has no docstring"


@pytest.mark.parametrize(("folder", "name"), [(f, name) for f in FOLDERS for name in parts(f)])
def test_every_part_is_named_in_a_test(folder: str, name: str) -> None:
    """By a test of its own, or by one that takes all parts of the folder."""
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py") if path.name != Path(__file__).name]
    every, own = f'parts("{folder}")', name.replace("_", "[_ ]")
    assert any(re.search(rf"\b{own}\b", text) or every in text for text in texts)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_every_page_has_its_front_matter(page: Path) -> None:
    front = re.match(r"---\n(.*?)\n---\n", page.read_text("utf-8"), re.DOTALL)
    assert front, f"{page.name} doesn't start with front matter"
    settings = yaml.safe_load(front.group(1))
    assert isinstance(settings["title"], str)
    assert isinstance(settings["order"], int)
    assert set(settings) <= {"title", "order", "needs"}


def test_every_chart_and_listing_stands_on_a_page() -> None:
    sources = [*(ROOT / "site_templates").rglob("*.md"), *(ROOT / "site_templates").rglob("*.html")]
    sources += [PACKAGE / "phrases.py", PACKAGE / "pages.py", PACKAGE / "pdf.py"]
    named = set(re.findall(r"[\"'](\w+)[\"']", "\n".join(path.read_text("utf-8") for path in sources)))
    assert {*parts("charts"), *parts("listings")} - named == set()


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


TEXTS = {".py", ".md", ".html", ".css", ".js", ".yml", ".toml", ".txt", ".csv", ".svg", ".json", "", ".cfg"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w./])/(?:work|home|root|Users)/")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXTS and path.is_file()
        for match in place.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


def said(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """The messages that a module gives to `Wording.text` and `Wording.plural`, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("text", "plural"):
            yield from ((node.lineno, message) for message in node.args[: 1 if node.func.attr == "text" else 2])


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_messages_can_be_gathered_for_a_catalogue(path: Path) -> None:
    """A message stands in the call as it is, or has a name and is marked with `noop`: no piecing together, which no
    catalogue tool and no translator could follow."""
    pieced = [
        (line, ast.unparse(message))
        for line, message in said(path)
        for part in ast.walk(message)
        if message is not part and isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value
    ]
    assert pieced == []
