"""The agent's work over HTTP and the desk's socket: on one machine, and on two processes with one database and Redis."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from websockets.exceptions import ConnectionClosed

from knowledge_base.encoders import SentenceEncoder
from tests.handover_http import Desk, Place, hire, listening, place, refused
from tests.integration.serving import copied, serving
from tests.postgres_server import empty_database, needs_postgres
from tests.redis_server import redis_answers, redis_url

QUESTION, ANSWER = "养老保险最少交几年", "最低缴费年限"
needs_redis = pytest.mark.skipif(not redis_answers(), reason=f"没有 Redis 在 {redis_url()} 应答，没有检查")


@pytest.fixture(
    scope="module", params=["one process", pytest.param("two processes", marks=(needs_postgres, needs_redis))]
)
def desk(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    small_index: Path,
    encoder: SentenceEncoder,
) -> Iterator[Place]:
    """SQLite and one process, or PostgreSQL and Redis under two."""
    folder = copied(small_index, tmp_path_factory.mktemp("desk"))
    with ExitStack() as opened:
        if request.param == "one process":
            database = f"sqlite+aiosqlite:///{folder / 'assistant.db'}"
            one = opened.enter_context(serving(folder, encoder))
            both = (one, one)
        else:
            database = opened.enter_context(empty_database())
            shared: dict[str, Any] = {
                "database_url": database, "redis_url": redis_url(), "redis_prefix": f"test-{uuid.uuid4().hex[:8]}",
                "secret_key": Fernet.generate_key().decode(),
            }  # fmt: skip
            first = opened.enter_context(serving(folder, encoder, **shared))
            both = (first, opened.enter_context(serving(folder, encoder, **shared)))
        hire(database)
        yield opened.enter_context(place(*both))


def test_a_citizen_who_waits_stands_in_the_queue_and_then_with_who_took_them(desk: Place) -> None:
    talk = desk.waiting()
    state = desk.wang.state()
    case = next(c for c in state["queue"] if c["conversation_id"] == talk.id)
    assert (case["state_label"], case["reason_label"], case["last_text"]) == ("排队中", "市民要求", "转人工")
    assert case["waiting_seconds"] >= 0 and case["summary"] and state["availability_text"].startswith("现在是上班时间")
    assert state["me"]["name"] == "王敏" and {"call_backs", "held"} <= set(state["counts"])
    assert {a["login"] for a in state["agents"]} == {"wang", "li", "sun", "zhao"}
    desk.wang.takes(talk)
    after = desk.wang.state()
    assert talk.id in {c["conversation_id"] for c in after["mine"]}
    assert talk.id not in {c["conversation_id"] for c in (*after["queue"], *desk.sun.state()["queue"])}
    assert after["me"]["load"] >= 1


def test_a_group_has_its_own_queue_and_a_supervisor_sees_all(desk: Place) -> None:
    desk.wang.online()
    desk.li.online()
    talk = desk.citizen()
    assert talk.say("我要投诉你们").json()["handover"]["state"] == "queued"
    seen = [talk.id in {c["conversation_id"] for c in one.state()["queue"]} for one in (desk.wang, desk.li, desk.sun)]
    assert seen == [False, True, True]
    assert talk.say("不等了").json()["outcome"] == "handover_declined"


def test_the_agent_reads_what_was_said_and_done_and_writes_notes(desk: Place) -> None:
    desk.wang.online()
    talk = desk.citizen()
    talk.say(QUESTION)
    talk.say("转人工")
    case = desk.wang.takes(talk)
    note = desk.wang.post(f"cases/{case}/notes", text="他问得很急")
    assert (note.status_code, note.json()["author"]) == (200, "王敏")
    dossier = desk.wang.get(f"cases/{case}").json()
    assert [m["text"] for m in dossier["messages"] if m["from"] == "citizen"] == [QUESTION, "转人工"]
    assert [e["after"] for e in dossier["events"]] == ["queued", "assigned", "with_agent"]
    assert [n["text"] for n in dossier["notes"]] == ["他问得很急"]
    assert QUESTION in str(dossier["packet"]) and dossier["case"]["agent_name"] == "王敏"
    assert "他问得很急" not in str(talk.messages())


def test_the_assistant_suggests_an_answer_that_is_not_sent(desk: Place) -> None:
    talk, case = desk.talking()
    talk.say(QUESTION)
    before = talk.messages()
    suggestion = desk.wang.get(f"cases/{case}/suggestion").json()
    assert suggestion["outcome"] == "answered" and suggestion["citations"] and ANSWER in suggestion["text"]
    assert "转人工" not in suggestion["text"] and talk.messages() == before
    talk.say("呼啦圈怎么转")
    assert "没有可以建议的答复" in refused(desk.wang.get(f"cases/{case}/suggestion"), 404)


def test_a_masked_value_is_shown_for_a_reason_that_is_kept(desk: Place) -> None:
    desk.wang.online()
    talk = desk.citizen()
    talk.say("我女，1976年3月出生，几岁退休")
    talk.say("转人工")
    case = desk.wang.takes(talk)
    (masked,) = desk.wang.get(f"cases/{case}").json()["packet"]["masked"]
    assert masked["shown"] == "1976年**月"
    reason = f"核对退休年龄{uuid.uuid4().hex[:6]}"
    shown = desk.wang.post(f"cases/{case}/unmask", field=masked["field"], reason=reason)
    assert shown.json() == {"field": masked["field"], "value": "1976年3月"}
    refused(desk.li.post(f"cases/{case}/unmask", field=masked["field"], reason=reason), 403)
    refused(desk.wang.post(f"cases/{case}/unmask", field="password", reason=reason), 404)
    refused(desk.wang.post(f"cases/{case}/unmask", field=masked["field"], reason="看"), 422)
    noted = [e for e in desk.zhao.get("audit").json() if e["action"] == "unmask" and reason in e["reason"]]
    assert [(e["agent_name"], e["subject"]) for e in noted] == [("王敏", case)]


def test_both_see_each_other_speak_and_type_at_once(desk: Place) -> None:
    talk = desk.waiting()
    with desk.wang.socket() as page, listening(desk.citizens, talk, 0) as phone:
        case = desk.wang.takes(talk)
        assert phone.until("handover")["author"] == "王敏"
        page.send(type="watch", case=case, after=0)
        texts = [page.until("message", case=case)["message"]["text"] for _ in range(3)]
        assert texts[0] == "转人工" and "王敏来了" in texts[2]
        phone.send(type="typing")
        assert page.until("typing") == {"type": "typing", "case": case, "who": "citizen"}
        phone.send(type="message", client_message_id="m-1", text="我要问补缴")
        assert page.until("message")["message"]["text"] == "我要问补缴"
        page.send(type="typing", case=case)
        assert phone.until("typing", **{"from": "agent"})["author"] == "王敏"
        said = desk.wang.says(case, "请带身份证。", citations=[passage(desk)])
        heard = phone.until("agent_message")
        assert (heard["text"], heard["author"], heard["seq"]) == ("请带身份证。", "王敏", said["seq"])
        assert heard["citations"] == said["citations"] and heard["citations"][0]["quote"]
        assert page.until("message")["message"]["text"] == "请带身份证。"
    assert [m["text"] for m in talk.messages()].count("请带身份证。") == 1


def passage(desk: Place) -> str:
    """A clause an agent finds."""
    found = desk.wang.get("search", q=QUESTION).json()
    return str(found[0]["id"])


def test_a_page_that_was_away_gets_what_it_missed_and_nothing_twice(desk: Place) -> None:
    talk, case = desk.talking()
    seqs = [desk.wang.says(case, f"第{n}句")["seq"] for n in range(4)]
    with desk.wang.socket() as page:
        page.send(type="watch", case=case, after=seqs[1])
        assert [page.until("message")["message"]["text"] for _ in range(2)] == ["第2句", "第3句"]
        page.send(type="watch", case=case, after=seqs[3])
        talk.say("听到了")
        assert page.until("message")["message"]["text"] == "听到了"
        page.send(type="unwatch", case=case)
        page.send(type="beat")
        talk.say("还在吗")
        assert page.quiet("message")


def test_every_page_hears_that_the_queue_and_the_people_changed(desk: Place) -> None:
    with desk.li.socket() as page:
        talk = desk.waiting()
        page.until("changed", what="cases")
        desk.wang.post("status", status="away")
        page.until("changed", what="presence")
        desk.wang.online()
        talk.post("call_back", {"kind": "call", "contact": "13812345678"})
        page.until("changed", what="call_backs")


def test_signing_out_ends_the_page_at_once(desk: Place) -> None:
    other = Desk(desk.agents, "wang")
    with closing(other.client), other.socket() as page:
        assert other.post("sign_out").status_code == 204
        assert page.until("signed_out") == {"type": "signed_out"}
        with pytest.raises(ConnectionClosed):
            page.next()
        assert page.ended == 1008
        assert "登录" in refused(other.get("state"), 401)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_page_of_another_place_gets_no_socket(desk: Place, origin: str) -> None:
    with desk.wang.socket(origin) as page:
        assert page.next() == {"type": "signed_out"}
        with pytest.raises(ConnectionClosed):
            page.next()


def test_another_agents_citizen_is_not_theirs_to_see_or_touch(desk: Place) -> None:
    _, case = desk.talking()
    for path in (f"cases/{case}", f"cases/{case}/suggestion"):
        assert "正由别的坐席接待" in refused(desk.li.get(path), 403)
    refused(desk.li.post(f"cases/{case}/notes", text="看看"), 403)
    refused(desk.li.post(f"cases/{case}/unmask", field="birth", reason="想看一看"), 403)
    assert "已经有人接待了" in refused(desk.li.post(f"cases/{case}/accept"), 422)
    for deed, body in (
        ("messages", {"client_message_id": "x", "text": "你好"}), ("close", {"resolution": "answered"}), ("return", {}),
        ("transfer", {"group": "投诉"}), ("decline", {}),
    ):  # fmt: skip
        assert "请" in refused(desk.li.post(f"cases/{case}/{deed}", **body), 422)
    refused(desk.li.post(f"cases/{case}/assign", agent_id=desk.li.id), 403)
    with desk.li.socket() as page:
        page.send(type="watch", case=case)
        assert "正由别的坐席接待" in page.until("error")["title"]


def test_a_supervisor_may_listen_in_and_that_is_kept(desk: Place) -> None:
    talk, case = desk.talking()
    with desk.sun.socket() as page:
        page.send(type="watch", case=case, after=0)
        page.until("message")
        talk.say("我说两句")
        while page.until("message")["message"]["text"] != "我说两句":
            pass
        page.send(type="typing", case=case)
    assert "消息没有发出" in refused(desk.sun.post(f"cases/{case}/messages", client_message_id="x", text="你好"), 422)
    noted = [e for e in desk.zhao.get("audit").json() if e["action"] == "listen_in" and e["subject"] == case]
    assert {e["agent_name"] for e in noted} == {"孙班长"}


def test_who_watched_somebody_in_the_queue_does_not_hear_them_talk_with_another(desk: Place) -> None:
    talk = desk.waiting()
    case = desk.wang.case(talk)
    with desk.sun.socket() as boss, desk.li.socket() as page:
        for one in (boss, page):
            one.send(type="watch", case=case, after=0)
            assert [one.until("message")["message"]["seq"] for _ in range(2)] == [1, 2]
        desk.wang.takes(talk)
        desk.wang.says(case, "这句只给市民看")
        talk.say("我的事只跟您说")
        while boss.until("message")["message"]["text"] != "我的事只跟您说":
            pass
        assert page.quiet("message", "typing", seconds=0.4)


def test_of_two_who_take_at_once_one_gets_the_citizen(desk: Place) -> None:
    talk = desk.waiting()
    case = desk.wang.case(talk)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda one: one.post(f"cases/{case}/accept"), (desk.wang, desk.sun)))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert "已经有人接待了" in refused(next(a for a in answers if a.status_code == 422), 422)


def test_a_message_sent_again_is_said_once(desk: Place) -> None:
    talk, case = desk.talking()
    body = {"client_message_id": "same", "text": "请稍等，我查一下。"}
    first, second = (desk.wang.post(f"cases/{case}/messages", **body) for _ in range(2))
    assert first.json() == second.json()
    assert [m["text"] for m in talk.messages()].count("请稍等，我查一下。") == 1


def test_passed_on_between_agents_and_groups_the_citizen_is_told_each_time(desk: Place) -> None:
    talk, case = desk.talking()
    desk.li.online()
    answer = desk.wang.post(f"cases/{case}/transfer", agent_id=desk.li.id, note="问投诉的事")
    assert (answer.json()["state"], answer.json()["agent_name"]) == ("assigned", "李强")
    assert desk.li.takes(talk) == case
    assert "问投诉的事" in [n["text"] for n in desk.li.get(f"cases/{case}").json()["notes"]]
    assert "没有这个组" in refused(desk.li.post(f"cases/{case}/transfer", group="没有的组"), 422)
    assert desk.li.post(f"cases/{case}/transfer", group="缴费").json()["state"] == "queued"
    assert desk.sun.post(f"cases/{case}/assign", agent_id=desk.wang.id).json()["agent_name"] == "王敏"
    assert desk.wang.post(f"cases/{case}/decline").json()["state"] == "queued"
    told = "".join(m["text"] for m in talk.messages() if m["from"] == "system")
    for words in ("换工作人员李强", "工作人员李强来了", "转到缴费组", "安排了工作人员王敏", "没能接上"):
        assert words in told


def test_closing_ends_what_was_left_and_the_assistant_answers_again(desk: Place) -> None:
    talk = desk.waiting()
    assert talk.post("call_back", {"kind": "call", "contact": "13812345678"}).status_code == 201
    assert talk.say("转人工").json()["handover"]["state"] == "queued"
    case = desk.wang.takes(talk)
    closed = desk.wang.post(f"cases/{case}/close", resolution="answered", note="说清楚了").json()
    assert (closed["state"], closed["resolution_label"]) == ("resolved", "已解答")
    done = [c for c in desk.wang.get("call_backs", state="done").json() if c["case_id"] == case]
    assert [c["outcome"] for c in done] == ["answered_here"]
    assert ANSWER in talk.say(QUESTION).json()["text"]
    assert "已经结束" in refused(desk.wang.post(f"cases/{case}/close", resolution="answered"), 422)


def test_promised_for_later_it_stands_among_the_call_backs_of_who_promised(desk: Place) -> None:
    talk, case = desk.talking()
    later = desk.wang.post(f"cases/{case}/call_back", wanted="明天上午", text="查档案后答复")
    assert later.json()["state"] == "call_back"
    (mine,) = [c for c in desk.wang.get("call_backs", state="open").json() if c["case_id"] == case]
    assert (mine["owner_name"], mine["wanted"], mine["text"]) == ("王敏", "明天上午", "查档案后答复")
    ended = desk.wang.post(f"call_backs/{mine['id']}/outcome", outcome="reached", text="已答复")
    assert ended.status_code == 200
    assert "已经跟您联系过了" in talk.messages()[-1]["text"]
    assert talk.client.get(f"{talk.path}/handover", headers=talk.bearer).json()["state"] == "none"


def test_who_does_not_have_a_citizen_promises_nothing(desk: Place) -> None:
    talk = desk.waiting()
    case = desk.wang.case(talk)
    assert "请先接入" in refused(desk.wang.post(f"cases/{case}/call_back", text="查档案"), 422)
    assert [c for c in desk.wang.get("call_backs", state="open").json() if c["case_id"] == case] == []
    assert talk.say("不等了").json()["outcome"] == "handover_declined"


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("accept", {}), ("decline", {}), ("messages", {"client_message_id": "x", "text": "你好"}), ("notes", {"text": "x"}),
        ("transfer", {"group": "投诉"}), ("close", {"resolution": "answered"}), ("return", {}), ("call_back", {}),
        ("assign", {"agent_id": "nobody"}), ("unmask", {"field": "birth", "reason": "核对一下"}),
    ],
)  # fmt: skip
def test_every_deed_refuses_strangers_forgers_and_what_is_not_there(
    desk: Place, deed: str, body: dict[str, str]
) -> None:
    path = f"/desk/api/cases/{uuid.uuid4()}/{deed}"
    with desk.agents.client() as stranger:
        assert "登录" in refused(stranger.post(path, json=body), 401)
    forged = desk.sun.client.post(path, json=body, headers={"X-CSRF-Token": "wrong"})
    assert "页面已过期" in refused(forged, 403)
    assert "没有" in refused(desk.sun.client.post(path, json=body), 404)
    refused(desk.sun.client.post(path, json={**body, "more": 1}), 422 if deed not in ("accept", "decline") else 404)


CANNOT: tuple[tuple[str, dict[str, object]], ...] = (
    ("messages", {"client_message_id": "x", "text": ""}), ("messages", {"client_message_id": "", "text": "你好"}),
    ("messages", {"client_message_id": "x", "text": "字" * 4001}), ("transfer", {}), ("close", {"resolution": "solved"}),
    ("messages", {"client_message_id": "x", "text": "你好", "citations": ["x"] * 11}), ("notes", {"text": ""}),
    ("transfer", {"agent_id": "x", "group": "投诉"}), ("close", {}), ("call_back", {"text": "字" * 501}),
)  # fmt: skip


def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(desk: Place) -> None:
    talk, case = desk.talking()
    before = talk.messages()
    for deed, body in CANNOT:
        refused(desk.wang.client.post(f"/desk/api/cases/{case}/{deed}", json=body), 422)
    assert desk.wang.get(f"cases/{case}").json()["case"]["state"] == "with_agent"
    assert talk.messages() == before


NONSENSE = ('{"type":"watch"}', '{"type":"dance","case":1}', "[]", "not json", '{"type":"watch","case":"x"}')


def test_a_frame_that_cannot_be_read_is_answered_and_the_socket_goes_on(desk: Place) -> None:
    with desk.wang.socket() as page:
        for frame in NONSENSE:
            page.write(frame)
            assert page.until("error")["title"]
        page.send(type="beat")
        assert page.quiet("error", "signed_out", seconds=0.2)
