import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import SettingsError
from server.settings import Settings, read_settings
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "serving.md").read_text("utf-8")
FOUND = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", DOCS[DOCS.index("## Settings") :], re.MULTILINE)
ROWS = {name: (default, says) for name, default, says in FOUND}


def shown(value: object) -> str:
    """A default as the table shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    if isinstance(value, str):
        return f"`{value}`" if value else "none"
    return f"{value:g}" if isinstance(value, float) else f"{value:,}"


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_the_table_has_every_setting_with_its_default(setting: object) -> None:
    name, default, metadata = (getattr(setting, key) for key in ("name", "default", "metadata"))
    assert ROWS[name] == (str(default) if name == "port" else shown(default), metadata["help"])


def test_the_table_has_no_other_settings() -> None:
    assert set(ROWS) == {setting.name for setting in fields(Settings)}


def test_the_example_file_can_be_used() -> None:
    path = ROOT / "docs" / "deploy" / "server.toml"
    settings = read_settings(path, {})
    assert all(getattr(settings, name) == value for name, value in tomllib.loads(path.read_text("utf-8")).items())


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "server.toml"
    path.write_text('workers = 1\nport = 1\nhost = "a"\nlog_queries = true\n', "utf-8")
    environment = {"BACKCHANNEL_WORKERS": "2", "BACKCHANNEL_PORT": "2", "BACKCHANNEL_TIME_LIMIT": "0.5"}
    environment["BACKCHANNEL_SERVICES"] = "https://a.example/sparql https://b.example/sparql"
    settings = read_settings(path, environment, port=3, host=None)
    assert (settings.host, settings.workers, settings.port) == ("a", 2, 3)
    assert (settings.time_limit, settings.log_queries) == (0.5, True)
    assert settings.services == ("https://a.example/sparql", "https://b.example/sparql")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("worker = 1", "no setting of this name"),
        ('workers = "many"', "workers: 'many'; expected a value such as 4"),
        ("workers = -1", "-1"),
        ("workers = true", "True"),
        ("workers = 0", "0"),
        ("host = 1", "host: 1"),
        ('log_queries = "perhaps"', "perhaps"),
        ("services = 1", "services: 1"),
        ("workers", "TOML"),
    ],
)
def test_a_wrong_setting_says_which_and_what_would_do(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "server.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path, {})
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--config"):
        read_settings(tmp_path / "none.toml", {})
