"""The preview builds what a save changes, aside from the client's site, and keeps the last good pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_gen import files, preview
from report_gen.charts._render import Drawer
from report_gen.errors import WorkspaceError
from report_gen.figures import PAPER, WIDE
from report_gen.parts import parts
from report_gen.preview import Remembering, Theatre
from report_gen.simulate import simulate_client
from report_gen.story import Look
from report_gen.workspace import Workspace
from tests.stories import story


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("agency")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    simulate_client(root / "clients" / "kopi", 2, 1, "2026-10")
    return Workspace(root)


@pytest.fixture(scope="module")
def theatre(workspace: Workspace) -> Theatre:
    """With its first pages made."""
    made = Theatre(workspace, workspace.client("kopi"))
    made.show()
    return made


def page(theatre: Theatre, name: str = "saves") -> str:
    return theatre.shown.files[f"2026-10/{name}.html"].decode()


def save(theatre: Theatre, text: str, name: str = "2026-10.md") -> Path:
    """A commentary file written, and the save shown."""
    file = theatre.client.commentary / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    theatre.show([file])
    return file


def test_the_latest_month_is_shown_with_all_that_its_pages_need(theatre: Theatre) -> None:
    shown = theatre.shown
    assert (theatre.month, shown.problems) == ("2026-10", ())
    assert {"index.html", "versions.json", "2026-10/index.html", "2026-10/assets/vega.js"} <= set(shown.files)
    assert not any(path.endswith(".pdf") for path in shown.files)


def test_nothing_of_it_is_in_the_client_s_site(theatre: Theatre) -> None:
    assert not theatre.client.site.exists()
    assert not (theatre.client.build / "2026-10").exists()
    assert not (theatre.client.build / "state.json").exists()


def test_saved_words_are_on_their_page_drafts_too(theatre: Theatre) -> None:
    save(theatre, "---\ndraft: true\n---\n# Saves\nWords of today.")
    assert "Words of today." in page(theatre)
    assert any("A draft" in note for note in theatre.shown.notes)


def test_words_compute_no_number_again(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "tell", lambda *_: pytest.fail("the numbers were asked for again"))
    save(theatre, "# Saves\nOther words.")
    assert "Other words." in page(theatre)


def test_a_save_that_changes_nothing_builds_nothing(theatre: Theatre) -> None:
    file = save(theatre, "# Saves\nThe same.")
    before = theatre.shown.files
    theatre.show([file])
    assert theatre.shown.files is before


def test_a_mistake_is_told_and_the_last_good_pages_stay(theatre: Theatre) -> None:
    save(theatre, "# Saves\nGood words.")
    save(theatre, "---\nstate: x\n---\n")
    assert theatre.shown.problems[0].startswith(
        "clients/kopi/commentary/2026-10.md, line 2: there is no setting “state”"
    )
    assert "Good words." in page(theatre)
    save(theatre, "# Saves\nBetter words.")
    assert theatre.shown.problems == ()
    assert "Better words." in page(theatre)


def test_settings_that_were_saved_are_read_again_and_a_mistake_in_them_is_told(theatre: Theatre) -> None:
    settings = theatre.client.settings
    good = settings.read_text("utf-8")
    settings.write_text(good + "\nkewords: []\n", encoding="utf-8")
    theatre.show([settings])
    assert "kewords" in theatre.shown.problems[0]
    # Put right in another file than the one that was saved last: still looked at again.
    settings.write_text(good, encoding="utf-8")
    save(theatre, "# Saves\nAfter that.")
    assert theatre.shown.problems == ()
    assert "After that." in page(theatre)


def test_a_file_that_is_only_emptied_yet_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "2026-10.md"
    file.write_text("")
    waits: list[float] = []

    def write(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            file.write_text("# Saves\nWritten.")

    preview.until_written([file, tmp_path / "deleted.md"], write)
    assert len(waits) == 3


def test_a_file_that_stays_empty_is_taken_to_be_meant_so(tmp_path: Path) -> None:
    (tmp_path / "2026-10.md").touch()
    waits: list[float] = []
    preview.until_written([tmp_path / "2026-10.md"], waits.append)
    assert sum(waits) == pytest.approx(1)


def test_a_template_of_the_agency_s_own_is_seen_at_once(theatre: Theatre) -> None:
    own = theatre.workspace.root / "site_templates" / "partials" / "words.html"
    own.parent.mkdir(parents=True)
    own.write_text('{%- if comment -%}<p class="ours">{{ comment.html | safe }}</p>{%- endif -%}')
    theatre.show([own])
    assert 'class="ours"' in page(theatre)
    own.write_text("{%- if comment -%}")
    theatre.show([own])
    assert "words.html, line 1" in theatre.shown.problems[0]
    own.unlink()
    theatre.show([own])
    assert theatre.shown.problems == ()


def test_two_previews_of_a_client_are_one_too_many(workspace: Workspace) -> None:
    client = workspace.client("kopi")
    with (
        files.exclusive(client.build / ".preview.lock", lambda: None),
        pytest.raises(WorkspaceError, match="A preview of kopi is running already"),
    ):
        preview.run(workspace, preview.Request("kopi"), print)


def test_a_drawing_that_is_remembered_is_the_one_that_would_be_drawn() -> None:
    drawer, look = Drawer(), Look()
    memory, told = Remembering(drawer), story()
    for name in ("save_rate_trend", "funnel"):
        for canvas in (WIDE, PAPER):
            figures = [parts("charts")[name].figure(told) for _ in range(2)]
            assert [memory.svg(figure, canvas, look) for figure in figures] == [
                drawer.svg(figures[0], canvas, look)
            ] * 2
            assert [memory.spec(figure, canvas, look) for figure in figures] == [
                drawer.spec(figures[0], canvas, look)
            ] * 2
    assert len(memory.svgs) == len(memory.specs) == 4


def test_the_builder_that_was_asked_for_makes_the_pages(workspace: Workspace) -> None:
    shown = Theatre(workspace, workspace.client("kopi"), engine="zensical").show()
    assert shown.problems == ()
    assert any(name.startswith("2026-10/assets/stylesheets/classic/") for name in shown.files)
