"""Whom one speaks with: thresholds of listening and speaking by profile, from ``profiles.yaml`` and the operator's file."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import BadSettings
from speech.values import Listening, Profile, Speaking

ORDINARY, ELDERLY = "ordinary", "elderly"
_PARTS = {"listening": Listening, "speaking": Speaking}
_REMEDY = "对照 speech/profiles.yaml 改正后重试"
_BOUNDS = {"speed": (0.7, 1.2), "threshold": (0.05, 0.95)}


def load_profiles(own: Path | None = None) -> dict[str, Profile]:
    """Profiles by name; what ``own`` names replaces the shipped values. Raises ``BadSettings``."""
    told = _read(files("speech").joinpath("profiles.yaml").read_text(encoding="utf-8"))
    if own is not None:
        try:
            text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings(f"语音档案文件 {own} 读不出来", "检查 PENSION_SPEECH_PROFILES 写的路径") from error
        for name, parts in _read(text).items():
            shipped = told.setdefault(name, {})
            for part, values in parts.items():
                shipped[part] = {**shipped.get(part, {}), **values}
    return {name: _profile(name, parts) for name, parts in told.items()}


def _read(text: str) -> dict[str, dict[str, dict[str, Any]]]:
    try:
        told = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise BadSettings("语音档案文件不是合格的 YAML", _REMEDY) from error
    if not isinstance(told, dict):
        raise BadSettings("语音档案文件要以档案名开头，如 elderly:", _REMEDY)
    for name, parts in told.items():
        if not isinstance(parts, dict) or not all(isinstance(values, dict) for values in parts.values()):
            raise BadSettings(f"语音档案 {name} 要分 listening 和 speaking 两部分", _REMEDY)
        if unknown := set(parts) - set(_PARTS):
            raise BadSettings(f"语音档案 {name} 里没有 {min(unknown)} 这一部分", _REMEDY)
    return told


def _profile(name: str, parts: dict[str, dict[str, Any]]) -> Profile:
    for part, values in parts.items():
        known = {each.name for each in fields(_PARTS[part])}
        if unknown := set(values) - known:
            raise BadSettings(f"语音档案 {name} 的 {part} 里没有 {min(map(str, unknown))} 这一项", _REMEDY)
        for key, value in values.items():
            _check(f"{name}.{part}.{key}", key, value)
    return Profile(name, Listening(**parts.get("listening", {})), Speaking(**parts.get("speaking", {})))


def _check(where: str, key: str, value: object) -> None:
    if key == "voice":
        if not isinstance(value, str):
            raise BadSettings(f"语音档案 {where} 要填声音的名字", _REMEDY)
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadSettings(f"语音档案 {where} 要填数字", _REMEDY)
    low, high = _BOUNDS.get(key, (0.0, 60.0))
    if not low <= value <= high:
        raise BadSettings(f"语音档案 {where} 要在 {low} 到 {high} 之间", _REMEDY)
