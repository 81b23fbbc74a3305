"""What every rule needs to speak: sentences in each language that has a catalogue."""

from __future__ import annotations

from collections.abc import Callable

from report_gen.wording import Wording, languages

Say = Callable[[Wording], str]


def told(say: Say) -> dict[str, str]:
    """The sentence in every language, each with its own figures and dates."""
    return {language: say(Wording(language)) for language in languages()}
