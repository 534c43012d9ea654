"""What a sentence says about the person: birth, sex, post, scheme, place, and the day asked about. Pure."""

from __future__ import annotations

import re
from datetime import date

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_CN = "零〇一二三四五六七八九两幺"
_YEAR = rf"(?P<year>(?:19|20)\d\d|\d\d|[{_CN}]{{2}}|[一][九][{_CN}]{{2}}|二[零〇][{_CN}]{{2}})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元|腊)"
_BORN = r"(?:出?生|出世|生人|的?生日|的人|的(?=女|男)|女|男|的(?!工龄|规定|政策|标准|社保|基数|时候|工资|养老|缴费|文件|钱))"
_EVENT = r"(?!.{0,3}(进|参加|入职|去世|过世|死|退|开始|交|缴|断|社保|上班|到|办|离|下岗|买|转|调|失业|生病|开除|兵|入伍|结婚|钱|费|工作|招|分配))"
"""What happened in that month instead of a birth."""
_DAY = r"(?:份|间|里|初[一二三四五六七八九十]{1,2}|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号])?"
_ELDER = r"(?P<year>19[3-7]\d|[3-7]\d|一九[三四五六七][零〇一二三四五六七八九]|[三四五六七][零〇一二三四五六七八九])"
"""A year in which a person near or past retirement was born; said alone it is a birth sooner than a start of work."""
_OWN_EVENT = r"(?!.{0,6}(?:进|参加|入职|死|去世|上班|下岗|调|生病|兵|入伍|结婚|工作|招|分配|下乡|插队|知青|当|顶替|接班|毕业|上学))"
_BIRTH = [
    re.compile(rf"^(?:我)?(?:是)?{_YEAR}年{_MONTH}月{_DAY}(?:生|的)?[。！]?$"),
    re.compile(r"^(?P<year>19[3-9]\d|20[01]\d)(?P<month>0[1-9]|1[0-2])(?:[0-2]\d|3[01])$"),
    re.compile(rf"{_YEAR}年{_MONTH}月{_DAY}(?:，|,|\s)?(?:我)?{_BORN}"),
    re.compile(rf"(?:身份证上?|公历|阳历|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]的?，?)(?:写的?)?(?:是|为)?{_YEAR}年{_MONTH}月"),
    re.compile(rf"{_YEAR}年(?:的|生的?)[，\s]{_MONTH}月(?:份|生日?|出生|的)*(?=$|[，。])"),
    re.compile(
        rf"(?<![^，。；\s])(?<!工作，)(?<!参保，)(?<!时间，)(?<!入职，)我?是?{_ELDER}年{_MONTH}月{_DAY}(?:的)?(?=$|[，。；\s]){_OWN_EVENT}"
    ),
    re.compile(rf"(?:出生|生于|生日|出生年月|生在)(?:是|：|:|于|在|日期|时间|年月)*{_YEAR}年(?:{_MONTH}月)?"),
    re.compile(rf"(?<!\d)(?P<year>19[3-9]\d|20[01]\d)[.\-/]{_MONTH}(?:[.\-/]\d{{1,2}})?(?:日)?(?:出?生|的|，|$)"),
    re.compile(rf"(?:男|女)(?:的|性|职工|工人|工|干部|工程师|士|儿)?[，,、\s]{{0,2}}{_YEAR}年{_MONTH}月"),
    re.compile(
        rf"(?:男|女)(?:的|性|职工|工人|工|干部|工程师|士|儿)?[，,、\s]{{0,2}}(?<!\d)(?P<year>19[3-9]\d|[3-9]\d)[.\-/]{_MONTH}(?![\d元块万%])"
    ),
    re.compile(rf"{_YEAR}年{_MONTH}月[，,、\s]{{0,2}}(?:的)?(?:男|女)"),
    re.compile(
        rf"(?:我|本人|他|她|爸|妈|父亲|母亲|老公|老婆|爱人|丈夫|妻子|姐|哥|弟|妹)(?:是|今年)?{_YEAR}年{_MONTH}月{_EVENT}"
    ),
    re.compile(
        rf"(?:我|本人|他|她|爸|妈|父亲|母亲|老公|老婆|爱人|丈夫|妻子|姐|哥|弟|妹|身份证)?(?:是|按)?(?<!\d){_YEAR}年?{_BORN}(?!休){_EVENT}"
    ),
    re.compile(rf"^(?:我?是)?{_ELDER}年的?[。]?$"),
]
_LUNAR = re.compile(r"阴历|农历|旧历|老历|古历|腊月|月初[一二三四五六七八九十]")
_BIRTH_BESIDE = re.compile(
    rf"(?<!\d)(?P<year>19[4-9]\d)年{_MONTH}月(?:份)?(?:[，,。\s]|$|(?=最早|什么时候|啥时候|几时|哪年|多大)){_EVENT}"
)
"""A bare month of long ago beside a question about retiring: 灵活就业 1975年6月 最早什么时候能退休."""
_AGE = re.compile(
    r"(?:今年|现年|已经|已|都|现在|虚岁|刚满?|快|马上|我|年龄|满|才)?\s*(?<!\d)(?P<age>[1-9]\d)(?:周|多)?岁(?!退|领|才|以|开始|起|即|就|办|可|的?退休|或|和|还|那)"
)
_SPOKEN_AGE = re.compile(
    r"(?:今年|现年|已经|我|都|快|虚岁|刚|满)([三四五六七八]十[一二三四五六七八九]?)(?:周)?岁?(?:了|，|。|$)"
)
_FEMALE = re.compile(
    r"女工|女职工|女的|女性|女干部|女教师|女士|女，|，女|、女|^女|[月生岁]女|女[。！]?$|妇女|本人女|是个女|媳妇|俺娘|我娘|我妈|老太|大娘|大妈|母亲|老婆|妻子|我姐|我妹|奶奶|外婆|姥姥|阿姨|婆婆|岳母|老伴她|我女"
)
_MALE = re.compile(
    r"男工|男职工|男的|男性|男，|，男|、男|^男|[月生岁]男|男[。！]?$|老爷们|本人男|是个男|我爹|俺爹|我爸|老汉|老头|大爷|老爷子|大叔|父亲|老公|丈夫|我哥|我弟|爷爷|外公|姥爷|叔叔|公公|岳父|我男"
)
_WORKER = re.compile(
    r"女?工人(?!身份证)|生产岗|操作岗|一线|流水线|车间|后勤岗|女工(?!作)|50岁?(那)?(一)?档|能50|按50|工勤"
)
_CADRE = re.compile(
    r"干部|管理岗|技术岗|专技|管理人员|技术人员|职称|55岁?(那)?(一)?档|能55|按55|公务员|教师|老师|医生|护士"
)
_FLEXIBLE = re.compile(r"灵活就业|自己(一直)?(交|缴)|一直自己|个体户?|个人身份|自由职业|自谋职业")
_AS_OF = re.compile(
    r"(?:按|照|截至|截止|在|以)?(?:到)?(?<!\d)(?P<y>20[0-3]\d)年(?:(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>[12]\d|3[01]|0?[1-9])[日号])?)?(?:的)?(?:时候|那时|当时|规定|政策|标准|办法)"
)


def number(text: str) -> int | None:
    """A month or a year said in digits or Chinese: ``六`` 6, ``十二`` 12, ``七五`` 75, ``一九七五`` 1975."""
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    if text == "腊":
        return 12
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGIT.get(tens, 1) if tens else 1) * 10 + (_DIGIT.get(ones, 0) if ones else 0)
    if text and all(c in _DIGIT for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    return None


def birth(text: str, today: date) -> tuple[int, int | None] | None:
    """Birth year and month, if the text tells. The month is None when only the year is said, and when it is one of the
    lunar calendar: what counts is the month on the identity card.
    """
    of_lunar_month: tuple[int, None] | None = None
    for pattern in (*_BIRTH, *((_BIRTH_BESIDE,) if "退休" in text or "退" in text[-8:] else ())):
        for match in pattern.finditer(text):
            year = full_year(number(match.group("year")), today)
            said = match.groupdict().get("month")
            if year is None or not 14 <= today.year - year <= 100:
                continue
            if not said or not _LUNAR.search(text, max(0, match.start() - 4), match.end() + 2):
                return year, number(said) if said else None
            of_lunar_month = of_lunar_month or (year, None)
    return of_lunar_month


def full_year(year: int | None, today: date) -> int | None:
    """The four digits of a birth year said in two: 75 -> 1975, 05 -> 2005."""
    if year is None or year >= 1900:
        return year
    if year >= 100:
        return None
    return 1900 + year if year > today.year % 100 - 14 else 2000 + year


def age(text: str) -> int | None:
    """An age in years the person told of somebody."""
    match = _AGE.search(text)
    if match:
        return int(match.group("age"))
    spoken = _SPOKEN_AGE.search(text)
    return number(spoken.group(1)) if spoken else None


def sex(text: str) -> str | None:
    """男 or 女 when exactly one is meant."""
    female, male = bool(_FEMALE.search(text)), bool(_MALE.search(text))
    if female == male:
        return None
    return "女" if female else "男"


def identity(text: str) -> str | None:
    """工人, 干部 or 灵活就业 when exactly one is meant."""
    found = [n for n, p in (("工人", _WORKER), ("干部", _CADRE), ("灵活就业", _FLEXIBLE)) if p.search(text)]
    return found[0] if len(found) == 1 else None


_FIGURE_OF_YEAR = re.compile(
    r"(?<!\d)(?P<y>20[0-3]\d)年?(?:度)?(?P<m>(?P<d>))?.{0,10}(计发基数|缴费基数|社保基数|基数|最低标准|利率|上下限|上限|下限|费率|基础养老金|调整|涨了?多少)"
)
_SPOKEN_YEAR = re.compile(
    rf"(?<![{_CN}\d])(二[零〇0o○](?P<full>[{_CN}]{{2}})|(?P<short>[一二三四][{_CN}]))年(?!级|代|零|半|多|前|后|以|了|就|工|龄|没|的工|内)"
)
_DIGIT_YEAR = re.compile(
    r"(?<![\d.])(?P<short>[1-4]\d)年(?=.{0,4}(用|的|计发|缴费|社保|基数|度|退休|养老|个人|涨|调))(?!.{0,2}(工龄|缴费年限|军龄|教龄))"
)


_RETIRED_IN = re.compile(r"(?<!\d)(20[01]\d|202\d)年(?:(1[0-2]|[1-9])月)?.{0,3}退休")
_HOW_MUCH = re.compile(r"多少|怎么算|如何算|计发|工资是")
_YEARLY = re.compile(r"基数|利率|涨|上调|调整|标准|公布|上限|下限|费率")


def spell_years(text: str, today: date) -> str:
    """Years in one form, for looking up: 今年 and 二六年 become 2026年."""
    if _YEARLY.search(text):
        for word, year in (("今年", today.year), ("去年", today.year - 1), ("明年", today.year + 1)):
            text = text.replace(word, f"{word}（{year}年）")
    text = _SPOKEN_YEAR.sub(lambda m: f"20{number(m.group('full') or m.group('short')):02d}年", text)
    return _DIGIT_YEAR.sub(lambda m: f"20{m.group('short')}年", text)


def as_of(text: str, today: date) -> date | None:
    """The day whose rules are asked for: 按2024年的规定 and 2024年的计发基数 mean its last day, a month its last day."""
    match = _AS_OF.search(text)
    retired = _RETIRED_IN.search(text)
    if not match and retired and _HOW_MUCH.search(text) and int(retired.group(1)) < today.year:
        year, month = int(retired.group(1)), int(retired.group(2) or 12)
        return date(year, month, 28)
    if not match:
        figure = _FIGURE_OF_YEAR.search(spell_years(text, today))
        year = int(figure.group("y")) if figure else today.year
        return date(year, 12, 31) if 2005 <= year < today.year else None
    year = int(match.group("y"))
    month = int(match.group("m") or 12)
    if match.group("d"):
        try:
            return date(year, month, int(match.group("d")))
        except ValueError:
            return None
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


_SCHEMES = {
    "城乡居民": re.compile(
        r"城乡居民|居民养老|新农保|农保|居保|农村养老|农村社保|农村户口.{0,8}(养老|保险)|村里(交|收|办)|老农保"
    ),
    "机关事业": re.compile(r"机关事业|公务员|事业单位|事业编|在编|参公|机关单位|职业年金|老师退休|教师退休"),
    "灵活就业": re.compile(
        r"灵活就业|个体户|自由职业|网约车|外卖|骑手|自己(交|缴)(社保|养老|费|职工)|个人身份|自谋职业|打零工"
    ),
    "企业职工": re.compile(r"企业职工|职工养老|城镇职工|企业养老|企业退休"),
}


def schemes(text: str) -> tuple[str, ...]:
    """Insurance schemes the text names."""
    return tuple(name for name, pattern in _SCHEMES.items() if pattern.search(text))


_HINTS = {
    "城乡居民": re.compile(
        r"农村居民|农村户口|农民|农村人|村民|种地|务农|没(有)?工作过|从来没(有)?(交|缴|参加|买)|没买过|没交过|新型农村|居民户口|五保|土地(被征|流转)"
    ),
    "机关事业": re.compile(
        r"老师|教师|教龄|学校|医院职工|干部|公检法|民警|卫生(局|系统)|教育局|编制|入编|职称|工资套改|级别|晋级|中人"
    ),
    "企业职工": re.compile(r"公司|单位|厂|企业|上班|打工|入职|离职|老板|劳动合同|试用期|派遣|下岗|买断|改制"),
}


def scheme_hints(text: str) -> tuple[str, ...]:
    """Schemes the text makes likely without naming them; they lean the ranking, they do not filter."""
    if _LAND.search(text):  # whether land-losing farmers join residents or employees is for the place to say
        return ()
    return tuple(name for name, pattern in _HINTS.items() if pattern.search(text))


_LAND = re.compile(r"征地|失地|土地被征")
