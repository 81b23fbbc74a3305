"""What a month's pages are drawn with: the theme's files, the client's colours, the icon, Vega.

The theme's style sheets (`theme/css/`) and scripts (`theme/scripts/`) become one file each, in the order of their names. A
workspace's own file replaces ours of the same name.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from report_gen import icons, theme
from report_gen.agency import Agency
from report_gen.files import write_atomically
from report_gen.logos import Logo, Picture
from report_gen.story import Look, Story
from report_gen.workspace import machine_cache

VEGA_LITE = "6.4"
VEGA_NOTICE = (
    "/* Vega, Vega-Lite, Vega-Embed and Vega-Tooltip: Copyright University of Washington Interactive Data Lab and "
    "contributors, BSD-3-Clause. */\n"
)
# What of the theme is put together: the parts' folder and ending → the file of the site.
_JOINED = {("css/", ".css"): "report.css", ("scripts/", ".js"): "report.js"}
CLIENT_LOGO = "client-logo"
_NEEDED_FONT = re.compile(r'url\("(fonts/[\w-]+(?<!-more)\.woff2)"\)')


def of_month(story: Story, agency: Agency, folders: Sequence[Path]) -> dict[str, bytes]:
    """The files of a month's `assets/`, by path."""
    files = _embedded(_joined({name: content for name, content in theme_files(folders).items() if _is_asset(name)}))
    files["brand.css"] = brand_css(story.look).encode()
    files |= icons.of(story.look)
    files["vega.js"] = vega()
    if story.look.logo:
        shown = story.look.logo.on_screen
        files[client_logo_name(shown)] = shown.data
    if agency.logo:
        shown = Logo.read(agency.logo).on_screen
        files[logo_name(shown)] = shown.data
    return files


def _is_asset(name: str) -> bool:
    return not name.endswith((".html", ".md"))


def _joined(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the parts of each style sheet and script put together."""
    found: dict[str, bytes] = {}
    for name, content in sorted(files.items()):
        whole = next(
            (whole for (folder, end), whole in _JOINED.items() if name.startswith(folder) and name.endswith(end)), name
        )
        found[whole] = found.get(whole, b"") + content
    return found


def _embedded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the fonts that every page needs inside the style sheet: text that waits for none never moves."""
    inside: set[str] = set()

    def data(asked: re.Match[str]) -> str:
        inside.add(asked[1])
        return f'url("data:font/woff2;base64,{base64.b64encode(files[asked[1]]).decode()}")'

    sheet = _NEEDED_FONT.sub(data, files["report.css"].decode())
    return {**{name: content for name, content in files.items() if name not in inside}, "report.css": sheet.encode()}


def overrides(folders: Sequence[Path]) -> dict[str, bytes]:
    """The theme's templates that replace Material's."""
    files = theme_files(folders)
    return {name: files[name] for name in files if name == "main.html" or name.startswith("partials/")}


def theme_files(folders: Sequence[Path]) -> dict[str, bytes]:
    """The theme's files by path; a workspace's own replaces ours of the same name."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        home = folder / "theme"
        files = sorted(path for path in home.rglob("*") if path.is_file())
        found |= {path.relative_to(home).as_posix(): path.read_bytes() for path in files}
    return found


def brand_css(look: Look) -> str:
    """The tokens in both schemes with the client's brand, and for drawings each hex → its variable."""
    light, dark = (theme.variables(look.brand, scheme) for scheme in (theme.LIGHT, theme.DARK))
    drawn = {theme.PAPER_IN_CHARTS: "paper", **{hex_: name for name, hex_ in light.items() if name != "paper"}}
    rules = [
        f":root {{ {_variables(theme.measures())} }}",
        f':root, [data-md-color-scheme="default"] {{ color-scheme: light; {_variables(light)} }}',
        # Printed, a page is white whatever the screen was.
        f'@media screen {{ [data-md-color-scheme="slate"] {{ color-scheme: dark; {_variables(dark)} }} }}',
        # Without JavaScript Material stays light.
        f"@media screen and (prefers-color-scheme: dark) {{ .no-js body {{ color-scheme: dark; {_variables(dark)} }} }}",
        *(f'.rg-svg [{what}="{hex_}" i] {{ {what}: var(--rg-{name}); }}'
          for hex_, name in drawn.items() for what in ("fill", "stroke")),
    ]  # fmt: skip
    return "\n".join(rules) + "\n"


def _variables(tokens: Mapping[str, str]) -> str:
    return " ".join(f"--rg-{name}: {value};" for name, value in tokens.items())


def vega() -> bytes:
    """Vega as one script. Bundling takes a second or two, so that it is done once per machine and version."""
    path = machine_cache() / f"vega-{VEGA_LITE}-{version('vl-convert-python')}.js"
    if path.is_file():
        return path.read_bytes()
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    script = (VEGA_NOTICE + bundle).encode()
    with suppress(OSError):  # a home that can't be written costs the time again, not the build
        write_atomically(path, script)
    return script


def client_logo_name(logo: Picture) -> str:
    """What the client's logo is called in a site."""
    return f"{CLIENT_LOGO}{logo.kind}"


def logo_name(logo: Picture) -> str:
    """What the agency's logo is called in a site."""
    return f"agency{logo.kind}"
