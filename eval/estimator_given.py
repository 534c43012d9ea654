"""The inputs of a worked case: read under every name they go by, so that one nobody reads can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.retirement import Track
from assistant.places import parse_region

Value = Decimal | str | bool
Values = dict[str, Value]
"""What a case comes to, by name; months are written YYYY-MM."""

IGNORED = frozenset(("day", "kind", "note", "notes", "comment", "name", "source", "scheme_name", "unit", "currency"))
"""Nothing depends on these: the day of birth plays no part, the rest is said for people."""
PROVINCES = dict(
    pair.split("=")
    for pair in [
        "beijing=北京",
        "tianjin=天津",
        "hebei=河北",
        "shanxi=山西",
        "neimenggu=内蒙古",
        "liaoning=辽宁",
        "jilin=吉林",
        "heilongjiang=黑龙江",
        "shanghai=上海",
        "jiangsu=江苏",
        "zhejiang=浙江",
        "anhui=安徽",
        "fujian=福建",
        "jiangxi=江西",
        "shandong=山东",
        "henan=河南",
        "hubei=湖北",
        "hunan=湖南",
        "guangdong=广东",
        "guangxi=广西",
        "hainan=海南",
        "chongqing=重庆",
        "sichuan=四川",
        "guizhou=贵州",
        "yunnan=云南",
        "xizang=西藏",
        "tibet=西藏",
        "shaanxi=陕西",
        "gansu=甘肃",
        "qinghai=青海",
        "ningxia=宁夏",
        "xinjiang=新疆",
        "shenzhen=深圳",
        "wuhan=武汉",
        "shenyang=沈阳",
        "dalian=大连",
        "changchun=长春",
        "guangzhou=广州",
        "quanguo=全国",
        "national=全国",
    ]
)
TRACKS = {
    Track.MALE: "male man m 男 男职工 男性 male60 60",
    Track.FEMALE55: "female55 female_55 55 女55 女干部 female_cadre cadre female_manager 原55岁",
    Track.FEMALE50: "female50 female_50 50 女50 女工人 female_worker worker 原50岁",
}
ANY_WOMAN = frozenset(("female", "f", "woman", "女", "女性"))
"""Says nothing of the age she retires at."""
YES, NO = frozenset(("true", "yes", "1", "是", "y")), frozenset(("false", "no", "0", "否", "n"))


class Given:
    """Inputs by name; every reader takes several names and counts all of them as known."""

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        self._inputs = inputs
        self._known: set[str] = set(IGNORED)

    def raw(self, *names: str) -> Any:
        """The first of these inputs that is given, or None."""
        self._known.update(names)
        return next((self._inputs[name] for name in names if self._inputs.get(name) is not None), None)

    def has(self, *names: str) -> bool:
        """Whether any of them is given."""
        return self.raw(*names) is not None

    def text(self, *names: str) -> str | None:
        """As text."""
        found = self.raw(*names)
        return None if found is None else str(found)

    def number(self, *names: str) -> Decimal | None:
        """As a number; ``8%`` is 0.08. Raises ``BadInput``."""
        found = self.raw(*names)
        if found is None:
            return None
        text = str(found).strip().replace(",", "")
        try:
            return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
        except InvalidOperation as error:
            raise BadInput(f"{names[0]} 不是数：{found}", "写成数字") from error

    def whole(self, *names: str) -> int | None:
        """As a whole number."""
        found = self.number(*names)
        return None if found is None else int(found)

    def flag(self, *names: str) -> bool | None:
        """As yes or no. Raises ``BadInput``."""
        found = self.raw(*names)
        if found is None:
            return None
        text = str(found).lower()
        if text not in YES | NO:
            raise BadInput(f"{names[0]} 不是是否：{found}", "写 true 或 false")
        return text in YES

    def month(self, *names: str) -> Month | None:
        """As a month; a year alone is its January, a day is dropped. Raises ``BadInput``."""
        found = self.text(*names)
        if found is None:
            return None
        return Month.parse(found if "-" in found else f"{found}-01")

    def birth(self) -> Month | None:
        """The month of birth."""
        return self.month("birth", "birth_month", "birth_date", "birthday", "born")

    def track(self) -> Track | None:
        """The retirement-age track. Raises ``BadInput``."""
        found = self.text("category", "track", "type_of_person", "worker_type", "gender", "sex")
        if found is None or found.lower() in ANY_WOMAN:
            return None
        for track, names in TRACKS.items():
            if found.lower() in names.split():
                return track
        raise BadInput(f"不认识的类别：{found}", "写 male、female55 或 female50")

    def region(self) -> str | None:
        """The place, as parameter files write it. Raises ``BadInput``."""
        found = [self.text("province", "region", "place"), self.text("city")]
        named = [PROVINCES.get(one.lower(), one) for one in found if one]
        if not named:
            return None
        if named == [NATIONAL]:
            return NATIONAL
        place = parse_region("".join(named))
        if place is None:
            raise BadInput(f"不认识的地方：{''.join(named)}", "写省份的名字或拼音")
        return place.region

    def as_of(self, default: str) -> str:
        """The month figures are looked up for."""
        found = self.month("as_of", "from", "date", "month", "now", "year_month", "death", "death_month")
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
