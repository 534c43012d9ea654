"""Where the pension of somebody who contributed in several provinces is drawn."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.claim_place import ClaimPlace, Clause, Stay, months_by_province
from assistant.pension.claim_place import claim_place as decide
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.tools.arguments import first_day, place_of
from assistant.tools.working import Working, months_spoken
from assistant.traces import ToolResult

_WRITTEN = "各参保地按缴费先后写成“广东:12年,广西:8年6个月,江苏:3年:临时”，关系现在所在地可以加“:当前”"
_LENGTH = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)(?:年(?P<half>半)?(?:零?(\d{1,2})个?月)?)?|(\d{1,3})个?月")
"""12年, 8年6个月, 8年半, 12.5, 96个月."""
_MARKS = {"当前": "current", "current": "current", "临时": "temporary", "temporary": "temporary"}
_MOST = 720
_WHY = {
    Clause.AT_HUKOU: "养老保险关系在户籍所在省，就在户籍地领",
    Clause.HERE: "关系不在户籍所在省，但在关系所在地累计缴费满{0}，在关系所在地领",
    Clause.BACK: "关系不在户籍所在省，关系所在地又不满{0}，转回上一个缴费满{0}的原参保地领",
    Clause.TO_HUKOU: "关系不在户籍所在省，每个参保地都不满{0}，归集到户籍地领",
}


def claim_place(book: ParameterBook, as_of: str, hukou: str, places: str) -> ToolResult:
    """看在几个省缴过职工养老保险的人退休后在哪个省领养老金（国办发〔2009〕66号第六条）。

    as_of 年月（YYYY-MM）；hukou 户籍所在的省；places 各参保地和缴费年限，按缴费先后、最近的写在最后，
    写成“广东:12年,广西:8年6个月,江苏:3年:临时”：关系默认在最后一个，不是的在所在地后加“:当前”，
    男满50、女满40周岁以后在外省建的临时缴费账户加“:临时”。
    """
    on, home = first_day(as_of), place_of(hukou).province
    stays = _stays(places)
    work = Working(book)
    needed = work.need("claim_place_years", NATIONAL, on)
    months = months_by_province(stays)
    found = decide(home, stays, int(needed.number * 12))
    each = {province: months_spoken(count) for province, count in months.items()}
    total = sum(stay.months for stay in stays)
    work.step(
        "各省累计缴费年限",
        "同一个省、自治区、直辖市的年限相加，临时缴费账户不算在内",
        each,
        "，".join(map("".join, each.items())) or "没有",
    )
    work.step(
        "待遇领取地", _WHY[found.clause].format(needed.spoken),
        {"户籍所在省": home, "关系所在地": found.relation or "只有临时缴费账户", **each}, found.province, needed,
    )  # fmt: skip
    work.step("合计缴费年限", "各地年限（含临时缴费账户）相加", {}, months_spoken(total))
    _say(work, home, stays, found)
    return work.result(
        "claim_place",
        {
            "place": found.province, "clause": f"国办发〔2009〕66号{found.clause.value}",
            "reason": _WHY[found.clause].format(needed.spoken), "relation": found.relation or "",
            "years_there": months_spoken(months.get(found.province, 0)), "total_years": months_spoken(total),
        },
    )  # fmt: skip


def _say(work: Working, home: str, stays: tuple[Stay, ...], found: ClaimPlace) -> None:
    if found.relation is None:
        work.caution("只有临时缴费账户，没有正常的养老保险关系，请先向经办机构核实账户类型。")
    elif not any(stay.current for stay in stays):
        work.assume(f"养老保险关系现在在{found.relation}：按最后缴费的地方（不算临时账户）看")
    work.assume("缴费年限含视同缴费年限；户籍看办理领取时的户籍所在省，同一个省里的市合在一起算")
    if empty := [stay.province for stay in stays if not stay.months and not stay.current]:
        work.assume(f"{'、'.join(empty)}没有缴费，不当作参保地")
    if any(stay.temporary for stay in stays):
        work.assume("临时缴费账户的年限计入总年限，但不让那个省成为待遇领取地，到时缴费本息归集到原参保地或待遇领取地")
    if any(stay.temporary and stay.province == home for stay in stays):
        work.caution("户籍所在省一般不建临时缴费账户，请先向经办机构核实账户类型。")
    work.caution("男满50、女满40周岁以后到非户籍省参保的，新参保地建临时缴费账户，没有说明的都按正常关系看。")
    work.caution("只看在哪里领；按月领还要到法定退休年龄、满最低缴费年限，省内各市怎么定由省里规定。")
    work.caution("机关事业单位退休的，退休时关系在哪里就在哪里领，不看户籍和10年。")


def _stays(places: str) -> tuple[Stay, ...]:
    parts = [part.strip() for part in re.split(r"[,，;；、\n]", places) if part.strip()]
    stays = tuple(_stay(part) for part in parts)
    if not 1 <= len(stays) <= 40 or sum(stay.months for stay in stays) > _MOST:
        raise BadInput("参保地的写法不对，或加起来超过60年", _WRITTEN)
    if sum(stay.current for stay in stays) > 1 or any(stay.current and stay.temporary for stay in stays):
        raise BadInput("关系所在地只能有一个，临时缴费账户不是关系所在地", _WRITTEN)
    if not sum(stay.months for stay in stays):
        raise BadInput("没有缴费年限", _WRITTEN)
    return stays


def _stay(part: str) -> Stay:
    name, length, *marks = (
        (field.strip() for field in re.split("[:：]", part)) if re.search("[:：]", part) else (part, "")
    )
    found = _LENGTH.fullmatch(length.replace(" ", ""))
    kinds = {_MARKS.get(mark.lower(), "") for mark in marks}
    if found is None or "" in kinds or (found[3] and (int(found[3]) > 11 or "." in found[1])):
        raise BadInput(f"看不懂这一段：{part[:40]}", _WRITTEN)
    months = int(Decimal(found[1] or 0) * 12) + int(found[3] or found[4] or 0) + (6 if found["half"] else 0)
    return Stay(place_of(name).province, months, "temporary" in kinds, "current" in kinds)
