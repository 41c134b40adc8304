"""The ways outside: a person's robots. Their addresses are secrets: sealed when kept, shown to nobody again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import vault
from mingyue.web.notices.models import Channel
from mingyue.web.people.models import User

_PURPOSE = "notice channel"
_BETWEEN_TESTS = timedelta(seconds=20)


class ChannelError(UserError):
    """A robot that cannot be used; one sentence, which does not repeat its address."""


def keep(person: User, kind: str, address: str, *, secret: str, now: datetime) -> Channel:
    """Keeps a robot in place of the earlier one of its kind. Raises RobotError for an address that is none."""
    robot = api.robot(kind, address, secret=secret)
    sealed = vault.seal(json.dumps({"address": address.strip(), "secret": secret.strip()}), purpose=_PURPOSE)
    values = {"sealed": sealed, "hint": robot.hint, "made": now, "tested": None, "fault": ""}
    return Channel.objects.update_or_create(person=person, kind=kind, defaults=values)[0]


def send(channel: Channel, text: str) -> str:
    """Sends a text once; gives what went wrong in a sentence, or "". No tag in it counts: nobody is called by a title."""
    try:
        kept = json.loads(vault.unseal(channel.sealed, purpose=_PURPOSE))
    except vault.VaultError:
        return _("服务器的密钥换过，机器人的地址打不开了：请重新填写。")
    robot = api.robot(channel.kind, kept["address"], secret=kept["secret"])
    return api.tell_robot(robot, text.replace("<", "＜"))


def test(channel: Channel, *, now: datetime) -> None:
    """Sends a test message at once and remembers how it went. Raises ChannelError where it failed, or was tried a moment ago."""
    if channel.tested is not None and now - channel.tested < _BETWEEN_TESTS:
        raise ChannelError(_("刚刚测试过：请等 20 秒再试。"))
    channel.tested = now
    channel.fault = send(channel, _("【明约】这是一条测试消息：通知会发到这里。"))[:300]
    channel.save(update_fields=["tested", "fault"])
    if channel.fault:
        raise ChannelError(channel.fault)


def longest(person: User) -> Mapping[str, int]:
    """The kinds of the person's robots, each with how many bytes a message of it may have."""
    kinds = person.notice_channels.values_list("kind", flat=True)
    return {kind: api.robot_kinds()[kind][2] for kind in kinds}
