"""Jobs here and in other processes: each ends with its own error, and none takes the others with it."""

from __future__ import annotations

import errno
import os
import signal

import pytest

from report_gen.errors import RefusedError, ReportGenError, SettingsError
from report_gen.fleet import Crew


def work(job: str) -> None:
    """At module level, so that other processes find it."""
    if job == "wrong":
        raise SettingsError("targets.saves is “many”.")
    if job == "full":
        raise OSError(errno.ENOSPC, "No space left on device", "site/kopi")
    if job == "fault":
        raise ZeroDivisionError
    if job == "killed":
        os.kill(os.getpid(), signal.SIGKILL)


def doubled(number: int) -> int:
    if number < 0:
        raise SettingsError("targets.saves is below 0.")
    if number > 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def nothing() -> None:
    """Nothing to get ready."""


def run(processes: int, *jobs: str) -> dict[str, ReportGenError | None]:
    ended: dict[str, ReportGenError | None] = {}
    with Crew(processes) as crew:
        crew.get_ready(nothing)
        crew.run(work, jobs, ended.__setitem__)
    return ended


@pytest.mark.parametrize("processes", [1, 2])
def test_a_job_that_fails_does_not_stop_the_others(processes: int) -> None:
    ended = run(processes, "good", "wrong", "full", "last")
    assert (ended["good"], ended["last"]) == (None, None)
    assert str(ended["wrong"]) == "targets.saves is “many”."
    assert str(ended["full"]).startswith("site/kopi can't be written or read: No space left on device.")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_fault_of_the_program_is_raised(processes: int) -> None:
    with pytest.raises(ZeroDivisionError):
        run(processes, "good", "fault")


def test_a_killed_process_is_told_with_the_way_out() -> None:
    error = run(2, "killed")["killed"]
    assert isinstance(error, RefusedError)
    assert "--jobs 1" in str(error)


def test_one_process_starts_no_other() -> None:
    with Crew(1) as crew:
        crew.get_ready(nothing)
        ended: list[str] = []
        crew.run(work, ["good"], lambda job, error: ended.append(job))
    assert ended == ["good"]


def spread(processes: int, *numbers: int) -> list[int]:
    with Crew(processes) as crew:
        crew.get_ready(nothing)
        return list(crew.each(doubled, numbers))


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 14, 40])
def test_each_gives_the_results_in_order(processes: int, count: int) -> None:
    assert spread(processes, *range(count)) == [2 * number for number in range(count)]


@pytest.mark.parametrize("processes", [1, 2])
def test_each_raises_the_first_error(processes: int) -> None:
    with pytest.raises(SettingsError, match="below 0"):
        spread(processes, 1, 2, -1, 4)


def test_each_tells_of_a_killed_process_with_the_way_out() -> None:
    with pytest.raises(RefusedError, match="--jobs 1"):
        spread(2, 1, 101)
