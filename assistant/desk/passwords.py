"""Passwords of people at the desk: what is accepted, and Argon2 to keep and compare them."""

from __future__ import annotations

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import BadInput

SHORTEST, LONGEST = 10, 128
"""Characters of a password."""
FEWEST_KINDS = 4
"""Different characters a password has at least."""
AT_ONCE = 2
"""Hashes worked out at the same time in one process: each takes 64 MB, and searches need the threads too."""

_COMMONEST = """
1234567890 0123456789 0987654321 9876543210 12345678910 1234567891 123456789a a123456789 123456789q q123456789
1234567890a a1234567890 aa123456789 123456789aa 123456789abc abc123456789 abc1234567 abcd123456 abcd12345678
abcde12345 abcdef123456 abcdefghij abcdefghijk 123123123123 1231231231 1234512345 1234554321 123456123456
123456654321 147258369123 1472583690 0147258369 9638527410 1597534682 1122334455 5544332211 112233445566 1212121212
1313131313 5201314520 1314520520 1314520521 5201314521 521521521521 woaini1314 woaini1314520 woaini5201314
woaini520520 woaini123456 woaini1234 woaiwojia1314 aini1314520 iloveyou1314 iloveyou520 iloveyou123 qwertyuiop
qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 qwer123456 qwer12345678 qwerasdfzxcv asdfghjkl123 asdfghjkl1
asdfghjkl; zxcvbnm123 1qaz2wsx3edc 1qaz2wsx3e 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 1qazxsw23edc
!qaz2wsx3edc 1q2w3e4r5t6y7u8i qazwsxedcrfv qazwsx123456 password12 password123 password1234 password12345
password123456 p@ssw0rd12 p@ssw0rd123 p@ssw0rd1234 passw0rd123 passw0rd1234 admin12345 admin123456 admin@123456
administrator administrator1 root123456 test123456 user123456 welcome123 changeme123 changeme1234 letmein123
abc@123456 aa@123456789 a12345678910 zhang123456 wang123456 li123456789 shebao12333 shebao123456 yanglao123
yanglao12333 yanglaobaoxian renshe12333 pension123 pension1234 12333123333 kefu123456 zuoxi12345 zuoxi123456
woshiyige1 nihao123456 zhongguo123 china123456 huawei@123 admin@12345
"""
"""Of those long enough; compared in lower case."""


def check_password(password: str, login: str) -> None:
    """Raises ``BadInput`` for a password that is too easy to guess."""
    plain = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise BadInput(f"密码要有{SHORTEST}到{LONGEST}位", "可以用几个不相关的词连起来")
    if plain.casefold() == login.casefold():
        raise BadInput("密码不能和登录名一样", "请换一个")
    if plain.casefold() in _COMMONEST.split() or len(set(plain)) < FEWEST_KINDS:
        raise BadInput("这个密码太常见，容易被猜到", "请换一个，可以用几个不相关的词连起来")


class Passwords:
    """Hashes and compares away from the event loop. Full-width and half-width forms of a character are the same."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """What is kept of it."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, _bytes(password))

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; without ``kept`` it is not, and finding that out takes as long."""
        if kept is None:
            await self.hash(password)
            return False
        async with self._room:
            return await asyncio.to_thread(self._verified, kept, _bytes(password))

    def outdated(self, kept: str) -> bool:
        """Whether it was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verified(self, kept: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
