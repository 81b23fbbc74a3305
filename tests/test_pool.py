"""The anonymous pool: what is told, what never is, and that nobody's name or own number gets out of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen import pool as pooling
from report_gen.benchmarks import ALL, Cell, Pool
from report_gen.build import build
from report_gen.cli import main
from report_gen.jobs import Options
from report_gen.pool import COUNTERS, Contribution, Reading, contribution, pooled, quartiles
from report_gen.workspace import Workspace
from tests.agencies import Brand, add, agency, brands
from tests.by_hand import note_list

SPREAD = (0.010, 0.014, 0.018, 0.022, 0.026, 0.030, 0.036, 0.045)  # eight notes of an ordinary client


def quiet(slug: str, stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def client(owner: str, rates: Iterable[float], category: str = "food") -> Contribution:
    return Contribution(owner, category, {("image", "saves_per_impression"): np.array(list(rates), dtype=float)})


def alike(count: int, category: str = "food", prefix: str = "c") -> list[Contribution]:
    return [client(f"{prefix}{n}", [rate * (1 + n / 100) for rate in SPREAD], category) for n in range(count)]


def told(contributions: Sequence[Contribution]) -> dict[str, Cell]:
    """The cells that are told, by category."""
    return {cell.category: cell for cell in pooled(contributions, "2026-10").cells}


def by_walking(rates: Mapping[Any, Sequence[float]]) -> list[float]:
    """Quartiles with every client counting the same, the slow way: walk along the notes, each standing in the middle of its
    weight, and go between two in proportion."""
    steps = sorted((rate, 1 / len(own)) for own in rates.values() for rate in own)
    places, walked = [], 0.0
    for rate, weight in steps:
        places.append(((walked + weight / 2) / len(rates), rate))
        walked += weight
    found = []
    for q in (0.25, 0.5, 0.75):
        below = [p for p in places if p[0] <= q]
        above = [p for p in places if p[0] > q]
        if not below or not above:
            found.append((above or below[::-1])[0][1])
            continue
        (left, low), (right, high) = below[-1], above[0]
        found.append(low + (high - low) * (q - left) / (right - left))
    return found


@given(st.permutations(range(4)))
def test_the_order_of_the_clients_changes_nothing(order: list[int]) -> None:
    rates = ([0.0, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5], [0.5, 0.5, 0.0, 0.1, 0.1], [0.1, 0.1, 0.1])
    assert quartiles({str(n): np.array(rates[n]) for n in order}) == pytest.approx(by_walking(dict(enumerate(rates))))


# -- quartiles


def test_clients_with_equally_many_notes_give_the_quartiles_of_all_notes() -> None:
    clients = {f"c{n}": np.array(SPREAD) * (1 + n / 7) for n in range(5)}
    everything = np.concatenate(list(clients.values()))
    assert quartiles(clients) == pytest.approx(np.quantile(everything, [0.25, 0.5, 0.75], method="hazen"))


def test_a_client_with_many_notes_counts_no_more_than_one_with_few() -> None:
    """By hand: one note of 4 % weighs as much as three of 1, 2 and 3 %; they stand at 1/12, 3/12, 5/12 and 9/12."""
    found = quartiles({"one": np.array([0.04]), "three": np.array([0.01, 0.02, 0.03])})
    assert found == pytest.approx([0.02, 0.03 + 0.01 * (6 - 5) / (9 - 5), 0.04])


@given(st.lists(st.lists(st.floats(0, 0.5), min_size=3, max_size=12), min_size=2, max_size=8))
def test_quartiles_are_those_of_walking_along_the_notes(rates: list[list[float]]) -> None:
    clients = {str(n): own for n, own in enumerate(rates)}
    assert quartiles({k: np.array(v) for k, v in clients.items()}) == pytest.approx(by_walking(clients), abs=1e-9)


def test_a_cell_is_told_in_two_digits() -> None:
    found = told(alike(6))["food"]
    exact = by_walking({f"c{n}": [rate * (1 + n / 100) for rate in SPREAD] for n in range(6)})
    assert [found.low, found.median, found.high] == [float(f"{value:.1e}") for value in exact]


# -- what may be told


@pytest.mark.parametrize(
    ("contributions", "is_told"),
    [
        pytest.param(alike(5), True, id="five clients with forty notes"),
        pytest.param(alike(4), False, id="four clients"),
        pytest.param([*alike(4), client("c9", SPREAD[:2])], False, id="the fifth with two notes"),
        pytest.param([*alike(4), client("c9", SPREAD[:3])], True, id="the fifth with three notes"),
        pytest.param([client(f"c{n}", SPREAD[1:6]) for n in range(5)], False, id="five clients with twenty-five notes"),
        pytest.param([client(f"c{n}", SPREAD[1:7]) for n in range(5)], True, id="five clients with thirty notes"),
        pytest.param([*alike(4), client("c0", SPREAD)], False, id="a second folder of the same client"),
        pytest.param([], False, id="nobody"),
    ],
)
def test_a_cell_needs_five_clients_of_three_notes_and_thirty_notes(
    contributions: list[Contribution], is_told: bool
) -> None:
    assert (set(told(contributions)) == {"food"}) is is_told


def test_why_cells_are_not_told_is_said_by_reason_and_count_only() -> None:
    found = pooled(alike(4), "2026-10")
    assert found.suppressed == {"too_few": 2}  # its category's and that of all
    assert pooling.as_text(found).splitlines()[-1] == (
        "  Left out: 2 cells, fewer than 5 clients with 3 notes each, or fewer than 30 notes."
    )


def test_a_client_that_dominates_by_its_notes_determines_nothing() -> None:
    """A giant with 400 notes at ten times the others' rates: what is told is what the others alone would give, about."""
    giant = client("giant", [rate * 10 for rate in SPREAD] * 50)
    cell, others = told([*alike(8), giant])["food"], told(alike(8))["food"]
    for name in ("low", "median", "high"):
        assert getattr(cell, name) == pytest.approx(getattr(others, name), rel=0.25)
    assert cell.high < min(giant.rates["image", "saves_per_impression"])


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param([[0.01 * 2**n] * 8 for n in range(5)], id="each alike inside and far from the others"),
        pytest.param([[0.01 * (n + 1)] * 8 for n in range(5)], id="one, two, three, four and five per cent"),
        pytest.param([[0.01] * 8] * 3 + [[0.05] * 8] * 2, id="the upper quartile hangs on one of two"),
        pytest.param([[0.0] * 8] * 2 + [SPREAD] * 3, id="a quartile of nothing hangs on one of two"),
    ],
)
def test_a_cell_that_one_client_sways_is_not_told(rates: list[list[float]]) -> None:
    found = pooled([client(f"c{n}", own) for n, own in enumerate(rates)], "2026-10")
    assert found.cells == ()
    assert found.suppressed == {"one_client": 2}


agencies = st.lists(
    st.tuples(st.floats(0.002, 0.08), st.lists(st.floats(0.3, 3.0), min_size=1, max_size=15), st.sampled_from("ABC")),
    min_size=1,
    max_size=20,
)


@given(agencies)
def test_whatever_is_told_leaving_any_one_client_out_would_tell_about_the_same(drawn: Any) -> None:
    """k-anonymity under leave-one-out, for any agency: enough clients and notes, and no quartile moves by over a quarter."""
    contributions = [
        client(f"c{n}", [level * one for one in spread], category) for n, (level, spread, category) in enumerate(drawn)
    ]
    for category in told(contributions):
        own = {
            one.owner: list(one.rates["image", "saves_per_impression"])
            for one in contributions
            if category in (ALL, one.category) and len(one.rates["image", "saves_per_impression"]) >= 3
        }
        assert len(own) >= 5
        assert sum(map(len, own.values())) >= 30
        whole = by_walking(own)
        for left_out in own:
            rest = by_walking({name: rates for name, rates in own.items() if name != left_out})
            assert all(abs(a - b) <= 0.25 * a + 1e-12 for a, b in zip(whole, rest, strict=True))


@given(agencies)
def test_no_difference_of_what_is_told_is_of_fewer_than_five_clients(drawn: Any) -> None:
    contributions = [
        client(f"c{n}", [level * one for one in spread], category) for n, (level, spread, category) in enumerate(drawn)
    ]
    cells = told(contributions)
    members = {
        category: {
            one.owner
            for one in contributions
            if category in (ALL, one.category) and len(one.rates["image", "saves_per_impression"]) >= 3
        }
        for category in cells
    }
    everybody = members.pop(ALL, None)
    if everybody and members:
        assert all(len(everybody - own) >= 5 for own in members.values())
        assert len(everybody - set().union(*members.values())) not in (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("contributions", "categories"),
    [
        pytest.param(
            [*alike(6), *alike(6, "beauty", "b")], {"food", "beauty", ALL}, id="two categories and nobody else"
        ),
        pytest.param([*alike(6), *alike(5, "", "n")], {"food", ALL}, id="five of no category"),
        pytest.param([*alike(6), *alike(4, "", "n")], {"food"}, id="four of no category would be told by difference"),
        pytest.param([*alike(6), *alike(3, "beauty", "b")], {"food"}, id="three of another category"),
        pytest.param([*alike(6), *alike(6, "beauty", "b"), *alike(2, "", "n")], {"food", "beauty"}, id="two left over"),
        pytest.param(
            [*alike(3), *alike(3, "beauty", "b")], {ALL}, id="categories too small, all together large enough"
        ),
        pytest.param(alike(6), {"food"}, id="all of one category are told once"),
        pytest.param(alike(6, ""), {ALL}, id="no categories at all"),
    ],
)
def test_all_stands_beside_categories_only_where_nobody_can_be_subtracted(
    contributions: list[Contribution], categories: set[str]
) -> None:
    assert set(told(contributions)) == categories


def test_what_could_be_subtracted_is_counted() -> None:
    found = pooled([*alike(6), *alike(4, "", "n")], "2026-10")
    assert found.suppressed == {"difference": 1}


# -- which notes count


def reading(*frames: pd.DataFrame) -> Reading:
    return Reading("kopi", "food", ("2026-10",), 3, pd.concat(frames, ignore_index=True))


def rates(read: Reading, metric: str = "saves_per_impression", format_: str = "image") -> list[float]:
    found = contribution(read, "2026-10").rates[format_, metric]  # type: ignore[index]
    return sorted(float(rate) for rate in found)


def counters(saves: float, impressions: float = 1000, views: float = 500, comments: float = 10) -> dict[str, float]:
    return {"saves": saves, "impressions": impressions, "views": views, "comments": comments}


def test_a_note_counts_once_at_its_latest_reading_by_the_end_of_the_month() -> None:
    published = "2026-08-05 09:00:00"
    seen = {"2026-09-01": 10, "2026-11-02": 40, "2026-12-01": 90}
    frames = [note_list(day, {published: counters(saves)}) for day, saves in seen.items()]
    assert rates(reading(*frames)) == [0.04]


def test_only_notes_of_the_last_twelve_months_count() -> None:
    moments = {"2025-10-31 23:59:59": 1, "2025-11-01 00:00:00": 2, "2026-10-31 23:59:59": 3, "2026-11-01 00:00:00": 4}
    listed = note_list("2026-11-01", {moment: counters(saves) for moment, saves in moments.items()})
    assert rates(reading(listed)) == [0.002, 0.003]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("saves_per_impression", 0.04), ("saves_per_view", 0.08), ("comments_per_impression", 0.01),
        ("comments_per_view", 0.02),
    ],
)  # fmt: skip
def test_each_metric_divides_by_its_own_denominator(metric: str, expected: float) -> None:
    assert set(COUNTERS) >= {metric}
    assert rates(reading(note_list("2026-11-01", {"2026-08-05 09:00:00": counters(40)})), metric) == [expected]


@pytest.mark.parametrize(
    ("note", "format_", "expected"),
    [
        pytest.param(counters(5, 99), "image", [], id="seen less than a hundred times"),
        pytest.param(counters(5, 100, 50), "image", [0.05], id="seen a hundred times"),
        pytest.param(counters(5, float("nan")), "image", [], id="impressions unknown"),
        pytest.param(counters(float("nan")), "image", [], id="saves unknown"),
        pytest.param(counters(5, 200, 900), "video", [], id="a video seen mostly in autoplay"),
        pytest.param(counters(5, 200, 150), "video", [0.025], id="a video with its impressions"),
    ],
)
def test_notes_without_a_whole_rate_do_not_count(note: dict[str, float], format_: str, expected: list[float]) -> None:
    assert (
        rates(reading(note_list("2026-11-01", {"2026-08-05 09:00:00": note}, format_=format_)), format_=format_)
        == expected
    )


def folder(owner: str, *notes: str) -> Reading:
    return Reading(owner, "", (), 3, pd.DataFrame(), frozenset((note, "title") for note in notes))


@pytest.mark.parametrize(
    ("readings", "clients"),
    [
        pytest.param([folder("a", *"123"), folder("b", *"456")], 2, id="other notes"),
        pytest.param([folder("a"), folder("a")], 1, id="the same name"),
        pytest.param([folder("a", *"1234"), folder("b", *"2345")], 1, id="an account in two folders"),
        pytest.param([folder("a", *"123"), folder("b", *"345")], 2, id="one greeting in the same second"),
        pytest.param([folder("a", *"123"), folder("b", *"123456"), folder("c", *"456")], 1, id="one through another"),
        pytest.param([folder("a", *"123"), folder("b", *"456"), folder("b", *"123")], 1, id="by notes and by name"),
    ],
)
def test_folders_of_one_client_are_one_client(readings: list[Reading], clients: int) -> None:
    assert len({one.owner for one in pooling.joined(readings)}) == clients


def test_copies_of_one_clients_exports_make_no_pool(tmp_path: Path) -> None:
    """Six folders under six names with the same notes: a single client's data would determine every cell."""
    workspace = agency(tmp_path / "agency", [Brand(f"copy-{n}", "Original", brands(1)[0].saves) for n in range(6)])
    for n, settings in enumerate(sorted(workspace.root.glob("clients/*/client.yml"))):
        settings.write_text(f"client: Name {n}\n", "utf-8")
    assert pooling.make(workspace, None, quiet).pool is None


def test_the_month_is_the_latest_that_five_clients_cover() -> None:
    frame = note_list("2026-11-01", {"2026-08-05 09:00:00": counters(5)})
    ahead = Reading("ahead", "", ("2026-10", "2026-11"), 3, frame)
    others = [Reading(f"c{n}", "", ("2026-09", "2026-10"), 3, frame) for n in range(4)]
    assert pooling.latest_covered([ahead, *others]) == "2026-10"
    assert pooling.latest_covered(others) is None


def test_no_pool_is_made_to_a_month_that_five_clients_do_not_cover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty one would stand in the way of an earlier one, since a month is held against the latest up to it."""
    workspace = agency(tmp_path / "agency", brands(6))
    assert command(workspace, monkeypatch, "--month", "2030-01") == 1
    assert "No pool was made" in capsys.readouterr().out
    assert not workspace.pool.exists()


# -- from files to a file


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Six clients of one category and their pool."""
    workspace = agency(tmp_path_factory.mktemp("six") / "agency", brands(6))
    assert pooling.make(workspace, None, quiet).failures == {}
    return workspace


def test_the_files_of_an_agency_give_the_quartiles_of_its_notes(six: Workspace) -> None:
    (pool,) = json.loads(six.pool.read_text("utf-8"))["pools"]
    assert pool["month"] == "2026-10"
    cell = next(c for c in pool["cells"] if c["metric"] == "saves_per_impression")
    exact = by_walking({b.slug: [saves / b.seen for saves in b.saves] for b in brands(6)})
    assert [cell[name] for name in ("low", "median", "high")] == [float(f"{value:.1e}") for value in exact]
    assert {c["category"] for c in pool["cells"]} == {"food-and-drink"}
    assert {c["metric"] for c in pool["cells"]} == set(COUNTERS)


def test_no_name_slug_or_count_of_a_client_is_in_the_file(six: Workspace) -> None:
    text = six.pool.read_text("utf-8")
    assert not re.search(r"slug|name|pte", text, re.IGNORECASE)
    numbers = {float(n) for n in re.findall(r"(?<![\w-])\d+(?:\.\d+)?(?![\w-])", text)}
    notes = {float(n) for b in brands(6) for n in (*b.saves, b.seen, len(b.saves))}
    assert numbers & (notes | {6.0, 48.0}) == set()


def test_other_names_and_other_folders_give_the_same_file(six: Workspace, tmp_path: Path) -> None:
    renamed = [Brand(f"other-{9 - n}", f"Else {n}", b.saves) for n, b in enumerate(brands(6))]
    workspace = agency(tmp_path / "agency", renamed)
    pooling.make(workspace, None, quiet)
    assert workspace.pool.read_bytes() == six.pool.read_bytes()


def command(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["report-gen", "benchmark", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_a_client_that_cannot_be_read_stops_nobody_and_is_told_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = agency(tmp_path / "agency", brands(6))
    (workspace.root / "clients" / "slug-0" / "client.yml").write_text("client: [", "utf-8")
    assert command(workspace, monkeypatch) == 1
    printed = capsys.readouterr()
    assert "Pool to 2026-10" in printed.out
    assert re.search(r"food-and-drink +image +saves per impression +2\.\d%", printed.out)
    assert "slug-0: not in the pool" in printed.err
    assert "slug" not in printed.out
    assert workspace.pool.is_file()


def test_fewer_than_five_clients_make_no_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = agency(tmp_path / "agency", brands(4))
    assert command(workspace, monkeypatch) == 1
    assert capsys.readouterr().out.startswith("No pool was made: no such month is covered by at least 5 clients")
    assert not workspace.pool.exists()


def test_for_programs_the_pool_is_printed_as_it_stands_in_the_file(
    six: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(six, monkeypatch, "--json", "--month", "2026-10") == 0
    printed = Pool.model_validate_json(capsys.readouterr().out)
    assert [printed.model_dump(mode="json")] == json.loads(six.pool.read_text("utf-8"))["pools"]


def test_nothing_of_another_client_is_in_what_is_built(tmp_path: Path) -> None:
    """The pool is all that a build reads of others. A client with numbers like no other: none is in a seventh's site."""
    canary = Brand("canary-folder", "Canary Ltd", [123_457 + 1111 * n for n in range(8)], seen=7_654_321)
    seventh = Brand("own", "Own Name", [150] * 8)
    workspace = agency(tmp_path / "agency", [*brands(6), canary])
    add(workspace.root, seventh)
    pooling.make(workspace, None, quiet)
    (outcome,) = build(workspace, ["own"], Options("2026-10", pdf=False), quiet)
    assert outcome.error is None
    report = (workspace.root / "site" / "own" / "2026-10" / "report.json").read_text("utf-8")
    assert "agency pool, food-and-drink, to 2026-10" in report
    others = re.compile(rb"canary|slug-\d|Name \d Pte|765[,.]?4[,.]?321|123[,.]?457", re.IGNORECASE)
    made = [p for top in ("site", "build") for p in (workspace.root / top).rglob("*") if p.is_file()]
    assert len(made) > 10
    assert [p.name for p in made if others.search(p.read_bytes()) or others.search(p.name.encode())] == []
