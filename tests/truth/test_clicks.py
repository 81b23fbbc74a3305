"""Clicks on the way out, counted by link trackers, the site's analytics and the store."""

from __future__ import annotations

import pytest

from report_gen.simulate.plan import Destination
from report_gen.simulate.store_notes import HOME, PRODUCTS
from tests.truth.cases import Case, agree

TRACKED = Destination("booking", 4, 0.003, ("/book",), "tracker")
VISITED = Destination("menu", 5, 0.004, ("/menu",), "landing_pages")
SHOP = (Destination(PRODUCTS, 3, 0.004, (), "store_notes"), Destination(HOME, 1, 0.001, (), "store_notes"))
TABLE = Destination("storefront", 4, 0.006, ("/store",))
CASES = {
    "tracker": Case(121, months=2, plan={"destinations": (TRACKED,)}),
    "landing pages": Case(122, "client-y", 2, plan={"destinations": (VISITED,)}),
    "store": Case(123, months=2, plan={"destinations": SHOP}),
    "none": Case(124, "client-y", 2, plan={"destinations": ()}),
    "all of them": Case(125, plan={"destinations": (TABLE, TRACKED, VISITED, *SHOP)}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)
