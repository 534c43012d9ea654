"""Reading the numbers, months and formulas of a step as a person would."""

from __future__ import annotations

import ast
import re
from fractions import Fraction

from assistant.pension.months import Month
from assistant.traces import TraceStep

_YEARS_NAMED = ("视同缴费", "建账前实际缴费")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")", " ": ""})


def number(name: str, text: str) -> Fraction | None:
    """What an input says: yuan, per cent, months, years, or a plain number; lengths named 年限 are years."""
    years = "年限" in name or name in _YEARS_NAMED
    if found := re.fullmatch(r"(-?\d+(?:\.\d+)?)元", text):
        return Fraction(found[1])
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)%", text):
        return Fraction(found[1]) / 100
    if found := re.match(r"(\d+(?:\.\d+)?)年(?:(\d+)个月)?$", text):
        if "年数" in name or not (years or "月" in name):
            return Fraction(found[1])
        months = Fraction(found[1]) * 12 + int(found[2] or 0)
        return months / 12 if years else months
    if found := re.match(r"(\d+(?:\.\d+)?)个月", text):
        return Fraction(found[1]) / 12 if years else Fraction(found[1])
    if found := re.fullmatch(r"(-?\d+(?:\.\d+)?)天?", text):
        return Fraction(found[1])
    return None


def arithmetic(text: str) -> Fraction | None:
    """A sum of numbers; None when it is not one."""
    if not re.fullmatch(r"[\d.+\-*/()]+", text):
        return None

    def value(node: ast.expr) -> Fraction:
        match node:
            case ast.Constant():
                return Fraction(str(node.value))
            case ast.UnaryOp(op=ast.USub()):
                return -value(node.operand)
            case ast.BinOp(op=ast.Add()):
                return value(node.left) + value(node.right)
            case ast.BinOp(op=ast.Sub()):
                return value(node.left) - value(node.right)
            case ast.BinOp(op=ast.Mult()):
                return value(node.left) * value(node.right)
            case ast.BinOp(op=ast.Div()):
                return value(node.left) / value(node.right)
        raise AssertionError(ast.dump(node))

    try:
        return value(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return None


def by_formula(step: TraceStep) -> Fraction | None:
    """The step's formula with its inputs in the places of their names; None when it is told in words."""
    text = re.split("[，；]", re.sub("（[^（）]*，[^（）]*）", "", step.formula))[0]
    for name, said in sorted(step.inputs, key=lambda pair: -len(pair[0])):
        found = number(name, said)
        if found is not None:
            text = text.replace(name, f"({_decimal(found)})")
    text = re.sub(r"（[^（）]*[\u4e00-\u9fff][^（）]*）", "", text)
    text = re.sub(r"(\d+(?:\.\d+)?)%", lambda m: f"({m[1]}/100)", text)
    text = re.sub(r"(\d+)(?:个月|年)", r"\1", text)
    return arithmetic(text.translate(_SIGNS))


def _decimal(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def spoken_month(text: str) -> Month:
    """The first month a text names."""
    year, month = re.findall(r"(\d{4})年(\d{1,2})月", text)[0]
    return Month(int(year), int(month))
