"""What an installation of the bot is told from outside, read from the environment once."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.service_hosts import is_https_or_loopback, is_loopback

ENV_PREFIX = "UTVALGSBOT_"
_MISSING = {"missing", "string_too_short"}


def _read_guid(value: str) -> str:
    try:
        return str(UUID(value.strip()))
    except ValueError:
        raise ValueError("not a GUID") from None


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _require_safe_url(value: str) -> str:
    if not is_https_or_loopback(value):
        raise ValueError("not an https address (http only on this machine)")
    return value.rstrip("/")


def _require_loopback(value: str) -> str:
    if not is_loopback(value):
        raise ValueError("not an address on this machine")
    return value


Guid = Annotated[str, AfterValidator(_read_guid)]
SafeUrl = Annotated[str, AfterValidator(_require_safe_url)]
LoopbackUrl = Annotated[str, AfterValidator(_require_loopback)]


class Settings(BaseSettings):
    """Every setting; each is the environment variable UTVALGSBOT_<NAME>. Its description says what is expected."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True)

    app_id: Guid = Field(description="the bot's application id from Azure Bot, a GUID")
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field(description="SingleTenant or UserAssignedMSI")
    tenant_id: Guid = Field(description="the Entra tenant that the bot is registered in, a GUID")
    allowed_tenants: Annotated[tuple[Guid, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="the tenants whose people may talk to the bot: GUIDs with commas between"
    )
    client_secret: SecretStr | None = Field(default=None, description="the application's client secret")
    administrators: Annotated[tuple[Guid, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="who may set up committees by chat: Entra object ids with commas between"
    )
    token_url: LoopbackUrl | None = Field(
        default=None, description="a stand-in's token address, only on this machine; unset means Entra's"
    )
    openid_metadata_url: SafeUrl = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="where the Bot Framework publishes its keys: an https address",
    )
    token_issuer: str = Field(
        default="https://api.botframework.com", min_length=1, description="who signs the activities' tokens"
    )
    allowed_service_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=("smba.trafficmanager.net", "*.botframework.com", "*.teams.microsoft.com"),
        min_length=1,
        description="hosts that the bot's token may be sent to, with commas between; *.domain means all below it",
    )
    graph_base_url: SafeUrl = Field(
        default="https://graph.microsoft.com/v1.0", description="where Microsoft Graph is: an https address"
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="the address to listen on")
    port: int = Field(default=3978, ge=1, le=65535, description="the port to listen on, 1-65535")
    database_url: str = Field(
        default="sqlite:///var/utvalgsbot.db", min_length=1, description="a database address, sqlite or postgresql"
    )
    register_path: Path = Field(default=Path("register.yaml"), description="the file with people and their Entra ids")
    mandates_path: Path = Field(default=Path("mandates"), description="the folder with the committees' mandates")
    catalogue_path: Path | None = Field(default=None, description="the file with the service catalogue")
    strategy_path: Path | None = Field(default=None, description="the file with strategies and plans")
    spaces_path: Path | None = Field(default=None, description="the file with the teams and channels to be made")
    team_requests_per_second: float = Field(
        default=4, gt=0, le=1000, description="the most requests a second about one team, above 0; Teams takes four"
    )
    election_keys_path: Path | None = Field(
        default=None, description="the folder with open elections' keys; unset means beside the SQLite database"
    )
    tick_seconds: float = Field(default=2, gt=0, le=3600, description="seconds between the clock's rounds, above 0")
    body_limit: int = Field(default=256 * 1024, ge=1024, description="the largest request in bytes, at least 1024")
    request_timeout_seconds: float = Field(
        default=9, gt=0, lt=10, description="seconds before a request is given up, below Teams' own 10"
    )

    @property
    def home_tenant(self) -> str:
        """Where people named by chat are at home; empty when no committee may be set up by chat."""
        return self.tenant_id if self.administrators else ""

    @model_validator(mode="after")
    def _admit_own_tenant(self) -> Self:
        if not self.allowed_tenants:
            object.__setattr__(self, "allowed_tenants", (self.tenant_id,))
        return self


class UnknownSettings(ValueError):
    """The environment holds names with our prefix that are no settings (`names`)."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(", ".join(self.names))


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises: ValidationError, UnknownSettings (a misspelt setting is no setting)."""
    environ = os.environ if environ is None else environ
    names = {f"{ENV_PREFIX}{name.upper()}": name for name in Settings.model_fields}
    unknown = [name for name in environ if name.startswith(ENV_PREFIX) and name not in names]
    if unknown:
        raise UnknownSettings(unknown)
    return Settings.model_validate({name: environ[variable] for variable, name in names.items() if variable in environ})


def explain_problems(error: ValidationError | UnknownSettings) -> list[str]:
    """One line a setting: the variable's name, what is wrong and what was expected; never a value."""
    if isinstance(error, UnknownSettings):
        return [f"{name}: no such setting" for name in error.names]
    lines: dict[str, str] = {}
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        field = str(problem["loc"][0]) if problem["loc"] else ""
        lines.setdefault(field, _explain(field, problem["type"], problem["msg"]))
    return list(lines.values())


def _explain(field: str, kind: str, message: str) -> str:
    info = Settings.model_fields.get(field)
    expected = info.description if info else "one of the documented settings"
    wrong = "is missing" if kind in _MISSING else message.removeprefix("Value error, ")
    return f"{ENV_PREFIX}{field.upper()}: {wrong}; expected {expected}"
