"""The recipe, from simulated exports on disk to the finished site: what is built, what is left alone, what survives."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from report_gen import build, keys
from report_gen.build import Outcome
from report_gen.errors import CoverageError, ExportError
from report_gen.jobs import Options
from report_gen.report import Report
from report_gen.simulate import exports
from report_gen.simulate.account import simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.simulate.settings import client_yml
from report_gen.workspace import Workspace
from tests.markup import Markup

ROOT = Path(__file__).parents[1]
SCREEN_ONLY = Options(pdf=False)


def quiet(slug: str, stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def add_client(root: Path, slug: str, months: int = 2, seed: int = 5) -> None:
    plan = replace(demo_plan("client-x", months, "2026-10"), specials=(), notes_per_month=4)
    folder = root / "clients" / slug
    exports.write(simulate(plan, seed), folder / "exports")
    (folder / "client.yml").write_text(client_yml(slug, plan), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Outcome]:
    """A client's two months, site and PDF, built once."""
    root = tmp_path_factory.mktemp("agency")
    (root / "clients").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    add_client(root, "kopi")
    (outcome,) = build.build(Workspace(root), ["kopi"], Options(), quiet)
    return Workspace(root), outcome


@pytest.fixture
def workspace(built: tuple[Workspace, Outcome], tmp_path: Path) -> Workspace:
    """A copy of it, to be changed."""
    root = tmp_path / "agency"
    shutil.copytree(built[0].root, root)
    return Workspace(root)


def run(workspace: Workspace, options: Options = SCREEN_ONLY, *slugs: str) -> tuple[Outcome, ...]:
    return build.build(workspace, slugs or ("kopi",), options, quiet)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()
    }


def test_every_covered_month_is_built_with_site_pdf_and_report(built: tuple[Workspace, Outcome]) -> None:
    workspace, outcome = built
    assert outcome.error is None
    assert outcome.months_built == ("2026-09", "2026-10")
    for month in outcome.months_built:
        folder = workspace.root / "site" / "kopi" / month
        assert (folder / "index.html").is_file()
        assert (folder / f"kopi-{month}.pdf").read_bytes().startswith(b"%PDF")
        assert Report.from_json((folder / "report.json").read_text(encoding="utf-8")).month == month


def test_the_index_leads_to_the_latest_month(built: tuple[Workspace, Outcome]) -> None:
    site = built[0].root / "site" / "kopi"
    versions = json.loads((site / "versions.json").read_text())
    assert [v["version"] for v in versions] == ["2026-10", "2026-09"]
    assert versions[0]["aliases"] == ["latest"]
    assert "2026-10/index.html" in (site / "index.html").read_text()
    assert "2026-09" in (site / "archive.html").read_text()


def test_nothing_changed_builds_nothing(built: tuple[Workspace, Outcome]) -> None:
    workspace, _ = built
    before = snapshot(workspace.root)
    (outcome,) = run(workspace, Options())
    assert (outcome.months_built, outcome.unchanged) == ((), ("2026-09", "2026-10"))
    after = snapshot(workspace.root)
    del before["build/kopi/.lock"], after["build/kopi/.lock"]
    assert after == before


def test_a_build_with_nothing_to_do_imports_nothing_heavy(built: tuple[Workspace, Outcome]) -> None:
    script = (
        "import sys; from pathlib import Path; from report_gen import build, jobs; from report_gen.workspace import Workspace;"
        "build.build(Workspace(Path(sys.argv[1])), ['kopi'], jobs.Options(), print);"
        "print(sorted({'pandas', 'altair', 'pydantic', 'mkdocs', 'weasyprint', 'scipy', 'vl_convert'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, built[0].root], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_same_inputs_give_the_same_bytes(built: tuple[Workspace, Outcome], tmp_path: Path) -> None:
    """Another folder, another process's cache: site, report.json and PDF are equal to the byte."""
    workspace, _ = built
    shutil.copytree(workspace.root / "clients", tmp_path / "clients")
    shutil.copy(workspace.root / "mkdocs.yml", tmp_path)
    run(Workspace(tmp_path), Options(month="2026-10"))
    one, two = (
        {p.relative_to(root): p.read_bytes() for p in (root / "site" / "kopi" / "2026-10").rglob("*") if p.is_file()}
        for root in (workspace.root, tmp_path)
    )
    assert one.keys() == two.keys()
    assert [str(name) for name in one if one[name] != two[name]] == []


def test_words_changed_build_their_month_alone(workspace: Workspace) -> None:
    words = workspace.root / "clients" / "kopi" / "commentary" / "2026-10.md"
    words.parent.mkdir()
    words.write_text("A month to remember.", encoding="utf-8")
    (outcome,) = run(workspace)
    assert (outcome.months_built, outcome.unchanged) == (("2026-10",), ("2026-09",))
    assert "A month to remember." in (workspace.root / "site" / "kopi" / "2026-10" / "index.html").read_text()


def made_by(workspace: Workspace) -> str:
    """The builder of October's pages, told by where its theme keeps the style sheets."""
    sheets = workspace.root / "site" / "kopi" / "2026-10" / "assets" / "stylesheets"
    return "zensical" if (sheets / "classic").is_dir() else "mkdocs"


def test_another_builder_makes_a_month_s_pages_anew_and_once(workspace: Workspace) -> None:
    other, usual = (Options("2026-10", pdf=False, engine=engine) for engine in ("zensical", None))
    for options, built, by in (
        (other, ("2026-10",), "zensical"), (other, (), "zensical"), (usual, ("2026-10",), "mkdocs"), (usual, (), "mkdocs")
    ):  # fmt: skip
        (outcome,) = run(workspace, options)
        assert (outcome.error, outcome.months_built, made_by(workspace)) == (None, built, by)
        assert not [*(workspace.root / "build").rglob(".cache")]


def test_the_agency_s_builder_is_taken_unless_another_is_asked_for(workspace: Workspace) -> None:
    settings = workspace.root / "mkdocs.yml"
    settings.write_text(f"{settings.read_text('utf-8').rstrip()}\n    engine: zensical\n", encoding="utf-8")
    run(workspace, Options("2026-10", pdf=False))
    assert made_by(workspace) == "zensical"
    run(workspace, Options("2026-10", pdf=False, engine="mkdocs"))
    assert made_by(workspace) == "mkdocs"


def test_a_builder_that_is_not_installed_is_told_before_anything_is_drawn(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(workspace.root / "site")
    monkeypatch.setitem(sys.modules, "zensical", None)
    monkeypatch.setattr(build, "draw", None)
    (outcome,) = run(workspace, Options("2026-10", engine="zensical"))
    assert "Zensical is not installed" in str(outcome.error)
    assert snapshot(workspace.root / "site") == before


def test_two_processes_build_with_zensical_side_by_side(workspace: Workspace) -> None:
    (outcome,) = run(workspace, Options(pdf=False, jobs=2, engine="zensical"))
    assert (outcome.error, outcome.months_built) == (None, ("2026-09", "2026-10"))


def test_words_that_no_page_will_show_are_told(workspace: Workspace) -> None:
    words = workspace.root / "clients" / "kopi" / "commentary" / "2026-10.md"
    words.parent.mkdir()
    words.write_text("# Saevs\nA month to remember.", encoding="utf-8")
    (note,) = run(workspace)[0].notes
    assert (
        note
        == "commentary/2026-10.md, line 1: Words under “Saevs” are not shown: there is no such page. Give the heading the "
        "name of a page. Did you mean saves?"
    )


def test_what_the_disk_refuses_is_the_error_of_that_client_alone(workspace: Workspace) -> None:
    add_client(workspace.root, "other", months=1)
    (workspace.root / "site" / "other").write_text("a file where a folder must be")
    bad, good = run(workspace, Options(month="2026-10", pdf=False), "other", "kopi")
    assert "site/other" in str(bad.error)
    assert good.error is None


def test_building_one_month_does_not_make_the_others_look_built(workspace: Workspace) -> None:
    """Both months' words change, one month is built by name: the other is still to be built."""
    for month in ("2026-09", "2026-10"):
        words = workspace.root / "clients" / "kopi" / "commentary" / f"{month}.md"
        words.parent.mkdir(exist_ok=True)
        words.write_text("A month to remember.", encoding="utf-8")
    assert run(workspace, Options(month="2026-10", pdf=False))[0].months_built == ("2026-10",)
    assert run(workspace)[0].months_built == ("2026-09",)
    assert run(workspace)[0].months_built == ()


def test_a_pdf_that_fails_leaves_the_previous_pages_too(workspace: Workspace) -> None:
    before = snapshot(workspace.root / "site")
    template = workspace.root / "site_templates" / "pdf" / "report.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ nothing_of_that_name }}")
    (outcome,) = run(workspace, Options(month="2026-10"))
    assert "nothing_of_that_name" in str(outcome.error)
    assert snapshot(workspace.root / "site") == before


def test_bad_input_leaves_the_previous_site_as_it_was(workspace: Workspace) -> None:
    before = snapshot(workspace.root / "site")
    (workspace.root / "clients" / "kopi" / "exports" / "2026-10" / "notes.csv").write_text("a,b\n1,2\n")
    (outcome,) = run(workspace)
    assert isinstance(outcome.error, ExportError)
    assert "notes.csv" in str(outcome.error)
    assert snapshot(workspace.root / "site") == before


def test_a_failure_while_drawing_leaves_the_previous_site_as_it_was(workspace: Workspace) -> None:
    before = snapshot(workspace.root / "site" / "kopi" / "2026-10")
    template = workspace.root / "site_templates" / "pages" / "saves.md"
    template.parent.mkdir(parents=True)
    template.write_text("---\ntitle: Saves\norder: 20\n---\n{{ nothing_of_that_name }}\n")
    (outcome,) = run(workspace, Options(month="2026-10", pdf=False))
    assert "nothing_of_that_name" in str(outcome.error)
    assert snapshot(workspace.root / "site" / "kopi" / "2026-10") == before
    shutil.rmtree(workspace.root / "site_templates")
    (outcome,) = run(workspace, Options(month="2026-10", pdf=False))
    assert outcome.error is None


def test_one_client_that_fails_does_not_stop_the_others(workspace: Workspace) -> None:
    add_client(workspace.root, "other", months=1)
    (workspace.root / "clients" / "other" / "client.yml").write_text("client: Other\nkeyword: []\n")
    bad, good = run(workspace, Options(month="2026-10", pdf=False), "other", "kopi")
    assert "keyword" in str(bad.error)
    assert (good.error, good.unchanged) == (None, ("2026-10",))


def test_an_uncovered_month_names_the_days_that_would_do(workspace: Workspace) -> None:
    (outcome,) = run(workspace, Options(month="2026-12", pdf=False))
    assert isinstance(outcome.error, CoverageError)
    assert "between 2026-12-29 and 2027-01-04" in str(outcome.error)


def test_nothing_of_one_client_is_in_the_site_of_another(workspace: Workspace) -> None:
    add_client(workspace.root, "rival", months=1, seed=6)
    settings = workspace.root / "clients" / "rival" / "client.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("^client: .*", "client: Unmistakable", text, flags=re.MULTILINE), encoding="utf-8")
    run(workspace, Options(month="2026-10", pdf=False), "kopi", "rival")
    assert "Unmistakable" in (workspace.root / "site" / "rival" / "2026-10" / "index.html").read_text(encoding="utf-8")
    for file in (workspace.root / "site" / "kopi").rglob("*"):
        if file.is_file():
            assert b"Unmistakable" not in file.read_bytes(), file
            assert b"rival" not in file.read_bytes(), file


# -- the languages


@pytest.fixture(scope="module")
def both(built: tuple[Workspace, Outcome], tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Outcome]:
    """The same client's pages in English and Chinese, Chinese having been added."""
    root = tmp_path_factory.mktemp("both") / "agency"
    shutil.copytree(built[0].root, root)
    speak(Workspace(root), "en", "zh")
    (outcome,) = run(Workspace(root))
    return Workspace(root), outcome


@pytest.fixture
def bilingual(both: tuple[Workspace, Outcome], tmp_path: Path) -> Workspace:
    """A copy of it, to be changed."""
    shutil.copytree(both[0].root, tmp_path / "bilingual")
    return Workspace(tmp_path / "bilingual")


def speak(workspace: Workspace, *languages: str) -> None:
    file = workspace.root / "clients" / "kopi" / "client.yml"
    others = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("languages:")]
    file.write_text("\n".join([*others, f"languages: [{', '.join(languages)}]", ""]), encoding="utf-8")


def write_words(workspace: Workspace, name: str, words: str = "值得记住的一个月。") -> None:
    file = workspace.root / "clients" / "kopi" / "commentary" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(words, encoding="utf-8")


def text_of(workspace: Workspace, page: str) -> str:
    return (workspace.root / "site" / "kopi" / page).read_text("utf-8")


def without_menus(site: Path) -> dict[str, bytes]:
    """Every file of a site, pages without their menu of languages."""
    menu = re.compile(rb"<!-- languages -->.*?<!-- /languages -->", re.DOTALL)
    return {name: menu.sub(b"", content) for name, (_, content) in snapshot(site).items()}


def test_a_language_that_is_added_is_built_and_the_others_are_only_linked_with_it(
    built: tuple[Workspace, Outcome], both: tuple[Workspace, Outcome]
) -> None:
    workspace, outcome = both
    assert (outcome.error, outcome.months_built) == (None, ("2026-09", "2026-10"))
    before, after = (without_menus(root / "site" / "kopi") for root in (built[0].root, workspace.root))
    assert [name for name in before if name != "archive.html" and before[name] != after[name]] == []
    new = after.keys() - before.keys()
    assert {name.split("/")[0] for name in new} == {"zh"}
    assert "zh/2026-09/report.json" in new
    assert 'href="../zh/2026-09/saves.html" hreflang="zh-Hans"' in text_of(workspace, "2026-09/saves.html")
    assert 'href="zh/archive.html" hreflang="zh-Hans"' in text_of(workspace, "archive.html")


def test_with_two_languages_nothing_changed_builds_nothing(both: tuple[Workspace, Outcome]) -> None:
    before = snapshot(both[0].root / "site")
    (outcome,) = run(both[0])
    assert (outcome.months_built, outcome.unchanged) == ((), ("2026-09", "2026-10"))
    assert snapshot(both[0].root / "site") == before


def test_every_language_has_a_pdf_of_its_own_name(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report_gen.pdf.render", lambda *_: b"%PDF")  # dear, and another test's matter
    speak(workspace, "en", "zh")
    (outcome,) = run(workspace, Options(month="2026-10"))
    site = workspace.root / "site" / "kopi"
    assert outcome.latest_pdfs == (site / "zh/2026-10/kopi-2026-10-zh.pdf",)
    write_words(workspace, "2026-10.md")
    write_words(workspace, "2026-10.zh.md")
    (outcome,) = run(workspace, Options(month="2026-10"))
    assert outcome.latest_pdfs == (site / "2026-10/kopi-2026-10.pdf", site / "zh/2026-10/kopi-2026-10-zh.pdf")
    assert all(path.is_file() for path in outcome.pdfs)
    assert 'href="kopi-2026-10-zh.pdf"' in text_of(workspace, "zh/2026-10/index.html")
    assert 'href="2026-10/kopi-2026-10-zh.pdf"' in text_of(workspace, "zh/archive.html")


def test_words_in_one_language_build_that_edition_alone(bilingual: Workspace) -> None:
    before = snapshot(bilingual.root / "site" / "kopi")
    write_words(bilingual, "2026-10.zh.md")
    (outcome,) = run(bilingual)
    assert (outcome.months_built, outcome.unchanged) == (("2026-10",), ("2026-09",))
    after = snapshot(bilingual.root / "site" / "kopi")
    assert {Path(name).parts[:2] for name in before if before[name][1] != after[name][1]} == {("zh", "2026-10")}
    assert "值得记住的一个月。" in text_of(bilingual, "zh/2026-10/index.html")
    assert "值得记住的一个月。" not in text_of(bilingual, "2026-10/index.html")


def test_an_edition_that_fails_keeps_the_month_as_it_was_in_every_language(bilingual: Workspace) -> None:
    before = snapshot(bilingual.root / "site")
    own = bilingual.root / "site_templates" / "partials" / "words.html"
    own.parent.mkdir(parents=True)
    own.write_text('{% if w.language == "zh" %}{{ nothing_of_that_name }}{% endif %}')
    (outcome,) = run(bilingual)
    assert "nothing_of_that_name" in str(outcome.error)
    assert outcome.months_built == ()
    assert snapshot(bilingual.root / "site") == before
    shutil.rmtree(bilingual.root / "site_templates")
    assert run(bilingual)[0].error is None


def test_a_language_taken_out_leaves_nothing_behind(built: tuple[Workspace, Outcome], bilingual: Workspace) -> None:
    speak(bilingual, "en")
    (outcome,) = run(bilingual)
    assert outcome.months_built == ()
    assert outcome.notes == (
        "languages: “zh” is no longer among them, so site/kopi/zh was removed. Approved months keep their PDFs in that "
        "language.",
    )
    site = bilingual.root / "site" / "kopi"
    assert not (site / "zh").exists()
    assert not (bilingual.root / "build" / "kopi" / "zh").exists()
    before = snapshot(built[0].root / "site" / "kopi")
    assert {n: content for n, (_, content) in snapshot(site).items()} == {
        n: content for n, (_, content) in before.items()
    }
    assert run(bilingual)[0].notes == ()


def test_the_first_language_is_the_one_at_the_root(bilingual: Workspace) -> None:
    speak(bilingual, "zh", "en")
    (outcome,) = run(bilingual)
    assert (outcome.error, outcome.months_built) == (None, ("2026-09", "2026-10"))
    site = bilingual.root / "site" / "kopi"
    assert not (site / "zh").exists()
    assert '<html lang="zh-Hans"' in text_of(bilingual, "2026-10/index.html")
    assert '<html lang="en"' in text_of(bilingual, "en/2026-10/index.html")
    assert 'href="../en/2026-10/saves.html" hreflang="en"' in text_of(bilingual, "2026-10/saves.html")
    assert run(bilingual)[0].months_built == ()


def test_a_state_of_a_report_gen_with_one_language_is_read(workspace: Workspace) -> None:
    file = workspace.root / "build" / "kopi" / "state.json"
    data = json.loads(file.read_text())
    del data["languages"]
    file.write_text(json.dumps(data))
    assert run(workspace, Options())[0].months_built == ()


def test_a_catalogue_is_part_of_what_reports_are_made_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "PACKAGE", tmp_path)
    digests = set()
    for translation in ("收藏", "保存"):
        (tmp_path / "report_gen.po").write_text(f'msgid "Saves"\nmsgstr "{translation}"\n', encoding="utf-8")
        digests.add(keys.of_code.__wrapped__())
    assert len(digests) == 2


def test_the_numbers_are_the_same_in_every_language(both: tuple[Workspace, Outcome]) -> None:
    site = both[0].root / "site" / "kopi"
    assert (site / "2026-10/report.json").read_bytes() == (site / "zh/2026-10/report.json").read_bytes()


# -- the pages that a client wants


def want(workspace: Workspace, *pages: str) -> None:
    file = workspace.root / "clients" / "kopi" / "client.yml"
    file.write_text(f"{file.read_text('utf-8')}pages: [{', '.join(pages)}]\n", encoding="utf-8")


def test_a_client_has_the_pages_that_it_wants_in_that_order(workspace: Workspace) -> None:
    """The overview first and Method last whatever is wanted, and nowhere a link to a page that isn't there."""
    want(workspace, "search-rank", "saves")
    run(workspace, Options(month="2026-10", pdf=False))
    month = workspace.root / "site" / "kopi" / "2026-10"
    tabs = re.findall(
        r'<li class="md-tabs__item.*?href="([^"]+)"', (month / "saves.html").read_text("utf-8"), re.DOTALL
    )
    assert tabs == ["index.html", "search-rank.html", "saves.html", "method.html"]
    assert {page.name for page in month.glob("*.html")} == set(tabs)
    for page in month.glob("*.html"):
        for link in Markup(page.read_text("utf-8")).links:
            assert urlsplit(link).scheme or (month / urlsplit(link).path).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("serch-rank", "pages[1] is “serch-rank”; allowed are "),
        ("Saves", "pages[1] is “Saves”; allowed are "),
    ],
)
def test_a_page_that_no_template_makes_is_refused_with_the_nearest(workspace: Workspace, page: str, told: str) -> None:
    want(workspace, page)
    message = str(run(workspace)[0].error)
    line = len((workspace.root / "clients" / "kopi" / "client.yml").read_text("utf-8").splitlines())
    assert message.startswith(f"clients/kopi/client.yml, line {line}: {told}")
    assert message.endswith(f" Did you mean {'search-rank' if page[1] == 'e' else 'saves'}?")


def test_a_page_of_the_workspace_can_be_wanted(workspace: Workspace) -> None:
    own = workspace.root / "site_templates" / "pages" / "ages.md"
    own.parent.mkdir(parents=True)
    own.write_text('---\ntitle: Ages\norder: 1\n---\n<div class="rg">{{ chart("saves_by_publication") }}</div>\n')
    want(workspace, "ages")
    assert run(workspace, Options(month="2026-10", pdf=False))[0].error is None
    pages = {page.stem for page in (workspace.root / "site" / "kopi" / "2026-10").glob("*.html")}
    assert pages == {"index", "ages", "method"}


def test_two_processes_build_two_clients(workspace: Workspace) -> None:
    for slug in ("one", "two"):
        add_client(workspace.root, slug, months=1)
    outcomes = run(workspace, Options(pdf=False, jobs=2), "one", "two")
    assert [(o.error, o.months_built) for o in outcomes] == [(None, ("2026-10",))] * 2


def test_a_partial_month_is_built_only_when_asked_for(workspace: Workspace) -> None:
    plan = replace(demo_plan("client-x", 2, "2026-10"), specials=(), notes_per_month=4)
    account = simulate(plan, 5)
    exports.write_note_list(
        account,
        workspace.root / "clients/kopi/exports/笔记列表明细表 (9).xlsx",
        dt.datetime(2026, 11, 4, 2, 9),  # noqa: DTZ001
    )
    assert run(workspace, SCREEN_ONLY)[0].months_built == ()
    assert run(workspace, Options(pdf=False, partial=True))[0].months_built == ("2026-11",)
    report = Report.from_json((workspace.root / "site/kopi/2026-11/report.json").read_text(encoding="utf-8"))
    assert (report.coverage.partial, report.headline["saves"].change) == (True, None)
