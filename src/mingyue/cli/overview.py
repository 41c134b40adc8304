"""The verbs of the command and the overview that `mingyue --help` prints; loads nothing."""

from __future__ import annotations

from mingyue import __version__

VERBS: dict[str, tuple[str, str]] = {
    # verb: (module that holds it, one line)
    "check": ("mingyue.cli.check", "检查合同：条款覆盖、关键信息、审查意见，可另出 Word 修订稿"),
    "text": ("mingyue.cli.text", "输出读出的合同文本，检查结果中的位置以它为准"),
    "read": ("mingyue.cli.read", "把合同读成条款 contract.yaml，每一项附原文"),
    "rules": ("mingyue.cli.rules", "列出审查规则"),
    "explain": ("mingyue.cli.explain", "说明一条规则：理由、依据、建议文字和例子"),
    "playbook": ("mingyue.cli.playbook", "谈判底线：生成一份自己的，检查写得对不对"),
    "new": ("mingyue.cli.new", "新建项目：逐项提问或者用现成的条款，写出 contract.yaml"),
    "draft": ("mingyue.cli.draft", "把条款写成完整的合同：Word 或 PDF，含附件和签署页"),
    "record": ("mingyue.cli.record", "在台账里追加一个事件：签署、交付、验收、付款、变更、故障……"),
    "ledger": ("mingyue.cli.ledger", "看台账：到某一天为止的义务、付款、违约金、权利和提醒"),
    "why": ("mingyue.cli.ledger", "说明台账里的一项是怎么算出来的：条款、算式、事件、法律依据"),
    "simulate": ("mingyue.cli.simulate", "假设：如果某天验收、某天解除，结果有什么不同"),
    "verify": ("mingyue.cli.verify", "证明台账没有被改动"),
    "serve": ("mingyue.cli.serve", "启动工作台：用浏览器打开，全队和供应商一起用"),
    "work": ("mingyue.cli.work", "工作台的后台任务单独成为一个进程（serve 自带一个，一般不需要）"),
    "export": ("mingyue.cli.move", "把工作台里的一个项目写成项目文件夹"),
    "import": ("mingyue.cli.move", "把一个项目文件夹收进工作台"),
    "backup": ("mingyue.cli.keep", "把整个工作台备份成一个文件"),
    "restore": ("mingyue.cli.keep", "从备份恢复到空的工作台"),
    "completion": ("mingyue.cli.completion", "输出 bash、zsh 或 fish 的命令补全脚本"),
}
EXAMPLES = """\
示例：
  mingyue check 合同.docx
  mingyue check 合同.docx --redline 修订稿.docx
  mingyue check 合同/*.docx --format html --output 报告/
  mingyue new crm --example
  mingyue ledger -p crm --as-of 2026-05-10"""


def version() -> str:
    """What `mingyue --version` prints."""
    return f"mingyue {__version__}"


def text() -> str:
    """What `mingyue --help` prints."""
    verbs = "\n".join(f"  {verb:<12}{line}" for verb, (_, line) in VERBS.items())
    return f"""\
用法：mingyue 命令 [选项]...

明约（Mingyue）站在采购方一边：检查和起草软件采购合同，签署后记台账，算出每一项义务、日期和金额，
每一个结果都有条款、算式和法律依据。全部在本机完成，不联网，同样的输入得到同样的结果。

命令：
{verbs}

选项：
  -h, --help  显示本说明；mingyue 命令 --help 看每个命令的用法和示例
  --version   显示版本

{EXAMPLES}

退出码：0 没有达到 --fail-on 的意见；1 有；2 用法有误或文件无法读取。
"""
