"""``Secrets`` with Fernet (AES-128-CBC with HMAC-SHA256), and where its key comes from."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assistant.errors import BadSettings

FILE = "secret.key"
_MAKE = '生成办法：python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


class FernetSecrets:
    """Implements ``Secrets``. ``keys``: one key, or several parted by commas, of which the first encrypts.

    Raises ``BadSettings`` for a key that is none.
    """

    def __init__(self, keys: str) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
        except ValueError as error:
            raise BadSettings("加密用的密钥不对，要 44 个字符的 Fernet 密钥", _MAKE) from error

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, secret: bytes) -> str:
        return self._opened(secret, "联系方式").decode()

    def seal(self, data: bytes) -> bytes:
        """``data`` encrypted; a third longer."""
        return self._fernet.encrypt(data)

    def unseal(self, secret: bytes) -> bytes:
        """What ``seal`` was given. Raises ``BadSettings`` when the key is another than then."""
        return self._opened(secret, "录音")

    def _opened(self, secret: bytes, what: str) -> bytes:
        try:
            return self._fernet.decrypt(secret)
        except InvalidToken as error:
            raise BadSettings(
                f"{what}解不开：现在的密钥和当时用的不一样",
                "请管理员把当时的密钥找回来，放进数据目录的 secret.key，或写进 PENSION_SECRET_KEY（新旧密钥用逗号隔开）",
            ) from error


def make_secrets(data_dir: Path, keys: str = "") -> FernetSecrets:
    """Secrets with ``keys``, or with the key in ``data_dir``, which is made when there is none.

    Raises ``BadSettings`` for a key that is none or a file that cannot be read or made.
    """
    if keys.strip():
        return FernetSecrets(keys)
    file = data_dir / FILE
    try:
        if not file.exists():
            _make(file)
        return FernetSecrets(file.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(
            f"密钥文件 {file} 读不了或建不了", "请检查数据目录的权限，或设置 PENSION_SECRET_KEY"
        ) from error


def _make(file: Path) -> None:
    """A key only its owner may read. The file appears whole, and when two processes make it at once, one of them wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(Fernet.generate_key())
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
