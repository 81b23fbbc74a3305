"""A `client.yml` that fits a plan: its topics as pillars, its keywords, its destinations."""

from __future__ import annotations

import json

from report_gen.simulate.plan import Destination, Keyword, Plan, Topic


def client_yml(slug: str, plan: Plan) -> str:
    """The file's text. Every name is quoted as JSON, which is YAML too."""
    return "".join(
        (
            "# yaml-language-server: $schema=../client.schema.json\n",
            "# A simulated client: brand and figures are invented.\n",
            f"client: {_quoted(slug.replace('-', ' ').title())}\n",
            'brand: {colour: "#0b6aa2"}\n',
            "save_rate: {per: impressions}\n",
            "targets: {save_rate: 2.5%}\n",
            _section("pillars", [_pillar(topic) for topic in plan.topics]),
            _section("keywords", [_keyword(keyword) for keyword in plan.keywords]),
            _section("destinations", [_destination(destination) for destination in plan.destinations]),
        )
    )


def _section(name: str, lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in (f"{name}:", *lines)) if lines else ""


def _pillar(topic: Topic) -> str:
    evergreen = ", evergreen: true" if topic.evergreen else ""
    return f"  - {{name: {_quoted(topic.name)}, match: {_list(topic.match)}{evergreen}}}"


def _keyword(keyword: Keyword) -> str:
    group = f", group: {_quoted(keyword.group)}" if keyword.group else ""
    return f"  - {{term: {_quoted(keyword.term)}{group}, weight: {keyword.weight:g}}}"


def _destination(destination: Destination) -> str:
    return f"  {_quoted(destination.name)}: {{match: {_list(destination.match)}}}"


def _list(words: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
