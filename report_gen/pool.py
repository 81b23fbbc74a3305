"""The agency's anonymous pool: what notes of a category and format reach over all its clients, and nobody's own numbers.

    contribution   a client's notes of twelve months, each at its latest reading: rates by format and metric, and no more
    pooled         quartiles by category, format and metric, of the cells that may be told

A cell is told only if

1. at least 5 clients with 3 notes or more are in it, and 30 notes (`FEWEST_…`): nobody is picked out of a few;
2. no client sways it: leaving any one out moves no quartile by more than a quarter of itself (`MOST_SWAY`). What a client
   hardly moves tells hardly anything of that client, not even to those who know all the others or the pool before it
   joined. A quarter, because among five clients alike to each other one is a fifth of the weight: noise alone moves a
   quartile about that far, while a client that stands apart moves it further. (Tried on invented agencies: of cells of
   five clients whose levels differ by a fifth 97 % are told, by a half 54 %, by four fifths 24 %; of twenty clients all.)
3. it can't be subtracted: `all` stands beside categories only if those left over are nobody or at least 5 clients.

Every client weighs the same in a cell, so that none dominates by its number of notes; folders with the same client name or
the same notes are one client. Quartiles lie between notes and are rounded to 2 significant digits, so that none is a note's rate.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from report_gen import benchmarks, config, months, readers
from report_gen.benchmarks import ALL, Cell, Pool, PooledMetric, Reason
from report_gen.config import Format
from report_gen.errors import RefusedError, ReportGenError
from report_gen.files import write_atomically
from report_gen.history import Period
from report_gen.story import months_back
from report_gen.topics import fold
from report_gen.workspace import Client, Workspace

Array = npt.NDArray[np.float64]
Progress = Callable[[str, str, int, int], None]

MONTHS = 12
FEWEST_CLIENTS, FEWEST_NOTES, FEWEST_OF_A_CLIENT = 5, 30, 3
FEWEST_SEEN = 100  # impressions or views of a note: below, its rate is mostly chance
MOST_SWAY = 0.25
QUARTILES = (0.25, 0.5, 0.75)
COUNTERS: dict[PooledMetric, tuple[str, str]] = {
    "saves_per_impression": ("saves", "impressions"),
    "saves_per_view": ("saves", "views"),
    "comments_per_impression": ("comments", "impressions"),
    "comments_per_view": ("comments", "views"),
}


@dataclass(frozen=True)
class Reading:
    """What is kept of a client's exports: `owner` tells clients apart and goes no further; `covered` months; `notes` by
    when they came out and their titles."""

    owner: str
    category: str
    covered: tuple[str, ...]
    window: int
    snapshots: pd.DataFrame
    notes: frozenset[tuple[object, str]] = frozenset()


@dataclass(frozen=True)
class Contribution:
    """A client's part of the pool: its notes' rates by format and metric."""

    owner: str
    category: str
    rates: Mapping[tuple[Format, PooledMetric], Array]


@dataclass(frozen=True)
class Made:
    """The pool, None where no month is covered by enough clients; what kept clients from being read, by slug."""

    pool: Pool | None
    failures: Mapping[str, ReportGenError]


def make(workspace: Workspace, month: str | None, progress: Progress) -> Made:
    """The pool to that month, by default the latest that at least 5 clients cover, written to benchmarks.json.

    A client that can't be read never stops the others."""
    file = benchmarks.read(workspace.pool)  # before the long work: a damaged file is told at once
    found, failures = _read_all(workspace, progress)
    readings = joined(found)
    month = latest_covered(readings, month)
    if month is None:
        return Made(None, failures)
    pool = pooled([contribution(reading, month) for reading in readings], month)
    write_atomically(workspace.pool, file.with_pool(pool).to_json().encode())
    return Made(pool, failures)


def as_text(pool: Pool | None) -> str:
    """For people: a row a cell, and why others are not told."""
    if pool is None:
        return (
            f"No pool was made: no such month is covered by at least {FEWEST_CLIENTS} clients, and fewer could be told apart. "
            "Folders with the same client name or the same notes are one client."
        )
    lines = [f"Pool to {pool.month}, over {MONTHS} months and at least {FEWEST_CLIENTS} clients a row. Unofficial."]
    if pool.cells:
        lines += _table([("category", "format", "metric", "lower quartile", "median", "upper quartile"), *_rows(pool)])
    for reason, count in pool.suppressed.items():
        lines.append(f"  Left out: {count} {'cell' if count == 1 else 'cells'}, {_WHY[reason]}.")
    return "\n".join(lines)


def as_json(pool: Pool | None) -> str:
    """For programs: as in benchmarks.json, or null."""
    return json.dumps(pool.model_dump(mode="json") if pool else None, ensure_ascii=False, indent=1)


# -- reading


def _read_all(workspace: Workspace, progress: Progress) -> tuple[list[Reading], dict[str, ReportGenError]]:
    readings, failures = [], {}
    slugs = workspace.slugs()
    for number, slug in enumerate(slugs, start=1):
        progress(slug, "reading exports", number, len(slugs))
        try:
            readings.append(_read(workspace.client(slug)))
        except ReportGenError as error:
            failures[slug] = error
        except OSError as error:
            refused = RefusedError.of(error)
            if refused is None:
                raise
            failures[slug] = refused
    return readings, failures


def _read(client: Client) -> Reading:
    settings = config.load(client)
    tables = readers.read_exports(client, settings)
    titled = tables.note_snapshots[tables.note_snapshots["title"] != ""]
    return Reading(
        owner=fold(settings.client),
        category=benchmarks.category_key(settings.category),
        covered=tuple(months.covered(tables, settings)),
        window=settings.capture_window_days,
        snapshots=tables.note_snapshots[[*_KEYS, *_COUNTED]],
        notes=frozenset(zip(titled["published_at"], titled["title"], strict=True)),
    )


_KEYS = ["account", "note", "captured_on", "captured_at", "published_at", "format"]
_COUNTED = ["impressions", "views", "saves", "comments"]


def joined(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with one owner for folders of one client: of the same name, or with several notes in common. One note
    of that second and title may be chance, a greeting at New Year; an account in two folders has them all."""
    owners = list(range(len(readings)))
    for (m, one), (n, other) in combinations(enumerate(readings), 2):
        if one.owner == other.owner or len(one.notes & other.notes) >= FEWEST_OF_A_CLIENT:
            owners = [owners[m] if owner == owners[n] else owner for owner in owners]
    return [replace(reading, owner=str(owner)) for reading, owner in zip(readings, owners, strict=True)]


def latest_covered(readings: Iterable[Reading], asked: str | None = None) -> str | None:
    """The month asked for, else the latest, that enough clients cover: one that is ahead of the others would be told by the
    month alone, and a pool of nothing would stand in the way of an earlier one."""
    covered = Counter(month for month, _ in {(month, r.owner) for r in readings for month in r.covered})
    enough = {month for month, clients in covered.items() if clients >= FEWEST_CLIENTS}
    return max(enough & {asked} if asked else enough, default=None)


def contribution(reading: Reading, month: str) -> Contribution:
    """The rates of the client's notes of the twelve months up to that one, as they stood at its end."""
    notes = _latest(reading, month)
    kinds: Iterable[tuple[Format, PooledMetric]] = product(get_args(Format), COUNTERS)
    rates = {(format_, metric): _rates(notes[notes["format"] == format_], metric) for format_, metric in kinds}
    return Contribution(reading.owner, reading.category, rates)


def _latest(reading: Reading, month: str) -> pd.DataFrame:
    """Each note at its latest reading by the end of the month."""
    rows, end = reading.snapshots, Period.of(month).end
    start = Period.of(months_back(month, MONTHS - 1)).start
    if rows.empty:
        return rows
    zone = rows["published_at"].dt.tz
    by_then = rows[rows["captured_on"] <= pd.Timestamp(end) + pd.Timedelta(days=reading.window)]
    published = by_then["published_at"]
    own = by_then[(published >= pd.Timestamp(start, tz=zone)) & (published < pd.Timestamp(end, tz=zone))]
    return own.sort_values("captured_at", kind="stable").drop_duplicates(["account", "note"], keep="last")


def _rates(notes: pd.DataFrame, metric: PooledMetric) -> Array:
    """One rate a note that was seen often enough. Not of videos with more views than impressions: autoplay is no impression,
    so that their rate per impression is incomplete."""
    part, whole = COUNTERS[metric]
    if whole == "impressions":
        notes = notes[~((notes["format"] == "video") & (notes["views"] > notes["impressions"]))]
    parts, wholes = notes[part].to_numpy(dtype=float), notes[whole].to_numpy(dtype=float)
    counted = (wholes >= FEWEST_SEEN) & (parts >= 0) & (parts <= wholes)  # false where either is unknown
    rates: Array = parts[counted] / wholes[counted]
    return rates


# -- what may be told

_WHY: dict[Reason, str] = {
    "too_few": f"fewer than {FEWEST_CLIENTS} clients with {FEWEST_OF_A_CLIENT} notes each, or fewer than {FEWEST_NOTES} notes",
    "one_client": "one client's notes would show through",
    "difference": f"all clients together, of whom fewer than {FEWEST_CLIENTS} are outside a category",
}
Clients = Mapping[str, Array]  # the rates of one cell's notes by owner
Key = tuple[str, Format, PooledMetric]


def pooled(contributions: Sequence[Contribution], month: str) -> Pool:
    """The quartiles of every cell that may be told, and how many may not."""
    found = _cells(contributions)
    reasons = {key: reason for key, clients in found.items() if (reason := why_not(clients))}
    told = {key: clients for key, clients in found.items() if key not in reasons}
    reasons |= {key: "difference" for key in told if key[0] == ALL and _leaves_a_few(key, told)}
    cells = tuple(_cell(key, clients) for key, clients in sorted(told.items()) if key not in reasons)
    return Pool(month=month, cells=cells, suppressed=dict(sorted(Counter(reasons.values()).items())))


def why_not(clients: Clients) -> Reason | None:
    """Why a cell may not be told; None if it may."""
    if len(clients) < FEWEST_CLIENTS or sum(map(len, clients.values())) < FEWEST_NOTES:
        return "too_few"
    return "one_client" if _is_swayed(clients) else None


def quartiles(clients: Clients) -> Array:
    """The quartiles of all notes, each client counting the same: a note weighs 1 ÷ the number of its client's. Between two
    notes in proportion, a note standing in the middle of its weight (Hazen 1914)."""
    rates = np.concatenate(list(clients.values()))
    weights = np.concatenate([np.full(len(own), 1 / len(own)) for own in clients.values()])
    order = np.lexsort((weights, rates))  # equal rates by weight, so that the order of the clients changes nothing
    rates, weights = rates[order], weights[order]
    middles = (np.cumsum(weights) - weights / 2) / weights.sum()
    found: Array = np.interp(QUARTILES, middles, rates)
    return found


def _cells(contributions: Sequence[Contribution]) -> dict[Key, Clients]:
    """Every category with a note, and all together; without clients of too few notes in the cell."""
    gathered: dict[Key, dict[str, list[Array]]] = {}
    for one in contributions:
        for (format_, metric), rates in one.rates.items():
            for category in {one.category, ALL} - {""}:
                if len(rates):
                    gathered.setdefault((category, format_, metric), {}).setdefault(one.owner, []).append(rates)
    whole = {key: {owner: np.concatenate(own) for owner, own in clients.items()} for key, clients in gathered.items()}
    return {
        key: {owner: rates for owner, rates in clients.items() if len(rates) >= FEWEST_OF_A_CLIENT}
        for key, clients in whole.items()
    }


def _is_swayed(clients: Clients) -> bool:
    """Whether leaving out any one client moves a quartile by more than a quarter of itself."""
    whole = quartiles(clients)
    return any(
        bool((np.abs(quartiles(_without(clients, owner)) - whole) > MOST_SWAY * whole).any()) for owner in clients
    )


def _without(clients: Clients, owner: str) -> Clients:
    return {name: rates for name, rates in clients.items() if name != owner}


def _leaves_a_few(key: Key, told: Mapping[Key, Clients]) -> bool:
    """Whether all less a category that is told, or less all of them, leaves so few clients that they could be worked out."""
    categories = [clients for other, clients in told.items() if other[0] != ALL and other[1:] == key[1:]]
    rests = [set(told[key]).difference(clients) for clients in categories]
    last = set(told[key]).difference(*categories)  # nobody, where the categories hold everybody
    return any(len(rest) < FEWEST_CLIENTS for rest in rests) or (bool(categories) and 0 < len(last) < FEWEST_CLIENTS)


def _cell(key: Key, clients: Clients) -> Cell:
    category, format_, metric = key
    low, middle, high = (float(f"{quartile:.2g}") for quartile in quartiles(clients))
    return Cell(category=category, format=format_, metric=metric, low=low, median=middle, high=high)


# -- telling


def _rows(pool: Pool) -> Iterator[tuple[str, ...]]:
    for cell in pool.cells:
        rates = map(_two_digits, (cell.low, cell.median, cell.high))
        yield cell.category, cell.format, cell.metric.replace("_", " "), *rates


def _two_digits(rate: float) -> str:
    """0.02 → 2.0%"""
    decimals = next((n for n, least in enumerate((0.1, 0.01, 0.001)) if rate >= least), 3)
    return f"{100 * rate:.{decimals}f}%"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    wide = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return (("  " + "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True))).rstrip() for row in rows)
