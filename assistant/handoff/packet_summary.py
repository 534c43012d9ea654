"""The five lines an agent reads first, and the one line of the queue. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.handoff import mood as moods
from assistant.handoff.mood import Mood
from assistant.handoff.packet_facts import AGE, BIRTH, PLACE, SCHEME, SEX, UNSAID, Fact
from assistant.handoff.packet_told import QUESTION, Asked, Told
from assistant.handoff.states import REASON_LABELS, Case, Reason

LONG, SHORT = 44, 32
"""Characters of a quoted text in the summary and in the queue."""
_CHANNELS = {"web": "网页", "phone": "电话", "api": "接口", "wechat": "微信", "cli": "命令行"}
_NEXT = {
    Reason.REQUESTED: "先问清要办哪件事",
    Reason.MISUNDERSTOOD: "助手没听懂，先问清要办哪件事",
    Reason.MY_CASE: "要看本人情况，先核验身份再查",
    Reason.DISPUTE: "有争议，先听完经过，再核对条文",
    Reason.COMPLAINT: "先听完，再登记投诉",
    Reason.DISTRESS: "先安抚，确认人是否安全，可告知12356、120、110",
    Reason.LOW_CONFIDENCE: "助手没有依据，查到原文再答复",
    Reason.FORM_GIVEN_UP: "测算没有做完，问要不要接着算",
    Reason.OPERATOR_RULE: "按单位规定直接转来，先问要办哪件事",
}
_GENTLE = {
    moods.DESPERATE: "先安抚，确认人是否安全，可告知12356、120、110",
    moods.ANGRY: "先致歉，听完再答",
    moods.SAD: "先安慰，说慢一点",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the citizen. ``verified`` is a masked name."""

    facts: tuple[Fact, ...]
    region: str | None
    profile: str
    verified: str | None
    channel: str

    def find(self, field: str) -> str:
        """The shown value, or nothing."""
        return next((fact.shown for fact in self.facts if fact.field == field), "")

    @property
    def place(self) -> str:
        """Where the insurance is, or the region the conversation was opened with."""
        return self.find(PLACE) or (self.region or "").replace("/", "")


@dataclass(frozen=True, slots=True)
class Talk:
    """What was asked and told; ``focus`` is the question the conversation remembers."""

    questions: tuple[Asked, ...]
    answers: tuple[Told, ...]
    focus: str = ""

    @property
    def question(self) -> str:
        """The last of what was said that asks something, else the last thing said, or nothing."""
        last = self.questions[-1].text if self.questions else self.focus
        return next((one.text for one in reversed(self.questions) if QUESTION.search(one.text)), last)


def summary(case: Case, known: Known, talk: Talk, feeling: Mood, missing: str) -> tuple[str, ...]:
    """Five lines: who, what is asked, what was told, why a person, how they feel and what comes next."""
    return (
        _who(known),
        f"所问：{_cut(talk.question, LONG) or UNSAID}{_more(len(talk.questions))}",
        _told(talk.answers),
        f"转人工原因：{REASON_LABELS[case.reason]}（{case.skill}组）",
        _feeling(case, feeling, missing),
    )


def line(known: Known, talk: Talk) -> str:
    """湖南长沙：断缴三年能补吗."""
    return f"{known.place or f'地区{UNSAID}'}：{_cut(talk.question, SHORT) or f'所问{UNSAID}'}"


def _who(known: Known) -> str:
    born = known.find(BIRTH)
    parts = (
        f"性别{known.find(SEX) or UNSAID}",
        f"{born}生" if born else f"年龄{known.find(AGE) or UNSAID}",
        f"参保地{known.place or UNSAID}",
        f"险种{known.find(SCHEME) or UNSAID}",
        *(("长辈模式",) if known.profile == "elderly" else ()),
        _CHANNELS.get(known.channel, known.channel),
        f"身份已核验（{known.verified}）" if known.verified else "身份未核验",
    )
    return "市民：" + "，".join(parts)


def _told(answers: tuple[Told, ...]) -> str:
    if not answers:
        return "已答：还没有答复"
    last = answers[-1]
    cited = f"，依据{last.citations[0].title}{last.citations[0].section}" if last.citations else ""
    return f"已答：{_cut(last.text, LONG)}（{last.by + '：' if last.by else ''}{last.label}{_cut(cited, LONG)}）"


def _feeling(case: Case, feeling: Mood, missing: str) -> str:
    words = f"（“{'”“'.join(feeling.words)}”）" if feeling.words else ""
    todo = dict.fromkeys((_GENTLE.get(feeling.name, ""), _NEXT.get(case.reason, _NEXT[Reason.REQUESTED])))
    pending = f"；测算还在问{missing}" if missing else ""
    return f"情绪：{feeling.name}{words}；下一步：{'；'.join(one for one in todo if one)}{pending}"


def _more(count: int) -> str:
    return f"（共{count}句）" if count > 1 else ""


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
