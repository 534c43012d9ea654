"""Passwords that are accepted and how they are kept, and whether a request comes from the desk's own page."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from assistant.desk.passwords import Passwords, check_password
from assistant.desk.refusals import Locked
from assistant.errors import BadInput
from channels.desk.guard import same_origin
from tests.desk_accounts import CHEAP, PASSWORD


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("短密码", "10到128位"),
        ("x" * 129, "10到128位"),
        ("li.zuoxi.2026", "登录名"),
        ("LI.Zuoxi.2026", "登录名"),
        ("1234567890", "太常见"),
        ("Woaini1314520", "太常见"),
        ("１２３４５６７８９０", "太常见"),
        ("ababababababab", "太常见"),
        ("          ", "太常见"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_advice(password: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        check_password(password, "li.zuoxi.2026")
    assert refused.value.remedy


@pytest.mark.parametrize("password", [PASSWORD, "correct horse battery", "x7-KqLm_09"])
def test_a_password_of_ten_unlike_characters_is_accepted(password: str) -> None:
    check_password(password, "li.zuoxi.2026")


async def test_only_the_password_itself_fits_and_it_cannot_be_read_from_what_is_kept() -> None:
    passwords = Passwords(CHEAP)
    kept = await passwords.hash(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert await passwords.hash(PASSWORD) != kept
    assert await passwords.fits(kept, PASSWORD)
    assert not await passwords.fits(kept, PASSWORD + " ")
    assert not await passwords.fits(None, PASSWORD)
    assert not await passwords.fits("not a hash", PASSWORD)


async def test_full_width_letters_typed_by_mistake_are_the_same_password() -> None:
    passwords = Passwords(CHEAP)
    assert await passwords.fits(await passwords.hash("correct horse 12"), "ｃｏｒｒｅｃｔ horse １２")


async def test_half_a_character_is_a_wrong_password_and_no_accident() -> None:
    passwords = Passwords(CHEAP)
    assert not await passwords.fits(await passwords.hash(PASSWORD), "\ud83d" * 10)


async def test_a_hash_of_other_parameters_is_outdated() -> None:
    kept = await Passwords(CHEAP).hash(PASSWORD)
    assert not Passwords(CHEAP).outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)).outdated(kept)


def test_how_long_one_is_locked_out_is_told_in_minutes() -> None:
    assert "15分钟" in str(Locked(900))
    assert "1分钟" in str(Locked(3))


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("https://zx.example.cn", "zx.example.cn", True),
        ("https://ZX.example.cn", "zx.example.cn:443", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://zx.example.cn:8443", "zx.example.cn", False),
        ("https://evil.example", "zx.example.cn", False),
        ("https://zx.example.cn.evil.example", "zx.example.cn", False),
        ("https://zx.example.cn@evil.example", "zx.example.cn", False),
        ("file://zx.example.cn", "zx.example.cn", False),
        ("null", "zx.example.cn", False),
        ("https://[", "zx.example.cn", False),
        ("", "zx.example.cn", False),
        ("https://zx.example.cn", "", False),
    ],
)
def test_only_a_page_of_the_very_address_is_of_the_same_origin(origin: str, host: str, same: bool) -> None:
    assert same_origin({"origin": origin, "host": host}) is same
