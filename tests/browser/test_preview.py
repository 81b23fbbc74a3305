"""`report-gen preview` as an analyst has it: the command, a browser beside it, and files that are saved."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from report_gen.simulate import simulate_client

PATIENCE = 120_000  # milliseconds; a busy machine is no fault of the program

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month's commentary file of a client with two months."""
    root = tmp_path_factory.mktemp("agency")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    simulate_client(root / "clients" / "kopi", 2, 1, "2026-10")
    file = root / "clients" / "kopi" / "commentary" / "2026-10.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text("# Saves\nAs it was.")
    return file


@pytest.fixture(scope="module")
def command(words: Path) -> Iterator[subprocess.Popen[str]]:
    # As at a terminal: what a shell starts in the background, the tests perhaps, is deaf to Ctrl-C and makes its children so.
    as_at_a_terminal = ["env", "--default-signal=INT"]
    preview = [sys.executable, "-u", "-m", "report_gen", "preview", "kopi", "--workspace", str(words.parents[3])]
    asked = [*as_at_a_terminal, *preview]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        yield running
        running.kill()


@pytest.fixture(scope="module")
def page(command: subprocess.Popen[str], browser: Browser) -> Iterator[Page]:
    """The month's Saves page, once it is there."""
    assert command.stdout, "it is a pipe"
    address = command.stdout.readline().split()[1]
    while "shown after" not in command.stdout.readline():
        pass
    shown = browser.new_page()
    shown.goto(f"{address}/2026-10/saves.html")
    yield shown
    shown.close()


def test_a_saved_file_is_seen_in_the_browser_by_itself(page: Page, words: Path) -> None:
    expect(page.locator(".rg-words")).to_contain_text("As it was.")
    words.write_text("# Saves\nSaved a moment ago.")
    expect(page.locator(".rg-words")).to_contain_text("Saved a moment ago.", timeout=PATIENCE)


def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_put_right(page: Page, words: Path) -> None:
    words.write_text("# Saves\nStill good.")
    expect(page.locator(".rg-words")).to_contain_text("Still good.", timeout=PATIENCE)
    words.write_text("---\ndate: soon\n---\n# Saves\nNever seen.")
    expect(page.get_by_text("line 2: date is “soon”")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".rg-words")).to_contain_text("Still good.")
    words.write_text("# Saves\nPut right.")
    expect(page.locator(".rg-words")).to_contain_text("Put right.", timeout=PATIENCE)
    expect(page.get_by_text("line 2: date is “soon”")).to_have_count(0)


def test_what_to_look_at_again_is_shown_as_text(page: Page, words: Path) -> None:
    words.write_text("# Saves\nGood.\n# <b>Nowhere</b>\nLost.")
    expect(page.get_by_text("Words under “<b>Nowhere</b>” are not shown")).to_be_visible(timeout=PATIENCE)


def test_ctrl_c_ends_it_cleanly(page: Page, command: subprocess.Popen[str], words: Path) -> None:
    command.send_signal(signal.SIGINT)
    rest, _ = command.communicate(timeout=60)
    assert (command.returncode, rest.strip().splitlines()[-1]) == (0, "The preview has ended.")
    assert not (words.parents[3] / "site").exists()
