"""Only a passphrase that resists somebody with the file and much time closes a report."""

from __future__ import annotations

import itertools

import pytest

from report_gen.delivery import passphrase
from report_gen.errors import DeliveryError

NAMES = ("kopi", "Kopi & Kaya", "Lantern", "2026-10")
STRONG = (
    "correct horse battery staple",
    "k7mq-4v2x-w9pd-hn3c-6rty",
    "tR8#vLq2!mZw",
    "Le hibou mange tôt",
    "海边 灯塔 雨衣 萝卜",  # four words, fewer than twelve characters
    "kopi with a lighthouse and a radish",  # a name does no harm where enough is left
)
WEAK = {
    "fewer than 12 characters": ("", "short", "tR8#vLq2!mZ", "abc def ghi", "on on on on", "一二三四五六七八九十"),
    "few different characters": ("aaaaaaaaaaaa", "abababababab", "837465019283", "1234 5678 9012 3456"),
    "tried first": (
        "password123456", "Password-2026!!", "KopiKaya2026!", "kopi & kaya report 2026", "Lantern-secret-1", "qwertyuiop[]",
        "xiaohongshu2026", "welcome to kopi", "letmeinletmein", "report 2026-10 kopi",
    ),
    "nobody can type": ("correct horse\nbattery staple", "correct\x07horse battery", "correct horse battery \ue000"),
}  # fmt: skip


@pytest.mark.parametrize("phrase", STRONG)
def test_a_strong_one_passes(phrase: str) -> None:
    assert passphrase.check(phrase, NAMES) == phrase


@pytest.mark.parametrize(("reason", "phrase"), [(reason, phrase) for reason, all_ in WEAK.items() for phrase in all_])
def test_a_weak_one_is_refused_and_the_reason_holds_nothing_of_it(reason: str, phrase: str) -> None:
    with pytest.raises(DeliveryError, match=reason) as refused:
        passphrase.check(phrase, NAMES)
    assert not phrase or phrase not in str(refused.value)


def test_full_width_letters_and_spaces_around_it_make_no_difference() -> None:
    """A Chinese keyboard writes them, and a copied line brings them along."""
    assert passphrase.check("　ｃｏｒｒｅｃｔ horse battery staple \n", NAMES) == "correct horse battery staple"


def test_what_is_made_is_strong_and_another_one_each_time() -> None:
    made = {passphrase.generated() for _ in range(50)}
    assert len(made) == 50
    assert {passphrase.check(one, NAMES) for one in made} == made


def test_what_is_made_has_no_letters_that_are_taken_for_one_another() -> None:
    in_turn = itertools.count()
    made = passphrase.generated(lambda letters: letters[next(in_turn) % len(letters)])
    assert made == "abcd-efgh-jkmn-pqrs-tuvw"
    assert set("01ilo").isdisjoint("".join(passphrase.generated() for _ in range(50)))


def asked() -> str:
    return "asked for"


def test_it_comes_from_the_option_then_the_environment_then_the_terminal() -> None:
    environ = {passphrase.VARIABLE: "of the environment"}
    assert passphrase.given("made", environ, asked) == "made"
    assert passphrase.given(None, environ, asked) == "of the environment"
    assert passphrase.given(None, {}, asked) == "asked for"


def test_without_a_terminal_the_ways_to_give_it_are_told() -> None:
    with pytest.raises(
        DeliveryError, match=r"set the environment variable REPORT_GEN_EXPORT_PASSWORD, .* or add --generate"
    ):
        passphrase.given(None, {}, None)
