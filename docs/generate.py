"""Writes the pages of docs/ that are made from the product itself: the law, the rules, the command.

python docs/generate.py            write them
python docs/generate.py --check    say which are out of date, and end with 1 when any is
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

from mingyue import api, cli
from mingyue.cli.overview import VERBS
from mingyue.law import load, page
from mingyue.review import playbook
from mingyue.review.finding import FAMILIES, FAMILY_TITLES, SEVERITY_TITLES, WHOLE
from mingyue.review.rules import Check
from mingyue.review.taxonomy import CONTRACT_TYPES, FACTS, RISKS
from mingyue.terms import titles
from mingyue.terms.base import OWN, Part

DOCS = Path(__file__).resolve().parent
MARK = "本页由程序生成，请勿手改：`make docs`。"
LEVELS = {"absent": "没有", "partial": "部分", "full": "完整"}
SCOPES = {"sentence": "同一句", "paragraph": "同一段", "clause": "同一款", "article": "同一条"}
TYPES = dict(zip(CONTRACT_TYPES, ("在线服务", "软件采购", "定制开发", "技术服务", "其他"), strict=True))
FACT_TITLES = dict(
    zip(
        FACTS,
        (
            "合同总价",
            "分期付款",
            "乙方逾期交付的日违约金率",
            "甲方逾期付款的日违约金率",
            "违约金上限",
            "保密期限",
            "质保期",
            "争议解决方式",
            "争议解决机构",
            "工期或服务期",
            "数据泄露通知时限",
        ),
        strict=True,
    )
)
FEATURES = {
    "delivers": "乙方有交付义务",
    "holds_data": "乙方保管、运行或迁移甲方数据",
    "custom": "有定制成果",
    "service": "持续提供服务",
    "form": "空白范本",
}
ACTIONS = {"replace": "替换原文", "insert": "增加条款", "delete": "删除原文", "comment": "只加批注"}


def law_day() -> date:
    """The first day on which all of the law we know is in force: labels are those of that day."""
    return max(article.in_force_from for article in load().articles)


def labels(basis: Iterable[str]) -> str:
    """The legal basis in words."""
    return "；".join(load().label(citation, law_day()) for citation in basis)


def severity(rule: api.Rule) -> str:
    """The severity in Chinese."""
    titles: Mapping[str, str] = {**SEVERITY_TITLES, "graded": "按偏离程度"}
    return titles[rule.severity]


def index() -> str:
    """docs/rules.md: every rule in one line, by family."""
    rules = api.rules()
    families = len({rule.family for rule in rules})
    about = f"共 {len(rules)} 条，分 {families} 类。依据见 [法律依据](law.md)。点编号看理由、检查方法、建议文字和例子。"
    parts = [
        f"# 审查规则\n\n{MARK}\n\n{about}",
        risks(rules),
    ]
    for family in (*FAMILIES, WHOLE):
        own = [rule for rule in rules if rule.family == family]
        if own:
            rows = "\n".join(
                f"| [`{rule.id}`](rules/{family}.md#{anchor(rule)}) | {rule.title} | `{rule.risk}` | {severity(rule)} "
                f"| {labels(rule.basis)} |"
                for rule in own
            )
            parts.append(
                f"## {FAMILY_TITLES[family]}（{len(own)}）\n\n| 编号 | 问题 | 风险 | 级别 | 依据 |\n|---|---|---|---|---|\n{rows}"
            )
    return "\n\n".join(parts) + "\n"


def risks(rules: Sequence[api.Rule]) -> str:
    """How many rules speak of each risk of the taxonomy."""
    counts = {risk: sum(rule.risk == risk for rule in rules) for risk in RISKS}
    rows = "\n".join(f"| `{risk}` | {text} | {counts[risk]} |" for risk, text in RISKS.items())
    return f"## 风险\n\n| 名称 | 含义 | 规则 |\n|---|---|---|\n{rows}"


def anchor(rule: api.Rule) -> str:
    """The heading of a rule as a link finds it."""
    return rule.id.replace("/", "")


def family_page(family: str, rules: Sequence[api.Rule]) -> str:
    """docs/rules/<family>.md: every rule of a family in full."""
    head = f"# {FAMILY_TITLES[family]}\n\n{MARK}\n\n[全部规则](../rules.md)　[法律依据](../law.md)"
    return "\n\n".join([head, *(rule_text(rule) for rule in rules)]) + "\n"


def rule_text(rule: api.Rule) -> str:
    """One rule: why, when, how, what instead, examples both ways."""
    kind = f"{severity(rule)}；风险 `{rule.risk}`（{RISKS[rule.risk]}）"
    parts = [
        f"## {rule.id}\n\n**{rule.title}**",
        f"{rule.why}",
        f"- 级别：{kind}\n- 依据：{labels(rule.basis)}\n- 适用：{condition(rule)}\n" + "\n".join(explained(rule)),
    ]
    if rule.fix:
        action = ACTIONS[rule.action or ("insert" if rule.check.kind in {"absent", "level"} else "replace")]
        parts.append(f"### 修改为（{action}）\n\n{playbook.default().text(rule.fix)}")
    parts += [
        f"### {title}\n\n" + "\n\n".join("> " + example.replace("\n", "\n> ") for example in examples)
        for title, examples in (("报告", rule.fires), ("不报告", rule.silent))
    ]
    return "\n\n".join(parts)


def condition(rule: api.Rule) -> str:
    """For which deals a rule speaks."""
    when = rule.when
    parts = [
        ("、".join(TYPES[kind] for kind in CONTRACT_TYPES if kind in when.get("type", ()))),
        ("，且".join(FEATURES[key] for key in FEATURES if key in when.get("feature", ()))),
        *(f"不含{FEATURES[key]}" for key in FEATURES if key in when.get("not_feature", ())),
    ]
    return "；".join(part for part in parts if part) or "各种合同"


def explained(rule: api.Rule) -> Iterator[str]:
    """The check in words, as list items."""
    check = rule.check
    options = check.options
    if check.kind == "function":
        yield f"- 检查：要对照多处文字才能判断，由 `{rule.family}/rules.py` 的 `{options['name']}` 完成"
    elif check.kind == "level":
        levels = "或".join(LEVELS[level] for level in options["is"])
        yield f"- 检查：“{FAMILY_TITLES[options['family']]}”一类条款读作“{levels}”时报告一次"
    elif check.kind == "fact":
        positions = playbook.default().parameters[options["parameter"]]
        more = "高于" if options["worse"] == "above" else "低于"
        values = "、".join(
            f"{title} {plain(value)}{positions.unit}"
            for title, value in (
                ("首选", positions.preferred),
                ("可让步", positions.fallback),
                ("底线", positions.walk_away),
            )
        )
        yield f"- 检查：读出的{FACT_TITLES[options['name']]}{more}谈判底线 `{options['parameter']}`（{values}）时报告"
    elif check.kind == "compare":
        yield f"- 检查：{FACT_TITLES[options['name']]}超过{FACT_TITLES[options['over']]}的 {options['times']} 倍时报告"
    else:
        yield from phrases(check)


def plain(value: object) -> str:
    """A position as it is written."""
    return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else format(value, "f")


def phrases(check: Check) -> Iterator[str]:
    """The checks that look for words."""
    scope = SCOPES[check.scope]
    heads = {
        "phrase": ("any", f"{scope}中出现下列写法之一时报告"),
        "lacks": ("where", f"{scope}中出现下列写法之一，却没有该有的写法时报告"),
        "absent": ("any", "全文找不到下列写法之一时报告一次"),
    }
    key, words = heads[check.kind]
    yield f"- 检查：{words}\n" + patterns(check, key)
    others = {"given": "只在出现时检查", "all": "还须都有", "any": "该有的写法", "unless": "有下列写法时不报告"}
    for name, title in others.items():
        if name != key and check.patterns.get(name):
            yield f"- {title}\n" + patterns(check, name)
    if check.under:
        yield f"- 只看标题符合 `{check.under.source}` 的条款"
    if check.not_under:
        yield f"- 不看标题符合 `{check.not_under.source}` 的条款"


def patterns(check: Check, key: str) -> str:
    """Patterns as nested list items."""
    return "\n".join(f"  - `{shown(wanted.source)}`" for wanted in check.patterns[key])


def shown(source: str) -> str:
    """A pattern on one line."""
    return source.replace("\n", "\\n")


def command() -> str:
    """docs/cli.md: the help of every command, as the terminal prints it."""
    names: list[tuple[str, ...]] = [(), *((verb,) for verb in VERBS), ("playbook", "init"), ("playbook", "check")]
    parts = [f"# 命令\n\n{MARK}"]
    for words in names:
        title = " ".join(("mingyue", *words))
        parts.append(f"## {title}\n\n```text\n{printed([*words, '--help'])}\n```")
    return "\n\n".join(parts) + "\n"


def printed(arguments: Sequence[str]) -> str:
    """What a call of the command prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = cli.main(arguments)
    if code:
        raise RuntimeError(f"mingyue {' '.join(arguments)} ended with {code}")
    return out.getvalue().strip("\n")


def contract_page() -> str:
    """Every field of contract.yaml."""
    lines = [
        "# contract.yaml 的全部字段",
        "",
        f"{MARK} 期限写成 7日、10个工作日、24小时、3个月、3年；金额写成数字，不加单位和逗号。标“内部”的不会写进合同文本。",
        *fields(api.Contract, ""),
    ]
    return "\n".join(lines) + "\n"


def fields(model: type[Part], path: str) -> Iterator[str]:
    """A table of the fields of a part, then those of the parts inside it."""
    name = titles.title(path) if path else "合同"
    yield from ("", f"## {name}", "", "| 字段 | 意思 | |", "|---|---|---|")
    inside = []
    for field, info in model.model_fields.items():
        part = titles.inner(model, field)
        own = isinstance(info.json_schema_extra, dict) and OWN in info.json_schema_extra
        notes = [*(["必填"] if info.is_required() else []), *(["内部"] if own else [])]
        yield f"| `{field}` | {info.title} | {'、'.join(notes)} |"
        if part is not None:
            inside.append((part, f"{path}.{field}" if path else field))
    for part, at in inside:
        yield from fields(part, at)


def events_page() -> str:
    """Every kind of event."""
    lines = ["# 事件", "", f"{MARK} `mingyue record 种类 名称=值 …` 追加一个事件；种类也可以写中文名。"]
    for kind, model in api.event_kinds().items():
        exact = "（须写到分钟）" if model.exact else ""
        lines += ["", f"## {model.title} `{kind}`{exact}", *([""] if model.model_fields else [])]
        for field, info in model.model_fields.items():
            lines.append(f"- `{field}` {info.title}{'，必填' if info.is_required() else ''}")
    return "\n".join(lines) + "\n"


def clauses_page() -> str:
    """The clause library: why each clause stands there, and its texts."""
    lines = [
        "# 条款库",
        "",
        f"{MARK} 每条有首选、可让步、底线三档文字，全文见各类标题所链接的文件；`mingyue draft --position 类/条=fallback` 换一档。",
    ]
    for text in api.clause_texts():
        told = [clause for clause in text.clauses if clause.advice]
        if told:
            source = f"../src/mingyue/clauses/{text.family}/text.md"
            lines += ["", f"## [{text.title}]({source})", "", "| 条 | 为什么，怎样让步 |", "|---|---|"]
            lines += [f"| {clause.name}<br>`{text.family}/{clause.key}` | {clause.advice} |" for clause in told]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every generated page by its path under docs/."""
    rules = api.rules()
    by_family = {family: [rule for rule in rules if rule.family == family] for family in (*FAMILIES, WHOLE)}
    return {
        "law.md": page.render(load()),
        "rules.md": index(),
        **{f"rules/{family}.md": family_page(family, own) for family, own in by_family.items() if own},
        "cli.md": command(),
        "contract.md": contract_page(),
        "events.md": events_page(),
        "clauses.md": clauses_page(),
    }


def stale(made: Mapping[str, str], docs: Path) -> list[str]:
    """Pages that differ from what they should be, and pages of families that are no more."""
    wrong = [name for name, text in made.items() if not same(docs / name, text)]
    return wrong + sorted(
        f"rules/{path.name}" for path in (docs / "rules").glob("*.md") if f"rules/{path.name}" not in made
    )


def same(path: Path, text: str) -> bool:
    """Whether a file holds this text."""
    return path.is_file() and path.read_bytes() == text.encode()


def main(arguments: Sequence[str], docs: Path = DOCS) -> int:
    """Writes or checks the pages; 1 when a check finds drift, 2 for a wrong call."""
    if list(arguments) not in ([], ["--check"]):
        print(__doc__)
        return 2
    made = pages()
    wrong = stale(made, docs)
    if arguments:
        for name in wrong:
            print(f"docs/{name} is out of date: run make docs")
        return 1 if wrong else 0
    (docs / "rules").mkdir(parents=True, exist_ok=True)
    for name in wrong:
        if name in made:
            (docs / name).write_bytes(made[name].encode())
        else:
            (docs / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
