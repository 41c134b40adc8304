"""The contract inside a longer file: tender documents hold it as one chapter among many."""

from __future__ import annotations

import re

_HEADING = re.compile(r"(?m)^#*第(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:章|部分|编|卷)[^\n]{0,40}$")
_CONTRACT = re.compile(
    r"合同(?:主要|专用|通用|一般|特殊)?(?:条款|文本|格式|模板|范本|草案|协议|样本|书)|协议书|拟签(?:订的?|署的?)?合同|签订合同文本"
)
_TENDER = re.compile(r"投标|招标|磋商|评标|评审|须知|响应文件|采购邀请|采购公告|采购需求|谈判|询价|比选|报价文件")
_LEAST = 800


def contract_chapter(text: str) -> tuple[int, int] | None:
    """Where the contract chapter of a tender document stands; None when the file is the contract itself."""
    headings = list(_HEADING.finditer(text))
    if not any(_TENDER.search(heading.group()) for heading in headings):
        return None
    for index in range(len(headings) - 1, -1, -1):
        heading = headings[index]
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text)
        if (
            _CONTRACT.search(heading.group())
            and not _TENDER.search(heading.group())
            and end - heading.start() >= _LEAST
        ):
            return heading.start(), end
    return None
