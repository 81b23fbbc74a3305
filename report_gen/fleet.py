"""Many jobs, one or several processes. A job that fails never stops the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from report_gen.errors import RefusedError, ReportGenError

Job = TypeVar("Job")
Done = Callable[[Job, ReportGenError | None], None]


def run(work: Callable[[Job], None], jobs: Sequence[Job], processes: int, done: Done[Job]) -> None:
    """Runs each job and calls `done` in this process as each ends, with its error if it is one of ours. Anything else is
    a fault of the program and is raised."""
    if processes <= 1 or len(jobs) <= 1:
        for job in jobs:
            done(job, error_of(partial(work, job)))
        return
    # Spawned, not forked: the chart and PDF libraries hold threads, which a fork would leave locked.
    pool = ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context("spawn"))
    try:
        with _deaf_to_interrupts():
            futures: dict[Future[None], Job] = {pool.submit(work, job): job for job in jobs}
        for future in as_completed(futures):
            done(futures[future], error_of(future.result))
    finally:
        pool.shutdown(cancel_futures=True)


def error_of(work: Callable[[], None]) -> ReportGenError | None:
    """Does the work; its error if it is one of ours, or the disk's."""
    try:
        work()
    except ReportGenError as error:
        return error
    except OSError as error:
        if refused := RefusedError.of(error):
            return refused
        raise
    return None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that start meanwhile ignore Ctrl-C: it is this process that ends them, without their tracebacks."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say who listens
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)
