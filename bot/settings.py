"""Settings: environment variables with the prefix ``SITREP_``, ``.env`` and ``sitrep.toml`` in the working folder.

docs/settings.md lists every one of them; a test compares that table with this class. The token and the database's
address (it may hold a password) are secrets: they show in no log, error message or ``repr``.
"""

from __future__ import annotations

import re
import zoneinfo
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from storage.engine import parse_url
from storage.errors import ConfigError


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="SITREP_", env_file=".env", toml_file="sitrep.toml", extra="ignore", env_ignore_empty=True
    )

    bot_token: SecretStr | None = Field(None, description="The token from @BotFather. Needed by `sitrep run`.")
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        description="The root of the Bot API server; `/bot<token>/METHOD` is appended.",
    )
    database_url: SecretStr | None = Field(
        None, description="`sqlite:///FILE` or `postgresql://…`. Default: `sitrep.db` in the data folder."
    )
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_path("sitrep")),
        description="Where everything that is written goes. Default: the user's data folder.",
    )
    timezone: str = Field("UTC", description="The IANA zone of chats that have set none.")
    feed_interval_s: int = Field(900, ge=300, le=21_600, description="Seconds between two polls of a new feed.")
    fetch_pages: bool = Field(True, description="Fetch the page of each feed item for its full text.")
    fetch_allow_private: bool = Field(
        False,
        description="Allow feeds and pages on private and loopback addresses. Off, or readers reach your network.",
    )
    contact: str | None = Field(None, description="An address or web page named in the User-Agent of fetches.")
    admins: Annotated[tuple[int, ...], NoDecode] = Field(
        (),
        description="Telegram ids of the people who add articles and switch `/ingest` on; they (and groups named here) "
        "hear of dead feeds. With commas between.",
    )
    demo_port: int = Field(8765, ge=0, le=65_535, description="The port of the demo's chat page; 0 takes a free one.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        given = value.replace(",", " ").split() if isinstance(value, str) else value
        given = [given] if isinstance(given, int) else given
        if not isinstance(given, list | tuple) or not all(re.fullmatch(r"-?[0-9]{1,18}", str(one)) for one in given):
            raise ValueError("is no list of Telegram ids like 123456789,-1001234567890")
        return tuple(int(one) for one in given)

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in zoneinfo.available_timezones():
            raise ValueError("is no IANA time zone like Europe/Rome")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _root(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+(/[^\s]*)?", value):
            raise ValueError("is no address like https://api.telegram.org")
        try:
            urlsplit(value).port  # noqa: B018 - reading it checks it
        except ValueError:
            raise ValueError("names a port that is none: 1 to 65535") from None
        return value.rstrip("/")

    @field_validator("data_dir")
    @classmethod
    def _home(cls, value: Path) -> Path:
        try:
            return value.expanduser()
        except RuntimeError:
            raise ValueError("begins with ~, but there is no home folder") from None

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("is not DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{20,}", value.get_secret_value().strip()):
            raise ValueError("does not look like a bot token (123456:ABC…); copy it again from @BotFather")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then ``.env``, then ``sitrep.toml``."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The database's address, the default filled in."""
        given = self.database_url.get_secret_value() if self.database_url is not None else ""
        return given or f"sqlite:///{self.data_dir / 'sitrep.db'}"


def load_settings(**changes: Any) -> Settings:
    """The settings in force, ``changes`` first. Raises ``ConfigError`` with one line that names the setting."""
    try:
        settings = Settings(**changes)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        message = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"SITREP_{name} {message}") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"sitrep.toml cannot be read: {error}") from None
    parse_url(settings.database)
    return settings
