"""Reading YAML as what was written: every value stays text, and each has its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from mingyue.connectors.folder.faults import FolderError

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
MAX_NODES = 200_000

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"
Place: TypeAlias = tuple[str | int, ...]

_NULL = {"", "~", "null", "Null", "NULL"}
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Yaml:
    """A YAML mapping: every scalar as its text (None where it is empty, ~ or null), and the line of each value by its place."""

    root: dict[str, Node]
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line (from 1) of a value, or of the nearest thing around it that is there."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


def load_yaml(text: str) -> Yaml:
    """The mapping that a YAML text holds. Raises FolderError: one sentence with the line and the mend.

    Refused: no mapping, several documents, a key twice, tags, nesting or repetition beyond any contract.
    """
    if len(text) > MAX_BYTES:
        raise FolderError(f"超过 {MAX_BYTES // 1_000_000} MB，不像是合同：请检查文件。")
    bad = _FORBIDDEN.search(text)
    if bad:
        raise _fault(text.count("\n", 0, bad.start()) + 1, "有看不见的控制字符", "请删去这一行的特殊字符，或重新输入")
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _told(error, _BREAK.split(text)) from error
    if not isinstance(builder.root, dict):
        raise FolderError("没有内容：请按“名称: 值”逐行填写。")
    return Yaml(builder.root, builder.lines)


def _fault(line: int, what: str, mend: str) -> FolderError:
    return FolderError(f"第 {line} 行：{what}，{mend}。")


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read: where it stands, its anchor, how many nodes came before it, how many levels it has,
    and the key that waits for its value, with its place.
    """

    value: list[Node] | dict[str, Node]
    place: Place
    anchor: str | None
    first: int
    height: int = 1
    key: str | None = None
    waiting: Place = ()


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the parser's events: no recursion, so no text can exhaust the stack."""

    root: Node = None
    lines: dict[Place, int] = field(default_factory=dict)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[Node, int, int]] = field(default_factory=dict)
    _nodes: int = 0
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):  # most are
            self._scalar(event, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _fault(line, "文件里有多份 YAML 文档", "请删去“---”，一个文件只写一份合同")
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._stack.pop()
            self._deepen(done.height)
            self._remember(done.anchor, done.value, self._nodes - done.first, done.height)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        _refuse_tag(event.tag, line)
        value: str | None = event.value
        if value in _NULL and event.implicit[0] and not event.style:
            value = None
        top = self._stack[-1] if self._stack else None
        if top is None:
            plain = ("内容不是“名称: 值”的形式", "请检查冒号（半角，后面空一格）")
            raise _fault(line, *(_WIDE_COLON if "：" in event.value else plain))
        if isinstance(top.value, dict) and top.key is None:
            self._key(top, value, line)
        else:
            self._place(value, line)
        if event.anchor is not None:
            self._anchors[event.anchor] = value, 1, 0

    def _key(self, top: _Open, key: str | None, line: int) -> None:
        if key is None:
            raise _fault(line, "冒号前面没有名称", "请补上名称，或删去这一行")
        place = (*top.place, key)
        if key in top.value:
            raise _fault(line, f"“{key}”重复（第 {self.lines[place]} 行已经写过）", "请合并或删去其中一处")
        top.key, top.waiting = key, place
        self.lines[place] = line

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int) -> None:
        _refuse_tag(event.tag, line)
        mapping = isinstance(event, yaml.MappingStartEvent)
        if not self._stack and not mapping:
            raise _fault(line, "最外层是列表", "请在最外层写“名称: 值”")
        self._check_depth(len(self._stack) + 1, line)
        value: list[Node] | dict[str, Node] = {} if mapping else []
        first = self._nodes
        place = self._place(value, line)
        self._stack.append(_Open(value, place, event.anchor, first))

    def _check_depth(self, depth: int, line: int) -> None:
        if depth > MAX_DEPTH:
            raise _fault(line, f"层次超过 {MAX_DEPTH} 层", "请检查缩进、括号和引用")

    def _place(self, value: Node, line: int) -> Place:
        """Puts a value where it belongs; its place."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _fault(line, f"内容超过 {MAX_NODES} 项", "请检查是否反复引用（&、*），或拆分文件")
        if not self._stack:
            self.root = value
            self.lines[()] = line
            return ()
        top = self._stack[-1]
        if isinstance(top.value, list):
            place = (*top.place, len(top.value))
            self.lines[place] = line
            top.value.append(value)
            return place
        if top.key is None:
            raise _fault(line, "名称的位置上是列表或成组的内容", "名称须为文字；值里的大括号、方括号请加引号")
        top.value[top.key] = value
        top.key = None
        return top.waiting

    def _deepen(self, height: int) -> None:
        """The open mapping or list holds something of so many levels."""
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, height + 1)

    def _remember(self, anchor: str | None, value: Node, nodes: int, height: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = value, nodes, height

    def _alias(self, anchor: str | None, line: int) -> None:
        if anchor is None or anchor not in self._anchors or any(one.anchor == anchor for one in self._stack):
            raise _fault(line, f"引用 *{anchor} 在前面没有对应的 &{anchor}", "以 * 开头的文字请加引号")
        value, nodes, height = self._anchors[anchor]
        top = self._stack[-1]
        if isinstance(top.value, dict) and top.key is None:
            raise _fault(line, "名称不能是引用", "请写出名称")
        self._check_depth(len(self._stack) + height, line)
        self._deepen(height)
        self._nodes += nodes - 1
        self._place(value, line)
        self._replace_last(deepcopy(value))

    def _replace_last(self, value: Node) -> None:
        """The copy goes in only after the count has allowed it."""
        top = self._stack[-1].value
        if isinstance(top, list):
            top[-1] = value
        else:
            top[next(reversed(top))] = value


def _refuse_tag(tag: str | None, line: int) -> None:
    if tag is not None and tag not in {"!", "tag:yaml.org,2002:str"}:
        raise _fault(line, f"不支持类型标记 {tag[:60]}", "请删去以 ! 开头的标记，或把值加上引号")


_WIDE_COLON = ("用了全角冒号", "请改成半角冒号，后面空一格")
_ESCAPE = ("双引号里的反斜杠写法不对", "请改用单引号，或把 \\ 写成 \\\\")
# What the parser says of its context or of the problem; whether the place is where the context began; what it means to a user.
_TOLD = (
    ("escape", False, *_ESCAPE),
    ("hexdecimal", False, *_ESCAPE),
    ("quoted scalar", True, "引号没有配对", "请补上另一半引号（半角）"),
    ("flow", True, "括号里的写法不完整", "请检查括号、逗号和冒号是否半角、成对"),
    ("scanning an a", False, "以 & 或 * 开头的文字不能直接写", "请加引号"),
    ("scanning a tag", False, "以 ! 开头的文字不能直接写", "请加引号"),
    ("simple key", True, "名称后面少了冒号", "请写成“名称: 值”，冒号半角，后面空一格"),
    ("mapping values", False, "冒号的位置不对", "值里有冒号加空格时请给整个值加引号，并检查缩进是否与上一行对齐"),
    ("", False, "写法不合 YAML", "请检查这一行和上一行的缩进（用空格对齐）、冒号和引号"),
)


def _told(error: yaml.MarkedYAMLError, lines: list[str]) -> FolderError:
    """The parser's complaint as a sentence."""
    end = error.problem_mark.line if error.problem_mark else 0
    start = error.context_mark.line if error.context_mark else end
    said = f"{error.context} {error.problem}"
    _, early, what, mend = next(row for row in _TOLD if row[0] in said)
    number = min(start if early else end, len(lines) - 1)
    line = lines[number]
    column = error.problem_mark.column if error.problem_mark else 0
    char = "\t" if "\t" in line[: len(line) - len(line.lstrip())] else line[column : column + 1]
    if char == "\t":
        return _fault(number + 1, "用了制表符（Tab）", "请改用空格缩进")
    if "cannot start any token" in said:
        return _fault(number + 1, f"值不能以“{char}”开头", "请给整个值加引号")
    for near in (number, max(number - 1, 0)):
        if "冒号" in what and "：" in lines[near] and ":" not in lines[near]:
            return _fault(near + 1, *_WIDE_COLON)
    return _fault(number + 1, what, mend)
