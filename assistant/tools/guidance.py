"""How to have a thing done: the matter that fits a few answers, its steps, materials, place, time and what needs no trip.

Everything said is a line of ``assistant/data/services/`` and stands in the trace with the article it rests on.
"""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.guidance.matching import clear_matter, match_matter
from assistant.guidance.matters import SCHEME_NAMES, Basis, Catalogue, Line, Material, Matter, Sex, Situation, listed
from assistant.guidance.reading import catalogue
from assistant.pension.parameters import ParameterBook
from assistant.traces import ToolResult, TraceStep, UsedParameter

LONGEST = 200
OLDEST = 130
MOST_GUESSES = 6
GUESSES = "候选："
"""Before the kind of matter in the name of a step that lists candidates; its inputs are id and name."""
NOT_UNDERSTOOD = "没有听明白要办哪一件事，请从下面挑一件。"


def guidance(
    book: ParameterBook,
    matter: str | None = None,
    scheme: str | None = None,
    situation: Situation | None = None,
    group: str | None = None,
    sex: Sex | None = None,
    age: int | None = None,
    region: str | None = None,
) -> ToolResult:
    """办事引导，给要办事的人：走哪几步、带什么材料、去哪里办、多久办完、哪些不用跑腿，每一句写明依据。

    matter 事项编号、名称，或者他自己的一句话；不给或者看不出来时，返回要问的问题和候选事项。
    scheme 哪种养老保险：企业职工、灵活就业、机关事业、城乡居民；situation 现在的情况；group 事项的类别；
    sex 性别，age 周岁，region 参保地，用来挑出只对他成立的话。
    """
    services = catalogue()
    _check(services, matter, scheme, group, age)
    answers = _Answers(scheme, situation, sex, age, region)
    found = services.find(matter.strip()) if matter else None
    candidates = (found,) if found else _candidates(services, matter, answers, group)
    if len(candidates) == 1:
        sheet = _sheet(services, candidates[0], answers)
        if found is None:
            sheet.assume(f"按您说的，最像是“{candidates[0].name}”这件事。")
    else:
        sheet = _decision(services, candidates, matter, answers, group)
    return sheet.result(book.version, f"services {services.version}")


class _Answers:
    """What is known of the person."""

    def __init__(
        self, scheme: str | None, situation: Situation | None, sex: Sex | None, age: int | None, region: str | None
    ) -> None:
        self.scheme, self.age, self.region = scheme, age, region
        self.situation = Situation(situation) if situation else None
        self.sex = Sex(sex).value if sex else None

    def fits(self, matter: Matter) -> bool:
        by_scheme = self.scheme is None or self.scheme in matter.schemes
        return by_scheme and (self.situation is None or self.situation.value in matter.situations)


class _Sheet:
    """The result in the making: each line stands in it once as a result and once as a step with its articles."""

    def __init__(self) -> None:
        self._result: dict[str, str] = {}
        self._steps: list[TraceStep] = []
        self._assumptions: list[str] = []
        self._questions = 0
        self.caveats: list[str] = []

    def put(self, name: str, value: str) -> None:
        self._result[name] = value

    def assume(self, text: str) -> None:
        self._assumptions.append(text)

    def line(self, name: str, line: Line, value: str | None = None, inputs: tuple[tuple[str, str], ...] = ()) -> None:
        self._result[name] = value or line.spoken
        self.step(name, line.rests_on, inputs, line.text, line.bases)

    def lines(self, name: str, lines: tuple[Line, ...]) -> None:
        """Numbered lines, so that each has a name of its own."""
        for number, line in enumerate(lines, start=1):
            self.line(f"{name}{number}", line)

    def step(
        self, name: str, formula: str, inputs: tuple[tuple[str, str], ...], value: str, bases: tuple[Basis, ...] = ()
    ) -> None:
        self._steps.append(TraceStep(name, formula, inputs, value, tuple(map(_used, bases))))

    def question(self, text: str, choices: tuple[tuple[str, str], ...]) -> None:
        """A question with its short answers, by value."""
        self._questions += 1
        self._result[f"问题{self._questions}"] = f"{text}{'；'.join(words for _, words in choices)}。"
        self.step(f"问题{self._questions}", "请挑一样", choices, text)

    def result(self, parameter_version: str, rule_version: str) -> ToolResult:
        return ToolResult(
            "guidance", tuple(self._result.items()), tuple(self._steps), tuple(self._assumptions),
            tuple(self.caveats), rule_version, parameter_version,
        )  # fmt: skip


def _check(services: Catalogue, matter: str | None, scheme: str | None, group: str | None, age: int | None) -> None:
    if matter is not None and len(matter) > LONGEST:
        raise BadInput("要办的事说得太长了", f"请用{LONGEST}字以内的一句话说要办什么")
    if scheme is not None and scheme not in SCHEME_NAMES:
        raise BadInput(f"没有这种养老保险：{scheme}", f"可用：{'、'.join(SCHEME_NAMES)}")
    if group is not None and group not in services.groups:
        raise BadInput(f"没有这一类事项：{group}", f"可用：{'、'.join(services.groups)}")
    if age is not None and not 0 <= age <= OLDEST:
        raise BadInput("年龄不合适", f"请给出0到{OLDEST}之间的周岁")


def _candidates(services: Catalogue, matter: str | None, answers: _Answers, group: str | None) -> tuple[Matter, ...]:
    """Those the words speak of, else all, as far as they fit the answers; one alone when the words are clear."""
    clear = clear_matter(matter) if matter else None
    if clear:
        return (clear,)
    in_group = [m for m in services.matters if group is None or m.group == group]
    said = [m for m in match_matter(matter) if m in in_group] if matter else []
    pool = said or in_group
    fitting = tuple(m for m in pool if answers.fits(m)) or tuple(pool)
    return fitting[:MOST_GUESSES] if said else fitting


def _sheet(services: Catalogue, matter: Matter, answers: _Answers) -> _Sheet:
    """Everything about one matter that holds for this person."""
    sheet = _Sheet()
    sheet.put("事项", matter.name)
    sheet.put("编号", matter.id)
    sheet.step("事项", f"依据：{listed(matter.bases)}", (("编号", matter.id),), matter.name, matter.bases)
    sheet.put("适用", "、".join(SCHEME_NAMES[scheme] for scheme in matter.schemes))
    sheet.line("谁来办", matter.who)
    sheet.line("什么时候办", matter.when)
    _personal(sheet, services, matter, answers)
    sheet.lines("步骤", matter.steps)
    for number, material in enumerate(matter.materials, start=1):
        _material(sheet, f"材料{number}", material)
    sheet.line("材料说明", services.common["材料"])
    sheet.lines("办理渠道", (*matter.places, *matter.channels))
    sheet.lines("办结时限", matter.times)
    sheet.line("费用", matter.fee)
    sheet.lines("不用跑腿", matter.savings)
    sheet.lines("注意", matter.cautions)
    sheet.lines("地方细则", tuple(line for line in matter.local if line.holds_at(answers.region)))
    sheet.caveats += [services.common["实务"].text, services.common["材料"].text]
    return sheet


def _personal(sheet: _Sheet, services: Catalogue, matter: Matter, answers: _Answers) -> None:
    """What holds for this person only, and what would have to be asked to know it."""
    if answers.scheme and answers.scheme not in matter.schemes:
        others = [m.name for m in services.matters if m.group == matter.group and answers.scheme in m.schemes]
        names = "、".join(f"“{name}”" for name in others)
        sheet.put("请注意", f"这件事{SCHEME_NAMES[answers.scheme]}不适用，同一类里适用的有：{names or '没有'}。")
    if answers.situation:
        sheet.lines("适用制度", services.note(answers.situation).schemes)
    cases = tuple(case.line for case in matter.cases if case.holds(answers.sex, answers.age))
    sheet.lines("您的情况", cases)
    missing = dict.fromkeys(name for case in matter.cases for name in case.needs(answers.sex, answers.age))
    if missing:
        sheet.put("还要知道", "、".join(missing))


def _material(sheet: _Sheet, name: str, material: Material) -> None:
    parts = [("形式", material.form), ("谁给", material.giver)]
    if material.shared:
        parts.append(("共享", f"{listed(material.shared)}：部门之间共享这项信息，先问窗口还要不要交"))
    told = f"{material.line.text}：{material.form}，{material.giver}"
    sheet.line(name, material.line, told if material.line.settled else f"{told}（待确认）", tuple(parts))


def _decision(
    services: Catalogue, candidates: tuple[Matter, ...], matter: str | None, answers: _Answers, group: str | None
) -> _Sheet:
    """The few questions that lead to a matter, and the matters that are still possible."""
    sheet = _Sheet()
    if matter and not match_matter(matter):
        sheet.put("说明", NOT_UNDERSTOOD)
    if answers.situation is None:
        choices = tuple((note.situation.value, note.spoken) for note in services.notes)
        sheet.question(services.questions["身份"], choices)
    else:
        sheet.lines("适用制度", services.note(answers.situation).schemes)
    if group is None and len(candidates) > MOST_GUESSES:
        sheet.question(
            services.questions["类别"], tuple((kind, kind) for kind in dict.fromkeys(m.group for m in candidates))
        )
    for number, candidate in enumerate(candidates, start=1):
        sheet.put(f"候选{number}", candidate.name)
    for kind in dict.fromkeys(m.group for m in candidates):
        listed = tuple((m.id, m.name) for m in candidates if m.group == kind)
        sheet.step(f"{GUESSES}{kind}", "按您说的情况从事项目录里挑出来", listed, "、".join(name for _, name in listed))
    return sheet


def _used(basis: Basis) -> UsedParameter:
    document = basis.document
    return UsedParameter(
        "依据", basis.spoken, document.region, document.since, document.source, document.confidence
    )  # fmt: skip
