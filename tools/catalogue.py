"""The catalogues of translations: report_gen/locale/<language>/LC_MESSAGES/report_gen.po

    python tools/catalogue.py            adds what the code and the templates say now, drops what they no longer say
    python tools/catalogue.py --missing  lists what has no translation yet, and fails if there is any
    python tools/catalogue.py --merge zh FILE.po …   takes translations over from other files

A new language is a new folder with an empty report_gen.po; `python tools/catalogue.py` fills it with what is to be said.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "report_gen" / "locale"
# Calls whose first arguments are messages; `told` and the like pass them on.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "text": None, "plural": (1, 2), "noop": None, "_": None, "_n": (1, 2), "pgettext": ((1, "c"), 2),
    "say": None, "say_n": (1, 2),
}  # fmt: skip
# Head lines of a catalogue that nobody fills in or that change with every run.
UNUSED = (b'"POT-', b'"PO-Rev', b'"Gen', b'"Project', b'"Report', b'"Last-', b'"Language-')
DATES = ("MMMM y", "MMMM", "MMM y", "MMM", "d MMMM y", "d MMMM", "d MMM", "d")


def messages() -> Catalog:
    """Everything that the code and the templates say, with the files that say it; no line numbers, which move."""
    catalog = Catalog(project="report-gen", fuzzy=False)
    for message, context, place in said():
        catalog.add(message, locations=[(place, 0)] if place else [], context=context)
    return catalog


def said() -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    yield from ((pattern, "date", "report_gen/wording.py") for pattern in DATES)
    for path in sorted((ROOT / "report_gen").rglob("*.py")):
        yield from _found("python", path)
    for path in sorted(p for p in (ROOT / "site_templates").rglob("*") if p.suffix in (".html", ".md")):
        yield from _found("jinja2.ext:babel_extract", path)
        if path.parent.name == "pages":
            front = next(yaml.safe_load_all(path.read_text("utf-8").partition("\n---\n")[0] + "\n---\n"))
            yield front["title"], None, _name(path)


def _found(method: str, path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    with path.open("rb") as source:
        for _, message, _, context in extract(method, source, keywords=KEYWORDS, options={"silent": "false"}):
            yield message, context, _name(path)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def languages() -> tuple[str, ...]:
    return tuple(sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/report_gen.po")))


def read(language: str) -> Catalog:
    return _read(LOCALE / language / "LC_MESSAGES" / "report_gen.po", language)


def _read(file: Path, language: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language)


def untranslated(language: str) -> list[str]:
    """English messages that the language has no words for."""
    known, missing = read(language), []
    for message in messages():
        if message.id and not _is_translated(known.get(message.id, message.context)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def _is_translated(message: Message | None) -> bool:
    """In every form: a plural has several."""
    if message is None or not message.string:
        return False
    return isinstance(message.string, str) or all(message.string)


def update(language: str, others: Iterable[Path] = ()) -> None:
    """The language's catalogue with exactly the messages that are said now; `others` give what it has no words for yet."""
    known, fresh = read(language), messages()
    sources = [known, *(_read(file, language) for file in others)]
    made = Catalog(locale=language, project="report-gen", fuzzy=False, header_comment=_header(language))
    for message in fresh:
        if not message.id:
            continue
        found = (source.get(message.id, message.context) for source in sources)
        words = next((one.string for one in found if one and _is_translated(one)), "")
        made.add(message.id, words, locations=message.locations, context=message.context)
    written = io.BytesIO()
    write_po(written, made, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True, width=120)
    lines = [line for line in written.getvalue().split(b"\n") if not line.startswith(UNUSED)]
    (LOCALE / language / "LC_MESSAGES" / "report_gen.po").write_bytes(b"\n".join(lines))


def _header(language: str) -> str:
    return f"# What report-gen says, in {language}. Messages come from the code and the templates: tools/catalogue.py"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--missing", action="store_true")
    asked.add_argument("--merge", nargs="+", metavar=("LANGUAGE", "FILE"))
    options = asked.parse_args()
    if options.missing:
        lacking = [f"{language}: {message}" for language in languages() for message in untranslated(language)]
        print("\n".join(lacking) or "Everything is translated.")
        return 1 if lacking else 0
    language, *files = options.merge or [""]
    for one in languages():
        update(one, map(Path, files) if one == language else ())
    return 0


if __name__ == "__main__":
    sys.exit(main())
