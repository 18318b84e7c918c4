"""Settings: read from the environment, refused in one line, documented, secret where they must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from storage.errors import ConfigError

TOKEN = "123456:" + "A" * 35


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SITREP_{name.upper()}", raising=False)


def test_the_documentation_lists_every_setting() -> None:
    """docs/settings.md and the class hold the same names."""
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `SITREP_([A-Z_]+)`", page, re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_the_documentation_says_what_the_class_says() -> None:
    """The words of the table are those of the class."""
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    missing = [name for name, field in Settings.model_fields.items() if (field.description or "?") not in page]
    assert missing == []


def test_the_data_folder_moves_the_database(tmp_path: Path) -> None:
    """SITREP_DATA_DIR moves everything that is written."""
    assert load_settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path / 'sitrep.db'}"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """sitrep.toml, then the environment."""
    (tmp_path / "sitrep.toml").write_text('timezone = "Asia/Baghdad"\nlog_level = "ERROR"\n')
    monkeypatch.setenv("SITREP_TIMEZONE", "Europe/Rome")
    settings = load_settings()
    assert (settings.timezone, settings.log_level) == ("Europe/Rome", "ERROR")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("LOG_LEVEL", "LOUD"),
        ("BOT_TOKEN", "secret-but-no-token"),
        ("FEED_INTERVAL_S", "5"),
        ("DEMO_PORT", "99999"),
        ("TELEGRAM_API_URL", "https://api.telegram.org:99999"),
        ("DATABASE_URL", "mysql://u:p@h/d"),
        ("DATABASE_URL", "postgresql://u:p@h:port/d"),
        ("DATABASE_URL", "sqlite+aiosqlite:///a.db"),
        ("DATABASE_URL", "sqlite:///a.db?bogus=1"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The operator reads which one, and nothing else."""
    monkeypatch.setenv(f"SITREP_{name}", value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert f"SITREP_{name}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_refused_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a wrong one: it may be right but for one letter."""
    monkeypatch.setenv("SITREP_BOT_TOKEN", "secret-but-no-token")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert "secret-but-no-token" not in str(caught.value)


def test_the_token_does_not_show() -> None:
    """Neither in repr nor in str."""
    settings = load_settings(bot_token=TOKEN)
    assert TOKEN not in repr(settings) + str(settings)


def test_the_database_password_does_not_show() -> None:
    """Neither in repr nor in str."""
    settings = load_settings(database_url="postgresql://u:topsecret@h/d")
    assert "topsecret" not in repr(settings) + str(settings)
    assert settings.database == "postgresql://u:topsecret@h/d"


def test_the_home_folder_may_be_written_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """~ in SITREP_DATA_DIR."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings(data_dir="~/news").data_dir == tmp_path / "news"


def test_a_broken_file_is_reported(tmp_path: Path) -> None:
    """sitrep.toml that is no TOML."""
    (tmp_path / "sitrep.toml").write_text("timezone = = =")
    with pytest.raises(ConfigError, match=r"sitrep\.toml"):
        load_settings()
