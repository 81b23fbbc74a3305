"""What would be wrong is refused: a month whose data hold an error is told by `check` and not built."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from report_gen.build import refuse_what_is_wrong
from report_gen.errors import ExportError
from report_gen.report import Report
from report_gen.tables import Quality
from report_gen.telling import Told
from tests.stories import story

LINES = {
    "error": Quality(code="x", severity="error", message="The list is another account’s.", advice="Take it out."),
    "bare": Quality(code="y", severity="error", message="The dates are swapped."),
    "warning": Quality(code="z", severity="warning", message="A note is gone.", advice="Look."),
}
SEPTEMBER, OCTOBER = story(2).reports


def with_lines(report: Report, *names: str) -> Report:
    return report.model_copy(update={"quality": tuple(LINES[name] for name in names)})


def refuse(*reports: Report, asked: tuple[str, ...], approved: Mapping[str, object] | None = None) -> None:
    refuse_what_is_wrong(Told(reports, approved or {}, (), ()), asked)  # type: ignore[arg-type]


def test_an_error_is_said_with_what_to_do_and_a_warning_is_none() -> None:
    found = with_lines(OCTOBER, "warning", "error", "bare")
    assert found.errors == ("The list is another account’s. Take it out.", "The dates are swapped.")
    assert with_lines(OCTOBER, "warning").errors == ()


def test_a_month_with_an_error_is_not_built_and_all_its_errors_are_told() -> None:
    with pytest.raises(ExportError) as refused:
        refuse(SEPTEMBER, with_lines(OCTOBER, "error", "bare"), asked=("2026-09", "2026-10"))
    assert refused.value.problems == (
        "2026-10 is not built: The list is another account’s. Take it out.",
        "2026-10 is not built: The dates are swapped.",
    )


@pytest.mark.parametrize(
    ("reports", "asked", "approved"),
    [
        ((SEPTEMBER, with_lines(OCTOBER, "error")), ("2026-09",), None),
        ((with_lines(SEPTEMBER, "error"), OCTOBER), ("2026-09", "2026-10"), {"2026-09": object()}),
        ((with_lines(SEPTEMBER, "warning"), OCTOBER), ("2026-09", "2026-10"), None),
    ],
    ids=["not asked for", "approved", "a warning"],
)
def test_other_months_are_built(
    reports: tuple[Report, ...], asked: tuple[str, ...], approved: Mapping[str, object] | None
) -> None:
    refuse(*reports, asked=asked, approved=approved)
