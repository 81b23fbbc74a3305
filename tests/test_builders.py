"""The same project through both site builders: the same pages, with nothing that a report has no use for, or an error."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from report_gen import agency, builders, pages, project
from report_gen.errors import ReportGenError, SetupError
from report_gen.pages import Page, Pages
from report_gen.wording import Wording
from report_gen.workspace import Edition, Engine
from tests import sites, stories
from tests.markup import Markup
from tests.test_pages import Outline

ENGINES: tuple[Engine, ...] = ("mkdocs", "zensical")
AROUND = re.compile(r'<header class="md-header.*?</header>.*?(?=<div class="md-container)', re.DOTALL)
SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)  # Zensical's own, hidden by our style sheet
REPORT = re.compile(r'<div class="rg .*</div>(?=\s*</article>)', re.DOTALL)

every_engine = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Engine, Path]:
    """A month of a client whose notes have hostile titles, by each builder; in Chinese, with an English site beside it."""
    edition = Edition(sites.a_client(tmp_path_factory.mktemp("agency")), "zh", ("en", "zh"))
    story = stories.story(hostile=True, wording=Wording("zh"))
    rendered = pages.render(story, "screen", sites.TEMPLATES, Outline())
    found: dict[Engine, Path] = {}
    for engine in ENGINES:
        folder = tmp_path_factory.mktemp("project") / engine
        project.write(folder, story, rendered, sites.AGENCY, sites.TEMPLATES, edition)
        found[engine] = builders.build(folder, engine)
    return found


@pytest.fixture
def one_page(tmp_path: Path) -> Path:
    return a_project(tmp_path / "project", '<div class="rg "><p>All is well.</p></div>')


def a_project(folder: Path, body: str, own: agency.Agency = sites.AGENCY) -> Path:
    """A project of one page."""
    found = Pages((Page("overview", "Overview", 1, body),), {})
    project.write(folder, stories.story(1), found, own, sites.TEMPLATES)
    return folder


def files(site: Path) -> dict[str, Path]:
    """All but the theme's style sheets, which each builder has its own of."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if not name.startswith("assets/stylesheets/")}


# -- both make the same of it


def test_both_leave_the_same_files_with_the_same_bytes(built: Mapping[Engine, Path]) -> None:
    one, other = (files(built[engine]) for engine in ENGINES)
    assert one.keys() == other.keys()
    assert [
        name for name in one if Path(name).suffix != ".html" and one[name].read_bytes() != other[name].read_bytes()
    ] == []


@pytest.mark.parametrize("part", [AROUND, REPORT], ids=["what stands above it", "the report"])
def test_of_each_page_both_have_the_same_to_the_byte(built: Mapping[Engine, Path], part: re.Pattern[str]) -> None:
    names = [name for name in files(built["mkdocs"]) if name.endswith(".html")]
    assert len(names) > 5
    for name in names:
        one, other = (part.findall((built[engine] / name).read_text("utf-8")) for engine in ENGINES)
        assert len(one) == 1, name
        assert one == other, name


def test_both_say_the_same_of_each_page(built: Mapping[Engine, Path]) -> None:
    """Language, title, and what search engines, browsers and previews of links are told."""
    for name in (name for name in files(built["mkdocs"]) if name.endswith(".html")):
        one, other = (Markup(SKIP.sub("", (built[engine] / name).read_text("utf-8"))) for engine in ENGINES)
        assert one.all("html")[0]["lang"] == "zh-Hans"
        for tag in ("html", "body", "meta", "title", "script"):
            assert one.all(tag) == other.all(tag), f"{name}: {tag}"
        assert one.text == other.text, name


# -- nothing else is there


@every_engine
def test_every_file_is_the_report_s_own_or_asked_for_by_a_page(built: Mapping[Engine, Path], engine: Engine) -> None:
    site, own = built[engine], built[engine].parent / "docs"
    links = {link for page in site.glob("*.html") for link in Markup(page.read_text("utf-8")).links}
    asked = {(site / urlsplit(link).path).resolve() for link in links}
    for path in (path for path in site.rglob("*") if path.is_file()):
        beside = own / path.relative_to(site)
        assert beside.is_file() or beside.with_suffix(".md").is_file() or path.resolve() in asked, path
    assert not [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())]


@every_engine
def test_nothing_that_a_page_names_is_missing_or_on_another_host(built: Mapping[Engine, Path], engine: Engine) -> None:
    for page in built[engine].glob("*.html"):
        for link in Markup(page.read_text("utf-8")).links:
            parts = urlsplit(link)
            assert not parts.scheme, f"{page.name}: {link}"
            assert not parts.netloc, f"{page.name}: {link}"
            inside = not parts.path.startswith("../")  # what leads out of the month is there once it is installed
            assert not inside or (page.parent / unquote(parts.path)).exists(), f"{page.name}: {link}"
    for sheet in built[engine].rglob("*.css"):
        assert not re.findall(r"url\((?![\"']?(?:data:|fonts/|#))|@import", sheet.read_text("utf-8")), sheet


@every_engine
def test_a_builder_leaves_nothing_in_the_project_but_the_site(built: Mapping[Engine, Path], engine: Engine) -> None:
    assert {path.name for path in built[engine].parent.iterdir()} == {"docs", "mkdocs.yml", "overrides", "site"}


# -- what is wrong is an error of either


def a_broken_link(folder: Path) -> None:
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[away](nowhere.md)\n")


def a_lost_page(folder: Path) -> None:
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("nav:\n", "nav:\n- Gone: gone.md\n"), encoding="utf-8")


def a_broken_template(folder: Path) -> None:
    (folder / "overrides" / "main.html").write_text("{% extends 'base.html' %}{% endblock %}")


def a_template_that_is_not_there(folder: Path) -> None:
    (folder / "overrides" / "main.html").write_text("{% include 'nonesuch.html' %}")


def settings_that_are_none(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text("site_name: [\n")


@every_engine
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (a_broken_link, r"nowhere\.md|index\.md:\d+:\d+"),
        (a_lost_page, r"gone\.md"),
        (a_broken_template, "endblock"),
        (a_template_that_is_not_there, r"nonesuch\.html"),
        (settings_that_are_none, "pars"),
    ],
)
def test_what_is_wrong_with_a_project_is_said(
    one_page: Path, engine: Engine, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(one_page)
    with pytest.raises(ReportGenError, match=said) as caught:
        builders.build(one_page, engine)
    (message,) = caught.value.problems
    name = {"mkdocs": "MkDocs", "zensical": "Zensical"}[engine]
    assert message.startswith(f"{name} could not build {one_page}: ")
    assert not re.search(r"\x1b|Traceback", message)


def test_a_builder_that_stops_without_a_word_is_an_error(one_page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.CompletedProcess([], 1, "", "")
    monkeypatch.setattr(builders.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(ReportGenError, match="it stopped without a word"):
        builders.build(one_page, "zensical")


def test_a_builder_that_is_not_installed_says_how_to_get_it(one_page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)  # Python's own way to keep a module from being found
    with pytest.raises(SetupError) as caught:
        builders.build(one_page, "zensical")
    assert str(caught.value) == 'Zensical is not installed. Install it with: pip install "report-gen[zensical]"'
    assert not (one_page / "site").exists()


def test_a_module_beside_the_project_is_not_taken_for_one_of_the_builder_s(
    one_page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one_page / "markdown.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(one_page)
    assert "All is well." in (builders.build(one_page, "zensical") / "index.html").read_text("utf-8")


# -- what the agency may set is the same for both


def test_extensions_that_an_agency_may_name_work_alike_and_leave_reports_alone(tmp_path: Path) -> None:
    text = "a_b *x* `y` ==m== --- &lt;b&gt; [z](q) {: .c } ++ctrl++ (c) <p markdown>**n**</p> [^1] H~2~O"
    body = f'<div class="rg "><p>{text}</p></div>'
    own = agency.Agency("Lantern", markdown_extensions=agency.EXTENSIONS)
    for engine in ENGINES:
        site = builders.build(a_project(tmp_path / engine, body, own), engine)
        assert REPORT.findall((site / "index.html").read_text("utf-8")) == [body], engine


def test_extensions_act_on_what_an_agency_s_own_page_says_in_markdown(tmp_path: Path) -> None:
    own = agency.Agency("Lantern", markdown_extensions=agency.EXTENSIONS)
    for engine in ENGINES:
        site = builders.build(a_project(tmp_path / engine, "A ==marked== *word*{: .x }", own), engine)
        assert '<p>A <mark>marked</mark> <em class="x">word</em></p>' in (site / "index.html").read_text("utf-8"), (
            engine
        )
