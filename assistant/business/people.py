"""People who do not exist, to try look-ups with: the same seed and day give the same people. No I/O."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.business.embedded_records import PersonOnFile
from assistant.business.histories import Claim, Documents, Life, born_to_retire, documents, month_of, with_gap
from assistant.pension.months import Month
from assistant.pension.retirement import Track, retirement
from assistant.personal_data import check_digit

PLACE = "449900"
"""First six digits of every made-up id number: no place has this code, so no living person has such a number."""
PHONE = "100"
"""First digits of every made-up phone: no mobile number begins so."""
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
_GIVEN = (
    "明华", "秀英", "志强", "丽娟", "国平", "桂兰", "海涛", "玉梅", "文斌", "小燕", "立", "敏", "永福", "淑珍", "建军", "红",
)  # fmt: skip
Made = tuple[Life, Documents]


@dataclass(frozen=True, slots=True)
class Situation:
    """What there is to try with a person."""

    text: str
    make: Callable[[random.Random, date], Made]


def fictional_people(count: int, seed: int, today: date) -> tuple[PersonOnFile, ...]:
    """``count`` people, each situation in turn, their data standing at ``today``."""
    rng = random.Random(f"{seed} {today}")
    numbers: set[str] = set()
    return tuple(_person(rng, today, SITUATIONS[i % len(SITUATIONS)], numbers) for i in range(count))


def _person(rng: random.Random, today: date, situation: Situation, numbers: set[str]) -> PersonOnFile:
    life, made = situation.make(rng, today)
    number = _id_number(rng, life)
    while number in numbers:
        number = _id_number(rng, life)
    numbers.add(number)
    name = rng.choice(_SURNAMES) + rng.choice(_GIVEN)
    phone = f"{PHONE}{rng.randrange(10**8):08d}"
    return PersonOnFile(f"demo-{rng.getrandbits(64):016x}", number, name, phone, situation.text, made)


def _id_number(rng: random.Random, life: Life) -> str:
    """Eighteen digits with a right check digit; odd order numbers are men's."""
    day = rng.randint(1, monthrange(life.birth.year, life.birth.month)[1])
    order = rng.randrange(0, 999, 2) + (1 if life.track is Track.MALE else 0)
    first = f"{PLACE}{life.birth.year}{life.birth.month:02d}{day:02d}{order:03d}"
    return first + check_digit(first)


def _working(rng: random.Random, today: date, age: tuple[int, int]) -> Life:
    """Somebody in work, of an age between the two, who has paid since the early twenties through last month."""
    last = month_of(today).plus(-1)
    birth = last.plus(-12 * rng.randint(*age) - rng.randrange(12))
    first = max(birth.plus(12 * rng.randint(20, 24)), Month(1996, 1))
    return Life(rng.choice((Track.MALE, Track.FEMALE55)), birth, first, last)


def _retired(rng: random.Random, today: date) -> Life:
    """Somebody who retired between one and eight years ago."""
    track = rng.choice((Track.MALE, Track.FEMALE55, Track.FEMALE50))
    birth = born_to_retire(month_of(today).plus(-rng.randint(12, 96)), track)
    end = retirement(birth, track).month
    return Life(track, birth, Month(1996, 1).plus(rng.randrange(48)), end)


def _continuous(rng: random.Random, today: date) -> Made:
    life = _working(rng, today, (30, 45))
    return life, documents(rng, life, today)


def _broken(rng: random.Random, today: date) -> Made:
    life = with_gap(rng, _working(rng, today, (36, 48)))
    return life, documents(rng, life, today)


def _behind(rng: random.Random, today: date) -> Made:
    whole = _working(rng, today, (33, 47))
    life = Life(whole.track, whole.birth, whole.first, whole.last.plus(-rng.randint(3, 7)))
    return life, documents(rng, life, today)


def _beginner(rng: random.Random, today: date) -> Made:
    last = month_of(today).plus(-1)
    life = Life(Track.FEMALE55, last.plus(-12 * 25), last.plus(-rng.randint(4, 20)), last)
    return life, documents(rng, life, today)


def _drawing(claim: Claim) -> Callable[[random.Random, date], Made]:
    def make(rng: random.Random, today: date) -> Made:
        life = _retired(rng, today)
        return life, documents(rng, life, today, claim=claim)

    return make


def _retiring(rng: random.Random, today: date) -> Made:
    birth = born_to_retire(month_of(today), Track.MALE)
    life = Life(Track.MALE, birth, Month(1996, 1), month_of(today).plus(-1), deemed_months=rng.randint(24, 96))
    asked = _application("职工正常退休申请", today, 9, 30, "reviewing")
    return life, documents(rng, life, today, applications=(asked,))


def _moving(rng: random.Random, today: date) -> Made:
    life = with_gap(rng, _working(rng, today, (36, 48)))
    lacking = {"missing": ["转出地参保缴费凭证", "本人银行卡复印件"]}
    asked = _application("养老保险关系跨省转移接续", today, 12, 45, "needs_papers") | lacking
    done = _application("个人权益记录单打印", today, 80, 0, "done")
    return life, documents(rng, life, today, applications=(asked, done))


def _application(business: str, today: date, ago: int, within: int, state: str) -> dict[str, object]:
    """Accepted ``ago`` days before ``today``, due ``within`` days after that; 0 is no due day."""
    accepted = today - timedelta(days=ago)
    due = (accepted + timedelta(days=within)).isoformat() if within else None
    return {"business": business, "accepted_on": accepted.isoformat(), "state": state, "due_on": due}


SITUATIONS = (
    Situation("在职，一直在缴", _continuous),
    Situation("在职，中间断缴过", _broken),
    Situation("已退休，正常发放，资格认证在有效期内", _drawing(Claim(150))),
    Situation("正在办退休，审核中；有视同缴费年限", _retiring),
    Situation("在办跨省转移，还缺材料", _moving),
    Situation("已退休，资格认证快到期", _drawing(Claim(350))),
    Situation("已退休，没有按时认证，待遇暂停", _drawing(Claim(430))),
    Situation("最近几个月没有缴", _behind),
    Situation("已退休，最近一次发放被银行退回", _drawing(Claim(200, "returned"))),
    Situation("刚参加工作", _beginner),
)
