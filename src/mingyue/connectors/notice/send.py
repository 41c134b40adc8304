"""Sending one message to a robot, once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

import requests
from apprise.plugins import dingtalk, feishu, wecombot

from mingyue.connectors.notice.address import KINDS, Robot

_WORDS: Mapping[object, str] = {
    45009: "发得太频繁",
    130101: "发得太频繁",
    310000: "关键词、加签或 IP 不符合机器人的安全设置",
}
_ROBOTS: Mapping[str, Callable[..., Any]] = {
    "wecom": wecombot.NotifyWeComBot,
    "dingtalk": dingtalk.NotifyDingTalk,
    "feishu": feishu.NotifyFeishu,
}
_OK = 200
_LOGS = ("apprise", "urllib3.connectionpool", "urllib3.util.retry")
_answer: ContextVar[tuple[int, bytes] | None] = ContextVar("answer", default=None)


def send(robot: Robot, text: str) -> str:
    """Sends the text; gives what went wrong, in one sentence, and "" where the chat program says that it took the message."""
    token = {"key" if robot.kind == "wecom" else "token": robot.token}
    secret = {"secret": robot.secret} if robot.secret else {}
    made = _ROBOTS[robot.kind](**token, **secret, redirect=False)
    before = _answer.set(None)
    try:
        made.send(text)
        return _fault(KINDS[robot.kind].title, _answer.get())
    finally:
        _answer.reset(before)


def _fault(title: str, answer: tuple[int, bytes] | None) -> str:
    """All three answer 200 to nearly everything; whether the message was taken stands in the body."""
    if answer is None:
        return f"连接{title}失败：请检查服务器能否访问外网，稍后会自动重试。"
    status, body = answer
    if status != _OK:
        return f"{title}回答 HTTP {status}。"
    try:
        said = json.loads(body)
        code = said.get("errcode", said.get("code", said.get("StatusCode")))
        words = str(said.get("errmsg") or said.get("msg") or said.get("StatusMessage") or "")
    except (ValueError, AttributeError):
        return f"{title}的回答读不懂：可能被代理拦截。"
    if code == 0:
        return ""
    told = _WORDS.get(code) or words.partition(",")[0][:60]
    return f"{title}没有接受（{code} {told}）：请核对机器人的地址和安全设置。"


class _Listening:
    """`requests` as apprise's robots see it. It keeps the answer: apprise itself looks at nothing but the status."""

    def post(self, url: str, *, params: Mapping[str, str] | None = None, **more: Any) -> object:  # noqa: ANN401 (requests' own words)
        """Posts, and remembers what came back. apprise escapes DingTalk's signature before requests does: once is right."""
        plain = {name: unquote(value) if name == "sign" else value for name, value in (params or {}).items()}
        answer = requests.post(url, params=plain, **more)  # noqa: S113 (apprise says how long to wait)
        _answer.set((answer.status_code, answer.content))
        return answer

    def __getattr__(self, name: str) -> object:
        return getattr(requests, name)


class _Secret(logging.Filter):
    """Lets no record through that tells a robot's address, whatever the level of the log is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record may be written."""
        told = record.getMessage()
        return not any(kind.path in told for kind in KINDS.values())


for _module in (dingtalk, feishu, wecombot):
    vars(_module)["requests"] = _Listening()
for _name in _LOGS:
    logging.getLogger(_name).addFilter(_Secret())
