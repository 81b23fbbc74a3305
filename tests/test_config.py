"""client.yml is read into typed values, and every mistake in it is a sentence."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from report_gen import config
from report_gen.errors import SettingsError
from report_gen.workspace import Client, Workspace

ROOT = Path(__file__).parents[1]
SETTINGS = (
    "client, category, timezone, languages, names, pages, accounts, brand, save_rate, capture_window_days, targets, "
)
SETTINGS += "benchmarks, pillars, traits, keywords, destinations, events, exports, recipients, recipient_domains, publish, access"
METRICS = "saves, save_rate, saves_per_view, saves_per_impression, comments, comment_rate, search_visibility, "
METRICS += "click_throughs, click_through_rate, evergreen_save_share, impressions, views, likes, shares, new_followers"
PER_CENT = "it must be a number, or per cent as 2.5%"
TARGET = "it must be a number, per cent as 2.5%, or either for each month as {2026-10: 900}"


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        config.parse(text, "client.yml")
    return list(error.value.problems)


# What is found, in the line below `client: x`, and the sentence without its place.
MISTAKES = {
    "a value that is not offered": (
        "save_rate: {per: impresions}",
        "save_rate.per is “impresions”; allowed are impressions, views, reach. Did you mean impressions?",
    ),
    "a value like no other": (
        "save_rate: {per: likes}",
        "save_rate.per is “likes”; allowed are impressions, views, reach.",
    ),
    "an unknown setting": (
        "kewords: [a]",
        f"there is no setting “kewords”; allowed are {SETTINGS}. Did you mean keywords?",
    ),
    "an unknown setting inside a group": (
        "brand: {logos: a.svg}",
        "there is no setting “brand.logos”; in brand allowed are colour, logo. Did you mean logo?",
    ),
    "an unknown setting inside a list": (
        "keywords: [{term: a, wieght: 1}]",
        "there is no setting “keywords[1].wieght”; in keywords[1] allowed are term, group, weight. Did you mean weight?",
    ),
    "a setting named by a number": ("2026: x", f"there is no setting “2026”; allowed are {SETTINGS}."),
    "an unknown metric": (
        "targets: {save_rat: 2.5%}",
        f"there is no setting “targets.save_rat”; in targets allowed are {METRICS}. Did you mean save_rate?",
    ),
    "a month that is none": (
        "targets: {saves: {2026-13: 5}}",
        "targets.saves.2026-13: the name “2026-13” must be a month as 2026-10.",
    ),
    "a target that is no number": ("targets: {saves: many}", f"targets.saves is “many”; {TARGET}."),
    "a target that is a list": ("targets: {saves: [1]}", f"targets.saves is a list; {TARGET}."),
    "a target that is true": ("targets: {saves: true}", f"targets.saves is “true”; {TARGET}."),
    "a target below nothing": ("targets: {saves: -1}", f"targets.saves is “-1”; {TARGET}."),
    "a target without bound": ("targets: {saves: .inf}", f"targets.saves is “.inf”; {TARGET}."),
    "a month's target that is no number": (
        "targets: {saves: {2026-10: many}}",
        f"targets.saves.2026-10 is “many”; {PER_CENT}.",
    ),
    "a rate above one": (
        "targets: {save_rate: 2.5}",
        "targets.save_rate is “2.5”; as a rate that is 250%, write 2.5% if per cent is meant.",
    ),
    "a month's rate above one, the month as a day": (
        "targets: {save_rate: {2026-10-01: 3}}",
        "targets.save_rate.2026-10 is “3”; as a rate that is 300%, write 3% if per cent is meant.",
    ),
    "a count in per cent": (
        "targets: {saves: 2.5%}",
        "targets.saves is “2.5%”; saves is a count, write a whole number.",
    ),
    "a colour lost to a comment": (
        "brand: {colour: #b5121b\n  }",
        'brand.colour is empty; it must be a colour in quotes, as "#b5121b".',
    ),
    "a colour by name": ("brand: {colour: red}", 'brand.colour is “red”; it must be a colour in quotes, as "#b5121b".'),
    "a name that YAML reads as a number": (
        "category: 2026",
        'category is “2026”, which YAML reads as a number. For text, put it in quotes: "2026".',
    ),
    "a name that YAML reads as yes or no": (
        "category: on",
        'category is “on”, which YAML reads as yes or no. For text, put it in quotes: "on".',
    ),
    "a word that YAML reads as a date": (
        "keywords: [{term: 2026-10-01}]",
        'keywords[1].term is “2026-10-01”, which YAML reads as a date. For text, put it in quotes: "2026-10-01".',
    ),
    "a time zone that is none": (
        "timezone: Asia/Singapur",
        "timezone is “Asia/Singapur”; it must be a time zone of the IANA list, as Asia/Singapore.",
    ),
    "a time zone that leads out of the list": (
        "timezone: ../../etc/passwd",
        "timezone is “../../etc/passwd”; it must be a time zone of the IANA list, as Asia/Singapore.",
    ),
    "no language": (
        "languages: []",
        "languages is an empty list; it must be a list as [en, zh] of en and zh, the first being the default.",
    ),
    "a language without a catalogue": ("languages: [en, fr]", "languages[2] is “fr”; allowed are en, zh."),
    "nothing but a language without a catalogue": ("languages: [fr]", "languages[1] is “fr”; allowed are en, zh."),
    "names in a language without a catalogue": (
        "names: {fr: {a: b}}",
        "there is no setting “names.fr”; in names allowed are en, zh.",
    ),
    "a page twice": ("pages: [saves, saves]", "pages[2] is “saves”; an earlier one has it already, keep one of them."),
    "a window too wide": (
        "capture_window_days: 40",
        "capture_window_days is “40”; it must be a whole number of days from 0 to 15: how far from a month's ends a "
        "reading may lie.",
    ),
    "a weight of nothing": (
        "keywords: [{term: a, weight: 0}]",
        "keywords[1].weight is “0”; it must be a number above 0.",
    ),
    "an item that is no group": (
        "keywords: [a]",
        "keywords[1] is “a”; it must be settings such as term, group, weight.",
    ),
    "one value where a list stands": (
        "accounts: sg",
        "accounts is “sg”; it must be a list as [sg, cn] of accounts: folders inside exports.",
    ),
    "one word where words stand": (
        "traits: {guide: 攻略}",
        "traits.guide is “攻略”; it must be a list of words as [咖啡, kopi].",
    ),
    "a group that is empty": ("brand:", "brand is empty; it must be settings such as colour, logo."),
    "a group in one word": ("publish: s3://x", "publish is “s3://x”; it must be settings such as to, url."),
    "something needed that is missing": (
        "pillars: [{match: [a]}]",
        "pillars[1].name is missing; it must be text of 1 to 80 characters.",
    ),
    "a name without end": (
        f"category: {'x' * 81}",
        f"category is “{'x' * 80}…”; it must be a trade as food-and-drink, for benchmarks by category.",
    ),
    "a word that every title holds": (
        "pillars: [{name: a, match: [' ']}]",
        "pillars[1].match[1] is blank; it must be text of 1 to 80 characters.",
    ),
    "a pillar with the name of the rest": (
        "pillars: [{name: other, match: [a]}]",
        "pillars[1].name is “other”; that is what notes of no pillar are called, choose another name.",
    ),
    "an account twice": (
        "accounts: [sg, sg]",
        "accounts[2] is “sg”; an earlier one has it already, keep one of them.",
    ),
    "an account that is no folder": (
        "accounts: [sg/cn]",
        "accounts[1] is “sg/cn”; it must be the name of a folder inside exports.",
    ),
    "a language twice": (
        "languages: [en, en]",
        "languages[2] is “en”; an earlier one has it already, keep one of them.",
    ),
    "neither true nor false": ("access: {public: maybe}", "access.public is “maybe”; it must be true or false."),
    "no address": ("recipients: [mei]", "recipients[1] is “mei”; it must be an e-mail address."),
    "a keyword twice": (
        "keywords: [{term: Kopi}, {term: b}, {term: ｋｏｐｉ}]",
        "keywords[3].term is “ｋｏｐｉ”; an earlier one has it already, keep one of them.",
    ),
    "a pillar twice": (
        "pillars: [{name: A, match: [a]}, {name: A, match: [b]}]",
        "pillars[2].name is “A”; an earlier one has it already, keep one of them.",
    ),
    "a day that is none": (
        "events: [{name: a, start: 2026-02-30}]",
        "events[1].start is “2026-02-30”; it must be a day as 2026-10-01.",
    ),
    "an event that ends before it starts": (
        "events: [{name: a, start: 2026-03-05, end: 2026-03-01}]",
        "events[1].end is “2026-03-01”; the event starts on 2026-03-05 and can't end before.",
    ),
    "an event's note too long": (
        f"events: [{{name: a, start: 2026-03-05, note: {'x' * 121}}}]",
        f"events[1].note is “{'x' * 80}…”; it must be text of at most 120 characters.",
    ),
    "a benchmark without a figure": (
        "benchmarks: [{metric: saves, source: a}]",
        "benchmarks[1] is a group of settings; it needs low, good or both.",
    ),
    "a benchmark upside down": (
        "benchmarks: [{metric: save_rate, low: 3%, good: 1%, source: a}]",
        "benchmarks[1].low is “3%”; low is above good.",
    ),
    "a benchmark's rate above one": (
        "benchmarks: [{metric: save_rate, good: 3, source: a}]",
        "benchmarks[1].good is “3”; as a rate that is 300%, write 3% if per cent is meant.",
    ),
    "the same name twice": ("client: y", "“client” is already set in line 1; keep one of the two."),
}


@pytest.mark.parametrize(("line", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_names_place_value_what_is_allowed_and_the_nearest_guess(line: str, sentence: str) -> None:
    assert mistakes(f"client: x\n{line}\n") == [f"client.yml, line 2: {sentence}"]


def test_all_mistakes_of_a_file_come_at_once_in_its_order() -> None:
    found = mistakes("timezone: x\nbrand:\n  colour: red\nsave_rate: {per: 1}\nbrand: {}\n")
    assert [re.match(r"client.yml, line (\d)", line).group(1) for line in found] == ["1", "1", "4", "5"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "client.yml is empty; it needs at least a line such as “client: Kopi & Kaya”.", id="empty"),
        pytest.param(
            "brand: {}",
            "client.yml, line 1: client is missing; it must be the client's name as clients read it.",
            id="nameless",
        ),
        pytest.param(
            "- a", f"client.yml, line 1: the file is a list; it must be settings such as {SETTINGS}.", id="a list"
        ),
        pytest.param(
            "hello", f"client.yml, line 1: the file is “hello”; it must be settings such as {SETTINGS}.", id="a word"
        ),
    ],
)
def test_a_file_that_holds_no_settings_says_what_it_needs(text: str, message: str) -> None:
    assert mistakes(text) == [message]


def test_an_alias_is_one_mistake_and_not_also_a_missing_value() -> None:
    assert mistakes("client: &x a\nbrand: {colour: *x}\n") == [
        "client.yml, line 1: “x” is an anchor or alias, not used here. Write the value out instead.",
        "client.yml, line 2: “x” is an anchor or alias, not used here. Write the value out instead.",
    ]


@pytest.mark.parametrize(
    ("written", "month", "target"),
    [
        ("2.5%", "2026-10", 0.025),
        ("2.5 ％", "2026-10", 0.025),
        ("0.025", "2026-10", 0.025),
        ("{2026-10: 3%}", "2026-10", 0.03),
        ("{2026-10-01: 3%}", "2026-10", 0.03),
        ('{"2026-10": 3%}', "2026-11", None),
    ],
)
def test_targets_are_fractions_for_every_month_or_for_each(written: str, month: str, target: float | None) -> None:
    settings = config.parse(f"client: x\ntargets: {{save_rate: {written}}}", "client.yml")
    assert settings.target("save_rate", month) == pytest.approx(target)


def test_only_the_name_is_needed() -> None:
    settings = config.parse("client: Kopi & Kaya", "client.yml")
    assert (settings.client, settings.timezone, settings.save_rate.per) == (
        "Kopi & Kaya",
        "Asia/Singapore",
        "impressions",
    )


def test_an_event_without_an_end_lasts_a_day() -> None:
    settings = config.parse("client: x\nevents: [{name: a, start: 2026-03-05}]", "client.yml")
    assert settings.events[0].last == dt.date(2026, 3, 5)


# -- the file and those it names


def write(client: Client, text: str) -> None:
    client.settings.write_text(text, encoding="utf-8")


def file_mistakes(client: Client) -> list[str]:
    with pytest.raises(SettingsError) as error:
        config.load(client)
    return list(error.value.problems)


@pytest.mark.parametrize(
    ("logo", "sentence"),
    [
        ("missing.svg", "brand.logo is “missing.svg”; there is no such file in clients/kopi-kaya."),
        (".", "brand.logo is “.”; there is no such file in clients/kopi-kaya."),
        ("../other/logo.svg", "brand.logo is “../other/logo.svg”, outside the client's folder; copy the image into it."),
        ("/etc/passwd", "brand.logo is “/etc/passwd”, outside the client's folder; copy the image into it."),
        ("link.svg", "brand.logo is “link.svg”, outside the client's folder; copy the image into it."),
        ("client.yml", "brand.logo is “client.yml”; it must be an image of type .svg, .png, .jpg, .jpeg, .webp."),
    ],
)  # fmt: skip
def test_a_logo_is_an_image_inside_the_clients_folder(client: Client, logo: str, sentence: str) -> None:
    (client.folder / "link.svg").symlink_to("/etc/hostname")
    write(client, f"client: x\nbrand:\n  logo: {logo}\n")
    assert file_mistakes(client) == [f"clients/kopi-kaya/client.yml, line 3: {sentence}"]


def test_a_logo_that_is_there_is_taken(client: Client) -> None:
    (client.folder / "logo.svg").write_text("<svg/>")
    write(client, "client: x\nbrand: {logo: logo.svg}\n")
    assert config.load(client).brand.logo == Path("logo.svg")


def test_mistakes_about_other_files_come_with_all_the_rest(client: Client) -> None:
    write(client, "client: x\nbrand: {logo: a.svg}\npillars: [{name: A}, 5]\nsave_rat: {}\n")
    assert [line.partition(": ")[0][-6:] for line in file_mistakes(client)] == ["line 2", "line 3", "line 3", "line 4"]


def test_a_pillar_needs_words_to_match_or_the_analysts_tags(client: Client) -> None:
    write(client, "client: x\npillars:\n  - {name: A, match: [a]}\n  - {name: B}\n")
    assert file_mistakes(client) == [
        "clients/kopi-kaya/client.yml, line 4: pillars[2] can't hold any note: it has no match words, and there is no "
        "notes.csv that tags notes with it."
    ]
    client.note_tags.write_text("note,pillar\n")
    assert [p.name for p in config.load(client).pillars] == ["A", "B"]


def test_settings_that_are_a_link_out_of_the_folder_are_refused(client: Client, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("client: x")
    client.settings.unlink()
    client.settings.symlink_to(tmp_path / "elsewhere.yml")
    assert file_mistakes(client) == [
        "clients/kopi-kaya/client.yml is a link out of the client's folder; put the file itself there."
    ]


# -- the schema for editors


@pytest.mark.parametrize("slug", ["client-x", "client-y"])
def test_the_demo_clients_are_accepted_by_settings_and_editors_alike(slug: str) -> None:
    client = Workspace(ROOT).client(slug)
    config.load(client)
    plain = yaml.load(client.settings.read_text("utf-8"), yaml.BaseLoader)
    jsonschema.validate(_typed(plain), config.client_schema())


def test_the_schema_for_editors_refuses_what_the_settings_refuse() -> None:
    validator = jsonschema.Draft202012Validator(config.client_schema())
    assert not list(validator.iter_errors({"client": "x", "targets": {"save_rate": "2.5%", "saves": {"2026-10": 9}}}))
    for wrong in ({}, {"client": "x", "kewords": []}, {"client": "x", "targets": {"save_rate": "many"}}):
        assert list(validator.iter_errors(wrong))


def _typed(value: object) -> object:
    """As an editor reads it: JSON's numbers and truth values, dates as text."""
    if isinstance(value, dict):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    if value in ("true", "false"):
        return value == "true"
    return float(value) if isinstance(value, str) and re.fullmatch(r"[\d.]+", value) else value
