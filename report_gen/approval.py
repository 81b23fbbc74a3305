"""Freezing a month: what the client was told stays as it was, to the byte, whatever exports, settings or programs come later.

    clients/<slug>/approved/<month>/
      manifest.json             who, when, with which report-gen; the fingerprint of every input and of every file kept here
      report.json, a PDF for each language, client.yml, <month>.md …     as they were
      superseded/<n>/           the same files of the n-th earlier approval, whose facts are in the manifest's `trail`

Fingerprints are SHA-256. Every file is verified when it is read. The folder is replaced as a whole, so that a month is
either approved as before or approved anew, never in between.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from report_gen import __version__, keys, months, yaml_positions
from report_gen.actions import FOLLOWED
from report_gen.config import DELIVERY, ClientConfig, load
from report_gen.errors import ApprovalError, CoverageError
from report_gen.files import swap_folder
from report_gen.history import Period
from report_gen.report import Report, Restatement
from report_gen.restatements import CHANGED, GONE, NEW, Changes, between, uncovered
from report_gen.story import Approval, months_back
from report_gen.tables import Frozen, Tables
from report_gen.wording import noop, say
from report_gen.workspace import Client, Edition, Workspace

SCHEMA = "report-gen/approval@1"
MANIFEST, REPORT, SUPERSEDED = "manifest.json", "report.json", "superseded"
_WORDS = "commentary/"
_ANOTHER = noop("report-gen or a library of it is another one ({now}; then {then})")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class Signature(Frozen):
    """One approval. `files` are those kept, by name; `inputs` all that they were made from, by path from the client's
    folder; both with their fingerprints. `version` and `code` say by which report-gen and libraries; `lost` are files that
    were no longer as they had been approved when the next approval took their place; `languages` those of the PDFs, the
    client's first one first."""

    approved_by: str
    approved_at: dt.datetime  # in the client's zone, so that its day is the same everywhere
    version: str
    code: str
    files: dict[str, str]
    inputs: dict[str, str]
    lost: dict[str, str] = Field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)

    @property
    def told(self) -> str:
        return f"approved by {self.approved_by} on {self.approved_at:%Y-%m-%d}"


class Manifest(Signature):
    """The standing approval of a month, and in `trail` those before it, the first one first."""

    schema_: Literal["report-gen/approval@1"] = Field("report-gen/approval@1", alias="schema")
    client: str
    month: str
    trail: tuple[Signature, ...] = ()

    def to_json(self) -> bytes:
        data = self.model_dump(mode="json", by_alias=True)
        ordered = {name: data[name] for name in ("schema", "client", "month", *data)}
        return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def signature(self) -> Signature:
        return Signature(**self.model_dump(include=set(Signature.model_fields)))


@dataclass(frozen=True)
class Approved:
    """An approved month as it stands on disk, verified."""

    client: Client
    folder: Path
    manifest: Manifest
    report: Report

    def shown(self, edition: Edition) -> dict[str, bytes]:
        """What the site shows of it as it is in that language, by name there; a PDF only if it was approved in it."""
        month, languages = self.manifest.month, self.manifest.languages
        files = {REPORT: self.folder / REPORT}
        if edition.language in languages:
            then = Edition(self.client, edition.language, languages)
            files[edition.pdf_name(month)] = self.folder / then.pdf_name(month)
        return {name: file.read_bytes() for name, file in files.items()}

    def approval(self, zone: dt.tzinfo) -> Approval:
        """For readers, who count days where the client is."""
        return Approval(self.manifest.approved_by, self.manifest.approved_at.astimezone(zone).date())


# -- reading


def frozen(client: Client, apart_from: str | None = None) -> dict[str, Approved]:
    """The client's approved months, the oldest first. Raises one ApprovalError with all that isn't as it was approved."""
    found: dict[str, Approved] = {}
    problems: list[str] = []
    for month in (m for m in months_of(client) if m != apart_from):
        try:
            found[month] = _approved(client, _manifest(client, month))
        except ApprovalError as error:
            problems += error.problems
    if problems:
        raise ApprovalError(*problems)
    return found


def manifest(client: Client, month: str) -> Manifest | None:
    """The month's manifest, whatever became of the files that it speaks of; None if the month was never approved."""
    return _manifest(client, month) if month in months_of(client) else None


def _manifest(client: Client, month: str) -> Manifest:
    file = _standing(client, month) / MANIFEST
    if not file.is_file():
        raise ApprovalError(
            f"{_named(client, file)} is missing, so that nobody can say what was approved. {_RESTORE} "
            f"{_or_give_up(client, file)}"
        )
    found = _parsed(client, file)
    if (found.client, found.month) != (client.slug, month):
        raise ApprovalError(
            f"{_named(client, file)} is the approval of {found.client} {found.month}: the folder was copied here. Remove it."
        )
    return found


def damage(client: Client, manifest: Manifest) -> Iterator[str]:
    """What isn't as it was approved, a sentence for each file."""
    again = f"or approve the month anew: report-gen approve {client.slug} --month {manifest.month} --by NAME --again"
    for signature, folder in _kept_in(client, manifest):
        for name, fingerprint in signature.files.items():
            if problem := _problem(client, folder / name, signature, fingerprint):
                yield f"{problem} {_RESTORE[:-1]}, {again}"


def months_of(client: Client) -> list[str]:
    """The months that were approved, whatever became of their files; also one whose folder was being replaced when the
    power went: the old one still stands beside its place."""
    if not client.approved.is_dir():
        return []
    names = {re.sub(r"^\.(.+)\.old$", r"\1", path.name) for path in client.approved.iterdir() if path.is_dir()}
    return sorted(filter(_MONTH.fullmatch, names))


def _standing(client: Client, month: str) -> Path:
    folder, replaced = client.approved / month, client.approved / f".{month}.old"
    return replaced if replaced.is_dir() and not folder.is_dir() else folder


def _approved(client: Client, manifest: Manifest) -> Approved:
    if problems := list(damage(client, manifest)):
        raise ApprovalError(*problems)
    folder = _standing(client, manifest.month)
    return Approved(client, folder, manifest, _report(client, folder / REPORT, manifest))


def _parsed(client: Client, file: Path) -> Manifest:
    try:
        data = json.loads(file.read_bytes())
        schema = data["schema"]
    except (ValueError, KeyError, TypeError):
        raise ApprovalError(
            f"{_named(client, file)} is not what report-gen wrote. {_RESTORE} {_or_give_up(client, file)}"
        ) from None
    if schema != SCHEMA:
        raise ApprovalError(_foreign(client, file, str(data.get("version"))))
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        fields = ", ".join(dict.fromkeys(".".join(map(str, e["loc"])) for e in error.errors()))
        raise ApprovalError(f"{_named(client, file)} is not what report-gen wrote: see {fields}. {_RESTORE}") from None


def _report(client: Client, file: Path, manifest: Manifest) -> Report:
    """Its bytes are those that were approved, so that only another report-gen can have made what this one can't read."""
    try:
        return Report.from_json(file.read_bytes())
    except ValidationError:
        raise ApprovalError(_foreign(client, file, manifest.version)) from None


def _foreign(client: Client, file: Path, version: str) -> str:
    return (
        f"{_named(client, file)} was written by report-gen {version}, and this one ({__version__}) can't read it. Install "
        f"that version or a later one: approved months are never converted."
    )


def _kept_in(client: Client, manifest: Manifest) -> Iterator[tuple[Signature, Path]]:
    """Every approval of the month with the folder of its files, the standing one last."""
    folder = _standing(client, manifest.month)
    for number, earlier in enumerate(manifest.trail, start=1):
        yield earlier, folder / SUPERSEDED / str(number)
    yield manifest.signature, folder


def _problem(client: Client, file: Path, signature: Signature, fingerprint: str) -> str:
    """What is wrong with a kept file; "" if nothing is."""
    if not file.is_file():
        return f"{_named(client, file)}, {signature.told}, is missing."
    if (now := _fingerprint(file)) != fingerprint:
        return (
            f"{_named(client, file)} is not what was {signature.told}: its SHA-256 begins with {now[:12]}, that of the "
            f"approved file with {fingerprint[:12]}."
        )
    return ""


_RESTORE = "Restore it from a backup or from version control."


def _or_give_up(client: Client, manifest: Path) -> str:
    folder = _named(client, manifest.parent)
    return f"If there is none, remove the folder {folder}: the month is then no longer approved."


def _named(client: Client, path: Path) -> str:
    return path.relative_to(client.workspace).as_posix()


# -- writing


def inputs(client: Client) -> dict[str, str]:
    """The fingerprints of all that the client's months are made from: the client's folder, and what the agency has set for
    all; by path from the client's folder."""
    own = (file for file in keys.inputs(client) if not file.is_relative_to(client.approved))
    agency = (file for file in (Workspace(client.workspace).settings, client.pool) if file.is_file())
    found = {Path(os.path.relpath(file, client.folder)).as_posix(): file for file in (*own, *agency)}
    return {name: _fingerprint(found[name]) for name in sorted(found)}


def _of_month(inputs: Mapping[str, str], month: str) -> dict[str, str]:
    """All inputs but the words of months that this one's pages don't look at."""
    own = tuple(f"{_WORDS}{one}" for one in _spoken_of(month))
    return {name: f for name, f in inputs.items() if not name.startswith(_WORDS) or name.startswith(own)}


def _spoken_of(month: str) -> tuple[str, ...]:
    """The month, and those before it whose actions its pages follow."""
    return tuple(months_back(month, back) for back in range(FOLLOWED + 1))


def kept(client: Client, month: str) -> dict[str, bytes]:
    """The settings and words as they are now, by the names under which an approval keeps them: the words of the month, and
    of those whose actions it follows, approved ones as they were approved."""
    homes = {one: client.approved / one for one in _spoken_of(month)[1:] if (client.approved / one).is_dir()}
    words = [file for one in _spoken_of(month) for file in sorted(homes.get(one, client.commentary).glob(f"{one}*.md"))]
    return {file.name: file.read_bytes() for file in (client.settings, *words)}


def signed(client: Client, month: str, by: str, at: dt.datetime, files: Mapping[str, bytes]) -> Manifest:
    """The manifest of these files, with the approvals before it."""
    return Manifest(
        schema=SCHEMA,
        client=client.slug,
        month=month,
        approved_by=by,
        approved_at=at.replace(microsecond=0),
        version=__version__,
        code=keys.of_code(),
        files={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        inputs=_of_month(inputs(client), month),
        languages=load(client).languages,
        trail=tuple(_what_is_left(*kept) for kept in _earlier(client, month)),
    )


def freeze(client: Client, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """The month approved: `files` are those that the manifest names. What stood there moves to superseded/."""
    fresh = client.approved / f".{manifest.month}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        for number, (signature, folder) in enumerate(_earlier(client, manifest.month), start=1):
            _copy(_what_is_left(signature, folder).files, folder, fresh / SUPERSEDED / str(number))
        for name, content in {**files, MANIFEST: manifest.to_json()}.items():
            (fresh / name).write_bytes(content)
        swap_folder(fresh, client.approved / manifest.month)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _earlier(client: Client, month: str) -> list[tuple[Signature, Path]]:
    """The approvals that the next one will follow, with the folders of their files."""
    standing = manifest(client, month)
    return list(_kept_in(client, standing)) if standing else []


def _what_is_left(signature: Signature, folder: Path) -> Signature:
    """The approval with those of its files that are still as they were."""
    files = {n: f for n, f in signature.files.items() if (folder / n).is_file() and _fingerprint(folder / n) == f}
    lost = {name: fingerprint for name, fingerprint in signature.files.items() if name not in files}
    return signature.model_copy(update={"files": files, "lost": signature.lost | lost})


def _copy(names: Iterable[str], source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for name in names:
        shutil.copyfile(source / name, target / name)


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# -- comparing


def unheard_words(client: Client, approved: Mapping[str, Approved]) -> Iterator[str]:
    """Words that an analyst changed after the approval: nobody will see them, so it is said."""
    for file in sorted(client.commentary.glob("*.md")):
        one = approved.get(file.name[: len("2026-10")])
        if one and _fingerprint(file) != one.manifest.inputs.get(f"{_WORDS}{file.name}"):
            month = one.manifest.month
            yield (
                f"{_WORDS}{file.name} has changed since {month} was approved; the site keeps the approved words. To publish "
                f"it anew: report-gen approve {client.slug} --month {month} --by NAME --again"
            )


def restatements(approved: Mapping[str, Approved], config: ClientConfig, tables: Tables) -> tuple[Restatement, ...]:
    """What today's exports and settings would change in a client's approved months, the oldest month first."""
    today = inputs(next(iter(approved.values())).client) if approved else {}
    return tuple(found for month in sorted(approved) for found in _restated(approved[month], today, config, tables))


def _restated(
    approved: Approved, today: Mapping[str, str], config: ClientConfig, tables: Tables
) -> tuple[Restatement, ...]:
    changes, month = _changes(approved, today), approved.manifest.month
    try:
        fresh = months.compute(tables, config, approved.client.slug, Period.of(month))
    except CoverageError as error:
        return uncovered(approved.report, str(error), changes)
    # As it would be read from report.json: rounded like the approved one.
    return between(approved.report, fresh.as_written(), tables, changes)


def _changes(approved: Approved, today: Mapping[str, str]) -> Changes:
    """The inputs of today against those of the manifest."""
    client, then = approved.client, approved.manifest
    now = _of_month(today, then.month)
    exports = f"{client.exports.name}/"
    names = sorted(name for name in {*then.inputs, *now} if then.inputs.get(name) != now.get(name))
    became = {name: GONE if name not in now else CHANGED if name in then.inputs else NEW for name in names}
    return Changes(
        files={name.removeprefix(exports): told for name, told in became.items() if name.startswith(exports)},
        settings=_other_settings(approved.folder / client.settings.name, client.settings),
        tags=client.note_tags.name in became,
        program=None if then.code == keys.of_code() else say(_ANOTHER, now=__version__, then=then.version),
    )


def _other_settings(then: Path, now: Path) -> tuple[str, ...]:
    """The keys of client.yml whose values differ, of those that a report is made from."""
    old, new = (yaml_positions.load(file.read_text("utf-8"), file.name).data or {} for file in (then, now))
    return tuple(sorted(key for key in {*old, *new} - {*DELIVERY} if old.get(key) != new.get(key)))
