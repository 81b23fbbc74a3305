"""What `init` and `new` make works as it stands, and shows every setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from report_gen import agency, config, scaffold
from report_gen.errors import WorkspaceError
from report_gen.workspace import BUILT_IN_TEMPLATES, Client, Workspace

TEMPLATE = (BUILT_IN_TEMPLATES / "workspace" / "client" / "client.yml").read_text("utf-8")
# In the template a sentence is led by “# ”, a setting that only needs its # taken away by “#” alone.
UNCOMMENTED = re.sub(r"^#(?! \S)", "", TEMPLATE, flags=re.MULTILINE)


def test_a_new_workspace_is_found_and_its_agency_settings_are_valid(workspace: Workspace) -> None:
    assert Workspace.find(workspace.root / "clients") == workspace
    assert agency.load(workspace).name == "Agency"


@pytest.mark.parametrize("name", ["my-agency", "it's 4: “x” & #1", "新加坡"], ids=["plain", "punctuation", "Chinese"])
def test_any_folder_name_gives_valid_agency_settings(tmp_path: Path, name: str) -> None:
    scaffold.new_workspace(tmp_path / name)
    assert agency.load(Workspace(tmp_path / name)).name.casefold() == name.replace("-", " ").casefold()


def test_a_workspace_is_made_in_an_empty_folder_only(tmp_path: Path) -> None:
    scaffold.new_workspace(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(WorkspaceError, match="is there already and not an empty folder"):
        scaffold.new_workspace(tmp_path)
    with pytest.raises(WorkspaceError, match="is there already and not an empty folder"):
        scaffold.new_workspace(tmp_path / "mkdocs.yml")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("slug", ["kopi-kaya", "no", "123", "null", "2026-10-01"])
def test_a_new_clients_settings_are_valid_whatever_its_name(workspace: Workspace, slug: str) -> None:
    scaffold.new_client(workspace, slug)
    assert config.load(workspace.client(slug)).client == slug.replace("-", " ").title()


def test_a_new_client_has_places_for_exports_and_words(client: Client) -> None:
    assert client.exports.is_dir()
    assert client.commentary.is_dir()


def test_a_new_client_never_touches_an_old_one(client: Client, workspace: Workspace) -> None:
    client.settings.write_text("client: mine\n")
    with pytest.raises(WorkspaceError, match="is there already"):
        scaffold.new_client(workspace, client.slug)
    assert client.settings.read_text() == "client: mine\n"


def test_every_setting_is_shown_in_the_template() -> None:
    assert set(yaml.safe_load(UNCOMMENTED)) == set(config.ClientConfig.model_fields)


def test_every_example_in_the_template_is_valid() -> None:
    settings = config.parse(UNCOMMENTED, "client.yml")
    assert settings.target("save_rate", "2026-10") == 0.025


def test_a_workspace_may_have_its_own_template_for_new_clients(workspace: Workspace) -> None:
    own = workspace.root / "site_templates" / "workspace" / "client" / "client.yml"
    own.parent.mkdir(parents=True)
    own.write_text('client: "CLIENT NAME"\ntimezone: Asia/Tokyo\n')
    scaffold.new_client(workspace, "a")
    assert config.load(workspace.client("a")).timezone == "Asia/Tokyo"


def test_the_editors_schema_beside_the_demo_clients_is_current() -> None:
    """After a change: report-gen schema client > clients/client.schema.json"""
    kept = Path(__file__).parents[1] / scaffold.SCHEMA_FILE
    assert kept.read_text("utf-8") == scaffold.client_schema()


def test_the_first_line_of_settings_points_editors_to_the_schema(client: Client) -> None:
    first = client.settings.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../client.schema.json"
    assert (client.folder / first.partition("=")[2]).resolve() == client.workspace.resolve() / scaffold.SCHEMA_FILE
