"""Places a citizen can name. Data: ``assistant/data/places.txt``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.messages import NATIONAL

_SUFFIX = re.compile(r"(省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)$")


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
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return names, pattern


def find_places(text: str) -> tuple[Place, ...]:
    """Every place named in ``text``, in order, each once."""
    names, pattern = _gazetteer()
    return tuple(dict.fromkeys(names[m.group()] for m in pattern.finditer(text)))


def parse_region(text: str) -> Place | None:
    """The place a caller of the API named; None for 全国 or an unknown place."""
    cleaned = _SUFFIX.sub("", text.strip().replace("/", ""))
    found = find_places(cleaned)
    return found[-1] if found and text != NATIONAL else None


def accepted_regions(place: Place | None) -> tuple[str, ...]:
    """Corpus regions whose clauses may be used for a person at ``place``, most specific first."""
    if place is None:
        return (NATIONAL,)
    wider = (place.province, NATIONAL)
    return (place.region, *wider) if place.city else wider
