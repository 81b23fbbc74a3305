"""Pages → MkDocs project → a client's site."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from fontTools import ttLib
from PIL import Image

from report_gen import agency, assets, builders, pages, project, site, theme
from report_gen.agency import Agency
from report_gen.errors import ReportGenError
from report_gen.pages import Page, Pages
from report_gen.story import Look
from report_gen.workspace import BUILT_IN_TEMPLATES, Client, Edition, Workspace, editions
from tests import sites, stories
from tests.markup import Markup
from tests.test_pages import Outline

MONTHS = ("2026-09", "2026-10")
LANGUAGES = ("en", "zh")
PAGES = sorted(
    page.stem.replace("overview", "index") for page in (BUILT_IN_TEMPLATES / "pages").glob("*.md")
)  # the story has data for all


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Two months of a client whose notes have hostile titles."""
    made = sites.a_client(tmp_path_factory.mktemp("agency"))
    sites.build(made, stories.story(hostile=True), MONTHS, Outline())
    return made


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Two months in English and Chinese."""
    made = sites.a_client(tmp_path_factory.mktemp("agency"))
    sites.build(made, stories.story(), MONTHS, Outline(), LANGUAGES)
    return made


@pytest.fixture
def copied(bilingual: Client, tmp_path: Path) -> Client:
    """A copy of its site, to be changed."""
    shutil.copytree(bilingual.workspace, tmp_path / "agency")
    return sites.a_client(tmp_path / "agency")


@pytest.fixture
def small(tmp_path: Path) -> Client:
    """A client without a site."""
    return sites.a_client(tmp_path / "agency")


def one_page(body: str, client: Client) -> Path:
    """A project of one page."""
    folder = client.build / "2026-10"
    found = Pages((Page("overview", "Overview", 1, body),), {})
    project.write(folder, stories.story(1), found, sites.AGENCY, sites.TEMPLATES)
    return folder


def digest(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# -- what is there


def test_a_month_is_a_folder_with_its_pages_data_and_extras(client: Client) -> None:
    month = client.site / "2026-10"
    assert sorted(path.stem for path in month.glob("*.html")) == PAGES
    assert (month / "report.json").is_file()
    assert (month / "client-x-2026-10.pdf").is_file()
    assert (month / "data" / "all_notes.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_is_left_over_that_a_report_has_no_use_for(client: Client) -> None:
    files = set(digest(client.site / "2026-10"))
    assert not [f for f in files if f.endswith((".map", ".xml", ".gz")) or "lunr" in f or "404" in f or "search/" in f]


def test_every_link_leads_to_a_file_of_the_site(client: Client) -> None:
    for path in client.site.rglob("*.html"):
        for link in Markup(path.read_text(encoding="utf-8")).links:
            parts = urlsplit(link)
            assert not parts.scheme, f"{path.name} leads out: {link}"
            if parts.path:
                assert (path.parent / unquote(parts.path)).exists(), f"{path.name}: {link}"


def test_no_page_and_no_style_sheet_names_another_host(client: Client) -> None:
    for path in client.site.rglob("*.css"):
        assert not re.findall(r"url\((?![\"']?(?:data:|fonts/|#))|@import", path.read_text()), path
    for path in client.site.rglob("*.html"):
        for _, attributes in Markup(path.read_text(encoding="utf-8")).elements:
            assert not any(v.startswith(("http:", "https:", "//")) for n, v in attributes.items() if n != "xmlns"), path


def test_pages_are_not_for_search_engines(client: Client) -> None:
    for path in client.site.rglob("*.html"):
        robots = [m for m in Markup(path.read_text(encoding="utf-8")).all("meta") if m.get("name") == "robots"]
        assert robots == [{"name": "robots", "content": "noindex, nofollow"}]


def test_a_link_that_is_passed_on_tells_nothing_of_the_client(bilingual: Client) -> None:
    """A chat previews it by these words and this picture."""
    for path in bilingual.site.rglob("*.html"):
        metas = Markup(path.read_text(encoding="utf-8")).all("meta")
        told = {
            meta.get("property", meta.get("name", "")): meta["content"]
            for meta in metas
            if meta.get("name") == "description" or meta.get("property", "").startswith("og:")
        }
        assert set(told) >= {"description", "og:title", "og:description", "og:image"}
        assert (path.parent / told.pop("og:image")).read_bytes().startswith(b"\x89PNG")
        assert not re.search(r"\d|Kopi|Kaya|client", " ".join(told.values())), told
        assert {"name": "referrer", "content": "no-referrer"} in metas


def test_a_page_s_title_says_the_page_the_month_and_the_client(bilingual: Client) -> None:
    for name, title in (
        ("2026-10/saves.html", "Saves, October 2026 – Kopi & Kaya"),
        ("archive.html", "All months – Kopi & Kaya"),
    ):
        assert Markup((bilingual.site / name).read_text("utf-8")).text.startswith(title)


def test_browsers_and_phones_find_an_icon_of_the_brand(client: Client) -> None:
    for name in ("2026-10/index.html", "archive.html"):
        page = client.site / name
        links = Markup(page.read_text("utf-8")).all("link")
        found = {
            (link["rel"], link.get("sizes", "")): page.parent / link["href"] for link in links if "icon" in link["rel"]
        }
        assert set(found) == {("icon", ""), ("icon", "32x32"), ("apple-touch-icon", "")}
        assert found["icon", ""].read_text().startswith("<svg")
        sizes = [
            Image.open(io.BytesIO(found[kind].read_bytes())).size
            for kind in (("icon", "32x32"), ("apple-touch-icon", ""))
        ]
        assert sizes == [(32, 32), (180, 180)]


def test_no_page_waits_for_a_font_or_loads_a_script_but_ours(client: Client) -> None:
    for path in (client.site / "2026-10").glob("*.html"):
        scripts = Markup(path.read_text(encoding="utf-8")).all("script")
        assert [script["src"] for script in scripts if "src" in script] == ["assets/report.js", "assets/shell.js"]
        waited_for = [script.get("src") for script in scripts if "defer" not in script and "type" not in script]
        assert waited_for == ["assets/shell.js"]
    sheet = (client.site / "2026-10" / "assets" / "report.css").read_text()
    assert sheet.count("data:font/woff2;base64,") == 3
    assert {path.stem[-5:] for path in (client.site / "2026-10" / "assets" / "fonts").glob("*.woff2")} == {"-more"}


def test_hostile_titles_come_through_markdown_and_material_as_text(client: Client) -> None:
    for path in client.site.rglob("*.html"):
        html = Markup(path.read_text(encoding="utf-8"))
        assert html.all("img") == []
        assert not any(name.startswith("on") for _, attributes in html.elements for name in attributes)
    said = Markup((client.site / "2026-10" / "notes.html").read_text(encoding="utf-8")).text
    for part in ("<img src=x onerror=alert(1)>", "{{ 7*7 }}", "]]>", '=HYPERLINK("x")', "**b**", "😀", "&amp;"):
        assert part in said


@pytest.mark.parametrize(
    "name", ["A & B <img src=x onerror=alert(1)>", "{{ 7*7 }} ${x} %s", "'\"; --\n x", "# [a](b) | c"]
)
def test_a_hostile_client_name_is_text_in_the_shell_too(small: Client, name: str) -> None:
    story = stories.story(1)
    report = story.report.model_copy(update={"client": story.report.client.model_copy(update={"name": name})})
    story = replace(story, reports=(report,))
    project.write(small.build / "2026-10", story, Pages((Page("overview", "O", 1, "<div></div>"),), {}),
                       replace(sites.AGENCY, name=name), sites.TEMPLATES)  # fmt: skip
    built = builders.build(small.build / "2026-10")
    site.install_month(Edition(small), "2026-10", built, {"report.json": report.to_json().encode()})
    site.write_index(Edition(small))
    for path in small.site.rglob("*.html"):
        html = Markup(path.read_text(encoding="utf-8"))
        assert html.all("img") == []
        assert " ".join(name.split()) in html.text


def test_markdown_leaves_a_body_as_it_is(small: Client) -> None:
    text = "a_b_c *x* `y` &amp; &lt;b&gt; [z](q)\n\n    four spaces\n\n# no heading\n"
    body = f'<div class="rg"><p>{text}</p>\n\n<p>{{{{ no }}}}</p></div>'
    built = builders.build(one_page(body, small))
    html = (built / "index.html").read_text(encoding="utf-8")
    assert re.sub(r"\s*\n\s*", " ", body) in html


# -- the months


def test_versions_name_the_newest_month_first_and_latest(client: Client) -> None:
    assert json.loads((client.site / "versions.json").read_text()) == [
        {"version": "2026-10", "title": "October 2026", "aliases": ["latest"]},
        {"version": "2026-09", "title": "September 2026", "aliases": []},
    ]


def test_the_script_s_list_of_months_has_their_pages(client: Client) -> None:
    text = (client.site / "versions.js").read_text()
    listed = json.loads(text.removeprefix("window.reportMonths = ").removesuffix(";\n"))
    assert [month["version"] for month in listed] == ["2026-10", "2026-09"]
    assert listed[0]["pages"] == [f"{name}.html" for name in PAGES]


def test_the_index_leads_to_the_latest_month_without_a_script(client: Client) -> None:
    html = Markup((client.site / "index.html").read_text())
    assert {"http-equiv": "refresh", "content": "0; url=2026-10/index.html"} in html.all("meta")
    assert [link["href"] for link in html.all("a")] == ["2026-10/index.html"]


def test_the_archive_lists_each_month_with_its_numbers_and_pdf(client: Client) -> None:
    html = Markup((client.site / "archive.html").read_text())
    assert "October 2026 2.9% about the same 2.5% met 3,126 +41% PDF September 2026 2.3%" in html.text
    assert "2026-09/client-x-2026-09.pdf" in html.links


@pytest.mark.parametrize(
    ("palette", "schemes"),
    [
        pytest.param("[{scheme: slate}]", [], id="one scheme, no switch"),
        pytest.param(
            "[{scheme: slate, toggle: {name: By day}}, {scheme: default, toggle: {name: By night}}]",
            [("slate", "By day"), ("default", "By night")],
            id="dark first",
        ),
    ],
)
def test_the_archive_has_the_schemes_of_the_agency_as_the_pages_have(
    small: Client, palette: str, schemes: list[tuple[str, str]]
) -> None:
    (small.workspace / "mkdocs.yml").write_text(f"theme:\n  palette: {palette}\n", "utf-8")
    story, own = stories.story(1), agency.load(Workspace(small.workspace))
    project.write(small.build / "2026-10", story, Pages((Page("overview", "O", 1, "<div></div>"),), {}), own,
                  sites.TEMPLATES)  # fmt: skip
    page = builders.build(small.build / "2026-10")
    site.install_month(Edition(small), "2026-10", page, {"report.json": story.report.to_json().encode()})
    site.write_index(Edition(small))
    for path in (small.site / "archive.html", small.site / "2026-10" / "index.html"):
        html = Markup(path.read_text("utf-8"))
        switch = [one for one in html.all("button") if "data-scheme" in one]
        assert [(one["data-scheme"], one["title"]) for one in switch if one["title"]] == schemes, path.name
        assert html.all("body")[0]["data-md-color-scheme"] == "slate", path.name
        assert [one["data-scheme"] for one in html.all("meta") if one.get("name") == "theme-color"] == [
            one["data-scheme"] for one in switch
        ]


def test_a_month_without_pdf_has_no_link_to_one(small: Client) -> None:
    built = builders.build(one_page("<div></div>", small))
    site.install_month(Edition(small), "2026-10", built, {"report.json": stories.story(1).report.to_json().encode()})
    site.write_index(Edition(small))
    assert ".pdf" not in (small.site / "archive.html").read_text()


def test_without_any_month_there_is_no_index(small: Client) -> None:
    site.write_index(Edition(small))
    assert not small.site.exists()


# -- the languages


def switch(page: Path) -> dict[str, Path]:
    """Where the menu of languages leads, by what a browser is told of each."""
    links = [link for link in Markup(page.read_text(encoding="utf-8")).all("a") if "hreflang" in link]
    return {link["hreflang"]: (page.parent / link["href"]).resolve() for link in links}


def pages_of(client: Client) -> list[Path]:
    """All that a reader can open, but for index.html, which only leads on."""
    return [page for page in client.site.rglob("*.html") if (page != client.site / "index.html" and page.name != "index.html")
            or page.parent.name in MONTHS]  # fmt: skip


def test_a_language_has_the_layout_of_the_first_in_a_folder_of_its_own(bilingual: Client) -> None:
    for path in bilingual.site.rglob("*"):
        inside = path.relative_to(bilingual.site)
        if path.is_file() and inside.parts[0] != "zh" and path.suffix != ".pdf":
            assert (bilingual.site / "zh" / inside).is_file(), inside
    assert (bilingual.site / "2026-10" / "client-x-2026-10.pdf").is_file()
    assert (bilingual.site / "zh" / "2026-10" / "client-x-2026-10-zh.pdf").is_file()


def test_each_page_leads_to_the_same_page_and_month_in_the_other_language(bilingual: Client) -> None:
    for page in pages_of(bilingual):
        inside = page.relative_to(bilingual.site)
        same = Path(*inside.parts[1:]) if inside.parts[0] == "zh" else inside
        assert switch(page) == {"en": bilingual.site / same, "zh-Hans": bilingual.site / "zh" / same}
        assert all(target.is_file() for target in switch(page).values())


def test_each_page_says_which_language_it_is_in(bilingual: Client) -> None:
    for page in bilingual.site.rglob("*.html"):
        html = Markup(page.read_text(encoding="utf-8"))
        expected = "zh-Hans" if page.is_relative_to(bilingual.site / "zh") else "en"
        assert [element["lang"] for element in html.all("html")] == [expected], page
        assert [link["lang"] for link in html.all("a") if link.get("aria-current") == "true"] in ([expected], []), page


def test_languages_are_called_what_they_call_themselves(bilingual: Client) -> None:
    for page in (bilingual.site / "2026-10" / "saves.html", bilingual.site / "zh" / "archive.html"):
        text = Markup(page.read_text(encoding="utf-8")).text
        assert "English 简体中文" in text


def test_the_head_names_no_page_that_is_not_there(bilingual: Client) -> None:
    for page in pages_of(bilingual):
        links = Markup(page.read_text(encoding="utf-8")).all("link")
        assert {link["rel"] for link in links} <= {"icon", "apple-touch-icon", "stylesheet"}


def test_a_client_with_one_language_has_no_menu(client: Client) -> None:
    for page in client.site.rglob("*.html"):
        assert switch(page) == {}
        assert "md-select" not in page.read_text(encoding="utf-8")


def test_the_months_of_a_language_stay_within_it(bilingual: Client) -> None:
    zh = bilingual.site / "zh"
    assert [v["version"] for v in json.loads((zh / "versions.json").read_text("utf-8"))] == ["2026-10", "2026-09"]
    assert [v["title"] for v in json.loads((zh / "versions.json").read_text("utf-8"))] == ["2026年10月", "2026年9月"]
    for page in zh.rglob("*.html"):
        html = Markup(page.read_text(encoding="utf-8"))
        links = {link for link in html.links if not urlsplit(link).scheme} - {
            link["href"] for link in html.all("a") if "hreflang" in link
        }
        assert all((page.parent / unquote(link)).resolve().is_relative_to(zh) for link in links), page


def test_a_reader_s_choice_of_light_or_dark_holds_in_every_language(bilingual: Client) -> None:
    """It is kept under the address that `scope` leads to from a page."""
    for page in ("2026-10/saves.html", "zh/2026-10/saves.html", "archive.html", "zh/archive.html"):
        scripts = Markup((bilingual.site / page).read_text("utf-8")).all("script")
        (scope,) = (script["data-scope"] for script in scripts if "data-scope" in script)
        assert (bilingual.site / page).parent.joinpath(scope).resolve() == bilingual.site.resolve()


def test_a_switch_that_is_renewed_and_still_true_changes_nothing(copied: Client) -> None:
    before = digest(copied.site)
    for edition in editions(copied, LANGUAGES):
        for month in MONTHS:
            site.renew_switch(edition, month)
    assert digest(copied.site) == before


def test_a_page_that_another_language_lacks_leads_to_the_start_of_its_month(copied: Client) -> None:
    (copied.site / "zh" / "2026-10" / "saves.html").unlink()
    site.renew_switch(Edition(copied, "en", LANGUAGES), "2026-10")
    assert switch(copied.site / "2026-10" / "saves.html")["zh-Hans"] == copied.site / "zh" / "2026-10" / "index.html"


def test_a_language_that_goes_leaves_no_link_and_one_that_comes_back_is_linked_again(copied: Client) -> None:
    before, zh = digest(copied.site), copied.site / "zh"
    zh.rename(copied.workspace / "away")
    for month in MONTHS:
        site.renew_switch(Edition(copied), month)
    site.write_index(Edition(copied))
    for page in copied.site.rglob("*.html"):
        assert "zh" not in str([*switch(page).values()])
        assert "md-select" not in page.read_text(encoding="utf-8")
    (copied.workspace / "away").rename(zh)
    for month in MONTHS:
        site.renew_switch(Edition(copied, "en", LANGUAGES), month)
    site.write_index(Edition(copied, "en", LANGUAGES))
    assert digest(copied.site) == before


def test_a_month_that_one_language_lacks_is_not_linked_in_it(copied: Client) -> None:
    shutil.rmtree(copied.site / "zh" / "2026-09")
    site.renew_switch(Edition(copied, "en", LANGUAGES), "2026-09")
    assert switch(copied.site / "2026-09" / "saves.html") == {}
    assert switch(copied.site / "2026-10" / "saves.html") != {}


# -- building


def test_same_inputs_same_bytes(client: Client, tmp_path: Path) -> None:
    again = sites.a_client(tmp_path / "another-place")
    sites.build(again, stories.story(hostile=True), MONTHS, Outline())
    assert digest(again.site) == digest(client.site)


def test_a_failed_build_leaves_the_site_as_it_was(client: Client) -> None:
    before = digest(client.site)
    folder = client.build / "broken"
    story = stories.story(1)
    found = pages.render(story, "screen", sites.TEMPLATES, Outline())
    project.write(folder, story, found, sites.AGENCY, sites.TEMPLATES)
    (folder / "docs" / "saves.md").unlink()
    with pytest.raises(ReportGenError, match=r"MkDocs could not build .*saves\.md"):
        builders.build(folder)
    assert digest(client.site) == before


def test_a_broken_template_of_the_workspace_is_an_error_with_its_words(small: Client) -> None:
    folder = one_page("<div></div>", small)
    (folder / "overrides" / "main.html").write_text("{% extends 'base.html' %}{% endblock %}")
    with pytest.raises(ReportGenError, match="endblock"):
        builders.build(folder)


def test_a_month_is_replaced_as_a_whole(small: Client) -> None:
    built = builders.build(one_page("<div>one</div>", small))
    site.install_month(Edition(small), "2026-10", built, {"old.txt": b"old"})
    built = builders.build(one_page("<div>two</div>", small))
    site.install_month(Edition(small), "2026-10", built, {"report.json": b"{}"})
    month = small.site / "2026-10"
    assert not (month / "old.txt").exists()
    assert "<div>two</div>" in (month / "index.html").read_text()
    assert [path.name for path in small.site.iterdir()] == ["2026-10"]


def test_what_a_killed_build_left_behind_does_not_matter(small: Client) -> None:
    built = builders.build(one_page("<div></div>", small))
    (small.site / ".2026-10.new").mkdir(parents=True)
    (small.site / ".2026-10.new" / "half.html").write_text("half")
    site.install_month(Edition(small), "2026-10", built, {})
    assert not (small.site / "2026-10" / "half.html").exists()
    assert site.installed(Edition(small)) == ["2026-10"]


@pytest.mark.parametrize("place", ["2026-10", "zh/2026-10"])
def test_a_project_builds_by_hand_to_the_same_pages(bilingual: Client, place: str, tmp_path: Path) -> None:
    folder = bilingual.build / place
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"NO_MKDOCS_2_WARNING": "1"})
    assert "WARNING" not in done.stderr
    for name in PAGES:
        assert (tmp_path / f"{name}.html").read_bytes() == (bilingual.site / place / f"{name}.html").read_bytes()


def test_the_agency_s_settings_go_under_those_that_reports_need(small: Client) -> None:
    agency = Agency("Lantern", theme={"palette": {"scheme": "slate", "toggle": {"name": "Only dark"}}},
                    extra={"ours": "kept"}, markdown_extensions=("attr_list",))  # fmt: skip
    found = Pages((Page("overview", "Overview", 1, "<div></div>"),), {})
    project.write(small.build / "2026-10", stories.story(1), found, agency, sites.TEMPLATES)
    settings = yaml.safe_load((small.build / "2026-10" / "mkdocs.yml").read_text())
    assert settings["extra"]["ours"] == "kept"
    assert settings["markdown_extensions"] == ["attr_list"]
    assert [scheme["scheme"] for scheme in settings["theme"]["palette"]] == ["slate"]
    page = (builders.build(small.build / "2026-10") / "index.html").read_text("utf-8")
    assert 'data-md-color-scheme="slate"' in page
    assert 'title="Only dark"' in page


def test_the_logo_stands_in_the_foot(small: Client, tmp_path: Path) -> None:
    logo = tmp_path / "Logo.SVG"
    logo.write_text("<svg/>")
    found = Pages((Page("overview", "Overview", 1, "<div></div>"),), {})
    project.write(small.build / "x", stories.story(1), found, replace(sites.AGENCY, logo=logo), sites.TEMPLATES)
    built = builders.build(small.build / "x")
    assert 'src="assets/agency.svg"' in (built / "index.html").read_text()
    assert (built / "assets" / "agency.svg").read_text() == "<svg/>"


# -- colours


@pytest.mark.parametrize("brand", ["#b5121b", "#ffd400", "#1a237e", "#ffffff", "#000000", "#0b6aa2"])
def test_the_brand_reads_in_both_schemes(brand: str) -> None:
    light, dark, without_script = re.findall(r"--rg-brand: (#\w{6});", assets.brand_css(Look(brand)))
    assert dark == without_script
    assert theme.contrast(light, theme.LIGHT["paper"]) >= 4.5
    assert theme.contrast(dark, theme.DARK["paper"]) >= 5.5


def test_every_hex_of_a_drawing_becomes_a_variable() -> None:
    css = assets.brand_css(Look("#b5121b"))
    for name, value in {**theme.LIGHT, "brand": "#b5121b"}.items():
        if name != "paper":
            assert f'.rg-svg [fill="{value}" i] {{ fill: var(--rg-{name}); }}' in css
    assert f'[stroke="{theme.PAPER_IN_CHARTS}" i] {{ stroke: var(--rg-paper); }}' in css


def test_a_brand_that_is_a_series_colour_is_the_brand() -> None:
    assert '.rg-svg [fill="#0b6aa2" i] { fill: var(--rg-brand); }' in assets.brand_css(Look("#0b6aa2"))


def test_vega_asks_no_host_and_names_its_authors() -> None:
    text = assets.vega().decode()
    assert text.startswith("/* Vega, Vega-Lite")
    assert not re.findall(r"https?://(?!www\.w3\.org/|vega\.github\.io/|github\.com/vega/)[\w.]+", text)


def test_vega_is_bundled_once_and_a_home_that_can_not_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    bundled = assets.vega()
    (kept,) = (tmp_path / "report-gen").iterdir()
    assert kept.read_bytes() == bundled
    kept.write_bytes(b"kept")
    assert assets.vega() == b"kept"
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert assets.vega() == bundled


# -- fonts


FONTS = ("report-sans-400", "report-sans-700", "report-serif-700")


def face(name: str) -> ttLib.TTFont:
    return ttLib.TTFont(BUILT_IN_TEMPLATES / "theme" / "fonts" / f"{name}.woff2")


@pytest.mark.parametrize("font", FONTS)
def test_the_fonts_have_the_signs_that_reports_print_and_narrow_quotes(font: str) -> None:
    drawn = face(font)
    glyphs, widths = drawn.getBestCmap(), drawn["hmtx"]
    assert not [sign for sign in "%+−–—·÷×≥…“”‘’→↑↓▲▼" if ord(sign) not in glyphs]
    assert not [sign for sign in "éñüÅø€œ" if ord(sign) not in face(f"{font}-more").getBestCmap()]
    # The SC face's quotes are 1000 wide: “October’s” would fall apart.
    assert all(widths[glyphs[ord(sign)]][0] < 600 for sign in "“”’·")
    # Nor may a page's language bring them back.
    assert "locl" not in {feature.FeatureTag for feature in drawn["GSUB"].table.FeatureList.FeatureRecord}
    if "sans" in font:  # tables and charts are set in it: figures stand under each other
        assert len({widths[glyphs[ord(figure)]][0] for figure in "0123456789"}) == 1


@pytest.mark.parametrize("font", [*FONTS, *(f"{font}-more" for font in FONTS)])
def test_the_style_sheet_says_of_each_font_exactly_the_signs_that_it_has(font: str) -> None:
    """A sign that a range leaves out is drawn in another face; one too many loads a font for nothing."""
    css = (BUILT_IN_TEMPLATES / "theme" / "css" / "10-fonts.css").read_text()
    (ranges,) = re.findall(rf"/{font}\.woff2[^}}]*unicode-range: ([^;}}]+)", css)
    said = [part.strip().removeprefix("U+").partition("-") for part in ranges.split(",")]
    signs = {sign for low, _, high in said for sign in range(int(low, 16), int(high or low, 16) + 1)}
    assert signs == set(face(font).getBestCmap())


@pytest.mark.parametrize("font", FONTS)
def test_paper_has_the_same_signs_in_one_font(font: str) -> None:
    whole = ttLib.TTFont(BUILT_IN_TEMPLATES / "pdf" / "fonts" / f"{font}.woff2")
    assert set(whole.getBestCmap()) == {*face(font).getBestCmap(), *face(f"{font}-more").getBestCmap()}


def test_what_an_english_page_loads_of_the_fonts_stays_small() -> None:
    fonts = {path.stem: path.stat().st_size for path in (BUILT_IN_TEMPLATES / "theme" / "fonts").glob("*.woff2")}
    assert set(fonts) == {*FONTS, *(f"{font}-more" for font in FONTS)}
    assert sum(fonts[font] for font in FONTS) < 32_000
    assert sum(fonts.values()) < 60_000
