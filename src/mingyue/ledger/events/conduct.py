"""What a project keeps book of: training, meetings, promises, problems (section 五 of the guide)."""

from __future__ import annotations

from mingyue.ledger.events.content import DAY, Content
from mingyue.terms.base import Count, Id, Line, Percent, required, term
from mingyue.terms.schedule import AUDIENCES, Audience

WHO = "对象：" + "、".join(f"{key} {title}" for key, title in AUDIENCES.items())


class TrainingHeld(Content):
    """A training session."""

    title = "培训"
    audience: Audience = required(WHO)
    people: Count = required("到场人数")
    subject: Line | None = term("内容")


class ExamResult(Content):
    """The result of an exam after training."""

    title = "考核结果"
    audience: Audience = required(WHO)
    taken: Count = required("参加人数")
    passed: Count = required("合格人数")


class SiteVisit(Content):
    """The vendor came for an inspection."""

    title = "现场巡检"
    people: Line | None = term("人员")


class Minutes(Content):
    """Minutes of a meeting."""

    title = "会议纪要"
    subject: Line = required("议题")
    decisions: tuple[Line, ...] = term("决定", ())


class Decision(Content):
    """A decision outside a meeting."""

    title = "决策"
    subject: Line = required("内容")
    decided_by: Line | None = term("决策人")


class CommitmentRecorded(Content):
    """An oral promise of the other side, to be put in writing (section 四.3 of the guide)."""

    title = "口头承诺"
    commitment: Id = required("承诺编号")
    subject: Line = required("承诺内容")
    promised_by: Line = required("谁承诺的")
    due: Line | None = term("何时兑现（日期）", pattern=DAY)


class CommitmentMet(Content):
    """A promise was kept or written into the contract."""

    title = "承诺兑现"
    commitment: Id = required("承诺编号")


class IssueRaised(Content):
    """A problem was reported to the other side."""

    title = "问题反馈"
    issue: Id = required("问题编号")
    subject: Line = required("内容")
    due: Line | None = term("要求何时解决（日期）", pattern=DAY)


class IssueFixed(Content):
    """A problem is solved."""

    title = "问题解决"
    issue: Id = required("问题编号")


class MigrationChecked(Content):
    """A measured result of data migration, or of a rehearsal."""

    title = "迁移核对"
    table: Line = required("数据表")
    percent: Percent = required("准确率（%）")
    rehearsal: bool = term("演练", default=False)


class UsersAdded(Content):
    """Authorised users were added."""

    title = "新增用户"
    users: Count = required("人数")
