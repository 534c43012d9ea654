"""What a citizen who wants a person is told: four clear cases, and every change of who has the conversation."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import handover_texts, texts
from assistant.handoff.availability import SOON, Availability, Kind, availability, told, transition_text
from assistant.handoff.floor import OnDuty
from assistant.handoff.hours import CHINA, OfficeHours
from assistant.handoff.states import OPENING, SYSTEM, TRANSITIONS, Event, Reason, State
from assistant.personal_data import mask
from assistant.script import to_simplified, to_traditional

HOURS = OfficeHours.parse("周一至周五 09:00-12:00,13:00-17:00")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)


def agent(name: str, *skills: str, load: int = 0, most: int = 3) -> OnDuty:
    return OnDuty(name, name, skills, load, most)


def found(now: datetime, *agents: OnDuty, skill: str = "综合", ahead: int = 0, handling: int = 300) -> Availability:
    return availability(now, HOURS, agents, skill, ahead, handling)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 07:30", "今天上午9点"), ("2026-11-23 12:30", "今天下午1点"), ("2026-11-23 18:00", "明天上午9点"),
        ("2026-11-27 18:00", "周一上午9点"), ("2026-11-28 18:00", "后天上午9点"), ("2026-09-30 18:00", "10月8日（周四）上午9点"),
    ],
)  # fmt: skip
def test_out_of_hours_says_when_we_open_in_plain_words(now: str, words: str) -> None:
    here = found(at(now), agent("李"))
    assert here.kind is Kind.OUT_OF_HOURS
    assert told(here)[0] == f"现在不是上班时间，我们{words}上班。"


def test_a_holiday_is_named_and_when_we_are_back() -> None:
    here = found(at("2026-10-05 10:00"), agent("李"))
    assert (here.kind, here.holiday) == (Kind.HOLIDAY, "国庆节")
    assert told(here)[0] == "现在是国庆节假期，我们周四上午9点上班。"


def test_a_return_into_a_year_without_a_notice_is_not_promised() -> None:
    here = found(at("2026-12-31 18:00"))
    if not here.sure:
        assert handover_texts.NOT_SURE in told(here)
    assert handover_texts.NOT_SURE not in told(found(at("2026-11-23 18:00")))


def test_nobody_online_and_nobody_for_this_group_are_said_alike_and_truly() -> None:
    for agents in ((), (agent("李", "缴费"),), (agent("王", "投诉", most=0),)):
        here = found(MONDAY, *agents, skill="投诉")
        assert here.kind is Kind.NOBODY_ONLINE
        assert told(here)[0] == "现在没有能接待您这件事的工作人员在线。"


def test_the_queue_says_place_and_wait() -> None:
    busy = agent("李", load=3)
    here = found(MONDAY, busy, ahead=2)
    assert (here.kind, here.position, here.estimate_seconds) == (Kind.QUEUE, 3, 300)
    assert told(here)[1] == "前面还有2位，大约等5分钟。"


def test_somebody_free_means_a_short_wait() -> None:
    here = found(MONDAY, agent("李", load=1))
    assert here.estimate_seconds == SOON
    assert told(here)[1] == "前面没有人了，估计不到1分钟。"


def test_more_hands_for_the_group_shorten_the_wait() -> None:
    one = found(MONDAY, agent("李", load=3), ahead=5).estimate_seconds
    two = found(MONDAY, agent("李", load=3), agent("王", load=3), ahead=5).estimate_seconds
    other = found(MONDAY, agent("李", "投诉", load=3), agent("王", "缴费"), skill="投诉", ahead=5).estimate_seconds
    assert one is not None and two is not None
    assert two < one
    assert other == one


@given(st.integers(0, 50), st.integers(0, 3600), st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1))
def test_an_estimate_never_shrinks_with_the_place_in_the_queue(
    ahead: int, handling: int, loads: list[tuple[int, int]]
) -> None:
    agents = tuple(agent(f"a{n}", load=load, most=most) for n, (load, most) in enumerate(loads))
    first = found(MONDAY, *agents, ahead=ahead, handling=handling).estimate_seconds
    later = found(MONDAY, *agents, ahead=ahead + 1, handling=handling).estimate_seconds
    assert first is not None and later is not None
    assert SOON <= first <= later


def test_a_turn_that_may_come_after_closing_is_said_so() -> None:
    late = found(at("2026-11-23 16:50"), agent("李", load=3), ahead=20)
    assert late.closes_at == at("2026-11-23 17:00")
    assert any("下午5点下班" in line and "留电话" in line for line in told(late))
    assert found(MONDAY, agent("李", load=3)).closes_at is None


def test_another_desk_queues_without_a_place() -> None:
    lines = told(Availability(Kind.QUEUE, None, None, None, None))
    assert not re.search(r"前面|大约", "".join(lines))


@pytest.mark.parametrize(
    "here",
    [found(at("2026-11-23 18:00")), found(at("2026-10-05 10:00")), found(MONDAY)],
)
def test_nobody_there_is_never_a_dead_end(here: Availability) -> None:
    text = "".join(told(here))
    assert all(word in text for word in ("留电话", "回电", "留言", "12333"))


def test_the_four_cases_differ() -> None:
    cases = (
        found(at("2026-11-23 18:00")),
        found(at("2026-10-05 10:00")),
        found(MONDAY),
        found(MONDAY, agent("李")),
    )
    assert len({told(one)[0] for one in cases}) == 4


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "估计不到1分钟"), (59, "估计不到1分钟"), (60, "大约等1分钟"), (61, "大约等2分钟"), (300, "大约等5分钟"),
        (660, "大约等15分钟"), (1900, "大约等35分钟"), (3400, "大约等1个小时"), (3700, "大约等1个多小时"), (9000, "大约等2个多小时"),
    ],
)  # fmt: skip
def test_a_wait_is_said_in_round_words(seconds: int, words: str) -> None:
    assert handover_texts.length(seconds) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("09:00", "上午9点"), ("08:30", "上午8点半"), ("12:00", "中午12点"), ("13:00", "下午1点"), ("17:15", "下午5点15分"),
        ("20:00", "晚上8点"), ("00:00", "凌晨0点"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_said_the_way_people_say_it(moment: str, words: str) -> None:
    assert handover_texts.clock(at(f"2026-11-23 {moment}")) == words


PAIRS = sorted((before, after) for before, afters in TRANSITIONS.items() for after in afters)
REASONS: dict[State, tuple[Reason, ...]] = {
    State.OFFERED: (*OPENING, Reason.OFFICE_CLOSED, Reason.NOBODY_ONLINE, Reason.WAITED_TOO_LONG),
    State.QUEUED: (
        *OPENING, Reason.OFFER_ACCEPTED, Reason.AGENT_GONE, Reason.AGENT_DECLINED, Reason.ASSIGNMENT_LAPSED,
        Reason.TRANSFERRED_TO_GROUP,
    ),
    State.ASSIGNED: (Reason.TAKEN, Reason.ASSIGNED_BY_SUPERVISOR, Reason.TRANSFERRED_TO_AGENT),
    State.WITH_AGENT: (Reason.TAKEN,),
    State.CALL_BACK: (Reason.CALL_BACK_WANTED, Reason.MESSAGE_LEFT),
    State.RESOLVED: (Reason.ANSWERED, Reason.REACHED, Reason.NOT_REACHED),
    State.RETURNED: (
        Reason.OFFER_DECLINED, Reason.OFFER_LAPSED, Reason.CITIZEN_CANCELLED, Reason.HANDED_BACK, Reason.OFFICE_CLOSED,
        Reason.NOBODY_ONLINE, Reason.WAITED_TOO_LONG,
    ),
    State.LEFT: (Reason.CITIZEN_GONE, Reason.OFFER_LAPSED),
}  # fmt: skip


def event(before: State, after: State, reason: Reason, detail: str = "") -> Event:
    return Event("case", 1, MONDAY, SYSTEM, before, after, reason, detail)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_transition_is_told_in_kind_words_without_promises(before: State, after: State) -> None:
    for reason in REASONS[after]:
        for name, position, due in (("", None, ""), ("王芳", 2, "11月25日（周三）")):
            lines = transition_text(
                event(before, after, reason), agent_name=name, position=position, estimate_seconds=300, due=due
            )
            text = "".join(lines)
            assert lines and all(line.endswith(("。", "？")) and len(line) <= 60 for line in lines)
            assert len(lines) <= 4
            assert not re.search(r"[{}]|None|[A-Za-z]{2,}", text)
            assert not re.search(r"一定|肯定|保证|马上|立刻|百分之百|放心", text)


def test_each_change_says_what_happened() -> None:
    def text(before: State, after: State, reason: Reason, **more: str) -> str:
        return "".join(transition_text(event(before, after, reason, more.pop("detail", "")), **more))  # type: ignore[arg-type]  # only texts are passed

    assert "王芳" in text(State.ASSIGNED, State.WITH_AGENT, Reason.TAKEN, agent_name="王芳")
    assert "断线" in text(State.WITH_AGENT, State.QUEUED, Reason.AGENT_GONE)
    assert "不用从头排队" in text(State.WITH_AGENT, State.QUEUED, Reason.AGENT_GONE)
    assert "投诉组" in text(State.WITH_AGENT, State.QUEUED, Reason.TRANSFERRED_TO_GROUP, detail="投诉")
    assert "李明" in text(State.WITH_AGENT, State.ASSIGNED, Reason.TRANSFERRED_TO_AGENT, agent_name="李明")
    assert "下班" in text(State.QUEUED, State.OFFERED, Reason.OFFICE_CLOSED)
    assert "等了这么久" in text(State.QUEUED, State.OFFERED, Reason.WAITED_TOO_LONG)
    assert "下线" in text(State.QUEUED, State.OFFERED, Reason.NOBODY_ONLINE)
    for reason in (Reason.OFFICE_CLOSED, Reason.WAITED_TOO_LONG, Reason.NOBODY_ONLINE):
        assert all(w in text(State.QUEUED, State.OFFERED, reason) for w in ("留电话", "留言", "12333"))
    assert "最晚11月25日（周三）给您回电" in text(
        State.OFFERED, State.CALL_BACK, Reason.CALL_BACK_WANTED, due="11月25日（周三）"
    )
    assert "留言收到了" in text(State.QUEUED, State.CALL_BACK, Reason.MESSAGE_LEFT)
    assert "没有联系上" in text(State.CALL_BACK, State.RESOLVED, Reason.NOT_REACHED)
    assert "智能助手" in text(State.WITH_AGENT, State.RETURNED, Reason.HANDED_BACK)
    assert "不排队了" in text(State.QUEUED, State.RETURNED, Reason.CITIZEN_CANCELLED)


def test_a_registered_number_comes_with_a_day_and_a_warning_against_fraud() -> None:
    lines = handover_texts.registered("call", date(2026, 11, 25))
    assert "11月25日（周三）" in lines[1] and "12333" in lines[1]
    assert "验证码" in lines[2]
    assert handover_texts.registered("call", datetime(2026, 11, 25, 1, 0, tzinfo=CHINA)) == lines
    assert "12333" in "".join(handover_texts.registered("message", None))


def test_every_state_can_be_asked_for() -> None:
    assert set(handover_texts.STANDS) == set(State)


def test_waiting_tells_that_nothing_said_is_lost_and_how_to_stop() -> None:
    text = "".join(handover_texts.waiting(3, 300))
    assert all(w in text for w in ("您还在排队", "前面还有2位", "大约等5分钟", "工作人员接通后都看得到", "不等了"))
    assert "None" not in "".join(handover_texts.waiting(None, None))


LINES = sorted(handover_texts.canned())


@pytest.mark.parametrize("line", LINES)
def test_a_sentence_is_whole_short_plain_and_survives_the_change_of_script(line: str) -> None:
    plain = re.sub(r"\{\w+\}", "", line)
    assert line.endswith(("。", "？", "{outcome}"))
    assert len(line) <= 60
    assert set(re.findall(r"\d+", plain)) <= texts.HOTLINES
    assert not re.search(r"[A-Za-z]{2,}", plain)
    assert to_simplified(to_traditional(line)) == line
    assert mask(line).text == line


def test_a_day_is_said_by_the_calendar_of_china() -> None:
    late = datetime(2026, 11, 25, 1, 0, tzinfo=CHINA) - timedelta(hours=0)
    assert handover_texts.day_words(late) == "11月25日（周三）"
    assert handover_texts.day_words(date(2026, 10, 8)) == "10月8日（周四）"
