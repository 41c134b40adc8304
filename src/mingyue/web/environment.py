"""What an installation says in environment variables. A value that cannot be used stops the start with one sentence."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mingyue.terms.errors import UserError

_SHORTEST, _VARIED = 50, 5  # what Django's own check asks of a key


class SettingError(UserError):
    """An environment variable that cannot be used; the message names it and the mend."""


def home() -> Path:
    """The folder of the workspace's data: MINGYUE_HOME, else ~/.mingyue."""
    return Path(os.environ.get("MINGYUE_HOME") or Path.home() / ".mingyue").absolute()


def address() -> str:
    """Where people reach the workspace, without a slash at its end: MINGYUE_URL, else this machine."""
    url = os.environ.get("MINGYUE_URL", "http://localhost:8000").strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingError("MINGYUE_URL 无法使用：请写成 https://mingyue.example.com，就是大家在浏览器里打开的地址。")
    return url


def flag(name: str, *, default: bool = False) -> bool:
    """A switch: 1, true, yes, on; anything else is off, and nothing at all the default."""
    said = os.environ.get(name, "").strip().lower()
    return said in {"1", "true", "yes", "on"} if said else default


def listed(name: str, default: str) -> list[str]:
    """Values with commas between them."""
    return [each.strip() for each in os.environ.get(name, default).split(",") if each.strip()]


def hosts() -> list[str]:
    """The names by which people reach the workspace: MINGYUE_HOSTS. Links in letters begin with them, so that none may be just any."""
    found = listed("MINGYUE_HOSTS", "localhost,127.0.0.1,[::1]")
    if any("*" in each or "/" in each for each in found):
        raise SettingError("MINGYUE_HOSTS 无法使用：请逐个写明主机名，如 mingyue.example.com，不能用 * 和网址。")
    return found


def networks(name: str) -> list[str]:
    """Networks with commas between them, like 10.1.0.0/16."""
    found = listed(name, "")
    try:
        return [str(ip_network(each)) for each in found]
    except ValueError:
        raise SettingError(f"{name} 无法使用：请写成 10.1.0.0/16 这样的网段，几个之间用逗号。") from None


def secret(folder: Path) -> str:
    """The key that signs sessions: MINGYUE_SECRET_KEY, else one made on the first start and kept readable to its owner only."""
    if told := os.environ.get("MINGYUE_SECRET_KEY"):
        if len(told) < _SHORTEST or len(set(told)) < _VARIED:
            raise SettingError(f"MINGYUE_SECRET_KEY 太弱：至少 {_SHORTEST} 个随机的字，或者不设，由程序生成。")
        return told
    path = folder / "secret.key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", encoding="ascii", dir=folder, prefix=".key-") as file:  # mode 0600
            file.write(secrets.token_urlsafe(50))
            file.flush()
            with suppress(FileExistsError):  # a second process was first: whole, as a link is made in one go
                os.link(file.name, path)
    return path.read_text("ascii")


def database(folder: Path) -> dict[str, Any]:
    """DATABASE_URL (postgresql://user:password@host:port/name), else SQLite in the folder of the data."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(folder / "mingyue.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(
            "DATABASE_URL 无法使用：请写成 postgresql://用户:口令@主机:5432/库名，或者不设（用 SQLite）。"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}, **dict(parse_qsl(parts.query))},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def mail() -> tuple[str, dict[str, str]]:
    """Django's mail backend and its parts from EMAIL_URL (smtp://user:password@host:port, smtps://...); else files in the data folder."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return "django.core.mail.backends.filebased.EmailBackend", {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingError(
            "EMAIL_URL 无法使用：请写成 smtps://用户:口令@主机:465，或者不设（信件写入数据目录的 mail 文件夹）。"
        )
    return "django.core.mail.backends.smtp.EmailBackend", {
        "scheme": parts.scheme,
        "host": parts.hostname,
        "port": str(parts.port or (465 if parts.scheme == "smtps" else 25)),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
