"""Calculations about a life: where the pension is claimed, what a family gets, whether the years suffice. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

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


def _claim_place(asked: Asked) -> Arguments | None:
    hukou = hukou_of(asked.text) or hukou_of(asked.earlier)
    now, before = stays_of(asked.text, asked.today), stays_of(asked.earlier, asked.today)
    again = {province for province, _ in now}
    stays = [stay for stay in before if stay[0] not in again] + list(now)
    if hukou is None or not stays or not _WHERE.search(f"{asked.earlier}，{asked.text}"):
        return None
    places = ",".join(f"{province}:{months // 12}年{months % 12}个月" for province, months in stays)
    return {"as_of": asked.month, "hukou": hukou, "places": places}


def _say_claim_place(result: ToolResult) -> tuple[str, ...]:
    return (
        f"按您说的情况，应当在{result.value('place')}领养老金。",
        f"依据是{result.value('clause')}：{result.value('reason')}。",
    )


_DIED = re.compile(r"去世|过世|死亡|死了|走了|没了|丧葬|抚恤|不在了")
_RETIRED = re.compile(r"退休(人员|了|后|职工|老人)|已经?(领|拿|退休)|领(了|着)?.{0,6}(养老金|退休金|年)")


def _survivor(asked: Asked) -> Arguments | None:
    years = asked.extras.get(YEARS)
    if not _DIED.search(asked.text) or not _PAYING_OUT.search(asked.text) or years is None:
        return None
    if "城乡居民" in asked.found.schemes or "机关事业" in asked.found.schemes:
        return None
    retired = bool(_RETIRED.search(asked.text))
    received = _received_months(asked.text) if retired else 0
    if received is None:
        return None
    income = _income(asked.text)
    return {
        "as_of": asked.month, "contribution_years": Decimal(years) / 12, "region": asked.found.region,
        "status": SurvivorStatus.RETIRED if retired else SurvivorStatus.WORKING,
        "months_received": received, "monthly_income": income,
    }  # fmt: skip


_PAYING_OUT = re.compile(r"多少|几|给|领|赔|补")
_RECEIVED = re.compile(
    r"(?:领|拿)(?:了|着)?(?:养老金|退休金)?(?:有|了)?(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})年"
)
_INCOME = re.compile(r"(?:可支配收入|人均收入)[^\d]{0,8}(?P<income>\d{3,5}(?:\.\d{1,2})?)")


def _received_months(text: str) -> int | None:
    match = _RECEIVED.search(text)
    years = spoken.number(match.group("years")) if match else None
    return int(years * 12) if years is not None else None


def _income(text: str) -> Decimal | None:
    match = _INCOME.search(text)
    return Decimal(match.group("income")) if match else None


def _say_survivor(result: ToolResult) -> tuple[str, ...]:
    funeral, consolation, total = (yuan(Decimal(result.value(name))) for name in ("funeral", "consolation", "total"))
    return (f"丧葬补助金{funeral}，抚恤金{consolation}，合计{total}，抚恤金按{result.value('months')}个月算。",)


_ENOUGH = re.compile(r"够不够|够吗|够了吗|还差(多少|几)|差(多少|几)(年|个月)|能不能领|(还要|还得)(交|缴)(多少|几)")


def _gap(asked: Asked) -> Arguments | None:
    birth, years = asked.found.birth, asked.extras.get(YEARS)
    known = person(asked.found)
    if birth is None or birth[1] is None or years is None or not _ENOUGH.search(asked.text) or SEX not in known:
        return None
    track = tracks(known)
    if len(track) != 1:
        return None
    return {"birth": f"{birth[0]}-{birth[1]:02d}", "track": track[0], "paid_months": int(years), "as_of": asked.month}


def _say_gap(result: ToolResult) -> tuple[str, ...]:
    head = f"您{result.value('retirement_month')}到法定退休年龄，那时最低缴费年限是{result.value('minimum_years')}年"
    if result.value("gap_months") == "0":
        return (f"{head}，您已经够了。",)
    return (f"{head}，现在还差{result.value('gap')}（{result.value('gap_months')}个月）。",)


LIFE = (
    Calculation("claim_place", _claim_place, _say_claim_place),
    Calculation("survivor_benefits", _survivor, _say_survivor),
    Calculation("contribution_gap", _gap, _say_gap),
)
