"""Of several readings of a number the value best supported by all of them is taken, and none where that is not sure."""

from __future__ import annotations

import pytest

from assistant.dialogue.heard_numbers import once, value_heard
from assistant.dialogue.spoken_value import Kind
from tests.unit._clauses import TODAY

ID, OTHER_ID = "110105198205118889", "11010519491231002X"


@pytest.mark.parametrize(
    ("manners", "kind", "value"),
    [
        ([[("七年六月", -0.4), ("五七年六月", -0.9)]], "date", "1957-06"),
        ([[("十四年零五个月", -1.0), ("四年零五个月", -2.0), ("十四年零五个月。", -2.1)]], "months", "173"),
        ([[("百分之八百分之八", -1.0)]], "percent", "8"),
        ([[("我不知道", -1.0), ("忘了", -2.0)]], "months", None),
        ([[("1 3 9 1 2 3 4 5 6 7", -1.0), ("1 3 9 1 2 3 4 5 6 7 8", -2.0)], [("一三九一二三四五六七八", -1.0)]], "phone", "13912345678"),
        ([[("13912345670", -1.0), ("13912345678", -1.1)], [("一三九一二三四五六七八", -1.0)]], "phone", "13912345678"),
        ([[("110105198205118888", -1.0), (ID, -3.0)]], "id_number", ID),
        ([[(ID, -1.0), (OTHER_ID, -1.1)]], "id_number", None),
        ([[("110105198205118888", -1.0)]], "id_number", None),
        ([[("11010598205118889", -1.0)], [("一一零一零五九八二零五一一八八八九", -1.0)]], "id_number", ID),
        ([[("4301021972030720", -1.0)]], "id_number", None),
        ([[("4300102197107099961", -1.0)]], "id_number", None),
        ([[], []], "money", None),
        ([[("百分之四十九", -0.4), ("百分之四十", -1.2)]], "percent", "40"),
        ([[("百分之四十九", -0.1), ("百分之四十", -6.0)]], "percent", "49"),
        ([[("四万", -0.3), ("九万", -5.0)], [("九万", -0.3)], [("九万", -0.3)]], "money", "40000"),
        ([[], [("九万", -0.3)]], "money", "90000"),
    ],
)  # fmt: skip
def test_the_value_with_most_behind_it_is_taken(
    manners: list[list[tuple[str, float]]], kind: Kind, value: str | None
) -> None:
    assert value_heard(manners, kind, TODAY) == value


@pytest.mark.parametrize(
    ("text", "kept"),
    [("六千零五十六千零五十六千零五十", "六千零五十"), ("一点三。一点三。", "一点三"), ("三千五", "三千五"), ("88888888", "88888888"), ("五六五六", "五六五六")],
)  # fmt: skip
def test_a_loop_is_read_once_and_repeated_digits_are_not_one(text: str, kept: str) -> None:
    assert once(text) == kept
