"""Telephone numbers as citizens type or say them."""

from __future__ import annotations

import pytest

from assistant.contacts import contact_in, read_contact
from assistant.errors import BadInput


@pytest.mark.parametrize(
    ("said", "number", "shown"),
    [
        ("13812345678", "13812345678", "138****5678"),
        (" 138-1234-5678 ", "13812345678", "138****5678"),
        ("+86 138 1234 5678", "13812345678", "138****5678"),
        ("0086-13812345678", "13812345678", "138****5678"),
        ("１３８１２３４５６７８", "13812345678", "138****5678"),
        ("幺三八，一二三四，五六七八", "13812345678", "138****5678"),
        ("我的手机是13812345678，下午3点以后", "13812345678", "138****5678"),
        ("13812345678 8点以后", "13812345678", "138****5678"),
        ("0755-12345678", "0755-12345678", "0755-****5678"),
        ("（0755）1234567", "0755-1234567", "0755-****4567"),
        ("(010)87654321", "010-87654321", "010-****4321"),
        ("02187654321", "021-87654321", "021-****4321"),
        ("0755 8888 6666 转 801", "0755-88886666转801", "0755-****6666"),
        ("0755-88886666分机8", "0755-88886666转8", "0755-****6666"),
    ],
)
def test_a_number_is_read_however_it_is_written(said: str, number: str, shown: str) -> None:
    contact = read_contact(said)
    assert (contact.number, contact.shown) == (number, shown)
    assert number not in repr(contact)


@pytest.mark.parametrize(
    "said",
    [
        "", "没有电话", "12345678", "1381234567", "138123456789", "12812345678", "010-1234567", "0755-123456",
        "440305195001011234", "6222021234567890123", "12333", "1 2 3", "11111111111", "00000000000",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(said: str) -> None:
    assert contact_in(said) is None
    with pytest.raises(BadInput, match="没有看懂") as refused:
        read_contact(said)
    assert "0755-12345678" in refused.value.remedy


def test_a_very_long_row_of_digits_is_read_quickly() -> None:
    assert contact_in("1 2 " * 2000) is None
