"""How long somebody has paid, in their own words. Pure.

A rule (要交满15年), a plan (再交3年), an age, years of work and other insurances are not it. The words that tell them
apart stand in ``spoken_paying``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.dialogue import spoken_paying as paying
from assistant.dialogue.spoken_corrections import Standing, latest
from assistant.dialogue.spoken_lengths import Length, lengths
from assistant.dialogue.spoken_numerals import value_of
from assistant.dialogue.spoken_since import since
from assistant.dialogue.spoken_words import before, clause_after, clause_before, plainly

MOST_YEARS = 50
"""A bare number above it is taken for an age, not for years paid."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Months paid, deemed months included. ``exact`` is False when said roughly (then the low end), or when counted
    from when it began, which ``since`` then holds as ``2005`` or ``2005-03``.
    """

    months: int
    exact: bool
    deemed_months: int | None = None
    since: str | None = None


def contribution_months(text: str, today: date | None = None, asked: bool = False) -> Contribution | None:
    """How long was paid, as last stated; None when the text does not say, or says several things.

    ``asked``: the text answers the question how long, so 15年 or 18 alone will do. Without ``today`` a start
    (2003年开始交的) tells nothing.
    """
    return latest(text, lambda part, standing: _contribution(part, today, standing), asked, _put_right)


def _put_right(told: Contribution, again: Contribution, said: str) -> Contribution:
    """三十年零四个月，不对，五个月: only the months were said anew."""
    only_months = "个月" in said and "年" not in said and again.months < 12
    if only_months and told.months > 12 and told.months % 12:
        return replace(again, months=told.months // 12 * 12 + again.months, deemed_months=told.deemed_months)
    return again


def gap(text: str) -> int | None:
    """Months still missing: 还差三年 -> 36. Years until retirement are none."""
    text = plainly(text)
    found = {length.months for length in lengths(text) if length.exact and _is_gap(text, length)}
    return found.pop() if len(found) == 1 else None


def deemed_months(text: str) -> int | None:
    """Months that count as paid without payment (视同缴费), as last stated."""
    return latest(text, lambda part, _: _one([n for n in lengths(part) if _is_deemed(part, n)]))


def _contribution(text: str, today: date | None, standing: Standing) -> Contribution | None:
    found = lengths(text)
    deemed = [length for length in found if _is_deemed(text, length)]
    actual = [length for length in found if paying.ACTUAL.search(before(text, length.start))]
    others = [length for length in found if length not in deemed and length not in actual]
    paid = [length for length in others if _is_paid(text, length)]
    totals = [length for length in others if _is_total(text, length)]
    compared = any(paying.COMPARED.match(text, n.end) for n in found[:-1])
    if not totals and (compared or any(paying.MADE_UP.search(before(text, n.start)) for n in found)):
        return None
    chosen = totals or paid
    if chosen is paid and any(paying.SCHEME_AFTER.match(text, n.end) and n not in paid for n in others):
        return None  # 三年农保，十二年职工: nobody said of which
    if not chosen and standing > Standing.TOLD:
        chosen = _answers(text, others)
    if not chosen and paying.LISTING.search(text):
        chosen = [length for length in others if _is_listed(text, length)]
    months = _one(chosen)
    if months is None and not chosen:
        return _without_total(text, actual, deemed, today, standing is Standing.ANSWER)
    if months is None:
        return None
    return _with_deemed(text, Contribution(months, all(c.exact for c in chosen)), _one(deemed))


def _with_deemed(text: str, paid: Contribution, deemed: int | None) -> Contribution | None:
    """Whether deemed years come on top is said by 另外 or 其中; where nothing says it the sum stays open."""
    if deemed is None:
        return paid
    if paying.BESIDES.search(text):
        return replace(paid, months=paid.months + deemed, deemed_months=deemed)
    if deemed > paid.months:
        return None
    return replace(paid, exact=paid.exact and bool(paying.WITHIN.search(text)), deemed_months=deemed)


def _without_total(
    text: str, actual: list[Length], deemed: list[Length], today: date | None, asked: bool
) -> Contribution | None:
    """Actual and deemed years told apart are added; else a start and now; else a bare number of years."""
    really = _one(actual)
    if really is not None:
        counted = _one(deemed)
        return Contribution(really + (counted or 0), all(a.exact for a in actual), counted)
    if asked and (years := paying.BARE_YEARS.fullmatch(text)):
        ends = value_of(years.group("years"))
        if ends and ends[0] == ends[1] and 0 < ends[0] <= MOST_YEARS and ends[0] * 12 == int(ends[0] * 12):
            return Contribution(int(ends[0] * 12), True)
    begun = since(text, today, asked) if today else None
    return Contribution(begun.months, begun.exact, None, begun.start) if begun else None


def _one(found: list[Length]) -> int | None:
    months = {length.months for length in found}
    return months.pop() if len(months) == 1 else None


def _is_gap(text: str, length: Length) -> bool:
    return bool(paying.SHORT_OF.search(before(text, length.start))) and not paying.UNTIL_RETIREMENT.match(
        text, length.end
    )


def _is_deemed(text: str, length: Length) -> bool:
    said = paying.DEEMED.search(before(text, length.start))
    return bool(said or paying.DEEMED_AFTER.match(clause_after(text, length.end)))


def _is_total(text: str, length: Length) -> bool:
    lead = clause_before(text, length.start)
    if paying.RULES.search(lead) or paying.TO_COME.search(lead) or _of_other_insurance(text, length):
        return False
    said = paying.TOTAL.search(lead) and not paying.RULE_FOLLOWS.search(clause_after(text, length.end))
    return bool(said) and bool(paying.PENSION.search(text)) and not _falls_short(lead, length, text)


def _is_paid(text: str, length: Length) -> bool:
    lead, after = clause_before(text, length.start), clause_after(text, length.end)
    if (
        paying.RULES.search(lead)
        or paying.TO_COME.search(lead)
        or paying.PART.search(lead)
        or paying.BROKEN.search(lead)
    ):
        return False
    if _of_other_insurance(text, length) or _after_gap(lead) or _falls_short(lead, length, text):
        return False
    if length.months < 12 and paying.THIS_YEAR.search(lead):
        return False
    if text[length.start : length.end] in ("一年", "一个月") and paying.ONE_AT_A_TIME.match(after):
        return False
    mine = bool(paying.MINE.search(text))
    if paying.RULE_FOLLOWS.search(after) and not (mine and paying.PAID.search(lead)):
        return False
    if paying.PAID.search(lead) or _is_bought(lead, after):
        return True
    if paying.STATED.search(lead) or paying.NAMED_AFTER.match(after) and paying.HAS.search(lead):
        return mine or not paying.QUESTION.search(after)
    return False


def _is_bought(lead: str, after: str) -> bool:
    return bool(paying.BOUGHT.search(lead)) and bool(paying.PENSION.search(lead) or paying.NAMED_AFTER.match(after))


def _falls_short(lead: str, length: Length, text: str) -> bool:
    """满15年 alone is a rule; 交满15年了 and 已经满15年 are facts."""
    reached = paying.REACHED.search(lead)
    return bool(reached) and not (paying.ALREADY.search(lead) or re.match("[了啦喽]", text[length.end :]))


def _after_gap(lead: str) -> bool:
    """The goal of 还差三年满15年 is not what was paid."""
    return any(_is_gap(lead, length) for length in lengths(lead)) or bool(paying.SHORT_OF.search(lead))


def _of_other_insurance(text: str, length: Length) -> bool:
    """医保交了20年, 交了20年房贷: the name nearest to the years tells whose they are."""
    if paying.OTHER_AFTER.match(text, length.end):
        return True
    named = list(paying.ANY_INSURANCE.finditer(before(text, length.start)))
    return bool(named) and named[-1].lastgroup == "other"


def _is_listed(text: str, length: Length) -> bool:
    """Years that are a clause of their own, among other facts of a person."""
    lead, after = clause_before(text, length.start), clause_after(text, length.end)
    earlier = before(text, length.start).removesuffix(lead).rstrip("，、 ")
    alone = paying.LISTED.fullmatch(lead) and paying.LISTED_END.fullmatch(after)
    return bool(alone) and bool(earlier or text[length.end :]) and not paying.NOT_LISTED.search(earlier)


def _answers(text: str, found: tuple[Length, ...] | list[Length]) -> list[Length]:
    """Lengths that stand alone in their clause, but for words an answer is padded with."""
    return [
        length
        for length in found
        if paying.ANSWER_BEFORE.fullmatch(clause_before(text, length.start))
        and paying.ANSWER_AFTER.fullmatch(clause_after(text, length.end))
        and not paying.RULES.search(clause_before(text, length.start))
    ]
