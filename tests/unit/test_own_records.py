"""Looking up one's own records: who may, for how long, and that every figure said of a record is traced."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.business.embedded_records import add_people
from assistant.business.parts import make_business
from assistant.business.tables import BusinessFile
from assistant.business.wire import record_of
from assistant.business_ports import Asker, RecordKind, Refusal, Refused, Verified
from assistant.errors import BadInput, NotVerified, TooMany, Unavailable
from assistant.messages import Outcome, Reply, Sentence
from assistant.own_records import Records, checked_id_number
from assistant.record_results import result_of
from assistant.settings import Settings
from assistant.steps.verify import faults
from tests.agency_server import PEOPLE, TODAY, Clock, person_in

ASKER = Asker("web", "c0ffee00-0000-4000-8000-000000000000")
RETIRED = person_in("正常发放")


@dataclass(frozen=True, slots=True)
class Desk:
    """Look-ups over made-up people, what the operator sees, and the clock."""

    records: Records
    shown: list[str]
    clock: Clock
    settings: Settings

    async def verify(self, id_number: str, asker: Asker = ASKER) -> None:
        await self.records.begin(asker, id_number)
        code = re.findall(r"验证码：(\d{6})", self.shown[-1])[0]
        assert isinstance(await self.records.confirm(asker, code), Verified)

    def in_another_process(self, **changes: object) -> Records:
        made = make_business(self.settings.model_copy(update=changes), show=self.shown.append, clock=self.clock)
        assert made is not None
        return made.records


def opened(folder: Path) -> Desk:
    settings, shown, clock = Settings(_env_file=None, data_dir=folder), list[str](), Clock()
    made = make_business(settings, show=shown.append, clock=clock)
    assert made is not None
    return Desk(made.records, shown, clock, settings)


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    await add_people(BusinessFile(tmp_path / "business.db"), PEOPLE)
    return opened(tmp_path)


async def test_nothing_is_looked_up_for_somebody_who_was_not_verified(desk: Desk) -> None:
    for kind in RecordKind:
        with pytest.raises(NotVerified) as refused:
            await desk.records.look_up(ASKER, kind)
        assert not refused.value.expired
    await desk.records.begin(ASKER, RETIRED.id_number)
    with pytest.raises(NotVerified):
        await desk.records.look_up(ASKER, RecordKind.BENEFIT)


async def test_a_result_names_the_system_and_the_day_in_every_step(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    result = await desk.records.look_up(ASKER, RecordKind.BENEFIT)
    assert result.tool == "own_benefit"
    assert result.value("system") == "演示数据（虚构人物）"
    assert result.value("as_of") == "2026年11月22日"
    assert result.value("monthly") == "2702.57"
    assert all(("数据日期", "2026年11月22日") in step.inputs for step in result.trace)
    assert result.caveats == ("这是演示数据（虚构人物）截至2026年11月22日的记录，以社保经办机构核定为准。",)


SAID = {
    RecordKind.BENEFIT: (
        "正常发放", "截至2026年11月22日，您每月的养老金是2702.57元，其中个人账户养老金836.60元，11月15日那次已到账。"
    ),
    RecordKind.CONTRIBUTIONS: (
        "中间断缴过", "到2026年11月22日，您累计缴费16年9个月，2017年1月至2017年8月断了8个月，2017年只缴了4个月，"
        "储存额110323.95元，是2025年12月31日的数。"
    ),
    RecordKind.APPLICATIONS: (
        "还缺材料", "您的养老保险关系跨省转移接续2026年11月10日受理，待补材料，预计2026年12月25日办结。"
    ),
    RecordKind.CERTIFICATION: ("认证快到期", "您的领取资格认证到2026年12月7日有效，还有15天。"),
}  # fmt: skip


@pytest.mark.parametrize("kind", RecordKind)
async def test_figures_said_of_a_record_are_traced_and_a_wrong_one_is_caught(desk: Desk, kind: RecordKind) -> None:
    situation, said = SAID[kind]
    await desk.verify(person_in(situation).id_number)
    result = await desk.records.look_up(ASKER, kind)
    reply = Reply((Sentence(said, traced=True),), Outcome.ANSWERED, trace=result)
    assert faults(reply) == ()
    for figure in re.findall(r"\d+(?:\.\d+)?(?=元|天|个月)", said):
        wrong = said.replace(figure, figure + "7", 1)
        assert faults(replace(reply, sentences=(Sentence(wrong, traced=True),))), figure


def test_a_step_read_out_as_it_stands_is_traced() -> None:
    for person in PEOPLE:
        for kind in RecordKind:
            result = result_of(kind, record_of(kind, person.documents[kind].encode(), TODAY))
            lines = [f"{s.step}：{s.value}，{'，'.join(map(''.join, s.inputs))}。" for s in result.trace]
            said = tuple(Sentence(line, traced=True) for line in (*lines, *result.caveats))
            assert faults(Reply(said, Outcome.ANSWERED, trace=result)) == (), person.situation


async def test_nothing_on_file_is_said_with_its_source(desk: Desk) -> None:
    await desk.verify(person_in("一直在缴").id_number)
    result = await desk.records.look_up(ASKER, RecordKind.BENEFIT)
    assert result.value("found") == "no"
    assert [(step.step, step.value) for step in result.trace] == [("待遇发放", "没有查到")]
    assert "2702.57" not in str(result)


async def test_an_expired_certification_is_said_to_be_expired(desk: Desk) -> None:
    await desk.verify(person_in("没有按时认证").id_number)
    result = await desk.records.look_up(ASKER, RecordKind.CERTIFICATION)
    assert result.value("state") == "已过期"
    assert result.find("days_left") is None


async def test_results_hold_no_id_number_no_name_and_no_phone(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    for kind in RecordKind:
        told = str(await desk.records.look_up(ASKER, kind))
        assert not [secret for secret in (RETIRED.id_number, RETIRED.name, RETIRED.phone, RETIRED.id) if secret in told]


async def test_a_verification_lasts_thirty_minutes(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    desk.clock.pass_by(minutes=29, seconds=59)
    await desk.records.look_up(ASKER, RecordKind.BENEFIT)
    desk.clock.pass_by(seconds=1)
    with pytest.raises(NotVerified) as refused:
        await desk.records.look_up(ASKER, RecordKind.BENEFIT)
    assert refused.value.expired
    assert await desk.records.verified(ASKER) is None


async def test_a_verification_opens_no_other_conversation_and_no_other_channel(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    for other in (Asker("phone", ASKER.conversation), Asker("web", "another")):
        with pytest.raises(NotVerified):
            await desk.records.look_up(other, RecordKind.BENEFIT)


async def test_every_process_of_the_machine_knows_who_was_verified(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    result = await desk.in_another_process().look_up(ASKER, RecordKind.BENEFIT)
    assert result.value("monthly") == "2702.57"


async def test_after_a_change_of_system_nobody_counts_as_verified(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    other = desk.in_another_process(business="http", business_url="http://127.0.0.1:9/v1")
    with pytest.raises(NotVerified):
        await other.look_up(ASKER, RecordKind.BENEFIT)


async def test_whoever_begins_anew_is_nobody_until_confirmed(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    await desk.records.begin(ASKER, PEOPLE[0].id_number)
    with pytest.raises(NotVerified):
        await desk.records.look_up(ASKER, RecordKind.BENEFIT)


async def test_a_verification_can_be_ended(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    found = await desk.records.verified(ASKER)
    assert found is not None
    assert found.name == "许*燕"
    assert found.expires_at == desk.clock() + timedelta(minutes=30)
    await desk.records.forget(ASKER)
    assert await desk.records.verified(ASKER) is None


async def test_somebody_who_is_no_longer_on_file_is_asked_to_verify_again(desk: Desk) -> None:
    await desk.verify(RETIRED.id_number)
    file = BusinessFile(desk.settings.business_file)
    await file.write(lambda connection: connection.exec_driver_sql("DELETE FROM records").close())
    with pytest.raises(NotVerified) as refused:
        await desk.records.look_up(ASKER, RecordKind.BENEFIT)
    assert refused.value.expired
    assert await desk.records.verified(ASKER) is None


async def test_a_code_may_be_written_in_full_width_digits_with_spaces(desk: Desk) -> None:
    await desk.records.begin(ASKER, RETIRED.id_number)
    code = re.findall(r"验证码：(\d{6})", desk.shown[-1])[0]
    wide = " ".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert isinstance(await desk.records.confirm(ASKER, wide), Verified)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "十二万三千", "12345a"])
async def test_what_is_no_code_costs_no_try(desk: Desk, text: str) -> None:
    await desk.records.begin(ASKER, RETIRED.id_number)
    with pytest.raises(BadInput) as refused:
        await desk.records.confirm(ASKER, text)
    assert "6位" in refused.value.remedy
    code = re.findall(r"验证码：(\d{6})", desk.shown[-1])[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert await desk.records.confirm(ASKER, wrong) == Refused(Refusal.WRONG_CODE, 4)


@pytest.mark.parametrize("text", ["", "44990019660501503", "449900196605015035", "身份证", "4499001966050150344"])
async def test_what_is_no_id_number_is_refused_without_being_repeated(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        await desk.records.begin(ASKER, text)
    assert refused.value.remedy
    assert not text or text not in f"{refused.value}{refused.value.remedy}".replace("身份证号", "")
    assert desk.shown == []


def test_an_id_number_may_have_spaces_and_a_small_x() -> None:
    assert checked_id_number(" 449900 19660501 503４ ") == "449900196605015034"
    with_x = "44990019660501009X"
    assert checked_id_number(with_x.lower()) == with_x


async def test_a_default_install_says_that_nobody_is_on_file_and_fails_nowhere(tmp_path: Path) -> None:
    desk = opened(tmp_path / "var")
    assert not (tmp_path / "var").exists()
    challenge = await desk.records.begin(ASKER, RETIRED.id_number)
    assert challenge.nobody_on_file
    assert "people fill" in desk.shown[0]
    assert isinstance(await desk.records.confirm(ASKER, "123456"), Refused)
    with pytest.raises(NotVerified):
        await desk.records.look_up(ASKER, RecordKind.BENEFIT)


async def test_people_filled_in_while_the_service_runs_are_found(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    await desk.records.begin(ASKER, RETIRED.id_number)
    await add_people(BusinessFile(tmp_path / "business.db"), PEOPLE)
    await desk.verify(RETIRED.id_number)
    for file in tmp_path.iterdir():
        file.unlink()
    await add_people(BusinessFile(tmp_path / "business.db"), PEOPLE)
    await desk.verify(RETIRED.id_number)


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "business.db").write_text("不是数据库" * 100, encoding="utf-8")
    with pytest.raises(Unavailable):
        await opened(tmp_path).records.begin(ASKER, RETIRED.id_number)


async def test_too_many_codes_are_refused_with_the_time_to_wait(desk: Desk) -> None:
    for _ in range(3):
        await desk.records.begin(ASKER, RETIRED.id_number)
    with pytest.raises(TooMany) as refused:
        await desk.records.begin(ASKER, RETIRED.id_number)
    assert 0 < refused.value.retry_after <= 601
