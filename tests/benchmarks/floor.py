"""The bare library calls on ready inputs: what no report generator made of these libraries can be faster than."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from pathlib import Path

os.environ["NO_MKDOCS_2_WARNING"] = "1"

import altair  # noqa: F401 - imports are part of the floor
import pandas  # noqa: F401
import vl_convert
from mkdocs.commands.build import build
from mkdocs.config import load_config
from weasyprint import HTML


def main(inputs: Path) -> None:
    logging.disable(logging.WARNING)
    # Each different drawing once, as a build does.
    for spec in {path.read_text(encoding="utf-8") for path in sorted((inputs / "specs").iterdir())}:
        vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    shutil.rmtree(inputs / "project" / "site", ignore_errors=True)
    build(load_config(str(inputs / "project" / "mkdocs.yml"), strict=True))
    html, base = ((inputs / name).read_text(encoding="utf-8") for name in ("report.html", "base_url"))
    HTML(string=html, base_url=base).write_pdf(inputs / "report.pdf", pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
