"""Writes requirements.lock and requirements-dev.lock: every package the project needs, at the version installed here.

Run in a virtual environment that has everything: ``python scripts/lock.py``. torch is installed apart (CPU build).
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
APART = {"torch", "triton", "pension-assistant"}


def closure(roots: list[str]) -> dict[str, str]:
    """Name -> version of everything the requirement strings pull in here."""
    found: dict[str, str] = {}
    todo = [Requirement(root) for root in roots]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement = todo.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        mark = (name, frozenset(requirement.extras))
        if mark in seen:
            continue
        seen.add(mark)
        installed = distribution(name)
        if name not in APART:
            found[name] = installed.version
        for line in installed.requires or []:
            needed = Requirement(line)
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(needed)
    return found


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    base = closure(project["dependencies"])
    dev = closure([*project["dependencies"], *extras["dev"], *extras["llm"]])
    _write(ROOT / "requirements.lock", base)
    _write(ROOT / "requirements-dev.lock", {name: version for name, version in dev.items() if name not in base})


def _write(file: Path, versions: dict[str, str]) -> None:
    lines = [f"{name}=={version}" for name, version in sorted(versions.items())]
    file.write_text("# Made by scripts/lock.py\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
