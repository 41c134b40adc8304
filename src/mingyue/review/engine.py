"""Runs rules over a case: values in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from mingyue.review.case import Case, Place, RuleFunction
from mingyue.review.finding import SEVERITIES, Action, Finding, Fix, Severity
from mingyue.review.pattern import Pattern
from mingyue.review.playbook import Positions
from mingyue.review.rules import Check, Rule


def run(case: Case, rules: Iterable[Rule], functions: Mapping[str, RuleFunction]) -> tuple[Finding, ...]:
    """All findings, in the order of the text; absences last. One rule reports one place once."""
    found: dict[tuple[str, Place], Finding] = {}
    for rule in rules:
        setting = case.playbook.rules.get(rule.id)
        if (setting and setting.off) or not _applies(rule, case):
            continue
        for place in _places(rule, case, functions):
            severity = setting.severity if setting and setting.severity else _severity(rule, case)
            if severity and (rule.id, place) not in found:
                found[rule.id, place] = _finding(rule, case, place, severity, setting.fix if setting else None)
    return tuple(sorted(_distinct(found.values()), key=_order))


def _order(finding: Finding) -> tuple[int, int, str]:
    start = finding.span.start if finding.span else 1 << 60
    return start, SEVERITIES.index(finding.severity), finding.rule


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for one named risk (or one rule) at one place: the gravest, then the one that quotes least."""
    seen: dict[str, list[tuple[int, int]]] = {}
    for finding in sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), _length(f), f.rule)):
        key = finding.rule if finding.risk == "other" else finding.risk
        start, end = (finding.span.start, finding.span.end) if finding.span else (-1, 0)
        places = seen.setdefault(key, [])
        if not any(start < other_end and other_start < end for other_start, other_end in places):
            places.append((start, end))
            yield finding


def _length(finding: Finding) -> int:
    return finding.span.end - finding.span.start if finding.span else 0


def _applies(rule: Rule, case: Case) -> bool:
    """Whether the rule's conditions hold for this kind of deal."""
    when = rule.when
    return (
        case.contract_type in when.get("type", {case.contract_type})
        and when.get("feature", frozenset()) <= case.features
        and not when.get("not_feature", frozenset()) & case.features
    )


def _finding(rule: Rule, case: Case, place: Place, severity: Severity, own_fix: str | None) -> Finding:
    span = case.scan.span(*place) if place else None
    text = case.playbook.text(own_fix or rule.fix)
    action: Action = rule.action or ("replace" if span else "insert")
    fix = Fix(action, text) if text or action == "delete" else None
    waived = case.playbook.waiver(rule.id, span.quote if span else "", case.as_of)
    return Finding(rule.id, rule.risk, rule.family, severity, rule.title, span, rule.basis, fix, rule.why, waived)


def _severity(rule: Rule, case: Case) -> Severity | None:
    """The rule's severity; for a graded rule by the positions its fact has passed, None when none."""
    if rule.severity != "graded":
        return rule.severity  # type: ignore[return-value]  # checked by the loader
    options = rule.check.options
    return _graded(case.value(options["name"]), case.playbook.parameters[options["parameter"]], options["worse"])


def _graded(value: object, positions: Positions, worse: str) -> Severity | None:
    if value is None:
        return None
    number = Decimal(str(value).rstrip("%"))
    sign = 1 if worse == "above" else -1
    for severity, limit in zip(SEVERITIES, (positions.walk_away, positions.fallback, positions.preferred), strict=True):
        if sign * number > sign * limit:
            return severity
    return None


def _places(rule: Rule, case: Case, functions: Mapping[str, RuleFunction]) -> Iterable[Place]:
    """Where the rule's check fires."""
    check = rule.check
    if check.kind == "function":
        return functions[f"{rule.family}/{check.options['name']}"](case)
    return _GENERIC[check.kind](check, case)


def _phrase(check: Check, case: Case) -> Iterator[Place]:
    limit = check.options.get("limit", 5)
    for place in _matching(check, case, check.patterns["any"]):
        if limit == 0:
            return
        if all(_inside(p, case, place) for p in check.patterns.get("all", ())):
            limit -= 1
            yield place


def _lacks(check: Check, case: Case) -> Iterator[Place]:
    limit = check.options.get("limit", 1)
    for place in _matching(check, case, check.patterns["where"]):
        if limit == 0:
            return
        if not any(_inside(p, case, place) for p in check.patterns["any"]):
            limit -= 1
            yield place


def _matching(check: Check, case: Case, patterns: Iterable[Pattern]) -> Iterator[tuple[int, int]]:
    """Scopes in which one of the patterns matches, in the order of the text."""
    scan, unless = case.scan, check.patterns.get("unless", ())
    scopes: dict[tuple[int, int], None] = {}
    for wanted in patterns:
        for hit in scan.hits(wanted, unless=unless, scope=check.scope):
            if check.under and not scan.under(hit.start, check.under):
                continue
            if check.not_under and scan.under(hit.start, check.not_under):
                continue
            scopes[hit.scope_start, hit.scope_end] = None
    return iter(sorted(scopes))


def _inside(wanted: Pattern, case: Case, place: tuple[int, int]) -> bool:
    return wanted.regex.search(case.scan.text, *place) is not None


def _absent(check: Check, case: Case) -> Iterator[Place]:
    """Fires once when nothing that should be there is; `given` tells when it should."""
    given, unless = check.patterns.get("given", ()), check.patterns.get("unless", ())
    relevant = not given or any(case.scan.has(p) for p in given)
    if relevant and not any(case.scan.has(p, unless=unless) for p in check.patterns["any"]):
        yield None


def _level(check: Check, case: Case) -> Iterator[Place]:
    reading = case.clauses[check.options["family"]]
    if reading.present in check.options["is"]:
        yield None


def _fact(check: Check, case: Case) -> Iterator[Place]:
    fact = case.facts.get(check.options["name"])
    positions = case.playbook.parameters[check.options["parameter"]]
    if fact is not None and _graded(fact.value, positions, check.options["worse"]):
        yield _place_of(fact.span.start, case)


def _compare(check: Check, case: Case) -> Iterator[Place]:
    """One rate is more than `times` the other."""
    fact, other = case.facts.get(check.options["name"]), case.value(check.options["over"])
    if fact is None or other is None:
        return
    left, right = (Decimal(str(v).rstrip("%")) for v in (fact.value, other))
    if left > right * Decimal(str(check.options["times"])):
        yield _place_of(fact.span.start, case)


def _place_of(source_start: int, case: Case) -> Place:
    """The sentence of a fact, in the reading text."""
    return case.scan.reading.sentence_at(case.scan.reading.offset(source_start))


_GENERIC = {
    "phrase": _phrase,
    "lacks": _lacks,
    "absent": _absent,
    "level": _level,
    "fact": _fact,
    "compare": _compare,
}
