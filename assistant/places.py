"""Places a citizen can name. Data: ``assistant/data/places.txt``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.messages import NATIONAL

_CLASHES = {
    "保定": ("社医确担参", "点期额时"), "保山": ("社医担参", ""), "定西": ("规决一确肯固约法", ""), "白城": ("明", "乡"),
    "大同": ("", "意小"), "长治": ("", "疗"), "成都": ("变办完做换弄转", ""), "通化": ("普流", ""), "广安": ("推", "排置"),
    "延安": ("拖", "排置"), "中卫": ("", "生"), "大连": ("", "续"), "安康": ("健平祝体", ""), "日照": ("", "常发"),
    "三明": ("第", "确"), "衡水": ("", "平"), "内江": ("国省市", "苏西"), "承德": ("继", ""), "六安": ("期周", "排置"),
    "西安": ("东", "排置"), "新乡": ("", "村镇"), "新余": ("", "额"), "南通": ("", "知过"), "自贡": ("", "献"),
    "南平": ("", "均台"), "济源": ("经", ""), "重庆": ("", "祝"), "大庆": ("", "祝"), "安庆": ("", "祝"), "中山": ("集", ""),
    "大理": ("", "由"), "上海": ("以", ""),
}  # fmt: skip
"""Names that also arise inside other words (医保定点, 明白城乡): the characters before and after that give them away."""


@dataclass(frozen=True, slots=True)
class Place:
    """A province, and the city in it when one was named."""

    province: str
    city: str | None = None

    @property
    def region(self) -> str:
        """As written in the corpus: ``广东`` or ``广东/深圳``."""
        return f"{self.province}/{self.city}" if self.city else self.province

    @property
    def spoken(self) -> str:
        """As said to a person."""
        return self.city or self.province


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[dict[str, Place], re.Pattern[str]]:
    names: dict[str, Place] = {}
    for line in resources.files("assistant").joinpath("data/places.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        province, _, cities = line.partition(":")
        names[province] = Place(province)
        for city in cities.split():
            names.setdefault(city, Place(province, city))
    pattern = re.compile("|".join(map(_alone, sorted(names, key=len, reverse=True))))
    return names, pattern


def _alone(name: str) -> str:
    before, after = _CLASHES.get(name, ("", ""))
    return (f"(?<![{before}])" if before else "") + re.escape(name) + (f"(?![{after}])" if after else "")


def find_places(text: str) -> tuple[Place, ...]:
    """Every place named in ``text``, in order, each once."""
    names, pattern = _gazetteer()
    return tuple(dict.fromkeys(names[m.group()] for m in pattern.finditer(text)))


def parse_region(text: str) -> Place | None:
    """The place a caller of the API named, the city in it when there is one; None for 全国 or an unknown place."""
    found = find_places(text.strip()) if text != NATIONAL else ()
    return next((place for place in reversed(found) if place.city), found[0] if found else None)


def accepted_regions(place: Place | None) -> tuple[str, ...]:
    """Corpus regions whose clauses may be used for a person at ``place``, most specific first."""
    if place is None:
        return (NATIONAL,)
    wider = (place.province, NATIONAL)
    return (place.region, *wider) if place.city else wider
