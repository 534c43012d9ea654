"""Names as they may be shown. Pure."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """张*华 for three characters, 张* for two, 欧**华 for longer; masking twice changes nothing."""
    bare = name.strip()
    if len(bare) < 2:
        return "*"
    return bare[0] + "*" if len(bare) == 2 else bare[0] + "*" * (len(bare) - 2) + bare[-1]
