"""The inputs of a worked case: read under every name they go by, so that one nobody reads can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.retirement import Track
from assistant.places import parse_region
from assistant.traces import ToolResult
from eval.estimator_names import snake

Value = Decimal | str | bool
Values = dict[str, Value]
"""What a case comes to, by name; months are written YYYY-MM."""

IGNORED = frozenset(("day", "kind", "note", "notes", "comment", "name", "source", "scheme_name", "unit", "currency"))
"""Nothing depends on these: the day of birth plays no part, the rest is said for people."""
PROVINCES = {
    "beijing": "北京", "tianjin": "天津", "hebei": "河北", "shanxi": "山西", "neimenggu": "内蒙古",
    "liaoning": "辽宁", "jilin": "吉林", "heilongjiang": "黑龙江", "shanghai": "上海", "jiangsu": "江苏",
    "zhejiang": "浙江", "anhui": "安徽", "fujian": "福建", "jiangxi": "江西", "shandong": "山东",
    "henan": "河南", "hubei": "湖北", "hunan": "湖南", "guangdong": "广东", "guangxi": "广西", "hainan": "海南",
    "chongqing": "重庆", "sichuan": "四川", "guizhou": "贵州", "yunnan": "云南", "xizang": "西藏",
    "tibet": "西藏", "shaanxi": "陕西", "gansu": "甘肃", "qinghai": "青海", "ningxia": "宁夏",
    "xinjiang": "新疆", "shenzhen": "深圳", "wuhan": "武汉", "shenyang": "沈阳", "dalian": "大连",
    "changchun": "长春", "guangzhou": "广州", "quanguo": "全国", "national": "全国",
}  # fmt: skip
TRACKS = {
    Track.MALE: "male man m 男 男职工 男性 male60 60 female60 女60",
    Track.FEMALE55: "female55 female_55 55 女55 女干部 female_cadre cadre female_manager 原55岁",
    Track.FEMALE50: "female50 female_50 50 女50 女工人 female_worker worker 原50岁",
}
ANY_WOMAN = frozenset(("female", "f", "woman", "女", "女性"))
"""Says nothing of the age she retires at; female60, some women in government service, goes with the men."""
YES, NO = frozenset(("true", "yes", "1", "是", "y")), frozenset(("false", "no", "0", "否", "n"))


_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)(?:年|周?岁))?零?(?:(\d+)个?月)?整?")
"""30年4个月, 60岁3个月, 8个月: years."""
_MONTH = re.compile(r"\s*(\d{4})(?:\D+(\d{1,2})|(\d{2}))?(?!\d)")
"""2035-09, 2035-9-1, 2035年9月, 2035.9, 203509, 2035."""


class Unreadable(ValueError):
    """A case that says something nobody here understands: never a refusal of the service."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}；{remedy}")


class Given:
    """Inputs by name; every reader takes several names and counts all of them as known. avgIndex is read as avg_index."""

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        self._inputs = {snake(name): value for name, value in inputs.items()}
        self._known: set[str] = set(IGNORED)

    def raw(self, *names: str) -> Any:
        """The first of these inputs that is given, or None."""
        self._known.update(names)
        return next((self._inputs[name] for name in names if self._inputs.get(name) not in (None, "")), None)

    def has(self, *names: str) -> bool:
        """Whether any of them is given."""
        return self.raw(*names) is not None

    def text(self, *names: str) -> str | None:
        """As text."""
        found = self.raw(*names)
        return None if found is None else str(found)

    def number(self, *names: str) -> Decimal | None:
        """As a number; ``8%`` is 0.08, ``3915.5元`` 3915.5 and ``30年6个月`` 30.5. Raises ``Unreadable``."""
        found = self.raw(*names)
        if found is None:
            return None
        text = str(found).strip().replace(",", "").removesuffix("元")
        try:
            return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
        except InvalidOperation as error:
            if text and (spell := _DURATION.fullmatch(text)):
                return (Decimal(spell[1] or 0) * 12 + Decimal(spell[2] or 0)) / 12
            raise Unreadable(f"{names[0]} 不是数：{found}", "写成数字") from error

    def whole(self, *names: str) -> int | None:
        """As a whole number."""
        found = self.number(*names)
        return None if found is None else int(found)

    def fraction(self, *names: str) -> Decimal | None:
        """As a rate below one: 0.0262, 2.62%, 2.62, or 2.62 under a name with ``_pct``. Raises ``Unreadable``."""
        percent = self.number(*(f"{name}_{end}" for name in names for end in ("pct", "percent")))
        if percent is not None:
            return percent / 100
        found = self.number(*names)
        return found if found is None or found < 1 else found / 100

    def flag(self, *names: str) -> bool | None:
        """As yes or no. Raises ``Unreadable``."""
        found = self.raw(*names)
        if found is None:
            return None
        text = str(found).lower()
        if text not in YES | NO:
            raise Unreadable(f"{names[0]} 不是是否：{found}", "写 true 或 false")
        return text in YES

    def month(self, *names: str) -> Month | None:
        """As a month; a year alone is its January, a day is dropped. Raises ``Unreadable``."""
        found = self.text(*names)
        if found is None:
            return None
        if (parts := _MONTH.match(found)) is None:
            raise Unreadable(f"{names[0]} 不是年月：{found}", "写成 1975-06 的样子")
        return Month(int(parts[1]), int(parts[2] or parts[3] or 1))

    def birth(self) -> Month | None:
        """The month of birth; the year and the month of the year may be given apart."""
        year, month = self.whole("birth_year"), self.text("birth_month")
        if year is not None and month is not None and month.isdigit():
            return Month(year, int(month))
        return self.month("birth", "birth_month", "birth_date", "birthday", "born", "birth_ym")

    def track(self) -> Track | None:
        """The retirement-age track; a woman's needs the age of old as well. Raises ``Unreadable``."""
        sex = self.text("gender", "sex")
        age = self.text("original_age", "original_retirement_age", "old_age", "base_age")
        found = self.text("category", "track", "type_of_person", "worker_type")
        if sex is not None and sex.lower() in TRACKS[Track.MALE].split():
            return Track.MALE
        told = (found if found and found.lower() not in ANY_WOMAN else None) or age or sex or found
        if told is None or told.lower() in ANY_WOMAN:
            return None
        for track, names in TRACKS.items():
            if told.lower() in names.split():
                return track
        raise Unreadable(f"不认识的类别：{told}", "写 male、female55 或 female50")

    def about(self, *words: str) -> bool:
        """Whether the case names its scheme, or the person's, with one of these words."""
        told = " ".join(self.text(name) or "" for name in ("scheme", "system", "category", "type")).lower()
        return any(word in told for word in words)

    def region(self) -> str | None:
        """The place, as parameter files write it. Raises ``Unreadable``."""
        found = [self.text("province", "region", "place"), self.text("city")]
        named = [PROVINCES.get(one.lower(), one) for one in found if one]
        if not named:
            return None
        if named == [NATIONAL]:
            return NATIONAL
        place = parse_region("".join(named))
        if place is None:
            raise Unreadable(f"不认识的地方：{''.join(named)}", "写省份的名字或拼音")
        return place.region

    def as_of(self, default: str) -> str:
        """The month figures are looked up for."""
        names = ["as_of", "date", "month", "now", "year_month", "death", "death_month"]
        if _MONTH.match(self.text("from") or ""):
            names.append("from")
        found = self.month(*names)
        return str(found) if found else default

    def unread(self) -> tuple[str, ...]:
        """Names nobody asked for."""
        return tuple(sorted(set(self._inputs) - self._known))


def regions_with_base(book: ParameterBook, base: Decimal, regions: Iterable[str] = ()) -> tuple[str, ...]:
    """Places that have published this benefit base in any year, perhaps only among ``regions``."""
    wanted = set(regions)
    found = (
        p.region for p in book.parameters if p.key == "benefit_base" and p.unit == "元/月" and p.number == base
    )  # fmt: skip
    return tuple(dict.fromkeys(region for region in found if not wanted or region in wanted))


def spoken_month(text: str) -> str:
    """2035年9月 -> 2035-09."""
    year, month = re.findall(r"\d+", text)[:2]
    return str(Month(int(year), int(month)))


def numbers(found: ToolResult, **names: str) -> Values:
    """Results of a tool that are numbers, by the tool's names and by other ``names`` given as ours=theirs."""
    values: Values = {}
    for key, value in found.result:
        try:
            values[key] = Decimal(value)
        except ArithmeticError:
            values[key] = spoken_month(value) if re.fullmatch(r"\d{4}年\d+月", value) else value
    return values | {ours: values[theirs] for ours, theirs in names.items() if theirs in values}
