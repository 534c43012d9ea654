"""Wording the retirement tool's results: one person, one or more tracks, a birth month or only a year."""

from __future__ import annotations

from datetime import date

from assistant import texts
from assistant.messages import Form, Sentence, Understanding, Worked
from assistant.pension.retirement import Track
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult, together

OLDEST = 75


def retirement_sentences(
    toolbox: Toolbox, found: Understanding, today: date, *, early: bool = False, settled: bool = False
) -> Worked | None:
    """The answer for what is known so far; None when neither birth year nor age is known.

    ``early``: the earliest month is asked for; ``settled``: nothing more is asked, the person does not know.
    """
    birth = found.birth or (today.year - found.age, None) if found.age else found.birth
    if birth is None or today.year - birth[0] > OLDEST:
        return None
    tracks = _tracks(found)
    year, month = birth
    results = [_results(toolbox, year, month, track) for track in tracks]
    lines = [_line(first, last, today) for first, last in results]
    details = [s for first, last in results if first is last for s in _details(first)]
    question = "" if settled else _question(found, month)
    if early:
        lines += [_early(first) for first, last in results if first is last]
    elif len(results) == 1 and month is not None:
        lines, details = [*lines, *details[:2]], details[2:]
    sentences = [Sentence(line, traced=True) for line in lines]
    sentences += [Sentence(texts.FLEXIBLE_WOMAN)] if found.identity == "灵活就业" and found.sex != "男" else []
    sentences += [Sentence(question)] if question else []
    sentences += [Sentence(line, detail=True, traced=True) for line in details]
    sentences.append(Sentence(texts.FIGURES_BY_OFFICE, detail=bool(question)))
    return Worked(
        tuple(sentences), together(tuple(r for pair in results for r in pair)), None if settled else _form(found, month)
    )


def minimum_years_answer(toolbox: Toolbox, year: int) -> Worked:
    """The minimum contribution years for somebody who retires in ``year``."""
    found = toolbox.run("minimum_years", {"year": year})
    line = f"{year}年达到法定退休年龄的，按月领职工养老金最低要缴满{found.value('minimum_years')}年。"
    return Worked((Sentence(line, traced=True), Sentence(texts.FIGURES_BY_OFFICE)), found, None)


def _tracks(found: Understanding) -> list[Track]:
    female = {"工人": [Track.FEMALE50], "干部": [Track.FEMALE55]}.get(
        found.identity or "", [Track.FEMALE55, Track.FEMALE50]
    )
    if found.sex == "男":
        return [Track.MALE]
    return female if found.sex == "女" or found.identity == "工人" and found.sex is None else [Track.MALE, *female]


def _results(toolbox: Toolbox, year: int, month: int | None, track: Track) -> tuple[ToolResult, ToolResult]:
    if month is not None:
        one = _dated(toolbox, f"{year}-{month:02d}", track)
        return one, one
    return _dated(toolbox, f"{year}-01", track), _dated(toolbox, f"{year}-12", track)


def _dated(toolbox: Toolbox, birth: str, track: Track) -> ToolResult:
    return toolbox.run("retirement_date", {"birth": birth, "track": track})


def _line(first: ToolResult, last: ToolResult, today: date) -> str:
    who = first.value("category")
    if first is last:
        return (
            f"{first.value('birth')}出生的{who}，法定退休年龄是{first.value('retirement_age')}，"
            f"退休时间是{first.value('retirement_month')}。"
        )
    year = first.value("birth").split("年")[0]
    ages = dict.fromkeys((first.value("retirement_age"), last.value("retirement_age")))
    months = dict.fromkeys((first.value("retirement_month"), last.value("retirement_month")))
    return f"{year}年出生的{who}，法定退休年龄是{'到'.join(ages)}，退休时间在{'到'.join(months)}之间，看出生的月份。"


def _details(found: ToolResult) -> list[str]:
    lines = [
        f"这一年退休，按月领养老金最低要缴满{found.value('minimum_years')}年（{found.value('category')}）。",
        f"从退休的下个月，也就是{found.value('first_payment_month')}起发养老金（{found.value('category')}）。",
    ]
    rhythm = next((step.formula for step in found.trace if step.step == "延迟月数"), "")
    lines.append(f"退休年龄是渐进式延迟的，推算办法是：{rhythm}。")
    lines.append(_early(found))
    return lines


def _early(found: ToolResult) -> str:
    """How early the person may go of their own will, and on what condition."""
    who = found.value("category")
    if found.value("delay_months") == "0":
        return f"{who}这个年纪不延迟，{found.value('retirement_month')}就到退休时间，不能再提前。"
    return (
        f"本人自愿的话，{who}最早可以在{found.value('earliest_elastic_month')}弹性提前退休，"
        f"前提是那时累计缴费已经满{found.value('earliest_elastic_years')}年，要提前3个月书面告知。"
    )


def _question(found: Understanding, month: int | None) -> str:
    if found.sex is None and found.identity != "工人":
        return texts.ASK_SEX
    if found.sex == "女" and found.identity is None:
        return texts.ASK_IDENTITY
    return texts.ASK_MONTH if month is None else ""


def _form(found: Understanding, month: int | None) -> Form | None:
    values = (("出生年月", month), ("性别", found.sex), ("岗位", found.identity if found.sex != "男" else "不需要"))
    missing = tuple(name for name, value in values if value is None)
    known: list[tuple[str, str]] = []
    if found.birth:
        known.append(("出生年月", f"{found.birth[0]}-{month:02d}" if month else str(found.birth[0])))
    if found.sex:
        known.append(("性别", found.sex))
    if found.identity:
        known.append(("岗位", found.identity))
    return Form("retirement_date", missing, tuple(known)) if missing else None
