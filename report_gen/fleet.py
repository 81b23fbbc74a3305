"""Many months, one or several processes. A job that fails never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

from report_gen.errors import ReportGenError

Job = TypeVar("Job")


def run(
    work: Callable[[Job], None], jobs: Sequence[Job], processes: int, done: Callable[[Job, int], None]
) -> dict[int, ReportGenError]:
    """Runs each job; errors of ours by the job's place in `jobs`, anything else is raised: it is a fault of the program.

    `done(job, n)` is called in this process as the n-th job ends."""
    if processes <= 1 or len(jobs) <= 1:
        return _here(work, jobs, done)
    errors: dict[int, ReportGenError] = {}
    # Spawned, not forked: the chart and PDF libraries hold threads, which a fork would leave locked.
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context("spawn")) as pool:
        places = {pool.submit(work, job): place for place, job in enumerate(jobs)}
        for n, future in enumerate(as_completed(places), start=1):
            place = places[future]
            try:
                future.result()
            except ReportGenError as error:
                errors[place] = error
            done(jobs[place], n)
    return errors


def _here(
    work: Callable[[Job], None], jobs: Sequence[Job], done: Callable[[Job, int], None]
) -> dict[int, ReportGenError]:
    errors: dict[int, ReportGenError] = {}
    for place, job in enumerate(jobs):
        try:
            work(job)
        except ReportGenError as error:
            errors[place] = error
        done(job, place + 1)
    return errors
