"""Whatever got into a page: nothing of it runs, and nothing is asked of anybody. From a server's headers or from none."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from report_gen import content_policy
from tests import sites, stories
from tests.browser.visits import Visit, serving

pytestmark = [pytest.mark.browser]

INJECTED = """
<script>window.hit = "script"</script>
<script src="https://evil.example/x.js"></script>
<script src="data:text/javascript,window.hit='data'"></script>
<img src="none.png" onerror="window.hit = 'handler'">
<img src="https://evil.example/seen.png">
<style>body { background: rgb(1, 2, 3) }</style>
<link rel="stylesheet" href="https://evil.example/x.css">
<iframe src="https://evil.example/"></iframe>
<iframe srcdoc="<script>parent.hit = 'frame'</script>"></iframe>
<object data="https://evil.example/x.swf"></object>
<base href="https://evil.example/">
<form action="https://evil.example/" id="injected"><input name="a" value="1"></form>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month into whose page something got."""
    client = sites.a_client(tmp_path_factory.mktemp("policy"))
    sites.build(client, stories.story(), ("2026-10",))
    page = client.site / "2026-10" / "saves.html"
    page.write_text(page.read_text("utf-8").replace("</article>", f"{INJECTED}</article>"), "utf-8")
    return client.site


@pytest.mark.parametrize("from_server", [True, False], ids=["server", "folder"])
def test_nothing_that_got_into_a_page_runs_or_asks(browser: Browser, folder: Path, from_server: bool) -> None:
    with serving(folder) as server, Visit(browser) as visit:
        page = visit.open(server if from_server else folder.as_uri(), "2026-10/saves.html")
        visit.scroll()
        assert page.evaluate("window.hit") is None
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(1, 2, 3)"
        assert page.locator("[data-state=live]").count() > 0
        assert page.evaluate("typeof reportSchemes") == "object"
        assert len([problem for problem in visit.problems if "Content Security Policy" in problem]) >= 8
        _asked_nobody(visit)


def test_a_form_that_got_into_a_page_sends_nothing(browser: Browser, folder: Path) -> None:
    with serving(folder) as server, Visit(browser) as visit:
        page = visit.open(server, "2026-10/saves.html")
        with page.expect_console_message(lambda said: "form-action 'none'" in said.text):
            page.evaluate("document.getElementById('injected').submit()")
        _asked_nobody(visit)


def _asked_nobody(visit: Visit) -> None:
    """A request that the policy stopped is heard of as one that failed."""
    stopped = {problem.removeprefix("failed: ") for problem in visit.problems}
    assert [url for url in visit.asked if "evil.example" in url and url not in stopped] == []


def test_what_a_server_says_of_pages_is_what_the_pages_say() -> None:
    said = dict(rule.split(" ", 1) for rule in content_policy.in_header().split("; "))
    page = dict(rule.split(" ", 1) for rule in content_policy.in_page().split("; "))
    assert said.pop("frame-ancestors") == "'none'"  # which a page can't say of itself
    assert {name: rule.removesuffix(" file:") for name, rule in page.items()} == said
