"""Calendar months as values, and ages in months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.errors import BadInput

_READABLE = 40
"""Characters of a wrong month that are said back."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. Raises ``BadInput`` outside 1900-01 … 2200-12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 2200):
            raise BadInput("不是合适的年月", "请说1900年到2200年之间的年和月，比如1975年6月")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From ``YYYY-MM``. Raises ``BadInput``."""
        try:
            year, month = text.split("-")[:2]
            return cls(int(year), int(month))
        except ValueError as error:
            raise BadInput(f"不是年月：{text[:_READABLE]}", "写成 1975-06 的样子") from error

    @property
    def ordinal(self) -> int:
        """Months since year 0."""
        return self.year * 12 + self.month - 1

    def plus(self, months: int) -> Month:
        """The month ``months`` later."""
        total = self.ordinal + months
        return Month(total // 12, total % 12 + 1)

    def minus(self, other: Month) -> int:
        """Months from ``other`` to this one."""
        return self.ordinal - other.ordinal

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def spoken(self) -> str:
        """As said to a person: 2030年5月."""
        return f"{self.year}年{self.month}月"


def spoken_age(months: int) -> str:
    """An age in months as said to a person: 726 -> 60岁6个月."""
    years, rest = divmod(months, 12)
    return f"{years}岁{rest}个月" if rest else f"{years}岁"
