"""Words for syllables: spelled, proposed, and punctuated like what the engine wrote."""

from __future__ import annotations

import pytest

from speech.repair.from_syllables import punctuated
from speech.repair.mender import load_mender
from speech.values import Hypothesis, Transcript


@pytest.mark.parametrize(
    ("text", "like", "expected"),
    [
        ("社保断缴了怎么办", "社保断脚了，怎么办？", "社保断缴了，怎么办？"),
        ("我交了十年能领吗", "我交了10年，能领吗？", "我交了十年，能领吗？"), ("好的", "", "好的"), ("", "，。", ""),
        ("完全不同", "另一句话。", "完全不同。"),
    ],
)  # fmt: skip
def test_marks_come_from_what_the_engine_wrote(text: str, like: str, expected: str) -> None:
    assert punctuated(text, like) == expected


class Ears:
    """Hears syllables, and holds eight nats against every character that differs from ``said``."""

    def __init__(self, said: str, syllables: str) -> None:
        self._said, self._syllables = said, syllables

    def score(self, texts: tuple[str, ...]) -> tuple[float, ...]:
        return tuple(-3.0 - 8.0 * sum(a != b for a, b in zip(self._said, text, strict=False)) for text in texts)

    def glance(self, texts: tuple[str, ...]) -> tuple[float, ...]:
        return self.score(texts)

    def syllables(self) -> tuple[Hypothesis, ...]:
        return (Hypothesis(self._syllables, -2.0),)


def test_what_the_engine_did_not_hear_at_all_is_found_by_its_syllables() -> None:
    heard = Transcript("神宝马车怎么板。", "神宝马车怎么板。", 0.3)
    ears = Ears("社保断缴怎么办", "she bao duan jiao zen me ban")
    assert load_mender().mend(heard, ears).text == "社保断缴怎么办。"  # type: ignore[arg-type]


def test_the_engines_own_text_stays_where_syllables_say_the_same() -> None:
    heard = Transcript("养老金怎么算？", "养老金怎么算？", 0.8)
    ears = Ears("养老金怎么算", "yang lao jin zen me suan")
    assert load_mender().mend(heard, ears).text == "养老金怎么算？"  # type: ignore[arg-type]


def test_numerals_heard_as_syllables_stay_numerals() -> None:
    heard = Transcript("交了四十年能领多少", "交了四十年能领多少", 0.5)
    ears = Ears("交了十四年能领多少", "jiao le 十 四 年 neng ling 多 shao".replace("多", "duo"))
    assert load_mender().mend(heard, ears).text == "交了十四年能领多少"  # type: ignore[arg-type]


def test_few_words_that_were_heard_surely_are_left_alone() -> None:
    ears = Ears("己指数", "ji zhi shu")
    sure, unsure = (Transcript("接着说", "接着说", confidence) for confidence in (0.6, 0.1))
    assert load_mender().mend(sure, ears).text == "接着说"  # type: ignore[arg-type]
    assert load_mender().mend(unsure, ears).text != "接着说"  # type: ignore[arg-type]


def test_a_denial_is_never_made_or_unmade() -> None:
    heard = Transcript("现在不办病退了", "现在不办病退了", 0.5)
    ears = Ears("现在补办病退了", "xian zai bu ban bing tui le")
    assert "不" in load_mender().mend(heard, ears).text  # type: ignore[arg-type]
