"""Passphrases of encrypted reports: where they come from, and which are strong enough for a file that leaves the house.

Whoever has the file can try passphrases on it for as long as they like, on as many machines as they like, so that a weak one
is refused and not warned of. The words of a refusal never hold any of the passphrase.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from report_gen.errors import DeliveryError

VARIABLE = "REPORT_GEN_EXPORT_PASSWORD"
LEAST, LEAST_WORDS = 12, 4
_LEAST_UNGUESSED = 8  # characters that are left without what everybody tries first
_LEAST_DIFFERENT = 6
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another
_GROUPS, _IN_GROUP = 5, 4  # 20 of 31 letters: 99 bits
_TRIED_FIRST = (
    "password", "passwort", "passphrase", "passw0rd", "p@ssw0rd", "p@ssword", "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh",
    "zxcvbnm", "1q2w3e4r", "letmein", "welcome", "iloveyou", "changeme", "administrator", "admin", "secret", "default",
    "login", "report", "monthly", "xiaohongshu", "rednote", "小红书", "singapore", "新加坡", "princess", "sunshine",
    "football", "monkey", "dragon", "woaini", "5201314", "abcdefgh", "abcdef", "abc123", "密码", "报告", "月报",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"(.)\1{2,}|0?123456789?0?|0?12345|9?87654(?:321?)?0?")


def settled(phrase: str) -> str:
    """As it is typed into the page, whatever keyboard or paste it came from."""
    return unicodedata.normalize("NFKC", phrase).strip()


def given(made: str | None, environ: Mapping[str, str], ask: Callable[[], str] | None) -> str:
    """The one that was made for it, else that of the environment, else what the person at the terminal types; `ask` is None
    without one."""
    if phrase := made or environ.get(VARIABLE):
        return phrase
    if ask is None:
        raise DeliveryError(
            f"No passphrase: set the environment variable {VARIABLE}, run this on a terminal, which asks for one, or add "
            "--generate."
        )
    return ask()


def generated(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A strong one that can be read out, as k7mq-4v2x-w9pd-hn3c-6rty."""
    groups = ("".join(choose(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def check(phrase: str, names: Iterable[str]) -> str:
    """The passphrase, settled. Raises DeliveryError if it can be guessed; `names` are what whoever finds the file would try."""
    phrase = settled(phrase)
    if reason := _reason_against(phrase, names):
        raise DeliveryError(
            f"The passphrase is too weak: {reason}. Whoever has the file can try millions of them. Take another, or let one be "
            "made with --generate."
        )
    return phrase


def _reason_against(phrase: str, names: Iterable[str]) -> str | None:
    if not phrase.isprintable():
        return "it holds characters that nobody can type"
    words = {word for word in re.split(r"[\s\-_.,;]+", phrase.casefold()) if len(word) > 1}
    if len(phrase) < LEAST and len(words) < LEAST_WORDS:
        return f"it has fewer than {LEAST} characters, and isn't of {LEAST_WORDS} different words"
    if len(set(phrase)) < _LEAST_DIFFERENT or not any(character.isalpha() for character in phrase):
        return "it is made of few different characters, or of digits alone"
    if len(_unguessed(phrase, names)) < _LEAST_UNGUESSED:
        return "it is made of a name, a year, a row of keys or a word that are tried first"
    return None


def _unguessed(phrase: str, names: Iterable[str]) -> str:
    """What is left of it without what is tried first, nor punctuation."""
    left = phrase.casefold()
    parts = {part for name in names for part in re.split(r"[\W_]+", name.casefold()) if len(part) > 1}
    for piece in sorted({*_TRIED_FIRST, *parts}, key=len, reverse=True):
        left = left.replace(piece, "")
    return re.sub(r"[\W_]", "", _YEAR.sub("", _RUN.sub("", left)))
