"""What a token may be used for. A scope opens nothing by itself: the person's roles decide, see people/roles.py."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: Mapping[str, Promise] = {
    "projects:read": _("查看项目"),
    "projects:write": _("新建项目"),
    "terms:read": _("读取合同条款"),
    "terms:write": _("保存新版合同条款"),
    "ledger:read": _("读取台账：事件、义务、付款、请求权，导出"),
    "ledger:write": _("记录台账事件"),
    "evidence:read": _("查看和下载证据"),
    "evidence:write": _("上传证据"),
    "check": _("检查合同文本"),
}
