"""No visitor ever sees a broken mix: whatever was there and whatever is to be there, and wherever the work breaks off."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from report_gen.delivery.gate import Request, clear
from report_gen.delivery.ledger import SCHEMA, Ledger, Standing
from report_gen.delivery.plan import PART, File, Plan, Seen, plan
from report_gen.delivery.release import compose
from report_gen.workspace import Workspace
from tests.delivery.agencies import OCTOBER, SEPTEMBER
from tests.delivery.publishing import little
from tests.delivery.publishing.little import Month

KEY = "0" * 32
PAGES = ("saves", "notes", "creators", "method")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def planned(before: dict[str, bytes], after: dict[str, bytes], strangers: dict[str, bytes] | None = None) -> Plan:
    """From a site that was published whole."""
    files = {path: Standing(sha256=digest(content), stamp=digest(content)) for path, content in before.items()}
    there = {path: Seen(len(content), digest(content)) for path, content in {**before, **(strangers or {})}.items()}
    wanted = {path: File(digest(content), len(content)) for path, content in after.items()}
    return plan(wanted, Ledger(schema=SCHEMA, client="kopi", key=KEY, files=dict(files)), there)


def moments(before: dict[str, bytes], after: dict[str, bytes], seed: int = 0) -> Iterator[dict[str, bytes]]:
    """The site after every step, the steps of a batch in any order."""
    site, order = dict(before), random.Random(seed)
    for batch in planned(before, after).batches:
        for step in order.sample(batch, len(batch)):
            if step.kind == "stale":
                del site[step.path]
            else:
                site[step.path] = after[step.path]
            yield site


month = st.builds(
    Month,
    name=st.sampled_from(["2026-08", "2026-09", "2026-10"]),
    pages=st.sets(st.sampled_from(PAGES)).map(lambda pages: ("index", *sorted(pages))),
    charts=st.sets(st.sampled_from(["trend", "bars"])).map(sorted).map(tuple),
    look=st.sampled_from(["plain", "bold"]),
)
months = st.lists(month, min_size=1, max_size=3, unique_by=lambda one: one.name).map(
    lambda found: tuple(sorted(found, key=lambda one: one.name))
)
sites = st.builds(
    lambda found, languages: little.contents(little.release(*found, languages=languages)),
    months,
    st.sampled_from([("en",), ("en", "zh")]),
)


@given(before=st.one_of(st.just({}), sites), after=sites, seed=st.integers(0, 9))
def test_at_every_moment_every_page_that_a_reader_comes_to_is_whole(
    before: dict[str, bytes], after: dict[str, bytes], seed: int
) -> None:
    assert little.broken(after) == set()
    site = before
    for site in moments(before, after, seed):
        assert little.broken(site) == set()
    assert site == after


@given(before=sites, after=sites, seed=st.integers(0, 9))
def test_a_page_that_somebody_has_open_stays_whole_until_what_is_stale_goes(
    before: dict[str, bytes], after: dict[str, bytes], seed: int
) -> None:
    """Also one that no other page leads to any more."""
    stood = frozenset(path for path in before if path.endswith(".html"))
    sent = len(planned(before, after).sent)
    for step, site in enumerate(moments(before, after, seed)):
        assert step >= sent or little.broken(site, stood) == set()


def test_a_real_site_is_whole_at_every_moment_while_a_month_comes_and_goes(finished: Path) -> None:
    cleared = clear(Workspace(finished), Request("kopi", OCTOBER))
    older, both = (little.contents(compose(cleared, months)) for months in ((SEPTEMBER,), (SEPTEMBER, OCTOBER)))
    assert little.broken(both) == set()
    for before, after in (({}, older), (older, both), (both, older)):
        assert all(little.broken(site) == set() for site in moments(before, after))


def test_readers_are_led_to_a_new_month_last(finished: Path) -> None:
    cleared = clear(Workspace(finished), Request("kopi", OCTOBER))
    older, both = (little.contents(compose(cleared, months)) for months in ((SEPTEMBER,), (SEPTEMBER, OCTOBER)))
    steps = [step.path for step in planned(older, both).steps]
    assert steps[-2:] == ["zh/index.html", "index.html"]
    assert {path.rpartition("/")[2] for path in steps[-8:]} == {
        "versions.json",
        "versions.js",
        "archive.html",
        "index.html",
    }


def test_what_stands_there_as_it_should_is_not_sent() -> None:
    site = little.contents(little.release(Month("2026-10")))
    todo = planned(site, site)
    assert (todo.batches, todo.kept) == ((), len(site))


def test_what_others_put_there_is_named_and_stays() -> None:
    site = little.contents(little.release(Month("2026-10")))
    todo = planned(site, site, {"robots.txt": b"", f"2026-10/index.html{PART}": b"<"})
    assert todo.strangers == ("robots.txt",)
    assert [step.path for step in todo.steps] == [f"2026-10/index.html{PART}"], "what an interrupted run left beside"


def test_what_was_under_way_is_not_trusted() -> None:
    content = b"<p>"
    there = {"index.html": Seen(3, digest(content))}
    wanted = {"index.html": File(digest(content), 3)}
    (step,) = plan(wanted, Ledger(schema=SCHEMA, client="kopi", key=KEY, files={"index.html": None}), there).steps
    assert step.kind == "changed"
