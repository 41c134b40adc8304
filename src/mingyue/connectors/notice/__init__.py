"""Messages to robots in group chats: WeCom, DingTalk, Feishu, through apprise, whose hosts are fixed.

An address is a secret: whoever has it can write into the group. It is never logged and stands in no message of an error.
"""

from mingyue.connectors.notice.address import KINDS, Kind, Robot, RobotError, robot

__all__ = ["KINDS", "Kind", "Robot", "RobotError", "robot"]
