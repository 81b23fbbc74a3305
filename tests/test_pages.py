"""Story + templates → pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from report_gen import pages
from report_gen.charts._render import Drawer
from report_gen.errors import SettingsError
from report_gen.figures import Canvas, Figure
from report_gen.pages import Pages
from report_gen.story import Action, Commentary, Look, Story
from report_gen.wording import Wording
from report_gen.workspace import BUILT_IN_TEMPLATES
from tests import stories
from tests.markup import Markup

TEMPLATES = (BUILT_IN_TEMPLATES,)
ALL = ["overview", "saves", "comments", "search-rank", "click-throughs", "notes", "creators", "method"]


class Outline:
    """Draws every figure as an empty box: for tests that are not about drawings."""

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        return f'<svg class="rg-svg" viewBox="0 0 {canvas.width} 9"></svg>'

    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]:
        return {"width": canvas.width}


def outlined(story: Story, medium: pages.Medium = "screen", templates: tuple[Path, ...] = TEMPLATES) -> Pages:
    return pages.render(story, medium, templates, Outline())


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """All pages with their real drawings."""
    return pages.render(stories.story(), "screen", TEMPLATES, Drawer(tmp_path_factory.mktemp("svg")))


def body(found: Pages, name: str) -> str:
    return next(page.body for page in found.pages if page.name == name)


def own_templates(folder: Path, **files: str) -> tuple[Path, ...]:
    """A workspace's own templates over the usual ones; `__` in a name is a slash."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + (".md" if name.startswith("pages") else ".html"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (folder, BUILT_IN_TEMPLATES)


# -- which pages there are


def test_a_month_with_all_data_has_all_pages_in_their_order() -> None:
    assert [page.name for page in outlined(stories.story()).pages] == ALL


@pytest.mark.parametrize(
    ("variant", "missing"),
    [
        ("no keywords", {"search-rank"}),
        ("no clicks", {"click-throughs"}),
        ("no notes", {"notes"}),
        ("no creators", {"creators"}),
    ],
)
def test_pages_exist_only_for_data_that_exist(variant: str, missing: set[str]) -> None:
    found = outlined(stories.VARIANTS[variant]())
    assert set(ALL) - {page.name for page in found.pages} == missing
    for name in missing:
        assert f"{name}.html" not in "".join(page.body for page in found.pages)


@pytest.mark.parametrize("medium", ["screen", "paper"])
@pytest.mark.parametrize("variant", stories.VARIANTS)
def test_every_case_is_well_formed_in_every_medium(variant: str, medium: pages.Medium) -> None:
    for page in outlined(stories.VARIANTS[variant](), medium).pages:
        html = Markup(page.body)
        assert html.elements[0] == ("div", {"class": f"rg rg-page--{page.name}", "lang": "en"})
        assert len(html.all("h1")) == 1
        assert len(html.ids) == len(set(html.ids))
        assert "None" not in html.text.replace("None below", "")
        assert not re.search(r"\bnan\b", html.text)


# -- what stands on them


def test_the_overview_says_the_number_before_its_proof(drawn: Pages) -> None:
    html = body(drawn, "overview")
    places = [html.index(f'class="{name}') for name in ("rg-mast", "rg-primary", "rg-signals", "rg-findings", "rg-two")]
    assert places == sorted(places)
    assert "2.9<small>%</small>" in html
    assert html.count('class="rg-signal"') == 4
    assert html.count('class="rg-finding"') == 5


def test_a_first_month_has_no_trend_and_says_why() -> None:
    html = body(outlined(stories.story(1)), "overview")
    assert 'class="rg-primary is-alone"' in html
    assert "First month" in html
    assert 'data-chart="save_rate_trend"' not in html


def test_at_most_five_findings_the_most_important_first() -> None:
    story = stories.story()
    many = tuple(
        finding.model_copy(update={"id": f"{finding.id}-{n}", "importance": n / 10, "text": {"en": f"finding {n}"}})
        for n, finding in enumerate(story.report.insights * 2)
    )
    report = story.report.model_copy(update={"insights": many})
    html = body(outlined(replace(story, reports=(*story.reports[:-1], report))), "overview")
    said = re.findall(r"<h3>finding (\d+)</h3>", html)
    assert said == ["9", "8", "7", "6", "5"]


def test_without_evidence_the_why_is_blank() -> None:
    story = stories.story()
    bare = story.report.insights[0].model_copy(update={"why": None, "action": None})
    report = story.report.model_copy(update={"insights": (bare,)})
    html = body(outlined(replace(story, reports=(*story.reports[:-1], report))), "overview")
    assert '<p></p>\n<p class="rg-finding__next"></p>' in html


def test_the_agency_s_words_stand_on_the_page_that_they_are_about() -> None:
    story = replace(
        stories.story(), commentary={"saves": Commentary("<p>Our <em>words</em>.</p>", "Account team", None)}
    )
    found = outlined(story)
    assert "<p>Our <em>words</em>.</p>" in body(found, "saves")
    assert "rg-words" not in body(found, "overview")


def test_an_action_is_shown_as_the_analyst_decided() -> None:
    """Proposed as it is, accepted with who and by when, dropped not at all."""
    first, second, third = [one for one in stories.story().report.insights if one.action][:3]
    decided = (
        Action(first.id, "Publish <two>.", "accepted", "Mei", dt.date(2026, 11, 12)),
        Action(second.id, "Not this.", "dropped"),
        Action(third.id, "Maybe this.", owner="Jun Wei"),
        Action("own:x", "Call them.", "accepted", due=dt.date(2026, 11, 20)),
    )
    shown = body(outlined(replace(stories.story(), actions=decided)), "overview")
    assert 'Publish &lt;two&gt;.<span class="rg-finding__who">Mei, by 12 November</span>' in shown
    assert "Not this." not in shown
    assert (second.action or {})["en"] not in shown
    assert "Maybe this.</p>" in shown
    assert "Jun Wei" not in shown
    assert re.search(r'Also agreed.*Call them\.<span class="rg-finding__who">by 20 November</span>', shown, re.DOTALL)


def test_what_became_of_earlier_actions_follows_the_findings() -> None:
    """A reader comes for the month; then for whether what was agreed was done."""
    done = Action("a", "Publish two.", "done", "Mei", None, "<Both> are out.", "Save rate", "2.7%", "3.1%", "2026-09")
    story = replace(stories.story(), followed=(done, Action("b", "Wait.", "open"), Action("c", "Drop.", "dropped")))
    shown = body(outlined(story), "overview")
    before, _, after = shown.partition("What we agreed last time")
    assert "What happened" in before
    assert "<b>Done</b><br>&lt;Both&gt; are out." in after
    assert "Save rate<br>2.7% in September, 3.1% in October" in after
    assert "<b>Still open</b></p>" in after
    assert "<b>Dropped</b></p>" in after
    assert "rg-followed" not in body(outlined(stories.story()), "overview")


def test_every_chart_is_drawn_for_each_width_and_loaded_as_drawn(drawn: Pages) -> None:
    charts = re.findall(r'<figure class="rg-chart is-(\w+)".*?</figure>', body(drawn, "saves"), re.DOTALL)
    assert len(charts) >= 5
    for figure in re.findall(r"<figure.*?</figure>", body(drawn, "saves"), re.DOTALL):
        shape = re.findall(r'<figure class="rg-chart is-(\w+)"', figure)[0]
        canvases = {"full": ["wide", "paper", "beside", "half", "narrow"], "half": ["half", "narrow"]}[shape]
        assert re.findall(r'class="rg-canvas on-(\w+)"', figure) == canvases
        assert figure.count("<svg") == figure.count('class="rg-canvas')
        name = re.findall(r'data-chart="(\w+)"', figure)[0]
        script = drawn.scripts[f"charts/{name}.js"].decode().partition(" = ")[2]
        assert set(json.loads(script.removesuffix(";\n"))) == set(re.findall(r'data-canvas="(\w+)"', figure))


def test_at_least_fourteen_charts_in_all(drawn: Pages) -> None:
    names = {name for page in drawn.pages for name in re.findall(r'data-chart="(\w+)"', page.body)}
    assert len(names) >= 14


def test_paper_has_one_drawing_of_each_chart_and_nothing_to_click() -> None:
    for page in outlined(stories.story(), "paper").pages:
        html = Markup(page.body)
        assert html.all("a") == html.all("script") == html.all("details") == []
        for figure in re.findall(r"<figure.*?</figure>", page.body, re.DOTALL):
            assert figure.count("<svg") == 1


def test_every_chart_and_table_has_its_csv(drawn: Pages) -> None:
    hrefs = {href for page in drawn.pages for href in Markup(page.body).links if href.startswith("data/")}
    assert hrefs
    assert hrefs <= set(drawn.downloads)


@pytest.mark.parametrize("name", ["fourteen months", "two months"])
def test_the_pdf_has_all_data_of_the_screen_also_of_what_it_does_not_show(name: str) -> None:
    told = stories.VARIANTS[name]()
    kept = {path for path in outlined(told, "screen").downloads if path.endswith(".csv")}  # workbooks say the same
    assert outlined(told, "paper").downloads.keys() == kept


def test_downloads_are_utf_8_with_a_mark_and_hold_raw_values(drawn: Pages) -> None:
    content = drawn.downloads["data/save_rate_by_month.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    report = stories.story().report
    assert float(rows[-1]["save_rate"]) == pytest.approx(report.value("save_rate"))


def test_a_chart_s_script_can_t_end_a_script_element_or_reach_another_host(drawn: Pages) -> None:
    for name, script in drawn.scripts.items():
        assert not set(b"<>&") & set(script), name
        assert b"http" not in script, name


def test_paper_has_no_scripts() -> None:
    assert outlined(stories.story(2), "paper").scripts == {}


def test_the_pdf_is_linked_only_if_there_will_be_one() -> None:
    story = stories.story(2)
    linked = pages.render(story, "screen", TEMPLATES, Outline(), "client-x-2026-10.pdf")
    assert 'href="client-x-2026-10.pdf"' in body(linked, "overview")
    assert not any(".pdf" in page.body for page in outlined(story).pages)


def test_same_story_same_pages() -> None:
    assert outlined(stories.story()) == outlined(stories.story())


# -- the pages that a client wants


@pytest.mark.parametrize("medium", ["screen", "paper"])
@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        pytest.param((), ALL, id="all, in our order"),
        pytest.param(("notes", "saves"), ["overview", "notes", "saves", "method"], id="in the client's order"),
        pytest.param(("saves", "overview"), ["overview", "saves", "method"], id="the overview first all the same"),
        pytest.param(("method", "saves"), ["overview", "method", "saves"], id="Method where it is wanted"),
        pytest.param(("saves", "gone"), ["overview", "saves", "method"], id="a page that no template makes any more"),
    ],
)
def test_the_pages_are_those_that_the_client_wants(
    medium: pages.Medium, wanted: tuple[str, ...], names: list[str]
) -> None:
    story = stories.story()
    found = outlined(replace(story, look=replace(story.look, pages=wanted)), medium)
    assert [page.name for page in found.pages] == names


def test_a_page_that_is_wanted_and_has_no_data_is_left_out() -> None:
    story = stories.VARIANTS["no keywords"]()
    found = outlined(replace(story, look=replace(story.look, pages=("search-rank", "saves"))))
    assert [page.name for page in found.pages] == ["overview", "saves", "method"]


def test_no_page_links_to_one_that_the_client_does_not_want() -> None:
    story = stories.story()
    found = outlined(replace(story, look=replace(story.look, pages=("saves",))))
    links = {link for page in found.pages for link in Markup(page.body).links if link.endswith(".html")}
    assert links <= {"saves.html", "method.html", "index.html"}
    assert "saves.html" in links


# -- text from strangers


@pytest.mark.parametrize("medium", ["screen", "paper"])
def test_hostile_text_is_text_everywhere(medium: pages.Medium) -> None:
    story = stories.VARIANTS["hostile titles"]()
    evil = stories.HOSTILE
    named = story.report.model_copy(
        update={
            "client": story.report.client.model_copy(update={"name": evil}),
            "insights": tuple(f.model_copy(update={"text": {"en": evil}}) for f in story.report.insights),
        }
    )
    found = outlined(replace(story, reports=(*story.reports[:-1], named)), medium)
    for page in found.pages:
        html = Markup(page.body)
        assert not any(name.startswith("on") for _, attributes in html.elements for name in attributes)
        assert {a.get("type") for a in html.all("script")} <= {"application/json"}
        assert html.all("img") == []
    said = Markup(body(found, "notes")).text
    for part in ("<img src=x onerror=alert(1)>", "{{ 7*7 }}", "]]>", '=HYPERLINK("x")', "**b**", "😀", "&amp;"):
        assert part in said


def test_hostile_titles_are_no_formulas_in_downloads() -> None:
    story = stories.story(2)
    notes = tuple(n.model_copy(update={"title": '=HYPERLINK("x")'}) for n in story.report.notes)
    report = story.report.model_copy(update={"notes": notes})
    found = outlined(replace(story, reports=(story.reports[0], report)))
    rows = list(csv.reader(io.StringIO(found.downloads["data/all_notes.csv"].decode("utf-8-sig"))))
    assert any("'=HYPERLINK" in cell for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


# -- templates


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ no_such_name }}", r"saves\.md, line 5: 'no_such_name' is undefined"),
        ("<p>\n{% if %}", r"saves\.md, line 6: Expected an expression"),
        ("{% include 'partials/absent.html' %}", r"asks for the template partials/absent\.html"),
    ],
    ids=["undefined name", "syntax", "missing partial"],
)
def test_a_mistake_in_a_template_is_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    templates = own_templates(tmp_path, pages__saves=f"---\ntitle: Saves\norder: 2\n---\n{text}")
    with pytest.raises(SettingsError, match=message):
        outlined(stories.story(1), templates=templates)


def test_a_workspace_overrides_one_file_and_adds_another(tmp_path: Path) -> None:
    templates = own_templates(
        tmp_path,
        pages__saves="---\ntitle: Kept\norder: 2\n---\n<div>{{ report.client.name }}</div>",
        pages__extra="---\ntitle: Extra\norder: 5\nneeds: [keywords]\n---\n<div>more</div>",
    )
    found = outlined(stories.story(1), templates=templates)
    assert [page.name for page in found.pages] == [*ALL[:5], "extra", *ALL[5:]]
    assert (found.pages[1].title, found.pages[1].body) == ("Kept", "<div>Kopi &amp; Kaya</div>")


@pytest.mark.parametrize(
    "text", ["no front matter", "---\ntitle: Saves\n---\n", "---\n- a\n---\n"], ids=["none", "no order", "a list"]
)
def test_a_page_without_front_matter_is_refused_with_its_path(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"saves\.md: a page starts with its front matter"):
        outlined(stories.story(1), templates=own_templates(tmp_path, pages__saves=text))


def test_an_unknown_chart_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    page = "---\ntitle: Saves\norder: 2\n---\n{{ chart('save_rate_trned') }}"
    with pytest.raises(SettingsError, match=r"“save_rate_trned” .* there are: .*save_rate_trend"):
        outlined(stories.story(1), templates=own_templates(tmp_path, pages__saves=page))


@pytest.mark.parametrize("name", ALL)
def test_each_page_is_a_file_of_its_own(name: str) -> None:
    assert (BUILT_IN_TEMPLATES / "pages" / f"{name}.md").is_file()


# -- findings on the pages that they are about


def test_a_page_tells_its_own_findings_the_most_important_first() -> None:
    html = body(outlined(stories.story()), "search-rank")
    own = [f.text["en"] for f in stories.story().report.insights if f.section == "search-rank"]
    told = html.partition("is-of-page")[2].partition("</section>")[0]
    assert re.findall(r"<h3>(.*?)</h3>", re.sub(r"</?span[^>]*>", "", told)) == own


def test_paper_does_not_say_again_what_stands_on_the_summary() -> None:
    """The summary keeps at least the three most important findings."""
    found = outlined(stories.story(), "paper")
    later, summed = stories.story().report.insights[3], stories.story().report.insights[:3]
    assert later.section == summed[2].section == "search-rank"
    paper = re.sub(r"</?span[^>]*>", "", body(found, "search-rank").partition("is-of-page")[2])
    assert later.text["en"] in paper
    assert not any(finding.text["en"] in paper for finding in summed)


@pytest.mark.parametrize("variant", stories.VARIANTS)
def test_headings_go_down_one_level_at_a_time(variant: str) -> None:
    for page in outlined(stories.VARIANTS[variant]()).pages:
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", page.body)]
        assert levels[0] == 1
        assert (page.name, [step for step in pairwise(levels) if step[1] > step[0] + 1]) == (page.name, [])


def test_a_month_without_findings_says_so() -> None:
    story = stories.story()
    calm = story.report.model_copy(update={"insights": ()})
    html = body(outlined(replace(story, reports=(*story.reports[:-1], calm))), "overview")
    assert "No findings beyond the numbers above." in html
    assert "No findings" not in body(outlined(story), "overview")


@pytest.mark.parametrize("variant", stories.VARIANTS)
def test_a_long_page_links_to_each_of_its_parts_that_there_is(variant: str) -> None:
    for page in outlined(stories.VARIANTS[variant]()).pages:
        html = Markup(page.body)
        linked = [link[1:] for link in html.links if link.startswith("#")]
        assert set(linked) <= set(html.ids)
        assert len(linked) == len(set(linked))
    saves = Markup(body(outlined(stories.story()), "saves")).links
    assert {"#save_rate_by_month", "#top_notes", "#months"} <= set(saves)
    assert not any("rg-onpage" in page.body for page in outlined(stories.story(), "paper").pages)


@pytest.mark.parametrize(("language", "other"), [("en", "收藏率"), ("zh", "Save rate")])
def test_the_glossary_gives_each_term_in_both_languages(language: str, other: str) -> None:
    html = body(outlined(replace(stories.story(), wording=Wording(language))), "method")
    terms = re.findall(r'<dt>(.+?) <span class="rg-note" lang="([\w-]+)">(.+?)</span></dt><dd>.+?</dd>', html)
    assert len(terms) == html.count("<dt>") > 10
    assert {tag for _, tag, _ in terms} == {"en" if language == "zh" else "zh-Hans"}
    assert terms[0][2] == other
    assert all(name != also for name, _, also in terms)


def test_a_first_month_says_when_there_will_be_a_trend() -> None:
    assert "Not enough data yet for a trend" in body(outlined(stories.story(1)), "overview")
    assert "Not enough data yet" not in body(outlined(stories.story()), "overview")


def test_a_chart_without_its_neighbour_takes_the_width_of_the_page(tmp_path: Path) -> None:
    templates = own_templates(
        tmp_path, pages__x='---\ntitle: X\norder: 3\n---\n{{ pair("saves_bars", "funnel_steps") }}'
    )
    both, one = (outlined(stories.story(months), templates=templates) for months in (14, 1))
    assert 'class="rg-pair"' in body(both, "x")
    assert 'class="rg-pair"' not in body(one, "x")


def test_a_table_to_look_things_up_in_is_folded_on_screen_and_not_on_paper() -> None:
    assert '<details class="rg-fold"><summary><h2 id="months-title">' in body(outlined(stories.story()), "saves")
    assert "rg-fold" not in body(outlined(stories.story(), "paper"), "saves")


def test_the_creators_page_needs_creators_this_month() -> None:
    """Whatever there was in the months before."""
    story = stories.story()
    report = story.report.model_copy(update={"creators": ()})
    names = [page.name for page in outlined(replace(story, reports=(*story.reports[:-1], report))).pages]
    assert "creators" not in names
