"""Approving: what is refused, what is frozen, and that it stays to the byte whatever comes later. Real exports and builds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from report_gen import approval, build, sign_off
from report_gen.approval import Manifest
from report_gen.build import Outcome
from report_gen.cli import main, tell_approved
from report_gen.errors import ApprovalError, CoverageError, ReportGenError
from report_gen.jobs import Options
from report_gen.report import Report, Restatement
from report_gen.sign_off import Request, SignedOff
from report_gen.simulate import exports, workbook
from report_gen.simulate.account import simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.simulate.settings import client_yml
from report_gen.tables import Quality
from report_gen.telling import tell
from report_gen.workspace import Client, Edition, Workspace

ROOT = Path(__file__).parents[1]
NOW = dt.datetime(2026, 11, 3, 2, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 2, 2, 31, tzinfo=dt.UTC)
SEPTEMBER, OCTOBER = "2026-09", "2026-10"
SCREEN_ONLY = Options(pdf=False)


def quiet(slug: str, stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def run(workspace: Workspace, options: Options = SCREEN_ONLY) -> Outcome:
    (outcome,) = build.build(workspace, ["kopi"], options, quiet)
    return outcome


def approve(workspace: Workspace, month: str = SEPTEMBER, by: str = "Mei", again: bool = False) -> SignedOff:
    return sign_off.approve(workspace, Request("kopi", month, by, again), LATER if again else NOW, quiet)


def client(workspace: Workspace) -> Client:
    return workspace.client("kopi")


def shown(workspace: Workspace, month: str = SEPTEMBER) -> Report:
    return Report.from_json((client(workspace).site / month / "report.json").read_bytes())


def page(workspace: Workspace, name: str, month: str = SEPTEMBER) -> str:
    return (client(workspace).site / month / f"{name}.html").read_text("utf-8")


def everything(folder: Path) -> dict[str, str]:
    """The fingerprint of every file."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def later_saves(workspace: Workspace, day: str, saves: float) -> None:
    """近30日互动数据 as downloaded a month later: it says otherwise about one day."""
    name = client(workspace).exports / "2026-12" / "近30日互动数据.xlsx"
    workbook.write(name, {"收藏趋势": [["日期", "数值"], [day, saves]]}, LATER)


def saves_by_day(folder: Path, month: str) -> dict[str, float]:
    """What the workbooks say about the month's days, the later file winning: read without any of our readers."""
    found: dict[str, float] = {}
    for file in sorted(folder.rglob("近30日互动数据*.xlsx"), key=_created):
        rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("收藏趋势").to_python()[1:]
        found |= {str(day): float(value) for day, value in rows if isinstance(value, float)}
    return {day: value for day, value in found.items() if day.startswith(f"{month[:4]}年{month[5:]}月")}


def _created(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        found = re.search(r"W3CDTF\">([^<]+)<", archive.read("docProps/core.xml").decode())
    assert found
    return found[1]


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A client's two months, site and PDF, built once."""
    root = tmp_path_factory.mktemp("agency")
    plan = replace(demo_plan("client-x", 2, OCTOBER), specials=(), notes_per_month=4)
    folder = root / "clients" / "kopi"
    exports.write(simulate(plan, 5), folder / "exports")
    (folder / "client.yml").write_text(client_yml("kopi", plan), encoding="utf-8")
    (folder / "commentary").mkdir()
    (folder / "commentary" / f"{SEPTEMBER}.md").write_text("A month to remember.")
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(Workspace(root), Options()).error is None
    return Workspace(root)


@pytest.fixture
def workspace(agency: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, to be changed."""
    shutil.copytree(agency.root, tmp_path / "agency")
    return Workspace(tmp_path / "agency")


@pytest.fixture
def signed(workspace: Workspace) -> Workspace:
    """September is approved."""
    approve(workspace)
    return workspace


# -- what is frozen


def test_a_month_is_approved_as_it_stands_whichever_builder_made_its_pages(workspace: Workspace) -> None:
    """And then stands, whichever builder is asked for."""
    run(workspace, Options(SEPTEMBER, engine="zensical"))
    before = everything(client(workspace).site / SEPTEMBER)
    approve(workspace)
    after = everything(client(workspace).site / SEPTEMBER)
    assert {name for name in after if after[name] != before.get(name)} == {"method.html"}
    for engine in ("mkdocs", "zensical"):
        assert run(workspace, Options(SEPTEMBER, engine=engine)).months_built == ()
    assert everything(client(workspace).site / SEPTEMBER) == after


def test_what_stands_in_the_site_is_frozen_as_it_is(workspace: Workspace) -> None:
    before = everything(client(workspace).site)
    done = approve(workspace, by="  Mei   Tan ")
    folder = client(workspace).approved / SEPTEMBER
    assert (done.folder, done.manifest.approved_by, done.changes) == (folder, "Mei Tan", ())
    for name in ("report.json", f"kopi-{SEPTEMBER}.pdf"):
        assert (folder / name).read_bytes() == (client(workspace).site / SEPTEMBER / name).read_bytes()
    after = everything(client(workspace).site)
    assert [name for name in before if before[name] != after[name]] == [f"{SEPTEMBER}/method.html"]
    assert after.keys() == before.keys()


def test_the_day_of_the_approval_is_the_clients_in_every_message(workspace: Workspace) -> None:
    at = dt.datetime(2026, 11, 3, 18, 0, tzinfo=dt.UTC)  # the 4th in Singapore
    done = sign_off.approve(workspace, Request("kopi", SEPTEMBER, "Mei", False), at, quiet)
    assert done.manifest.told == "approved by Mei on 2026-11-04"
    assert approval.frozen(client(workspace))[SEPTEMBER].manifest.told == done.manifest.told
    assert "4 November 2026" in page(workspace, "method")


def test_every_export_is_in_the_manifest(signed: Workspace) -> None:
    inputs = approval.frozen(client(signed))[SEPTEMBER].manifest.inputs
    files = everything(client(signed).exports)
    assert {name: inputs[f"exports/{name}"] for name in files} == files
    assert {"client.yml", f"commentary/{SEPTEMBER}.md", "../../mkdocs.yml"} < set(inputs)


def test_the_method_page_says_who_approved_the_month_and_when(workspace: Workspace) -> None:
    assert "Not approved yet" in page(workspace, "method")
    approve(workspace, by="<b>Mei</b>")
    assert "Approved by &lt;b&gt;Mei&lt;/b&gt; on 3 November 2026" in page(workspace, "method")
    assert "Not approved yet" not in page(workspace, "method")
    assert "Not approved yet" in page(workspace, "method", OCTOBER)


def test_approving_leaves_nothing_to_be_built(signed: Workspace) -> None:
    assert run(signed, Options()).unchanged == (SEPTEMBER, OCTOBER)
    before = everything(signed.root)
    assert run(signed, Options()).months_built == ()
    assert everything(signed.root) == before


# -- what is refused


@pytest.mark.parametrize(
    ("month", "by", "again", "message"),
    [
        pytest.param(
            "2026-10", " \u202e ", False, "--by is empty: say whose name the approval goes under", id="no name"
        ),
        pytest.param("2026-12", "Mei", False, "2026-12 can't be built", id="not covered"),
        pytest.param(
            "2026-10", "Mei", True, "2026-10 was never approved, so leave --again out.", id="nothing to replace"
        ),
        pytest.param(
            "2026-09", "Wei", False, "2026-09 was approved by Mei on 2026-11-03 already. To replace that", id="approved"
        ),
    ],
)
def test_what_cannot_be_approved_is_refused(signed: Workspace, month: str, by: str, again: bool, message: str) -> None:
    before = everything(client(signed).approved)
    with pytest.raises(ReportGenError, match=message.replace("(", r"\(")) as caught:
        approve(signed, month, by, again)
    assert isinstance(caught.value, ApprovalError | CoverageError)
    assert everything(client(signed).approved) == before


def test_a_month_that_was_not_built_is_refused(workspace: Workspace) -> None:
    shutil.rmtree(client(workspace).build)
    shutil.rmtree(client(workspace).site)
    with pytest.raises(ApprovalError, match="2026-09 is not built yet"):
        approve(workspace)


def test_a_month_without_its_pdf_is_refused(workspace: Workspace) -> None:
    (client(workspace).site / SEPTEMBER / f"kopi-{SEPTEMBER}.pdf").unlink()
    with pytest.raises(ApprovalError, match="2026-09 was built without its PDF"):
        approve(workspace)


def test_a_month_whose_build_is_not_up_to_date_is_refused(workspace: Workspace) -> None:
    (client(workspace).commentary / f"{SEPTEMBER}.md").write_text("Other words.")
    with pytest.raises(ApprovalError, match="2026-09 would be another one if it were built now") as caught:
        approve(workspace)
    assert str(caught.value).endswith("Build it and look at it first: report-gen build kopi --month 2026-09")
    assert not client(workspace).approved.exists()


def test_a_report_that_no_build_wrote_is_refused(workspace: Workspace) -> None:
    file = client(workspace).site / SEPTEMBER / "report.json"
    data = json.loads(file.read_text("utf-8"))
    data["headline"]["saves"]["value"] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ApprovalError, match=r"site/kopi/2026-09/report.json is not what a build wrote. Remove"):
        approve(workspace)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quality": (Quality(code="x", severity="error", message="Two lists.", advice="Keep one."),)}, "Two lists. Keep one."),
        ({"coverage": {"partial": True}}, "2026-10 is reported in part only. It can be approved when the exports cover it"),
    ],
    ids=["an error of the data", "a partial month"],
)  # fmt: skip
def test_numbers_that_are_not_final_are_refused(agency: Workspace, changes: dict[str, object], message: str) -> None:
    report = shown(agency, OCTOBER)
    if isinstance(partial := changes.get("coverage"), dict):
        changes = {"coverage": report.coverage.model_copy(update=partial)}
    with pytest.raises(ApprovalError, match=message):
        sign_off.refuse_numbers(report.model_copy(update=changes))


# -- what stays


def settings_changed(workspace: Workspace) -> None:
    file = client(workspace).settings
    file.write_text(file.read_text("utf-8").replace("per: impressions", "per: views"), encoding="utf-8")


def exports_gone(workspace: Workspace) -> None:
    for file in client(workspace).exports.rglob("*2026-09*.csv"):
        file.unlink()
    for file in (client(workspace).exports / "2026-09").rglob("笔记列表*"):
        file.unlink()


def template_changed(workspace: Workspace) -> None:
    own = workspace.root / "site_templates" / "pages" / "saves.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: Saves\norder: 2\n---\n<div class='rg'><h1>Another look</h1></div>\n")


def words_changed(workspace: Workspace) -> None:
    (client(workspace).commentary / f"{SEPTEMBER}.md").write_text("Other words.")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda w: later_saves(w, "2026年09月30日", 999.0), id="a later export"),
        pytest.param(settings_changed, id="other settings"),
        pytest.param(exports_gone, id="exports gone"),
        pytest.param(template_changed, id="another look"),
        pytest.param(words_changed, id="other words"),
        pytest.param(lambda w: shutil.rmtree(client(w).build), id="the build folder deleted"),
    ],
)
def test_an_approved_month_stays_as_it_is(signed: Workspace, change: object) -> None:
    """The kept files and every file of the site but what the Method page says of restatements, byte for byte."""
    kept, site = everything(client(signed).approved), everything(client(signed).site / SEPTEMBER)
    assert callable(change)
    change(signed)
    assert run(signed, Options(month=SEPTEMBER)).error is None
    assert everything(client(signed).approved) == kept
    after = everything(client(signed).site / SEPTEMBER)
    assert {name for name in {*site, *after} if site.get(name) != after.get(name)} <= {
        "method.html", "data/restatements.csv", "data/restatements.xlsx",
    }  # fmt: skip


def test_a_lost_site_is_made_again_from_the_frozen_files(signed: Workspace) -> None:
    site = everything(client(signed).site / SEPTEMBER)
    later_saves(signed, "2026年09月30日", 999.0)
    words_changed(signed)
    shutil.rmtree(client(signed).site)
    assert run(signed, Options(month=SEPTEMBER)).error is None
    after = everything(client(signed).site / SEPTEMBER)
    assert {name for name in {*site, *after} if site.get(name) != after.get(name)} == {
        "method.html", "data/restatements.csv", "data/restatements.xlsx",
    }  # fmt: skip


def test_a_site_that_shows_something_else_is_brought_back(signed: Workspace) -> None:
    """As after a crash between freezing and showing."""
    site = everything(client(signed).site / SEPTEMBER)
    (client(signed).site / SEPTEMBER / "report.json").write_text("{}")
    words_changed(signed)
    assert run(signed, Options(month=SEPTEMBER)).months_built == (SEPTEMBER,)
    assert everything(client(signed).site / SEPTEMBER) == site


def test_the_month_after_is_held_against_what_was_approved(signed: Workspace) -> None:
    frozen = shown(signed).headline["saves"].value
    later_saves(signed, "2026年09月30日", 999.0)
    september, october = tell(client(signed), SCREEN_ONLY).reports
    assert (september.headline["saves"].value, october.headline["saves"].previous) == (frozen, frozen)


def test_words_that_were_changed_after_the_approval_are_told(signed: Workspace) -> None:
    words_changed(signed)
    (note,) = run(signed, Options(month=SEPTEMBER)).notes
    assert note == (
        "commentary/2026-09.md has changed since 2026-09 was approved; the site keeps the approved words. To publish it anew: "
        "report-gen approve kopi --month 2026-09 --by NAME --again"
    )
    assert "A month to remember." in page(signed, "index")


def test_a_damaged_approval_stops_the_build_with_the_way_out(signed: Workspace) -> None:
    before = everything(client(signed).site)
    file = client(signed).approved / SEPTEMBER / "report.json"
    file.write_bytes(file.read_bytes().replace(b'"saves"', b'"Saves"', 1))
    error = run(signed).error
    assert isinstance(error, ApprovalError)
    assert "report.json is not what was approved by Mei on 2026-11-03" in str(error)
    assert everything(client(signed).site) == before


# -- restatements


def test_what_a_later_export_would_change_is_listed_to_the_number(signed: Workspace) -> None:
    """Was and would be by summing the workbooks' own cells."""
    was = sum(saves_by_day(client(signed).exports, SEPTEMBER).values())
    later_saves(signed, "2026年09月30日", 999.0)
    would_be = sum(saves_by_day(client(signed).exports, SEPTEMBER).values())
    outcome = run(signed, Options(month=SEPTEMBER))
    told = {one.number: one for one in tell(client(signed), SCREEN_ONLY).restatements}
    headline = [f"headline.{m}.value" for m in ("saves", "save_rate", "saves_per_view", "saves_per_impression")]
    assert list(told)[:4] == headline
    assert all(number.startswith("paid.") for number in list(told)[4:])  # the account's saves that were not paid for
    saves, rate = told["headline.saves.value"], told["headline.save_rate.value"]
    assert (saves.month, saves.was, saves.would_be) == (SEPTEMBER, was, would_be)
    impressions = shown(signed).headline["impressions"].value
    assert impressions
    assert (rate.was, rate.would_be) == (pytest.approx(was / impressions), pytest.approx(would_be / impressions))
    assert saves.why == (
        "2026-12/近30日互动数据.xlsx, captured 2026-12-02, is new since the approval (other values of 2026-09-30)."
    )
    said = f"2026-09 is approved and stays as it is; today's data would change {len(told)} of its numbers"
    assert [note for note in outcome.notes if note.startswith(said)]


def test_restatements_stand_on_the_months_own_page_and_the_latest_open_one(signed: Workspace) -> None:
    later_saves(signed, "2026年09月30日", 999.0)
    assert run(signed).months_built == (OCTOBER,)
    for month in (SEPTEMBER, OCTOBER):
        assert "approved numbers of September 2026</h2>" in page(signed, "method", month)
        assert (client(signed).site / month / "data" / "restatements.csv").is_file()


def test_restatements_go_when_their_cause_does(signed: Workspace) -> None:
    before = everything(client(signed).site / SEPTEMBER)
    later_saves(signed, "2026年09月30日", 999.0)
    run(signed, Options(month=SEPTEMBER))
    assert everything(client(signed).site / SEPTEMBER) != before
    (client(signed).exports / "2026-12" / "近30日互动数据.xlsx").unlink()
    run(signed, Options(month=SEPTEMBER))
    assert everything(client(signed).site / SEPTEMBER) == before


def test_a_month_that_no_export_covers_any_more_stays_and_says_so(signed: Workspace) -> None:
    exports_gone(signed)
    (one,) = (r for r in tell(client(signed), SCREEN_ONLY).restatements if r.month == SEPTEMBER)
    assert (one.number, one.would_be) == ("coverage", None)
    assert "2026-09/笔记列表明细表.xlsx is gone since the approval" in one.why


# -- again


def test_approving_again_publishes_todays_numbers_and_keeps_the_trail(signed: Workspace) -> None:
    kept = everything(client(signed).approved / SEPTEMBER)
    later_saves(signed, "2026年09月30日", 999.0)
    would_be = sum(saves_by_day(client(signed).exports, SEPTEMBER).values())
    done = approve(signed, by="Wei", again=True)
    assert [one.number for one in done.changes][:1] == ["headline.saves.value"]
    assert shown(signed).headline["saves"].value == would_be
    one = approval.frozen(client(signed))[SEPTEMBER]
    frozen = one.shown(Edition(client(signed)))
    assert frozen == {name: (client(signed).site / SEPTEMBER / name).read_bytes() for name in frozen}
    assert [s.approved_by for s in (*one.manifest.trail, one.manifest)] == ["Mei", "Wei"]
    kept.pop("manifest.json")
    assert everything(done.folder / "superseded" / "1") == kept == one.manifest.trail[0].files
    assert "Approved by Wei on 2 December 2026" in page(signed, "method")
    assert "Newer data" not in page(signed, "method")
    # The month after is told anew as well; it isn't approved.
    assert tell(client(signed), SCREEN_ONLY).reports[-1].headline["saves"].previous == would_be


@pytest.mark.parametrize(
    ("where", "name", "stands"),
    [
        pytest.param(build, "draw", "Mei", id="while drawing"),
        pytest.param(build, "install", "Wei", id="before the site shows it"),
    ],
)
def test_what_dies_in_the_middle_leaves_an_approval_and_a_site_that_agree_after_the_next_build(
    signed: Workspace, monkeypatch: pytest.MonkeyPatch, where: object, name: str, stands: str
) -> None:
    later_saves(signed, "2026年09月30日", 999.0)
    before = everything(client(signed).site)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(where, name, dies)
        if name != "draw":
            patched.setattr("report_gen.pdf.render", lambda *_: b"%PDF drawn anew")  # dear, and another test's matter
        with pytest.raises(KeyboardInterrupt):
            approve(signed, by="Wei", again=True)
    assert everything(client(signed).site) == before
    one = approval.frozen(client(signed))[SEPTEMBER]
    assert one.manifest.approved_by == stands
    assert run(signed, Options(month=SEPTEMBER)).error is None
    frozen = one.shown(Edition(client(signed)))
    assert frozen == {name: (client(signed).site / SEPTEMBER / name).read_bytes() for name in frozen}


def test_two_approvals_at_once_are_one_approval(workspace: Workspace) -> None:
    said: list[str] = []

    def sign(by: str) -> None:
        try:
            said.append(approve(workspace, by=by).manifest.told)
        except ApprovalError as error:
            said.append(str(error))

    threads = [threading.Thread(target=sign, args=(by,)) for by in ("Mei", "Wei")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = approval.frozen(client(workspace))[SEPTEMBER].manifest
    assert winner.trail == ()
    assert sorted(said, key=len)[0] == winner.told
    assert f"2026-09 was {winner.told} already" in sorted(said, key=len)[1]


# -- the languages


@pytest.fixture(scope="module")
def printed() -> Iterator[None]:
    """PDFs that say what they are: drawing real ones is dear, and another test's matter."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("report_gen.pdf.render", lambda story, *_: f"%PDF in {story.wording.language}".encode())
        yield


@pytest.fixture(scope="module")
def both(agency: Workspace, printed: None, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The client's months in English and Chinese."""
    root = tmp_path_factory.mktemp("both") / "agency"
    shutil.copytree(agency.root, root)
    (client(Workspace(root)).commentary / f"{SEPTEMBER}.zh.md").write_text("值得记住的一个月。", encoding="utf-8")
    speak(Workspace(root), "en", "zh")
    assert run(Workspace(root), Options()).error is None
    return Workspace(root)


@pytest.fixture
def bilingual(both: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, to be changed."""
    shutil.copytree(both.root, tmp_path / "bilingual")
    return Workspace(tmp_path / "bilingual")


def speak(workspace: Workspace, *languages: str) -> None:
    file = client(workspace).settings
    others = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("languages:")]
    file.write_text("\n".join([*others, f"languages: [{', '.join(languages)}]", ""]), encoding="utf-8")


PDFS = {f"kopi-{SEPTEMBER}.pdf", f"kopi-{SEPTEMBER}-zh.pdf"}


def test_a_month_is_approved_in_all_its_languages(bilingual: Workspace) -> None:
    done = approve(bilingual)
    kept = {name for name in done.manifest.files if name != "client.yml"}
    assert kept == {"report.json", f"{SEPTEMBER}.md", f"{SEPTEMBER}.zh.md", *PDFS}
    assert done.manifest.languages == ("en", "zh")
    for folder, pdf, said in (
        ("", f"kopi-{SEPTEMBER}.pdf", "Approved by Mei on 3 November 2026"),
        ("zh", f"kopi-{SEPTEMBER}-zh.pdf", "2026年11月3日"),
    ):
        month = client(bilingual).site / folder / SEPTEMBER
        assert (done.folder / pdf).read_bytes() == (month / pdf).read_bytes()
        assert said in (month / "method.html").read_text("utf-8")
    assert run(bilingual, Options()).unchanged == (SEPTEMBER, OCTOBER)


def test_the_command_names_the_pdf_of_each_language(bilingual: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    tell_approved(approve(bilingual))
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"  PDF   kopi-{SEPTEMBER}-zh.pdf",
        f"  PDF   kopi-{SEPTEMBER}.pdf",
    ]


def test_a_month_that_one_language_lacks_is_refused(bilingual: Workspace) -> None:
    (client(bilingual).commentary / f"{SEPTEMBER}.zh.md").write_text("另一番话。", encoding="utf-8")
    with pytest.raises(ApprovalError, match="2026-09 in “zh” would be another one"):
        approve(bilingual)
    (client(bilingual).site / "zh" / SEPTEMBER / f"kopi-{SEPTEMBER}-zh.pdf").unlink()
    with pytest.raises(ApprovalError, match="2026-09 in “zh” was built without its PDF"):
        approve(bilingual)


def test_an_approved_month_stays_as_it_is_in_every_language(bilingual: Workspace) -> None:
    approve(bilingual)
    site = everything(client(bilingual).site)
    later_saves(bilingual, "2026年09月30日", 999.0)
    (client(bilingual).commentary / f"{SEPTEMBER}.zh.md").write_text("另一番话。", encoding="utf-8")
    template_changed(bilingual)
    outcome = run(bilingual, Options(month=SEPTEMBER))
    assert outcome.error is None
    assert any(note.startswith(f"commentary/{SEPTEMBER}.zh.md has changed since") for note in outcome.notes)
    after = everything(client(bilingual).site)
    changed = {name for name in {*site, *after} if site.get(name) != after.get(name)}
    assert changed == {
        f"{folder}{SEPTEMBER}/{name}"
        for folder in ("", "zh/")
        for name in ("method.html", "data/restatements.csv", "data/restatements.xlsx")
    }


def test_a_lost_edition_is_made_again_from_the_frozen_files(bilingual: Workspace) -> None:
    approve(bilingual)
    site = everything(client(bilingual).site)
    later_saves(bilingual, "2026年10月30日", 999.0)
    (client(bilingual).commentary / f"{SEPTEMBER}.zh.md").write_text("另一番话。", encoding="utf-8")
    shutil.rmtree(client(bilingual).site / "zh" / SEPTEMBER)
    assert run(bilingual, Options(month=SEPTEMBER)).months_built == (SEPTEMBER,)
    assert everything(client(bilingual).site) == site


def test_a_language_added_after_the_approval_is_drawn_from_the_frozen_numbers(signed: Workspace, printed: None) -> None:
    """The approved PDF and numbers stand; the new language's PDF is drawn, not approved."""
    frozen = everything(client(signed).approved)
    english = everything(client(signed).site / SEPTEMBER)
    later_saves(signed, "2026年09月30日", 999.0)
    speak(signed, "en", "zh")
    assert run(signed, Options()).error is None
    assert everything(client(signed).approved) == frozen
    zh = client(signed).site / "zh" / SEPTEMBER
    assert (zh / "report.json").read_bytes() == (client(signed).approved / SEPTEMBER / "report.json").read_bytes()
    assert (zh / f"kopi-{SEPTEMBER}-zh.pdf").read_bytes() == b"%PDF in zh"
    after = everything(client(signed).site / SEPTEMBER)
    data = {name for name in english if not name.endswith(".html")}
    assert {name for name in data if english[name] != after[name]} == set()
    assert f'href="../zh/{SEPTEMBER}/saves.html"' in page(signed, "saves")
    assert run(signed, Options()).months_built == ()


def test_an_approved_pdf_keeps_its_language_when_another_becomes_the_first(bilingual: Workspace) -> None:
    approve(bilingual)
    speak(bilingual, "zh", "en")
    assert run(bilingual, Options()).error is None
    site = client(bilingual).site
    assert (site / SEPTEMBER / f"kopi-{SEPTEMBER}.pdf").read_bytes() == b"%PDF in zh"
    assert (site / "en" / SEPTEMBER / f"kopi-{SEPTEMBER}-en.pdf").read_bytes().startswith(b"%PDF")
    assert "值得记住的一个月。" in (site / SEPTEMBER / "index.html").read_text("utf-8")
    assert "A month to remember." in (site / "en" / SEPTEMBER / "index.html").read_text("utf-8")
    assert run(bilingual, Options()).months_built == ()


def test_approving_again_renews_every_language(bilingual: Workspace) -> None:
    approve(bilingual)
    later_saves(bilingual, "2026年09月30日", 999.0)
    would_be = sum(saves_by_day(client(bilingual).exports, SEPTEMBER).values())
    done = approve(bilingual, by="Wei", again=True)
    assert set(done.manifest.files) > PDFS
    assert {path.name for path in (done.folder / "superseded" / "1").glob("*.pdf")} == PDFS
    for folder in ("", "zh"):
        written = (client(bilingual).site / folder / SEPTEMBER / "report.json").read_bytes()
        assert Report.from_json(written).headline["saves"].value == would_be
    assert run(bilingual, Options(month=SEPTEMBER)).months_built == ()


def test_an_approval_of_a_report_gen_with_one_language_is_read(signed: Workspace) -> None:
    file = client(signed).approved / SEPTEMBER / "manifest.json"
    data = json.loads(file.read_text("utf-8"))
    del data["languages"]
    file.write_text(json.dumps(data), encoding="utf-8")
    assert approval.frozen(client(signed))[SEPTEMBER].manifest.languages == ("en",)
    assert run(signed, Options(month=SEPTEMBER)).months_built == ()


# -- the command


def test_the_command_says_what_was_approved_and_where_it_is_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr("sys.argv", ["report-gen", "approve", "kopi", "--month", SEPTEMBER, "--by", "Mei"])
    with pytest.raises(SystemExit) as end:
        main()
    manifest = approval.frozen(client(workspace))[SEPTEMBER].manifest
    assert (end.value.code or 0) == 0
    assert capsys.readouterr().out == (
        f"kopi: 2026-09 {manifest.told}, kept in clients/kopi/approved/2026-09\n  PDF   kopi-2026-09.pdf\n"
    )
    with pytest.raises(SystemExit) as end:
        main()
    assert (end.value.code, capsys.readouterr().err.splitlines()[0]) == (
        1,
        f"2026-09 was {manifest.told} already. To replace that by what today's exports say, add --again; the earlier "
        "approval is kept.",
    )


def test_words_that_are_frozen_as_a_draft_are_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = client(workspace).commentary / f"{SEPTEMBER}.md"
    file.write_text("---\ndraft: true\n---\nA month to remember.", encoding="utf-8")
    run(workspace, Options())
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr("sys.argv", ["report-gen", "approve", "kopi", "--month", SEPTEMBER, "--by", "Mei Tan"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.splitlines()[-1] == (
        "  commentary/2026-09.md is a draft, so the month was frozen without its words. To show them, take its line draft: "
        "true out, then: report-gen approve kopi --month 2026-09 --by 'Mei Tan' --again"
    )


def test_the_command_tells_the_changes_of_a_month_approved_anew(capsys: pytest.CaptureFixture[str]) -> None:
    """The first dozen one by one."""
    signature = {"approved_by": "Mei", "approved_at": NOW, "version": "1", "code": "", "files": {}, "inputs": {}}
    manifest = Manifest.model_validate(
        {"schema": approval.SCHEMA, "client": "kopi", "month": SEPTEMBER, **signature, "trail": (signature,)}
    )
    changes = tuple(
        Restatement(month=SEPTEMBER, number=f"headline.m{n}.value", was=1, would_be=2, why="late.xlsx is new.")
        for n in range(14)
    )
    tell_approved(SignedOff(manifest, Path("approved"), changes))
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "kopi: 2026-09 approved by Mei on 2026-11-03, kept in approved",
        "  in place of what was approved by Mei on 2026-11-03, kept below it in superseded/1",
        "  headline.m0.value: 2, was 1. late.xlsx is new.",
    ]
    assert (len(said), said[-1]) == (15, "  … and 2 more numbers")
