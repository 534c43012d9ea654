"""A small parameter file to break, and where to put it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

GOOD = """region: 四川
parameters:
  - key: benefit_base
    name: 养老金计发基数
    unit: 元/月
    source: 某文件
    confidence: single
    values:
      - {value: "8321", from: 2024-01-01, to: 2024-12-31}
      - {value: "8462", from: 2025-01-01, to: 2025-12-31}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def mid(year: int) -> date:
    return date(year, 6, 30)
