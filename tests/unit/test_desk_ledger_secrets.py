"""The key that keeps telephone numbers, and where it comes from."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from assistant.errors import BadSettings
from assistant.store.encryption import FernetSecrets, make_secrets

NUMBER = "0755-88886666转801"


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "var"
    secret = make_secrets(folder).encrypt(NUMBER)
    file = folder / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert make_secrets(folder).decrypt(secret) == NUMBER
    assert [one.name for one in folder.iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: make_secrets(tmp_path), range(8)))
    assert {one.decrypt(made[0].encrypt(NUMBER)) for one in made} == {NUMBER}


def test_a_key_that_is_set_goes_before_the_file(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    secret = make_secrets(tmp_path, key).encrypt(NUMBER)
    assert not (tmp_path / "secret.key").exists()
    assert FernetSecrets(f" {key}\n").decrypt(secret) == NUMBER


def test_after_a_change_of_keys_the_old_ones_still_open() -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    secret = FernetSecrets(old).encrypt(NUMBER)
    both = FernetSecrets(f"{new},{old}")
    assert both.decrypt(secret) == NUMBER
    assert FernetSecrets(new).decrypt(both.encrypt(NUMBER)) == NUMBER


def test_a_wrong_key_is_said_with_what_to_do() -> None:
    secret = FernetSecrets(Fernet.generate_key().decode()).encrypt(NUMBER)
    with pytest.raises(BadSettings, match="密钥和当时用的不一样") as refused:
        FernetSecrets(Fernet.generate_key().decode()).decrypt(secret)
    assert "secret.key" in refused.value.remedy


@pytest.mark.parametrize("key", ["short", "密钥", "A" * 43, ","])
def test_a_key_that_is_none_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(BadSettings, match="密钥不对") as refused:
        FernetSecrets(key)
    assert "generate_key" in refused.value.remedy


@pytest.mark.parametrize("content", [b"", b"nonsense", "密钥".encode()])
def test_a_broken_key_file_stops_the_start_and_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(BadSettings):
        make_secrets(tmp_path)
    assert (tmp_path / "secret.key").read_bytes() == content


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(BadSettings, match="密钥文件"):
        make_secrets(tmp_path / "var")
