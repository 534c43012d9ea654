"""What every keeper of verifications promises."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.business.tables import BusinessFile
from assistant.business.verifications import StoredVerifications, VerificationsInProcess
from assistant.business_ports import Asker, PersonRef, Verifications, Verified
from tests.agency_server import Clock


@pytest.fixture
def asker() -> Asker:
    return Asker("web", "c0ffee00-0000-4000-8000-000000000000")


class VerificationsContract:
    """A subclass gives ``kept``."""

    async def test_what_was_kept_last_is_found_in_its_own_conversation(self, kept: Verifications, asker: Asker) -> None:
        moment = Clock().now + timedelta(minutes=30)
        assert await kept.find(asker) is None
        await kept.keep(asker, Verified(PersonRef("p-00000001"), "张*", moment))
        await kept.keep(asker, Verified(PersonRef("p-00000002"), "李*华", moment))
        assert await kept.find(asker) == Verified(PersonRef("p-00000002"), "李*华", moment)
        assert await kept.find(Asker("phone", asker.conversation)) is None
        await kept.forget(asker)
        assert await kept.find(asker) is None


class TestVerificationsInProcess(VerificationsContract):
    @pytest.fixture
    def kept(self) -> Verifications:
        return VerificationsInProcess()


class TestStoredVerifications(VerificationsContract):
    @pytest.fixture
    def kept(self, tmp_path: Path) -> Verifications:
        return StoredVerifications(BusinessFile(tmp_path / "business.db"), "here", Clock())

    async def test_another_process_finds_it_another_system_does_not(self, tmp_path: Path, asker: Asker) -> None:
        path, verified = tmp_path / "business.db", Verified(PersonRef("p-1"), "张*", Clock().now + timedelta(minutes=1))
        await StoredVerifications(BusinessFile(path), "here", Clock()).keep(asker, verified)
        assert await StoredVerifications(BusinessFile(path), "here", Clock()).find(asker) == verified
        assert await StoredVerifications(BusinessFile(path), "elsewhere", Clock()).find(asker) is None
