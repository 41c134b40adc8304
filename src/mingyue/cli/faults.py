"""What went wrong, in one Chinese sentence."""

from __future__ import annotations

import errno

import click

from mingyue.review.document import Unreadable
from mingyue.terms.errors import UserError

KNOWN = (Unreadable, UserError, OSError, MemoryError)
"""Faults of the input or the machine: told as a sentence. Anything else is a fault of this program."""


class InternalError(Exception):
    """A fault of this program, as a sentence that names the file at hand."""


_SYSTEM = {
    errno.ENOENT: "文件不存在：请检查路径。",
    errno.EACCES: "没有权限：请检查文件和文件夹的访问权限。",
    errno.EPERM: "没有权限：请检查文件和文件夹的访问权限。",
    errno.EISDIR: "这是文件夹，不是文件：请写出文件名。",
    errno.ENOTDIR: "路径中有一段不是文件夹：请检查路径。",
    errno.EEXIST: "路径中有一段是文件，不是文件夹：请换一个位置。",
    errno.ENOSPC: "磁盘已满：请清理后再试。",
    errno.EROFS: "所在位置只读：请换一个文件夹。",
    errno.ENAMETOOLONG: "文件名太长：请换一个短些的文件名。",
    errno.ELOOP: "符号链接循环：请检查路径。",
}


def sentence(error: Exception) -> str:
    """One of the known faults as a sentence."""
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, f"无法读写（{error.strerror or error}）：请检查文件和所在磁盘。")
    if isinstance(error, MemoryError):
        return "内存不足：请关闭其他程序，或在内存更大的机器上检查。"
    return "\n".join(" ".join(line.split()) for line in str(error).splitlines())


def internal(message: str) -> str:
    """A fault of this program, told honestly, and what to do about it."""
    return (
        f"程序内部错误（{' '.join(message.split())}）。这是明约的缺陷，不是用法或文件的问题："
        "请加 --debug 再运行一次，把输出连同能重现问题的、去掉敏感内容的文件报告给维护者。"
    )


def usage(error: click.UsageError) -> str:
    """A wrong use of the command as a sentence, with where to find the right one."""
    path = error.ctx.command_path if error.ctx else "mingyue"
    return f"{path}：{_usage(error)}用 {path} --help 看用法和示例。"


def _usage(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是要用 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{'参数' if isinstance(error.param, click.Argument) else '选项'} {_name(error)}。"
    if isinstance(error, click.BadOptionUsage):
        ask = "不带取值" if "not take" in error.message else "后面缺少取值"
        return f"选项 {error.option_name} {ask}。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name(error)} {_wanted(error.param.type, error.message)}"
    return error.message


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.metavar or (param.name or "").upper()) if param else ""


def _wanted(kind: object, message: str) -> str:
    if isinstance(kind, click.Choice):
        return f"须为 {'、'.join(map(str, kind.choices))} 之一。"
    if isinstance(kind, click.IntRange):
        return f"须为 {kind.min} 到 {kind.max} 的整数。"
    return message
