"""The workspace's mkdocs.yml → `Agency`: what the agency decides for all its clients' sites.

Each month's site is generated from it, so it may hold only what the generated project carries over. Anything else would
be ignored without a word, and is refused instead, with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from report_gen import yaml_positions
from report_gen.workspace import Workspace
from report_gen.yaml_positions import Document, Mistake

_KNOWN = ("site_name", "theme", "markdown_extensions", "extra", "plugins", "copyright")
_OURS = {
    "nav": "the navigation is made of the pages of each report",
    "docs_dir": "each month's project is generated under build/",
    "site_dir": "sites are built into site/<client>/<month>/",
    "hooks": "hooks would not run in the generated projects",
    "site_url": "sites work from any address and from a folder",
    "use_directory_urls": "pages are files, so that a site opens without a server",
    "extra_css": "put your style sheet into site_templates/theme/ instead",
    "extra_javascript": "put your script into site_templates/theme/ instead",
}
_THEME_OURS = {
    "language": "each client's languages stand in its client.yml",
    "custom_dir": "templates are overridden file by file in site_templates/",
    "font": "the fonts come with the reports, so that no page asks another host",
    "logo": "name the logo under extra.agency.logo",
}
_SCHEMES = ("default", "slate")  # the tokens are made for these two
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_AGENCY = ("name", "logo", "contact")


@dataclass(frozen=True)
class Agency:
    """Who makes the reports, and how its sites differ from the usual: `theme` and `extra` go under the generated ones.

    `logo` is a file of the workspace; it stands in the foot of every page.
    """

    name: str = ""
    contact: str = ""
    logo: Path | None = None
    copyright: str = ""
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
    agency = {key: str(value) for key, value in dict(extra.pop("agency", None) or {}).items() if value is not None}
    theme = data.get("theme") or {}
    return Agency(
        name=agency.get("name", ""),
        contact=agency.get("contact", ""),
        logo=root / agency["logo"] if "logo" in agency else None,
        copyright=data.get("copyright") or "",
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
    yield from _texts(document, data)


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
        yield from _unknown(document, ("theme",), given, (), _THEME_OURS)
        yield from _palette(document, theme.get("palette"))


def _palette(document: Document, palette: Any) -> Iterator[Mistake]:
    """Which schemes there are and how they are switched is the agency's; `primary` and `accent` are the client's brand."""
    for entry in palette if isinstance(palette, list) else [] if palette is None else [palette]:
        scheme = entry.get("scheme", "default") if isinstance(entry, dict) else entry
        if scheme not in _SCHEMES:
            yield document.mistake(
                ("theme", "palette"), f"theme.palette names the scheme “{scheme}”; allowed are {', '.join(_SCHEMES)}."
            )


def _extra(document: Document, extra: Any) -> Iterator[Mistake]:
    if extra is None:
        return
    if not isinstance(extra, dict):
        yield document.mistake(("extra",), "extra must hold named settings, such as “agency:”.")
        return
    agency = extra.get("agency")
    if isinstance(agency, dict):
        yield from _unknown(document, ("extra", "agency"), agency, _AGENCY, {})
    elif agency is not None:
        yield document.mistake(("extra", "agency"), "extra.agency must hold name, logo and contact.")


def _logo(document: Document, root: Path) -> Iterator[Mistake]:
    route = ("extra", "agency", "logo")
    logo = document.written(route)
    if not logo:
        return
    path = (root / logo).resolve()
    if root.resolve() not in path.parents:
        yield document.mistake(route, f"extra.agency.logo is “{logo}”, outside the workspace. Copy the file into it.")
    elif not path.is_file() or path.suffix.lower() not in _PICTURES:
        allowed = ", ".join(_PICTURES)
        yield document.mistake(
            route, f"extra.agency.logo is “{logo}”; there is no such picture ({allowed}) in the workspace."
        )


def _texts(document: Document, data: dict[Any, Any]) -> Iterator[Mistake]:
    if not isinstance(data.get("copyright", ""), str | None):
        yield document.mistake(("copyright",), "copyright must be text.")
    if not isinstance(data.get("markdown_extensions", []), list | None):
        yield document.mistake(("markdown_extensions",), "markdown_extensions must be a list.")
