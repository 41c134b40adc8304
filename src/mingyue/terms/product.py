"""产品名称与版本: what exactly is bought (section 三.2 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.terms.base import Count, Line, Part, required, term
from mingyue.terms.periods import Period

Deployment = Literal["saas", "on_premise", "hybrid"]
DEPLOYMENTS: Mapping[str, str] = {"saas": "SaaS", "on_premise": "本地化", "hybrid": "混合云"}
Licence = Literal["term", "perpetual"]
LICENCES: Mapping[str, str] = {"term": "按服务期使用", "perpetual": "永久使用"}


class EndOfVersion(Part):
    """What happens when the vendor stops a version (the guide's forced upgrade at renewal)."""

    notice: Period | None = term("停止旧版本前至少提前多久书面通知")
    free_migration: bool = term("停服后免费迁移到后续版本，功能和用户数不减少", default=False)
    keep_running: Period | None = term("通知后旧版本继续服务和维护的最短期间")


class Product(Part):
    """The product as bought: later releases do not change what was agreed."""

    name: Line = required("产品全称")
    version: Line | None = term("版本号")
    deployment: Deployment | None = term("部署方式：saas、on_premise 本地化、hybrid 混合云")
    modules: tuple[Line, ...] = term("模块", ())
    users: Count | None = term("授权用户数")
    licence: Licence | None = term("许可方式：term 按服务期、perpetual 永久")
    service_term: Period | None = term("服务期（自正式上线之日起）")
    end_of_version: EndOfVersion = term("旧版本停服", EndOfVersion())
