"""Many jobs, one or several processes. A job that fails never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from report_gen.errors import ReportGenError

Job = TypeVar("Job")
Done = Callable[[Job, ReportGenError | None], None]


def run(work: Callable[[Job], None], jobs: Sequence[Job], processes: int, done: Done[Job]) -> None:
    """Runs each job and calls `done` in this process as each ends, with its error if it is one of ours. Anything else is
    a fault of the program and is raised."""
    if processes <= 1 or len(jobs) <= 1:
        for job in jobs:
            done(job, _error(partial(work, job)))
        return
    # Spawned, not forked: the chart and PDF libraries hold threads, which a fork would leave locked.
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context("spawn")) as pool:
        futures: dict[Future[None], Job] = {pool.submit(work, job): job for job in jobs}
        for future in as_completed(futures):
            done(futures[future], _error(future.result))


def _error(run: Callable[[], None]) -> ReportGenError | None:
    try:
        run()
    except ReportGenError as error:
        return error
    return None
