"""Amounts of money in what citizens say, and what each is about: 账户里有八万五, 按5000的基数交, 一个月交960. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from assistant.dialogue.spoken_corrections import statements
from assistant.dialogue.spoken_lengths import lengths
from assistant.dialogue.spoken_numbers import Numeral, counts_something_else, is_beyond, is_lone, numerals, only_end
from assistant.dialogue.spoken_words import REACH, clause_after, clause_before, clauses, either, plainly

About = Literal["base", "balance", "benefit_base", "payment", "pension", "tier", "other", "unknown"]
Per = Literal["month", "year"]

_BASE = either("缴费基数 交费基数 社保基数 养老基数 缴费工资 申报工资 工资基数 基数")
_NAMES: tuple[tuple[About, str], ...] = (
    ("other", either("能 想 可以 会 要 该 将") + either("领 拿 到手 开 发")),
    ("other", either("平均工资 社平工资 最低工资 进账 记账 记入 计入 划入 划到 利息 补缴 补交 滞纳金 罚款 丧葬费 抚恤金 公积金 失业金 医药费 低保")),
    ("other", either("一共交 总共交 累计交 一共缴 总共缴 累计缴 共交 共缴 退费 退款 退回 退给 退了 取出 取了 还差 差了 相差 多交 少交 欠 涨(?!到) 罚")),
    ("other", either("个人养老金 基础养老金 个人账户养老金 过渡性养老金 上限 下限 最低标准 最低档")),
    ("other", either("公交 交通 成交 交警 医保交 医保 房租 房贷 贷款 补贴 社平 收入 挣 进 领了 领走 拿了 拿出 拿走")),
    ("benefit_base", "计发基数"),
    ("base", rf"{_BASE}(?:是?[按交缴]的?)?"),
    ("balance", either("账户 帐户 储存额 余额 账上 账面上 帐上")),
    ("pension", either("养老金 退休金 退休工资 养老钱 退休费 养老待遇")),
    ("other", "工资"),
    ("pension", rf"{either('领 拿 到手')}|[开发]$"),
    ("payment", either("缴费 交费 缴纳 交 缴 扣 供(?!养|应)")),
    ("tier", either("档次 档")),
)  # fmt: skip
"""Words that tell what an amount is about; of those before it the nearest counts."""
_NAME = re.compile("|".join(f"(?P<{about}_{i}>{words})" for i, (about, words) in enumerate(_NAMES)))
_LINK = re.compile(r"[现在每个一月有是为按的了到里面大概约差不多都已经才就还剩存攒着，：:\s]*")
_NEAR = 18
"""Characters between an amount and the word that names it."""

_UNIT = r"\s?(?:元|块|圆|蚊)?(?:钱)?"
_MONEY_UNIT = re.compile(r"\s?(?:元|块|圆|蚊|毛)")
_AFTER: tuple[tuple[About, re.Pattern[str]], ...] = (
    ("tier", re.compile(rf"{_UNIT}(?:一年)?的?那?[一个]?档")),
    ("benefit_base", re.compile(rf"{_UNIT}的?计发基数")),
    ("base", re.compile(rf"{_UNIT}(?:的|这个|那个|为|作)*{_BASE}")),
    ("balance", re.compile(rf"{_UNIT}的?(?:余额|储存额|在(?:个人)?账户)")),
    ("other", re.compile(rf"{_UNIT}的?(?:补贴|失业金|低保|工资|赔偿|补偿|医保|房租|利息|抚恤|丧葬|滞纳金|的东西)")),
)
_WISHED = re.compile(r"[能会想该要](?:有|到|够|是)?(?:个)?$")
_NOT_MONEY = re.compile(r"(?:除以|乘以|[乘打问拨]|热线|电话|掌上)$")
"""打12333, 除以139."""
_BY = re.compile(r"(?:按照?|照|以|拿)(?:着|月)?$")
_BY_AFTER = re.compile(rf"{_UNIT}的?(?:标准|水平)?(?:来|去|一直)*(?:交|缴|申报|上社保)")
_PENSION_AFTER = re.compile(rf"{_UNIT}的?(?:退休金|养老金|退休工资)")
_MONTHLY = re.compile(r"每个?月|一个?月|月月|月[交缴领]|/月|个月")
_EACH_MONTH = re.compile(r"(?:每个?|一个?)月$")
_YEARLY = re.compile(r"每年|一年|年[交缴]|/年")
_PADDING = re.compile(r"[嗯啊哦呃额那是有大概约差不多吧了的呢啦呀，。、\s左右上下里面账户就]*")
_LEAST: dict[About, int] = {"base": 300, "benefit_base": 1000, "payment": 10, "pension": 30, "tier": 100}
_MONTHLY_BASE = 1500
"""按300交 names a tier, 按5000交 a wage."""


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` yuan, said in ``text[start:end]``; ``per`` month or year where the clause tells.

    ``about`` is other when the words name something else (工资, 医保, 一共交了), unknown when they name nothing.
    """

    value: Decimal
    start: int
    end: int
    about: About
    per: Per | None = None


def money_amounts(text: str) -> tuple[Amount, ...]:
    """Every exact amount the text names, in order. Of a correction (八万，不对，是九万) the new amount stands.

    Ranges (八九千), open ends (八万多) and bounds (不到三千) are left out: no figure was said.
    """
    found: list[Amount] = []
    cursor, plain = 0, plainly(text)
    for place, part in enumerate(statements(plain)):
        fresh = _amounts(part)
        if place and len(found) == 1:
            fresh = [
                replace(a, about=found[0].about, per=a.per or found[0].per) if a.about == "unknown" else a
                for a in fresh
            ]
        if place and len(found) == len(fresh) == 1 and only_end(found[0].value, fresh[0].value, part):
            found = []
            continue
        for amount in fresh:
            start = max(plain.find(part[amount.start : amount.end], cursor), 0)
            cursor = start + amount.end - amount.start
            found = [a for a in found if not (place and a.about == amount.about)]
            found.append(replace(amount, start=start, end=cursor))
    return tuple(found)


def _amounts(text: str) -> list[Amount]:
    cuts = [n.end for n in lengths(text) if text[n.start : n.end] not in ("一个月", "一年", "1个月", "1年")]
    found: list[Amount] = []
    for numeral in numerals(text):
        if counts_something_else(text, numeral) or is_lone(text, numeral):
            continue
        start = max((cut for cut in cuts if cut <= numeral.start), default=0)
        amount = _amount(text, numeral, start)
        cuts.append(numeral.end)
        if amount:
            found.append(amount)
    return found


def _amount(text: str, numeral: Numeral, start: int) -> Amount | None:
    window = re.split(r"[。；？！\n]", text[max(start, numeral.start - REACH) : numeral.start])[-1]
    about = _about(text, numeral, window)
    if not numeral.exact or is_beyond(text, numeral) or numeral.low < _LEAST.get(about, 1):
        return None
    if about == "unknown" and not _is_money(text, numeral) or _NOT_MONEY.search(window):
        return None
    if _like_a_year(text, numeral) and not re.search(r"[是为有拿领发手]$", window):
        return None
    return Amount(numeral.low, numeral.start, numeral.end, about, _per(text, numeral))


def _about(text: str, numeral: Numeral, window: str) -> About:
    after = clause_after(text, numeral.end)
    for about, pattern in _AFTER:
        if pattern.match(after):
            return about
    if _BY.search(window) and _BY_AFTER.match(after):
        yearly = _YEARLY.search(clause_before(text, numeral.start) + after)
        return "tier" if yearly else "base" if numeral.low >= _MONTHLY_BASE else "other"
    named = _named(window)
    if named == "pension" and _WISHED.search(window):
        return "other"
    if named is None and _PENSION_AFTER.match(after):
        return "pension"
    total = (
        named == "payment" and re.search(r"一共|总共|拢共|累计|前后", window) and not _MONTHLY.search(window + after)
    )
    return "other" if total else named or "unknown"


def _named(window: str) -> About | None:
    """What the nearest name before the amount says; across a comma only when nothing else stands between."""
    clause = window.split("，")[-1]
    found = list(_NAME.finditer(clause))
    if found and len(clause) - found[-1].end() <= _NEAR:
        return _about_of(found[-1])
    earlier = list(_NAME.finditer(window))
    if not found and earlier and _LINK.fullmatch(window[earlier[-1].end() :]):
        return _about_of(earlier[-1])
    return None


def _about_of(match: re.Match[str]) -> About:
    name = str(match.lastgroup).rpartition("_")[0]
    return next(about for about in get_args(About) if about == name)


def _is_money(text: str, numeral: Numeral) -> bool:
    """Without a name an amount needs a unit, a scale (三千), cents, or its clause to itself."""
    said = text[numeral.start : numeral.end]
    if _MONEY_UNIT.match(text, numeral.end) or re.search(r"[百千万亿块元wWkK]|\.\d\d$|[,，]", said):
        return True
    if _EACH_MONTH.search(clause_before(text, numeral.start)):
        return True
    around = clause_before(text, numeral.start) + clause_after(text, numeral.end)
    return len(clauses(text)) <= 2 and bool(_PADDING.fullmatch(around))


def _like_a_year(text: str, numeral: Numeral) -> bool:
    said = text[numeral.start : numeral.end]
    bare = len(said) == 4 and not _MONEY_UNIT.match(text, numeral.end) and not re.search("[十百千万]", said)
    return bare and 1950 <= numeral.low <= 2040 and numeral.low != 2000


def _per(text: str, numeral: Numeral) -> Per | None:
    around = clause_before(text, numeral.start) + "#" + clause_after(text, numeral.end)
    month, year = bool(_MONTHLY.search(around)), bool(_YEARLY.search(around))
    return None if month == year else "month" if month else "year"
