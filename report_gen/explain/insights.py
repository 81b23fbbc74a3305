"""What the findings say: every figure of their evidence is a number of the report, or follows from some."""

from __future__ import annotations

from report_gen.explain import _evidence_other, _evidence_saves
from report_gen.explain._evidence import Made, Same, same
from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._trace import FaultError, Trace
from report_gen.report import Finding

SECTIONS = ("insights",)
IMPORTANCE = "How much the rule says that this finding matters, from 0 to 1; findings are told in this order."
CHANCE = "How likely chance alone makes something that large, after the rule's own comparisons."
WORDS = "The finding's words; its figures stand in its evidence."
SAME: Same = {**_evidence_saves.SAME, **_evidence_other.SAME}
MADE: Made = {**_evidence_saves.MADE, **_evidence_other.MADE}


def trace(path: Path, month: Month) -> Trace:
    _, name, field, *rest = path
    finding = next(f for f in month.told.insights if f.id == name)
    if field == "evidence":
        return _evidence(month, finding, rest[0])
    said = getattr(finding, field)
    if field in ("importance", "p"):
        return Trace(field, said, IMPORTANCE if field == "importance" else CHANCE)
    return Trace(field, said[rest[0]] if rest else said, WORDS)


def _evidence(month: Month, finding: Finding, name: str) -> Trace:
    if path := SAME.get(finding.rule, {}).get(name):
        return same(path)(month, finding.evidence).called(name)
    if made := MADE.get(f"{finding.rule} {name}"):
        return made(month, finding.evidence).called(name)
    said = finding.evidence[name]
    if isinstance(said, int | float) and not isinstance(said, bool):
        raise FaultError(f"Nothing explains {name} of the finding {finding.id}.")
    return Trace(name, said, "What the finding is about.")
