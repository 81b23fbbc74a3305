"""How the parts of a sentence meet, in languages written without spaces between words.

In Chinese a space stands where Han characters meet Latin letters or figures, none beside full-width punctuation, and a figure
isn't parted from its measure word. What meets is known only once a message is filled, and what is filled in is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

SPACED = frozenset({"zh"})  # languages that these rules are for
NO_BREAK = "\u00a0"
HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
FULL_WIDTH = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_HAN = re.compile(f"[{HAN}]")
_FULL_WIDTH = re.compile(f"[{FULL_WIDTH}]")
_NARROW = re.compile(r"[^\W_]|[%‰°+\u2212\-±¥$€£≈@#&]")  # after Han, which are letters as well
_DATE = re.compile(r"\d{1,4}[年月日]")
_MEASURED = re.compile(rf"(?<=[\d%‰]) (?=[{HAN}])|(?<=第) (?=\d)")

# With what is joined to it or changes it: a skin, a sex, a variant.
_EMOJI = "(?:[\u2600-\u27bf\U0001f000-\U0001faff][\u200d\u20e3\u2640\u2642\ufe0f\U0001f3fb-\U0001f3ff]*)+"
_BESIDE_WORDS = re.compile(rf"(?<=[\w{FULL_WIDTH}…~]) ?{_EMOJI}|{_EMOJI} ?(?=\w)")


def without_emoji(text: str) -> str:
    """The text without the emoji that stand beside words; one that stands for itself stays."""
    return _BESIDE_WORDS.sub("", text)


def filled(message: str, values: Mapping[str, object]) -> str:
    """The message with its fields filled, and at both ends of each field the gap that the characters there ask for."""
    if not values:
        return _MEASURED.sub(NO_BREAK, message)
    said, gap = "", ""
    for before, words, after, name in _parts(message):
        if words:
            said, gap = _joined(said, gap + before, words), after
        else:
            gap += before
        if name:
            said, gap = _joined(said, gap, str(values[name])), ""
    return said + gap


@lru_cache(maxsize=4096)
def _parts(message: str) -> tuple[tuple[str, str, str, str], ...]:
    """Spaces before, words, spaces after, and the field that follows them, from the message's start to its end."""
    return tuple(_part(words, name or "") for words, name, _, _ in Formatter().parse(message))


def _part(written: str, name: str) -> tuple[str, str, str, str]:
    words = written.strip(" ")
    before, _, after = written.partition(words) if words else (written, "", "")
    return before, _MEASURED.sub(NO_BREAK, words), after, name


def _joined(left: str, written: str, right: str) -> str:
    return left + (_gap(left, written, right) if left and right else written) + right


def _gap(left: str, written: str, right: str) -> str:
    """What stands between the two, where `written` is what the message has there."""
    last, first = left[-1], right[0]
    if _FULL_WIDTH.match(last) or _FULL_WIDTH.match(first):
        return ""
    before, after = bool(_HAN.match(last)), bool(_HAN.match(first))
    if before and (after or _DATE.match(right)):
        return ""
    if before and _NARROW.match(first):
        return NO_BREAK if last == "第" else " "
    if after and _NARROW.match(last):
        return NO_BREAK if last.isdigit() or last in "%‰" else " "
    return written
