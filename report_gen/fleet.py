"""Many jobs, one or several processes. A job that fails never stops the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import TypeVar

from report_gen.errors import RefusedError, ReportGenError

Job = TypeVar("Job")
Result = TypeVar("Result")
Done = Callable[[Job, ReportGenError | None], None]

_SHARES = 4  # of the items for each process: all it needs travels with a share, and the last one is waited for
_KILLED = "A process of the build was killed, perhaps for want of memory. Try again with --jobs 1."


class Crew:
    """Processes for jobs. `get_ready` starts them while this process still plans, so that both cores are at work; with one
    process nothing is started and the jobs run here."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def get_ready(self, prepare: Callable[[], None]) -> None:
        """Starts the processes, each with what it will need anyway; the second call does nothing."""
        if self._processes > 1 and self._pool is None:
            # Spawned, not forked: the chart and PDF libraries hold threads, which a fork would leave locked.
            self._pool = ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))
            with _deaf_to_interrupts():
                for _ in range(self._processes):
                    self._pool.submit(prepare)

    def each(self, work: Callable[[Job], Result], items: Sequence[Job]) -> Iterable[Result]:
        """As `map`, in the processes that are ready: the results in order, each as soon as it is there. The first error is
        raised, whatever it is."""
        return map(work, items) if self._pool is None or len(items) < 2 else self._spread(self._pool, work, items)

    def _spread(
        self, pool: ProcessPoolExecutor, work: Callable[[Job], Result], items: Sequence[Job]
    ) -> Iterator[Result]:
        try:
            yield from pool.map(work, items, chunksize=-(-len(items) // (_SHARES * self._processes)))
        except BrokenExecutor as error:
            raise RefusedError(_KILLED) from error

    def run(self, work: Callable[[Job], None], jobs: Sequence[Job], done: Done[Job]) -> None:
        """Runs each job and calls `done` in this process as each ends, with its error if it is one of ours. Anything else
        is a fault of the program and is raised."""
        if self._pool is None:
            for job in jobs:
                done(job, error_of(partial(work, job)))
            return
        futures: dict[Future[None], Job] = {self._pool.submit(work, job): job for job in jobs}
        for future in as_completed(futures):
            done(futures[future], error_of(future.result))


def error_of(work: Callable[[], None]) -> ReportGenError | None:
    """Does the work; its error if it is one of ours, or the disk's."""
    try:
        work()
    except ReportGenError as error:
        return error
    except BrokenExecutor:
        return RefusedError(_KILLED)
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
