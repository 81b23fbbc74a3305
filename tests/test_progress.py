"""Progress goes to stderr: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import io

from report_gen.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_each_step_is_a_line_with_its_count_where_there_are_several() -> None:
    stream = io.StringIO()
    with shown(stream) as progress:
        progress("client-x", "reading exports", 0, 1)
        progress("client-x", "2026-10", 3, 14)
    assert stream.getvalue() == "client-x: reading exports\nclient-x: 2026-10 (3 of 14)\n"


def test_on_a_terminal_a_bar_shows_the_step_and_goes_when_done() -> None:
    stream = Terminal()
    with shown(stream) as progress:
        progress("client-x", "[bold]2026-10[/bold]", 3, 14)
    assert "client-x: [bold]2026-10[/bold]" in stream.getvalue()
    assert "3/14" in stream.getvalue()


def test_stderr_unless_told(capsys: object) -> None:
    with shown() as progress:
        progress("a", "b", 0, 1)
    printed = capsys.readouterr()  # type: ignore[attr-defined]
    assert (printed.out, printed.err) == ("", "a: b\n")
