"""Which clauses of a corpus hold on a day, in a place and for a scheme, as columns."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.messages import NATIONAL, SCHEMES, Passage

EVERYONE = ("通用", "边界")
"""Schemes whose clauses hold whatever the person's scheme is."""


class ClauseFilter:
    """Columns of a corpus's dates, regions and schemes."""

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        self._start = np.array([p.effective_from.toordinal() for p in passages], dtype=np.int32)
        self._end = np.array([(p.effective_to or date.max).toordinal() for p in passages], dtype=np.int32)
        self._regions: dict[str, int] = {}
        codes = [self._regions.setdefault(p.region, len(self._regions)) for p in passages]
        self._region = np.array(codes, dtype=np.int32)
        self._scheme_bits = {name: 1 << i for i, name in enumerate(SCHEMES)}
        self._scheme_bits.update({n: 1 << i for i, n in enumerate(sorted(_others(passages)), start=len(SCHEMES))})
        self._schemes = np.array([self._bits(p.schemes) for p in passages], dtype=np.int64)

    def allowed(self, as_of: date, regions: tuple[str, ...], schemes: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Shape (passages,): in force on the day, of one of the regions (none: national) and schemes (none: any)."""
        day = as_of.toordinal()
        wanted = np.array([self._regions[r] for r in regions or (NATIONAL,) if r in self._regions], dtype=np.int32)
        allowed = (self._start <= day) & (day <= self._end) & np.isin(self._region, wanted)
        if schemes:
            allowed &= (self._schemes & self._bits((*schemes, *EVERYONE))) != 0
        return np.asarray(allowed)

    def _bits(self, schemes: tuple[str, ...]) -> int:
        return sum(self._scheme_bits.get(name, 0) for name in set(schemes))


def _others(passages: tuple[Passage, ...]) -> set[str]:
    """Names outside ``SCHEMES`` that clauses carry all the same."""
    return {name for p in passages for name in p.schemes}.difference(SCHEMES)
