"""What changes between two sentences, in whole phrases: a comparison for Chinese contract language.

Comparing characters shreds a rewritten clause: two unrelated sentences share a 权 here and a 的 there. Here a run of
the old text is kept only where a reader would keep it: long enough and standing at the edge of a phrase, or shared at
the beginning or the end of the sentence. Numbers, Latin words and the common words of contracts change as wholes, and
a sentence of which little is left is replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT_RUN = 4  # characters: the shortest run kept between two changes
KEPT_END = 2  # the shortest run kept at the beginning or the end
KEPT_SHARE = 0.4  # of a sentence, else it is replaced whole
_RESUMED = 5  # characters that two clauses open with to be versions of one
_LOOSE_RUN = 8  # a run this long is kept even where no phrase begins or ends
_SIZE = 250_000  # pairs of tokens: above this only the shared beginning and end are looked for

_WORDS = re.findall(
    r"\S+",
    "甲方 乙方 双方 任何一方 另一方 对方 第三方 买方 卖方 供方 需方 委托方 受托方 客户 用户 本合同 本协议 合同 协议 附件 补充协议 合同总价 总价 价款 合同价款 合同金额 "
    "费用 服务费 维护费 违约金 违约责任 滞纳金 赔偿 赔偿金 赔偿责任 损失 直接损失 间接损失 责任 义务 权利 权益 有权 无权 应当 必须 不得 可以 无须 无需 不予 未经 "
    "书面 书面通知 书面同意 书面异议 通知 同意 确认 异议 验收 验收合格 验收标准 验收报告 视为 合格 交付 交货 部署 安装 调试 上线 试运行 终验 初验 实施 培训 "
    "个工作日 工作日 自然日 个月 小时 分钟 以内 之日 之日起 每日 每逾期一日 逾期 届满 期限 期满 提前 及时 立即 自动续期 续期 续约 续费 "
    "付款 支付 预付款 尾款 发票 增值税专用发票 退还 退款 返还 软件 本软件 系统 平台 产品 服务 功能 模块 版本 接口 源代码 定制开发 开发 成果 数据 客户数据 "
    "个人信息 备份 加密 导出 移交 删除 泄露 知识产权 著作权 所有权 使用权 所有 独家 许可 授权 转让 分包 转包 保密 保密信息 保密义务 商业秘密 披露 使用 "
    "维护 升级 更新 质量保证 质保期 保修 技术支持 故障 响应 恢复 暂停 中止 终止 解除 停止 停用 锁定 变更 调整 修改 解释权 最终解释权 仲裁 仲裁委员会 诉讼 法院 "
    "人民法院 管辖 所在地 不可抗力 服务器 宕机 网络 黑客攻击 自然灾害 战争 免除 免责 上限 累计 不超过 超过 承担 协商 约定 规定 履行 违反 因此 由此 造成 引起 "
    "包括 但不限于 或者 以及 并且 除外 按照 根据 依照 另行 全部 部分 任一 任何 其他 生效 签字 盖章 签署 签订 原因 情形 要求 提供 提交 提出 收到 开始 完成",
)
_TOKEN = re.compile(
    r"(?:[百千万]分之)?(?:[0-9０-９A-Za-zＡ-Ｚａ-ｚ]+(?:[.,:/@_．-][0-9０-９A-Za-zＡ-Ｚａ-ｚ]+)*[%％‰]?"
    r"|[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+)"
    rf"|{'|'.join(sorted(_WORDS, key=len, reverse=True))}|\s+|.",
    re.DOTALL,
)
_EDGE = re.compile(r"[^\w]|[0-9０-９A-Za-zＡ-Ｚａ-ｚ]|[百千万]分之|[零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]")
_SENTENCE_END = frozenset("。；！？;\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """before[start:end] becomes `text`; start == end adds, an empty text takes away."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens left as they are: old[i:i+size] == new[j:j+size]."""

    i: int
    j: int
    size: int


def edits(before: str, after: str) -> list[Edit]:
    """The changes that turn one text into the other, in order and apart by at least a kept phrase."""
    if before == after:
        return []
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    runs = _readable(_joined(_common(old, new)), old, new)
    runs = _readable(_joined(_without_ruins(runs, old, new)), old, new)
    at_old, at_new = _offsets(old), _offsets(new)
    found, i, j = [], 0, 0
    for run in [*runs, _Run(len(old), len(new), 0)]:
        start, end, text = at_old[i], at_old[run.i], after[at_new[j] : at_new[run.j]]
        if start < end or text:
            found.append(Edit(start, end, text))
        i, j = run.i + run.size, run.j + run.size
    return found


def apply(before: str, changes: Sequence[Edit]) -> str:
    """The text after the changes."""
    parts, at = [], 0
    for change in changes:
        parts += [before[at : change.start], change.text]
        at = change.end
    return "".join([*parts, before[at:]])


def resumption(before: str, after: str) -> int:
    """Where the old text begins to say what the new one does: the clause that opens with the same words; 0 if none does.

    What stands in front of it (who, when, in which case) is then left alone: 每逾期一日，…支付违约金，[违约金累计…].
    """
    opening = after[:_RESUMED]
    found = re.search(rf"[，；。]({re.escape(opening)})", before) if len(opening) == _RESUMED else None
    return found.start(1) if found and not before.startswith(opening) else 0


def overlap(old: str, new: str) -> float:
    """How much of a text another one holds: the share of its pairs of neighbouring Chinese characters, 0 to 1."""
    pairs = _pairs(old)
    return len(pairs & _pairs(new)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    return {match[1] for match in re.finditer(r"(?=([\u4e00-\u9fff]{2}))", text)}


def _offsets(tokens: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    found = [0]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found


def _common(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Shared runs in order: the beginning, what lies between, the end."""
    short = min(len(old), len(new))
    head = next((k for k in range(short) if old[k] != new[k]), short)
    tail = next((k for k in range(short - head) if old[-1 - k] != new[-1 - k]), short - head)
    yield _Run(0, 0, head)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) * len(middle_new) <= _SIZE:
        for i, j, size in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_matching_blocks():
            yield _Run(head + i, head + j, size)
    yield _Run(len(old) - tail, len(new) - tail, tail)


def _length(tokens: Sequence[str], start: int, size: int) -> int:
    return sum(map(len, tokens[start : start + size]))


def _edge(tokens: Sequence[str], at: int) -> bool:
    """Whether a phrase may end or begin in front of a token."""
    return at in {0, len(tokens)} or bool(_EDGE.match(tokens[at - 1]) or _EDGE.match(tokens[at]))


def _readable(runs: Iterable[_Run], old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Runs that a reader would keep."""
    for run in runs:
        length = _length(old, run.i, run.size)
        first = run.i == run.j == 0
        last = run.i + run.size == len(old) and run.j + run.size == len(new)
        at_edge = any(_edge(old, run.i + k) and _edge(new, run.j + k) for k in (0, run.size))
        if (
            length >= _LOOSE_RUN
            or (length >= KEPT_RUN and at_edge)
            or ((first or last) and length >= KEPT_END)
            or (last and length and not old[-1].isalnum())
        ):
            yield run


def _without_ruins(runs: Iterable[_Run], old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """The runs, cut at sentence ends, without those in sentences of which little is left."""
    kept = list(runs)
    for start, end in _sentences(old):
        inside = [part for run in kept if (part := _clip(run, start, end)).size > 0]
        if inside:
            reached = inside[-1].j + inside[-1].size - inside[0].j
            whole = max(_length(old, start, end - start), _length(new, inside[0].j, reached) // 2)
            if sum(_length(old, run.i, run.size) for run in inside) >= KEPT_SHARE * whole:
                yield from inside


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Runs that touch, as one."""
    last = None
    for run in runs:
        if last and (last.i + last.size, last.j + last.size) == (run.i, run.j):
            last = _Run(last.i, last.j, last.size + run.size)
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _clip(run: _Run, start: int, end: int) -> _Run:
    """The part of a run inside old[start:end]; size <= 0 when there is none."""
    first, last = max(run.i, start), min(run.i + run.size, end)
    return _Run(first, run.j + first - run.i, last - first)


def _sentences(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Sentences as ranges of tokens, each with its closing mark."""
    start = 0
    for at, token in enumerate(tokens):
        if token[-1] in _SENTENCE_END:
            yield start, at + 1
            start = at + 1
    if start < len(tokens):
        yield start, len(tokens)
