"""合同主体: who signs, for whom, by what authority (section 三.1 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from mingyue.terms.base import Line, Part, required, term

Standing = Literal["independent", "group_parent", "subsidiary", "branch"]
STANDINGS: Mapping[str, str] = {
    "independent": "独立法人",
    "group_parent": "集团总公司",
    "subsidiary": "子公司（独立法人）",
    "branch": "分公司（非独立法人，经总公司授权）",
}
Size = Literal["large", "medium", "small", "micro", "public"]
SIZES: Mapping[str, str] = {
    "large": "大型企业",
    "medium": "中型企业",
    "small": "小型企业",
    "micro": "微型企业",
    "public": "机关、事业单位",
}
Role = Literal["maker", "reseller"]
ROLES: Mapping[str, str] = {"maker": "产品的著作权人（原厂）", "reseller": "产品的授权代理商"}


class Party(Part):
    """One side of the contract."""

    name: Line = required("名称（全称）")
    credit_code: Line | None = term("统一社会信用代码")
    address: Line | None = term("住所地")
    representative: Line | None = term("法定代表人")
    contact: Line | None = term("项目联系人")
    phone: Line | None = term("联系电话")
    email: Line | None = term("电子邮箱")
    bank: Line | None = term("开户银行")
    account: Line | None = term("银行账号")
    standing: Standing | None = term(
        "主体性质：independent 独立法人、group_parent 集团总公司、subsidiary 子公司、branch 分公司"
    )
    size: Size | None = term("企业规模：large、medium、small、micro，机关事业单位写 public；涉及付款期限的法律要求")


class Buyer(Party):
    """甲方, and the companies of its group that may use the system."""

    affiliates: tuple[Line, ...] = term("可以使用本系统的关联公司", ())


class Authorisation(Part):
    """One link of the chain from the maker to the reseller."""

    grantor: Line = required("授权方")
    grantee: Line = required("被授权方")
    document: Line = required("授权书名称和编号")
    until: date | None = term("授权有效期至")


class Vendor(Party):
    """乙方: the maker or a reseller with its chain of authorisation."""

    role: Role | None = term("与产品的关系：maker 原厂、reseller 代理商")
    authorisation: tuple[Authorisation, ...] = term("授权链：从原厂到乙方，一环一行", ())


class Parties(Part):
    """Both sides."""

    buyer: Buyer = required("甲方")
    vendor: Vendor = required("乙方")
