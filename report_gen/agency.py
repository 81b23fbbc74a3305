"""The workspace's mkdocs.yml → `Agency`: what the agency decides for all its clients' sites.

Each month's site is generated from it, so it may hold only what the generated project carries over, and what both site
builders then act on. Anything else would be ignored without a word, and is refused instead, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from report_gen import addresses, logos, yaml_positions
from report_gen.workspace import Engine, Workspace
from report_gen.yaml_positions import Document, Mistake

_KNOWN = ("site_name", "theme", "markdown_extensions", "extra", "plugins")
_OURS = {
    "INHERIT": "settings are read from this file alone",
    "nav": "the navigation is made of the pages of each report",
    "docs_dir": "each month's project is generated under build/",
    "site_dir": "sites are built into site/<client>/<month>/",
    "hooks": "hooks would not run in the generated projects",
    "site_url": "sites work from any address and from a folder",
    "use_directory_urls": "pages are files, so that a site opens without a server",
    "copyright": "the foot of each page says who made it, from extra.agency, and for whom",
    "strict": "warnings are errors in any case",
    "exclude_docs": "a month's project holds its own pages and nothing else",
    "validation": "a link that leads nowhere is an error in any case",
    "watch": "preview watches the client's folder and the templates in any case",
    "repo_url": "readers have no use for the source of a report",
    "extra_css": "put your style sheet into site_templates/theme/ instead",
    "extra_javascript": "put your script into site_templates/theme/ instead",
}
_THEME_OURS = {
    "language": "each client's languages stand in its client.yml",
    "custom_dir": "templates are overridden file by file in site_templates/",
    "font": "the fonts come with the reports, so that no page asks another host",
    "logo": "name the logo under extra.agency.logo",
    "favicon": "the icon is made of the client's colour",
    "icon": "pages are drawn with icons of their own",
    "variant": "the look is the same with both site builders",
    "features": "what surrounds a page is drawn by the templates of reports, and Material's script is not loaded",
}
_THEME = ("name", "palette")
_SCHEMES = ("default", "slate")  # the tokens are made for these two
_PALETTE = ("media", "scheme", "toggle")
_TOGGLE = ("name",)
_TOGGLE_OURS = {"icon": "the sun and the moon come with the reports"}
_PALETTE_OURS = dict.fromkeys(("primary", "accent"), "the colour is the client's, brand in its client.yml")
_AGENCY = ("name", "logo", "contact", "domain", "sender", "drafts", "shared_domains", "engine")
# Of what Material reads under `extra`; anything else is for templates of the agency's own.
_EXTRA_OURS = {
    "alternate": "each client's languages stand in its client.yml",
    "analytics": "pages send nothing to anybody",
    "annotate": "pages don't load Material's script",
    "consent": "pages keep nothing that a reader would have to consent to",
    "generator": "pages never name what made them",
    "homepage": "the head of each page leads to the overview",
    "polyfills": "pages load nothing from other hosts",
    "scope": "it is worked out for each language",
    "social": "a report leads nowhere else",
    "status": "pages have none",
    "tags": "pages have none",
    "version": "the months are the versions",
}
# What both builders know, and what leaves finished HTML alone, as the pages of reports are.
EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty",
    "tables", "toc", "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences",
    "pymdownx.tasklist", "pymdownx.tilde",
)  # fmt: skip


@dataclass(frozen=True)
class Agency:
    """Who makes the reports, and how its sites differ from the usual: the schemes of `theme`, `extra` for templates of its own.

    `logo` is a file of the workspace; it stands in the foot of every page. `engine` makes the pages. `domain` is that of the
    agency's own e-mail addresses, the only ones that get drafts; `sender` is whom e-mails with reports come from;
    `shared_domains` are those at which several clients have people; `drafts` is where sites that are not
    approved go, written like `publish.to`.
    """

    name: str = ""
    contact: str = ""
    logo: Path | None = None
    domain: str = ""
    sender: str = ""
    drafts: str = ""
    shared_domains: tuple[str, ...] = ()
    engine: Engine = "mkdocs"
    theme: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    markdown_extensions: tuple[Any, ...] = ()


def load(workspace: Workspace) -> Agency:
    """The agency's settings; every mistake of the file at once."""
    name = workspace.settings.relative_to(workspace.root).as_posix()
    return parse(yaml_positions.text_of(workspace.settings, name), name, workspace.root)


def parse(text: str, name: str, root: Path) -> Agency:
    """The settings of a mkdocs.yml's text; `name` is how messages call the file, `root` where its paths start."""
    document = yaml_positions.load(text, name)
    document.check([*_mistakes(document), *_logo(document, root)])
    data: dict[str, Any] = document.data or {}
    extra = dict(data.get("extra") or {})
    said = dict(extra.pop("agency", None) or {})
    agency = {key: str(value) for key, value in said.items() if value is not None}
    theme = data.get("theme") or {}
    return Agency(
        name=agency.get("name", ""),
        contact=agency.get("contact", ""),
        logo=root / agency["logo"] if "logo" in agency else None,
        domain=agency.get("domain", ""),
        sender=agency.get("sender", ""),
        drafts=agency.get("drafts", ""),
        shared_domains=tuple(said.get("shared_domains") or ()),
        engine=cast(Engine, agency.get("engine", Agency.engine)),
        theme={k: v for k, v in theme.items() if k != "name"} if isinstance(theme, dict) else {},
        extra=extra,
        markdown_extensions=tuple(data.get("markdown_extensions") or ()),
    )


# -- what can't be meant


def _mistakes(document: Document) -> Iterator[Mistake]:
    data = document.data
    if data is None:
        return
    if not isinstance(data, dict):
        yield document.mistake((), "expected settings such as “theme:” and “extra:”.")
        return
    yield from _unknown(document, (), data, _KNOWN, _OURS)
    yield from _plugins(document, data.get("plugins"))
    yield from _theme(document, data.get("theme"))
    yield from _extra(document, data.get("extra"))
    yield from _extensions(document, data.get("markdown_extensions"))


def _unknown(
    document: Document, route: tuple[str, ...], found: dict[Any, Any], known: tuple[str, ...], ours: dict[str, str]
) -> Iterator[Mistake]:
    for key in found:
        spot = ".".join((*route, str(key)))
        if key in ours:
            yield document.mistake((*route, str(key)), f"{spot} can't be set here: {ours[key]}. Remove it.")
        elif known and key not in known:
            near = get_close_matches(str(key), known, n=1)
            guess = f"Did you mean {near[0]}?" if near else "Remove it."
            allowed = ", ".join(known)
            yield document.mistake((*route, str(key)), f"{spot} would have no effect; allowed are {allowed}. {guess}")


def _plugins(document: Document, plugins: Any) -> Iterator[Mistake]:
    for place, plugin in enumerate(plugins if isinstance(plugins, list) else []):
        name = next(iter(plugin), "") if isinstance(plugin, dict) else plugin
        if name != "search":
            yield document.mistake(
                ("plugins", place), f"plugin “{name}” would not run in the generated projects. Remove it."
            )
    if plugins is not None and not isinstance(plugins, list):
        yield document.mistake(("plugins",), "plugins must be a list; only search may stand in it.")


def _theme(document: Document, theme: Any) -> Iterator[Mistake]:
    name = theme.get("name", "material") if isinstance(theme, dict) else theme
    if name not in (None, "material"):
        yield document.mistake(("theme", "name"), f"theme “{name}” is not supported; reports are made for material.")
    if isinstance(theme, dict):
        # `font: false` says what holds anyway.
        given = {key: value for key, value in theme.items() if (key, value) != ("font", False)}
        yield from _unknown(document, ("theme",), given, _THEME, _THEME_OURS)
        yield from _palette(document, theme.get("palette"))


def _palette(document: Document, palette: Any) -> Iterator[Mistake]:
    """Which schemes there are and how they are switched is the agency's; `primary` and `accent` are the client's brand."""
    for entry in palette if isinstance(palette, list) else [] if palette is None else [palette]:
        scheme = entry.get("scheme", "default") if isinstance(entry, dict) else entry
        if scheme not in _SCHEMES:
            yield document.mistake(
                ("theme", "palette"), f"theme.palette names the scheme “{scheme}”; allowed are {', '.join(_SCHEMES)}."
            )
        if isinstance(entry, dict):
            yield from _unknown(document, ("theme", "palette"), entry, _PALETTE, _PALETTE_OURS)
            yield from _toggle(document, entry.get("toggle"))


def _toggle(document: Document, toggle: Any) -> Iterator[Mistake]:
    if isinstance(toggle, dict):
        yield from _unknown(document, ("theme", "palette", "toggle"), toggle, _TOGGLE, _TOGGLE_OURS)
    elif toggle is not None:
        yield document.mistake(("theme", "palette"), "theme.palette.toggle must hold name.")


def _extra(document: Document, extra: Any) -> Iterator[Mistake]:
    if extra is None:
        return
    if not isinstance(extra, dict):
        yield document.mistake(("extra",), "extra must hold named settings, such as “agency:”.")
        return
    yield from _unknown(document, ("extra",), extra, (), _EXTRA_OURS)
    agency = extra.get("agency")
    if isinstance(agency, dict):
        yield from _unknown(document, ("extra", "agency"), agency, _AGENCY, {})
        yield from _engine(document, agency.get("engine"))
        yield from _addresses(document, agency)
    elif agency is not None:
        yield document.mistake(("extra", "agency"), f"extra.agency must hold {', '.join(_AGENCY)}.")


def _engine(document: Document, engine: Any) -> Iterator[Mistake]:
    if engine is not None and engine not in get_args(Engine):
        yield document.mistake(
            ("extra", "agency", "engine"),
            f"extra.agency.engine is “{engine}”; allowed are {', '.join(get_args(Engine))}.",
        )


def _addresses(document: Document, agency: dict[str, Any]) -> Iterator[Mistake]:
    """Drafts go to the agency's own domain only, so that an address may not pass for one."""
    forms = (("domain", addresses.DOMAIN, "lantern.example"), ("sender", addresses.MAIL, "reports@lantern.example"))
    for key, form, example in forms:
        if (value := agency.get(key)) is not None and not re.fullmatch(form, str(value)):
            yield document.mistake(("extra", "agency", key), f"extra.agency.{key} is “{value}”; write it as {example}.")
    shared = agency.get("shared_domains")
    if shared is not None and not (isinstance(shared, list) and all(_is_domain(one) for one in shared)):
        route = ("extra", "agency", "shared_domains")
        yield document.mistake(route, "extra.agency.shared_domains must be a list of domains, as [group.example].")


def _is_domain(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(addresses.DOMAIN, value) is not None


def _logo(document: Document, root: Path) -> Iterator[Mistake]:
    route = ("extra", "agency", "logo")
    logo = document.written(route)
    if not logo:
        return
    path = (root / logo).resolve()
    if root.resolve() not in path.parents:
        yield document.mistake(route, f"extra.agency.logo is “{logo}”, outside the workspace. Copy the file into it.")
    elif not path.is_file() or path.suffix.lower() not in logos.KINDS:
        allowed = ", ".join(logos.KINDS)
        yield document.mistake(
            route, f"extra.agency.logo is “{logo}”; there is no such picture ({allowed}) in the workspace."
        )
    elif reason := logos.reason_against(path):
        yield document.mistake(route, f"extra.agency.logo is “{logo}”; {reason}.")


def _extensions(document: Document, extensions: Any) -> Iterator[Mistake]:
    for place, extension in enumerate(extensions if isinstance(extensions, list) else []):
        name = next(iter(extension), "") if isinstance(extension, dict) else extension
        if name not in EXTENSIONS:
            yield document.mistake(
                ("markdown_extensions", place),
                f"markdown_extensions names “{name}”; allowed are {', '.join(EXTENSIONS)}.",
            )
    if not isinstance(extensions, list | None):
        yield document.mistake(("markdown_extensions",), "markdown_extensions must be a list.")
