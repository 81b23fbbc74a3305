"""Drawings are kept by what they are made of: never an old one for a new number, and none is built to be found."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from report_gen import keys
from report_gen.charts import _cover, _made
from report_gen.charts._render import Drawer
from report_gen.figures import MICRO, PAPER, WIDE, Canvas, Figure
from report_gen.parts import parts
from report_gen.report import Restatement
from report_gen.story import Action, Approval, Commentary, Look, Story
from report_gen.wording import Wording
from tests.stories import story

CHARTS = {**parts("charts"), "_cover": _cover}
Change = Callable[[Story], Story]


def figure(told: Story, chart: str = "saves_bars") -> Figure:
    found = _made.figure(CHARTS[chart], told)
    assert found
    return found


def drawn(told: Story, cache: Path | None, chart: str = "saves_bars", canvas: Canvas = MICRO) -> str:
    return Drawer(cache).svg(figure(told, chart), canvas, told.look)


def with_words(told: Story) -> Story:
    """All that people write of a month, and what stands beside its numbers."""
    action = Action("pillar_leads", "Publish more.", "accepted", "Mei", dt.date(2026, 11, 9))
    restated = Restatement.model_construct(month="2026-09")
    return replace(
        told, commentary={"saves": Commentary("<p>Words.</p>", "Mei")}, actions=(action,), followed=(action,),
        restatements=(restated,), approval=Approval("Mei", dt.date(2026, 11, 2)),
        look=replace(told.look, agency="Lantern", contact="reports@lantern.example", pages=("saves",)),
    )  # fmt: skip


def with_another_number(told: Story) -> Story:
    report = told.report
    saves = report.headline["saves"]
    changed = report.model_copy(
        update={"headline": {**report.headline, "saves": saves.model_copy(update={"value": 77})}}
    )
    return replace(told, reports=(*told.reports[:-1], changed))


def with_another_target(told: Story) -> Story:
    report = told.report
    saves = report.headline["saves"].model_copy(update={"target": 9999})
    return replace(
        told, reports=(*told.reports[:-1], report.model_copy(update={"headline": {**report.headline, "saves": saves}}))
    )


def without_its_first_months(told: Story) -> Story:
    return replace(told, reports=told.reports[2:])


def in_yellow(told: Story) -> Story:
    return replace(told, look=Look("#ffd400"))


def in_chinese(told: Story) -> Story:
    return replace(told, wording=Wording("zh"))


CHANGES = (with_another_number, with_another_target, without_its_first_months, in_yellow, in_chinese)
changes = pytest.mark.parametrize("change", CHANGES)


@changes
def test_a_change_is_drawn_although_the_drawing_before_it_is_kept(change: Change, tmp_path: Path) -> None:
    told = story()
    drawn(told, tmp_path)
    other = change(story())
    assert drawn(other, tmp_path) == drawn(other, None)
    assert drawn(other, tmp_path) != drawn(told, tmp_path)
    assert figure(other).made_of != figure(told).made_of


def test_another_name_for_a_pillar_is_drawn(tmp_path: Path) -> None:
    told, chart = story(), "save_rate_by_pillar"
    named = replace(told, wording=Wording("en", {pillar.name: f"New {pillar.name}" for pillar in told.report.pillars}))
    before = drawn(told, tmp_path, chart, WIDE)
    assert drawn(named, tmp_path, chart, WIDE) == drawn(named, None, chart, WIDE) != before


def test_other_code_draws_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = figure(story()).made_of
    monkeypatch.setattr(keys, "of_code", lambda: "another version")
    assert figure(story()).made_of != before


def test_charts_of_one_month_and_canvases_of_one_chart_are_told_apart(tmp_path: Path) -> None:
    told = story()
    for chart, canvas in (("saves_bars", MICRO), ("comments_bars", MICRO), ("saves_bars", WIDE), ("saves_bars", PAPER)):
        assert drawn(told, tmp_path, chart, canvas) == drawn(told, None, chart, canvas)
    assert len({figure(told, chart).made_of for chart in CHARTS}) == len(CHARTS)


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_shows_what_people_write(chart: str) -> None:
    """The same picture and words, whether it sees all of the story or what the key is made of."""
    told = with_words(story())
    whole, made = CHARTS[chart].figure(told), figure(told, chart)
    assert replace(made, draw=whole.draw, made_of="") == whole
    assert Drawer().spec(made, PAPER, told.look) == Drawer().spec(whole, PAPER, told.look)
    assert made.made_of == figure(story(), chart).made_of


def test_charts_see_nothing_that_the_key_is_not_made_of() -> None:
    """The key holds the reports, the wording and the brand; all else is as in an empty story."""
    seen, empty = _made.seen(with_words(story())), Story(())
    others = {field.name for field in fields(Story) if field.compare} - {"reports", "wording", "look"}
    assert all(getattr(seen, name) == getattr(empty, name) for name in others)
    assert seen.look == Look(seen.look.brand)
    assert {field.name for field in fields(Wording)} == {"language", "names", "_locale"}  # the last is the language's


def test_a_kept_drawing_is_found_without_building_the_chart(tmp_path: Path) -> None:
    told, look = story(), story().look
    svg, spec = drawn(told, tmp_path), Drawer(tmp_path).spec(figure(told), MICRO, look)
    unbuilt = replace(figure(with_words(told)), draw=lambda canvas: pytest.fail("the chart was built"))
    assert Drawer(tmp_path).svg(unbuilt, MICRO, look) == svg
    assert Drawer(tmp_path).spec(unbuilt, MICRO, look) == spec


def test_what_draws_is_imported_only_to_draw() -> None:
    code = (
        "import sys; from report_gen import build; build.import_libraries(); "
        "sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
