"""The agency's mkdocs.yml: what is carried over, and what would be ignored without a word."""

from pathlib import Path

import pytest

from report_gen import agency
from report_gen.errors import SettingsError
from report_gen.workspace import BUILT_IN_TEMPLATES

GOOD = """\
site_name: Client reports
theme:
  name: material
  palette: {scheme: slate}
plugins: [search]
markdown_extensions: [attr_list]
extra:
  agency:
    name: Lantern Agency
    contact: reports@lantern.example
    engine: zensical
  greeting: Good morning
"""


def test_what_the_agency_sets_is_carried_over() -> None:
    read = agency.parse(GOOD, "mkdocs.yml", Path())
    assert (read.name, read.contact) == ("Lantern Agency", "reports@lantern.example")
    assert read.theme == {"palette": {"scheme": "slate"}}
    assert read.extra == {"greeting": "Good morning"}
    assert read.engine == "zensical"
    assert read.markdown_extensions == ("attr_list",)


@pytest.mark.parametrize("text", ["", "site_name: x", "theme: material", "extra: {agency: {name: null}}"])
def test_nothing_has_to_be_set(text: str) -> None:
    read = agency.parse(text, "mkdocs.yml", Path())
    assert (read.name, read.engine) == ("", "mkdocs")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("hooks: [run.py]", "mkdocs.yml, line 1: hooks can't be set here: hooks would not run", id="hooks"),
        pytest.param("plugins:\n- search\n- blog", "line 3: plugin “blog” would not run", id="plugin"),
        pytest.param("plugins:\n- blog: {a: 1}", "line 2: plugin “blog” would not run", id="plugin with options"),
        pytest.param("plugins: search", "plugins must be a list", id="plugins as text"),
        pytest.param("nav: []", "the navigation is made of the pages", id="nav"),
        pytest.param("theme: readthedocs", "theme “readthedocs” is not supported", id="another theme"),
        pytest.param(
            "theme:\n  palette:\n    scheme: neon",
            "scheme “neon”; allowed are default, slate",
            id="a scheme without tokens",
        ),
        pytest.param("theme:\n  font: Roboto", "line 2: theme.font can't be set here", id="a font of another host"),
        pytest.param("extra:\n  agency: {nmae: x}", "extra.agency.nmae would have no effect", id="a slip"),
        pytest.param("markdown_extentions: []", "Did you mean markdown_extensions?", id="nearest guess"),
        pytest.param("extra: {agency: Lantern}", "extra.agency must hold name", id="agency as text"),
        pytest.param("- a", "expected settings", id="a list"),
        pytest.param("x: !!python/name:os.system", "tags with an exclamation mark", id="a tag"),
        pytest.param("site_name: !ENV NAME", "tags with an exclamation mark", id="the environment"),
        pytest.param(
            "INHERIT: base.yml", "INHERIT can't be set here: settings are read from this file alone", id="INHERIT"
        ),
        pytest.param("watch: [docs]", "watch can't be set here", id="watch"),
        pytest.param("validation: {nav: {omitted_files: warn}}", "validation can't be set here", id="validation"),
        pytest.param("exclude_docs: x", "exclude_docs can't be set here", id="exclude_docs"),
        pytest.param("copyright: Lantern", "from extra.agency", id="the foot of the page"),
        pytest.param("remote_branch: main", "remote_branch would have no effect", id="what only deploys"),
        pytest.param("theme:\n  icon: {logo: material/finance}", "line 2: theme.icon can't be set", id="icons"),
        pytest.param("theme:\n  features: [navigation.instant]", "line 2: theme.features can't be set", id="features"),
        pytest.param("theme:\n  favicon: x.png", "the icon is made of the client's colour", id="favicon"),
        pytest.param("theme:\n  variant: modern", "theme.variant can't be set here", id="Zensical's own look"),
        pytest.param("theme:\n  direction: rtl", "theme.direction would have no effect", id="any other of the theme"),
        pytest.param("theme:\n  palette: {primary: red}", "theme.palette.primary can't be set here", id="a colour"),
        pytest.param("theme:\n  palette: {toggle: {icon: x}}", "theme.palette.toggle.icon can't be set", id="its icon"),
        pytest.param("theme:\n  palette: {toggle: x}", "theme.palette.toggle must hold name", id="toggle as text"),
        pytest.param("extra: {analytics: {provider: google}}", "pages send nothing to anybody", id="analytics"),
        pytest.param("extra: {version: {provider: mike}}", "extra.version can't be set here", id="versions"),
        pytest.param(
            "extra:\n  agency:\n    engine: hugo",
            "line 3: extra.agency.engine is “hugo”; allowed are mkdocs, zensical",
            id="another builder",
        ),
        pytest.param(
            "markdown_extensions:\n- tables\n- pymdownx.snippets",
            "line 3: markdown_extensions names “pymdownx.snippets”",
            id="an extension that reads other files",
        ),
        pytest.param(
            "markdown_extensions:\n- toc: {}\n- pymdownx.b64: {}",
            "line 3: markdown_extensions names “pymdownx.b64”",
            id="an extension that changes finished HTML",
        ),
        pytest.param("markdown_extensions: {toc: {}}", "markdown_extensions must be a list", id="extensions by name"),
    ],
)
def test_what_would_be_ignored_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        agency.parse(text, "mkdocs.yml", Path())
    assert said in str(caught.value)


def test_schemes_are_the_agencys_and_no_font_is_no_mistake() -> None:
    text = "theme:\n  name: material\n  font: false\n  palette: {scheme: slate, toggle: {name: Dark}}"
    assert agency.parse(text, "mkdocs.yml", Path()).theme["palette"] == {"scheme": "slate", "toggle": {"name": "Dark"}}


def test_all_mistakes_of_a_file_come_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        agency.parse("hooks: []\nnav: []\nplugins: [blog]\n", "mkdocs.yml", Path())
    assert len(caught.value.problems) == 3


def test_the_settings_that_a_new_workspace_starts_with_are_good() -> None:
    path: Path = BUILT_IN_TEMPLATES / "workspace" / "agency" / "mkdocs.yml"
    assert agency.parse(path.read_text(encoding="utf-8"), "mkdocs.yml", Path()).name == "AGENCY NAME"


def test_the_logo_is_a_picture_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    (tmp_path / "logo.txt").write_text("")
    text = "extra:\n  agency:\n    logo: {}\n"
    assert agency.parse(text.format("logo.svg"), "mkdocs.yml", tmp_path).logo == tmp_path / "logo.svg"
    for bad, said in (("../x.svg", "outside the workspace"), ("none.svg", "no such picture"), ("logo.txt", "no such")):
        with pytest.raises(SettingsError, match=f"line 3: .*{said}"):
            agency.parse(text.format(bad), "mkdocs.yml", tmp_path)
