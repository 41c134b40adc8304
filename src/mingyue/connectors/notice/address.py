"""The address of a robot, as the chat program gives it to be copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from mingyue.terms.errors import UserError


class RobotError(UserError):
    """An address that is no robot's; one sentence that shows how it must look and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a chat program's robots are like.

    parameter: of the address's query that is the token; empty: the token is the end of the path. longest: bytes of a message in
    UTF-8 that it takes. example: an address to show.
    """

    title: str
    host: str
    path: str
    parameter: str
    token: re.Pattern[str]
    longest: int
    example: str


KINDS: Mapping[str, Kind] = {
    "wecom": Kind(
        "企业微信群机器人",
        "qyapi.weixin.qq.com",
        "/cgi-bin/webhook/send",
        "key",
        re.compile(r"[A-Za-z0-9_-]{8,100}"),
        2_000,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ),
    "dingtalk": Kind(
        "钉钉群机器人",
        "oapi.dingtalk.com",
        "/robot/send",
        "access_token",
        re.compile(r"[A-Za-z0-9]{8,200}"),
        9_000,
        "https://oapi.dingtalk.com/robot/send?access_token=…",
    ),
    "feishu": Kind(
        "飞书群机器人",
        "open.feishu.cn",
        "/open-apis/bot/v2/hook",
        "",
        re.compile(r"[A-Za-z0-9_-]{8,100}"),
        9_000,
        "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    ),
}
_SIGNING = re.compile(r"[A-Za-z0-9]{8,200}")


@dataclass(frozen=True, slots=True)
class Robot:
    """One robot. secret: with which DingTalk wants messages signed (加签), or empty. Neither is shown by repr."""

    kind: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)

    @property
    def longest(self) -> int:
        """Bytes of a message in UTF-8 that it takes."""
        return KINDS[self.kind].longest

    @property
    def hint(self) -> str:
        """What may be shown of it, so that its owner knows it again."""
        return f"…{self.token[-4:]}"


def robot(kind: str, address: str, *, secret: str = "") -> Robot:
    """The robot of an address. Raises RobotError for an address of anything else, KeyError for an unknown kind."""
    is_of = KINDS[kind]
    if (token := _token(is_of, address.strip())) is None:
        raise RobotError(f"这不是{is_of.title}的地址：请从群机器人的设置里整条复制，应为 {is_of.example}")
    secret = secret.strip()
    if secret and (kind != "dingtalk" or _SIGNING.fullmatch(secret) is None):
        raise RobotError("加签密钥不对：只有钉钉用得到，是 SEC 开头的一串字母和数字；没有选“加签”的，请留空。")
    return Robot(kind, token, secret)


def _token(kind: Kind, address: str) -> str | None:
    try:
        parts = urlsplit(address)
        values = parse_qs(parts.query)
    except ValueError:
        return None
    if parts.scheme != "https" or parts.netloc.lower() != kind.host:
        return None
    path = parts.path.rstrip("/")
    if kind.parameter:
        found, place = values.get(kind.parameter, [""])[0], path
    else:
        place, _, found = path.rpartition("/")
    return found if place == kind.path and kind.token.fullmatch(found) else None
