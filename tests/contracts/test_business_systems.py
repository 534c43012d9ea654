"""What every business system promises, whether the records lie in our own tables or behind an agency's interface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from assistant.business.agency import Agency
from assistant.business.agency_records import AgencyRecords
from assistant.business.embedded_records import EmbeddedRecords, add_people
from assistant.business.histories import SYSTEM
from assistant.business.tables import BusinessFile
from assistant.business_ports import (
    Applications,
    ApplicationState,
    Benefit,
    BenefitState,
    BusinessSystem,
    Certification,
    Contributions,
    Gap,
    NothingOnFile,
    Origin,
    PaymentState,
    PersonRef,
    RecordKind,
)
from assistant.errors import NotFound, Unavailable
from assistant.pension.months import Month
from assistant.record_results import result_of
from tests.agency_server import PEOPLE, TODAY, TOKEN, AgencyServer, Clock, person_in, serving

ORIGIN = Origin(SYSTEM, TODAY)


def ref(situation: str) -> PersonRef:
    return PersonRef(person_in(situation).id)


class BusinessSystemContract:
    """A subclass gives a ``system`` that holds ``PEOPLE``, and a ``dead`` one."""

    @pytest.mark.parametrize("kind", RecordKind)
    async def test_every_record_of_everybody_names_its_system_and_its_day(
        self, system: BusinessSystem, kind: RecordKind
    ) -> None:
        for person in PEOPLE:
            record = await system.read(PersonRef(person.id), kind)
            assert record.origin == ORIGIN
            result = result_of(kind, record)
            assert all(dict(step.inputs)["数据来源"] == SYSTEM for step in result.trace)
            assert all(dict(step.inputs)["数据日期"] == "2026年11月22日" for step in result.trace)

    async def test_contributions_of_somebody_who_never_stopped_add_up(self, system: BusinessSystem) -> None:
        found = await system.read(ref("一直在缴"), RecordKind.CONTRIBUTIONS)
        assert isinstance(found, Contributions)
        assert sum(year.months for year in found.years) == found.total_months
        assert (found.last_paid, found.gaps) == (Month(2026, 10), ())
        assert found.balance is not None
        assert found.balance > Decimal(1000)
        assert found.balance_on == date(2025, 12, 31)

    async def test_a_gap_is_told_with_its_ends(self, system: BusinessSystem) -> None:
        found = await system.read(ref("中间断缴过"), RecordKind.CONTRIBUTIONS)
        assert isinstance(found, Contributions)
        assert found.gaps == (Gap(Month(2017, 1), Month(2017, 8)),)
        assert found.gaps[0].months == 8

    async def test_a_pension_is_the_sum_of_its_parts(self, system: BusinessSystem) -> None:
        found = await system.read(ref("正常发放"), RecordKind.BENEFIT)
        assert isinstance(found, Benefit)
        assert sum(amount for _, amount in found.components) == found.monthly
        assert (found.state, found.last_payment) == (BenefitState.PAYING, PaymentState.PAID)
        assert found.last_paid_on == date(2026, 11, 15)

    async def test_a_payment_that_came_back_and_a_suspended_pension_are_told(self, system: BusinessSystem) -> None:
        returned = await system.read(ref("被银行退回"), RecordKind.BENEFIT)
        suspended = await system.read(ref("待遇暂停"), RecordKind.BENEFIT)
        assert isinstance(returned, Benefit)
        assert isinstance(suspended, Benefit)
        assert returned.last_payment is PaymentState.RETURNED
        assert suspended.state is BenefitState.SUSPENDED

    async def test_an_application_says_what_is_missing_and_the_newest_comes_first(self, system: BusinessSystem) -> None:
        found = await system.read(ref("还缺材料"), RecordKind.APPLICATIONS)
        assert isinstance(found, Applications)
        assert [item.state for item in found.items] == [ApplicationState.NEEDS_PAPERS, ApplicationState.DONE]
        assert found.items[0].missing == ("转出地参保缴费凭证", "本人银行卡复印件")
        assert found.items[0].due_on == date(2026, 12, 25)
        assert found.items[1].due_on is None

    async def test_a_certification_has_its_last_day(self, system: BusinessSystem) -> None:
        soon = await system.read(ref("认证快到期"), RecordKind.CERTIFICATION)
        late = await system.read(ref("没有按时认证"), RecordKind.CERTIFICATION)
        assert isinstance(soon, Certification)
        assert isinstance(late, Certification)
        assert late.valid_until < TODAY < soon.valid_until
        assert soon.done_on is not None

    async def test_nothing_on_file_is_a_finding_with_a_source_and_a_day(self, system: BusinessSystem) -> None:
        for kind in (RecordKind.BENEFIT, RecordKind.APPLICATIONS, RecordKind.CERTIFICATION):
            assert await system.read(ref("一直在缴"), kind) == NothingOnFile(ORIGIN)

    async def test_an_unknown_person_is_not_found(self, system: BusinessSystem) -> None:
        for kind in RecordKind:
            with pytest.raises(NotFound):
                await system.read(PersonRef("nobody-at-all"), kind)

    async def test_many_may_read_at_once(self, system: BusinessSystem) -> None:
        reads = [system.read(PersonRef(p.id), kind) for p in PEOPLE for kind in RecordKind]
        found = await asyncio.gather(*reads)
        assert found == [await system.read(PersonRef(p.id), kind) for p in PEOPLE for kind in RecordKind]

    async def test_a_system_that_does_not_work_is_unavailable(self, dead: BusinessSystem) -> None:
        with pytest.raises(Unavailable):
            await dead.read(ref("一直在缴"), RecordKind.BENEFIT)


class TestEmbeddedRecords(BusinessSystemContract):
    @pytest.fixture
    async def system(self, tmp_path: Path) -> BusinessSystem:
        file = BusinessFile(tmp_path / "deep" / "business.db")
        assert await add_people(file, PEOPLE)
        return EmbeddedRecords(file, Clock())

    @pytest.fixture
    def dead(self, tmp_path: Path) -> BusinessSystem:
        return EmbeddedRecords(BusinessFile(tmp_path), Clock())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyServer]:
    with serving(tmp_path_factory.mktemp("agency"), Clock()) as served:
        yield served


class TestAgencyRecords(BusinessSystemContract):
    @pytest.fixture
    async def system(self, server: AgencyServer) -> AsyncIterator[BusinessSystem]:
        async with httpx.AsyncClient() as client:
            yield AgencyRecords(Agency(client, server.url, TOKEN, 10.0), Clock())

    @pytest.fixture
    async def dead(self) -> AsyncIterator[BusinessSystem]:
        async with httpx.AsyncClient() as client:
            yield AgencyRecords(Agency(client, "http://127.0.0.1:9/v1", TOKEN, 5.0), Clock())


async def test_people_are_added_to_an_empty_file_only(tmp_path: Path) -> None:
    file = BusinessFile(tmp_path / "business.db")
    assert await add_people(file, PEOPLE[:2])
    assert not await add_people(file, PEOPLE[2:])
    with pytest.raises(NotFound):
        await EmbeddedRecords(file, Clock()).read(PersonRef(PEOPLE[3].id), RecordKind.BENEFIT)


async def test_a_file_made_by_a_newer_version_is_refused_with_a_reason(tmp_path: Path) -> None:
    file = BusinessFile(tmp_path / "business.db")
    await file.write(lambda connection: connection.exec_driver_sql("PRAGMA user_version = 99").close())
    with pytest.raises(Unavailable, match="更新的版本"):
        await EmbeddedRecords(BusinessFile(file.path), Clock()).read(ref("一直在缴"), RecordKind.BENEFIT)
