"""How fast, as whole processes, side by side in one run: cold, floor, nothing changed, words changed (`make bench`).

The client is simulated: about 300 notes in the month, 14 months, site and PDF of the last one. The floor is what the bare
libraries need for the same work: their imports, the same charts by vl-convert, MkDocs on the same project, WeasyPrint on
the same HTML.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report_gen import agency, build, pages, pdf, phrases, project
from report_gen.charts._render import Drawer
from report_gen.figures import Canvas, Figure
from report_gen.jobs import Options
from report_gen.simulate import exports
from report_gen.simulate.account import simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.simulate.settings import client_yml
from report_gen.story import Look
from report_gen.telling import tell
from report_gen.workspace import Workspace

MONTH, SLUG, NOTES_PER_MONTH = "2026-10", "bench", 24
BOUNDS = {"cold ÷ floor": 1.3, "nothing changed ÷ cold": 0.1, "words changed ÷ cold": 0.5}
COMMAND = [sys.executable, "-m", "report_gen", "build", SLUG, "--month", MONTH]


@dataclass(frozen=True)
class Recorder(Drawer):
    """Keeps the specification of every chart that is drawn."""

    into: Path | None = None

    def _text(self, figure: Figure, canvas: Canvas, look: Look) -> str:
        spec = super()._text(figure, canvas, look)
        if self.into is not None:
            (self.into / f"{len(list(self.into.iterdir())):03d}.json").write_text(spec, encoding="utf-8")
        return spec


def make_workspace(root: Path) -> None:
    """An agency with one large client."""
    subprocess.run([sys.executable, "-m", "report_gen", "init", str(root)], check=True, stdout=subprocess.DEVNULL)
    plan = replace(demo_plan("client-x", 14, MONTH), notes_per_month=NOTES_PER_MONTH)
    folder = root / "clients" / SLUG
    exports.write(simulate(plan, 1), folder / "exports")
    (folder / "client.yml").write_text(client_yml(SLUG, plan), encoding="utf-8")


def dump(root: Path, into: Path) -> None:
    """What the floor works on: the month's chart specifications, MkDocs project and PDF document, as the build makes them."""
    workspace = Workspace(root)
    client = workspace.client(SLUG)
    (into / "specs").mkdir(parents=True)
    (job,) = build.month_jobs(workspace, client, tell(client, Options()), MONTH, Options())
    drawer, templates = Recorder(into=into / "specs"), workspace.template_folders
    screen, paper = (pages.render(job.story, medium, templates, drawer) for medium in ("screen", "paper"))
    project.write(into / "project", job.story, screen, agency.load(workspace), templates)
    html = pdf.html(pdf.Press(job.story, paper, templates, drawer), pdf.Fitted(phrases.TOP_FINDINGS, words=True))
    (into / "report.html").write_text(html.replace("template:", f"{templates[-1].as_uri()}/"), encoding="utf-8")
    (into / "base_url").write_text(f"{templates[-1].as_uri()}/pdf/")


def median(run: Callable[[], None], times: int, before: Callable[[], None]) -> float:
    seconds = []
    for _ in range(times):
        before()
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def process(command: Sequence[str], cwd: Path) -> Callable[[], None]:
    def run() -> None:
        subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, inputs = Path(folder) / "agency", Path(folder) / "floor"
        make_workspace(root)
        dump(root, inputs)
        for name, value in measure(root, inputs, arguments.runs).items():
            bound = BOUNDS.get(name)
            print(
                f"{name:<24}{value:8.2f}"
                + (f"   bound {bound}: {'ok' if value <= bound else 'MISSED'}" if bound else " s")
            )


def measure(root: Path, inputs: Path, runs: int) -> dict[str, float]:
    """Medians in seconds, and their ratios."""

    def clear() -> None:
        for name in ("build", "site"):
            shutil.rmtree(root / name, ignore_errors=True)

    def write_words() -> None:
        words = root / "clients" / SLUG / "commentary" / f"{MONTH}.md"
        words.parent.mkdir(exist_ok=True)
        words.write_text(f"Written at {time.perf_counter_ns()}.\n")

    build_it = process(COMMAND, root)
    floor = process([sys.executable, str(Path(__file__).with_name("floor.py")), str(inputs)], root)
    seconds = {
        "floor": median(floor, runs, lambda: None),
        "cold": median(build_it, runs, clear),
        "nothing changed": median(build_it, runs, lambda: None),
        "words changed": median(build_it, runs, write_words),
    }
    cold = seconds["cold"]
    return seconds | {
        "cold ÷ floor": cold / seconds["floor"],
        "nothing changed ÷ cold": seconds["nothing changed"] / cold,
        "words changed ÷ cold": seconds["words changed"] / cold,
    }


if __name__ == "__main__":
    main()
