"""Calculations about a life: where the pension is claimed, what a family gets, whether the years suffice. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant import texts
from assistant.dialogue import spoken
from assistant.dialogue.calculation import Arguments, Asked, Calculation
from assistant.dialogue.estimate_answer import tracks
from assistant.dialogue.form_fields import SEX, YEARS, person
from assistant.dialogue.stays import hukou_of, stays_of
from assistant.pension.survivor import SurvivorStatus
from assistant.tools.working import yuan
from assistant.traces import ToolResult

_WHERE = re.compile(
    r"接续|转移|(在|去|到|算)?(哪|那)(里|儿|个省|个地方|边|个城市|办|领|退)|什么地方|待遇领取地|领取地|能不能在.{2,6}(领|退)|能在.{2,6}(领|退)"
)


def _claim_place(asked: Asked) -> tuple[Arguments, ...]:
    hukou = hukou_of(asked.text) or hukou_of(asked.earlier)
    now, before = stays_of(asked.text, asked.today), stays_of(asked.earlier, asked.today)
    again = {province for province, _ in now}
    stays = [stay for stay in before if stay[0] not in again] + list(now)
    if hukou is None or not stays or not _WHERE.search(f"{asked.earlier}，{asked.text}"):
        return ()
    places = ",".join(f"{province}:{months // 12}年{months % 12}个月" for province, months in stays)
    return ({"as_of": asked.month, "hukou": hukou, "places": places},)


def _say_claim_place(result: ToolResult) -> tuple[str, ...]:
    return (
        f"按您说的情况，应当在{result.value('place')}领养老金。",
        f"依据是{result.value('clause')}：{result.value('reason')}。",
    )


_DIED = re.compile(r"去世|过世|死亡|死了|走了|没了|丧葬|抚恤|不在了")
_RETIRED = re.compile(r"退休(人员|了|后|职工|老人)|已经?(领|拿|退休)|领(了|着)?.{0,6}(养老金|退休金|年)")


def _survivor(asked: Asked) -> tuple[Arguments, ...]:
    years = asked.extras.get(YEARS)
    if not _DIED.search(asked.text) or not _PAYING_OUT.search(asked.text) or years is None:
        return ()
    if "城乡居民" in asked.found.schemes or "机关事业" in asked.found.schemes:
        return ()
    retired = bool(_RETIRED.search(asked.text))
    received = received_months(asked.text) if retired else 0
    if received is None:
        return ()
    income = income_of(asked.text)
    arguments: Arguments = {
        "as_of": asked.month, "contribution_years": Decimal(years) / 12, "region": asked.found.region,
        "status": SurvivorStatus.RETIRED if retired else SurvivorStatus.WORKING,
        "months_received": received, "monthly_income": income,
    }  # fmt: skip
    return (arguments,)


_PAYING_OUT = re.compile(r"多少|几|给|领|赔|补")
_RECEIVED = re.compile(
    r"(?:领|拿)(?:了|着)?(?:整|满)?(?:养老金|退休金)?(?:有|了)?(?:整|满)?(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})年"
)
_INCOME = re.compile(r"(?:可支配收入|人均收入)[^\d]{0,8}(?P<income>\d{3,5}(?:\.\d{1,2})?)")


_INCOME_SAID = re.compile(
    r"(?:可支配收入|人均收入)(?:是|为|有)?(?P<income>[一二两三四五六七八九][千万百零〇一二两三四五六七八九十]{1,7})"
)


def received_months(text: str) -> int | None:
    """Months a pension was drawn, as told in years."""
    match = _RECEIVED.search(text)
    years = spoken.number(match.group("years")) if match else None
    return int(years * 12) if years is not None else None


def income_of(text: str) -> Decimal | None:
    """The monthly disposable income of townspeople a message names, in yuan."""
    match = _INCOME.search(text)
    if match:
        return Decimal(match.group("income"))
    named = _INCOME_SAID.search(text)
    return spoken.number(named.group("income")) if named else None


def _say_survivor(result: ToolResult) -> tuple[str, ...]:
    if result.find("total") is None:
        months, funeral_months = result.value("months"), result.value("funeral_months")
        return (f"丧葬补助金按{funeral_months}个月、抚恤金按{months}个月算。", texts.SURVIVOR_BASE)
    funeral, consolation, total = (yuan(Decimal(result.value(name))) for name in ("funeral", "consolation", "total"))
    return (f"丧葬补助金{funeral}，抚恤金{consolation}，合计{total}，抚恤金按{result.value('months')}个月算。",)


_ENOUGH = re.compile(
    r"够(年头|年限|数|退休)?(不|吗|么|没|了吗|了没)|够不够|还差(多少|几)|差(多少|几)(年|个月)|能不能领|能领(不|吗|么)|(还要|还得)(交|缴)(多少|几)"
)


def _gap(asked: Asked) -> tuple[Arguments, ...]:
    birth, years = asked.found.birth, asked.extras.get(YEARS)
    known = person(asked.found)
    if (
        birth is None
        or birth[1] is None
        or years is None
        or not _ENOUGH.search(f"{asked.earlier}，{asked.text}")
        or SEX not in known
    ):
        return ()
    same = {"birth": f"{birth[0]}-{birth[1]:02d}", "paid_months": int(years), "as_of": asked.month}
    return tuple({**same, "track": track} for track in tracks(known))


def _say_gap(result: ToolResult) -> tuple[str, ...]:
    when = f"{result.value('category')}算，{result.value('retirement_month')}到法定退休年龄"
    head = f"按{when}，那时最低缴费年限是{result.value('minimum_years')}年"
    if result.value("gap_months") == "0":
        return (f"{head}，您已经够了。",)
    lines = [f"{head}，现在还差{result.value('gap')}（{result.value('gap_months')}个月）。"]
    if reached := result.find("reached_month"):
        enough = result.value("enough_by_retirement") == "是"
        lines.append(f"从现在起每个月接着缴，{reached}缴满，{'退休前来得及' if enough else '要缴到退休以后'}。")
    ways = [line for line in result.caveats if re.search("延长缴费|转入|一次性", line)]
    return (*lines, *ways)


def late_days(text: str) -> int | None:
    """Days a message names: 拖了100天, 两百天."""
    match = _DAYS.search(text)
    days = spoken.number(match.group("days")) if match else None
    return int(days) if days else None


def _late_fee(asked: Asked) -> tuple[Arguments, ...]:
    days, amounts = late_days(asked.text), spoken.money_amounts(asked.text)
    if not _LATE.search(asked.text) or days is None or len(amounts) != 1:
        return ()
    return ({"as_of": asked.month, "arrears": amounts[0].value, "days": days},)


_LATE = re.compile(r"滞纳金")
_DAYS = re.compile(r"(?P<days>\d{1,4}|[一二两三四五六七八九十百]{1,6})天")


def _say_late_fee(result: ToolResult) -> tuple[str, ...]:
    return (f"滞纳金{yuan(Decimal(result.value('late_fee')))}，从欠缴之日起每天按欠缴数额的万分之五加收。",)


_RESIDENT = re.compile(r"居民养老|新农保|农保|居保|城乡居民")
_REACHES = re.compile(r"哪年|哪个月|几月|什么时候|啥时候|何时|几时|哪天|多久|到年龄|到龄")


def _resident_claim(asked: Asked) -> tuple[Arguments, ...]:
    birth = asked.found.birth
    if not _RESIDENT.search(asked.text) or birth is None or birth[1] is None or not _REACHES.search(asked.text):
        return ()
    return ({"birth": f"{birth[0]}-{birth[1]:02d}"},)


def _say_resident_claim(result: ToolResult) -> tuple[str, ...]:
    claim, born = result.value("claim_month"), result.value("birth")
    return (f"{born}出生，{claim}满60周岁，城乡居民养老男女都从60周岁起领，不跟着延迟退休。", *result.caveats[:1])


_DISABLED = re.compile(r"病残津贴")
_HOW_LONG = re.compile(r"几个月|多少个?月|领多久|给多久|发多久|发多长")


def _disability(asked: Asked) -> tuple[Arguments, ...]:
    years = asked.extras.get(YEARS)
    if not _DISABLED.search(asked.text) or not _HOW_LONG.search(asked.text) or years is None:
        return ()
    return ({"as_of": asked.month, "paid_months": int(years)},)


def _say_disability(result: ToolResult) -> tuple[str, ...]:
    return (f"缴费{result.value('paid')}、没有满最低缴费年限的，病残津贴发{result.value('months')}个月。",)


LIFE = (
    Calculation("claim_place", _claim_place, _say_claim_place),
    Calculation("survivor_benefits", _survivor, _say_survivor),
    Calculation("contribution_gap", _gap, _say_gap),
    Calculation("disability_months", _disability, _say_disability),
    Calculation("resident_claim", _resident_claim, _say_resident_claim),
    Calculation("late_fee", _late_fee, _say_late_fee),
)
