"""The words around a length of time that tell whether it was paid, is a rule, a plan, deemed, or still missing."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_words import either

_PAY = either("缴费 交费 缴纳 交纳 参保 续交 续缴 交 缴 供")
_PENSION = "(?:城镇|企业|基本|居民|职工)*" + either(
    "社会保险 社保费 社保 养老保险费 养老保险 养老金 养老 保险 职保 劳保 统筹"
)
_SCHEME = _PENSION.replace("养老金|", "")
_UP_TO_NOW = either("到现在 到如今 到今年 到目前 到这会儿 到这会 到上个月 到上月 到退休 至今")
_PADDING = either(
    "到现在 到如今 到今年 到目前 至今 现在 目前 已经 已 都 也 就 才 只 一共 总共 拢共 共 累计 加起来 合计 前前后后 前后 断断续续 陆陆续续 零零碎碎 连续"
    " 大概 大约 差不多 估计 估摸着 估摸 可能 好像 应该 恐怕 怕 快 将近 接近 足足 整整 刚好 正好 刚 满打满算 算下来 算起来 得有 能有 有了 有 是 为 满 够"
    " 算 个 小 约 呢 嘛 了 得 的 钱 费 我 在那里 实打实 整 弄"
)
"""Words that may stand between the verb and the years."""

PENSION = re.compile(rf"{_PAY}|{_PENSION}|工龄|年限")
PAID = re.compile(
    rf"(?:{_PAY}{_PENSION}?(?:了|过|咗|起有|得有|有|{_UP_TO_NOW}|[满够足]了?)|[买上入]{_PENSION}(?:了|过|{_UP_TO_NOW}))"
    rf"{_PENSION}?{_PADDING}{{0,8}}$"
)
"""交了, 缴过, 买了社保, 交到现在: a fact."""
BOUGHT = re.compile(rf"[买上入][了过]{_PADDING}{{0,8}}$")
"""买了, 上了: what, is told before or after the years (社保上了20年, 买了15年社保; not 上了30年班)."""
STATED = re.compile(
    rf"(?:{_PAY}(?:的)?{_PENSION}?|缴费(?:年限|时间)|累计年限|连续工龄|工龄|{_PENSION}年限|年限|{_SCHEME}){_PADDING}{{0,8}}$"
)
"""交18年, 工龄35年, 社保18年: a fact unless a rule or a question."""
NAMED_AFTER = re.compile(
    rf"(?:多|左右|整)?(?:的)?(?:{_PENSION}|连续工龄|工龄|缴费年限|缴费)(?!.{{0,2}}(?:才|就|能|要|可以))"
)
SCHEME_AFTER = re.compile(r"(?:的)?(?:职工|企业|居民|新农保|农保|居保|灵活|机关|事业)")
HAS = re.compile(rf"(?:^|有|了|我|俺|是|女|男|月|的){_PADDING}{{0,8}}$")
"""我有18年社保: what stands before the years."""
TOTAL = re.compile(
    rf"{either('一共 总共 拢共 累计 加起来 合计 满打满算 算下来 算起来 加一起')}(?:{_PAY}{_PENSION}?)?{_PADDING}{{0,8}}$"
)
PART = re.compile(r"(?:其中|里面有?|当中|里头|之前在|另外|还有)[^，。交缴]{0,4}$")
"""其中12年: a part of what was named."""

_MORE = either("再 继续 接着 连续 累计 实际 总共 一共 够 满 多 去")
TO_COME = re.compile(
    rf"(?:{either('要 得 需要 需 须 必须 应该 应 至少 (?<!按)最[少低长多] 起码 准备 打算 想 才 只要 等 能 可以 可 会 该 先 凑 还要 还得 还需')}{_MORE}{{0,3}}"
    rf"|继续|接着){_PAY}(?!{_UP_TO_NOW}|了)"
    rf"|{either('再 多 少 补 没有 没 未 不 欠 漏 停 缓 晚 延长 延 一次性 一次')}{_MORE}{{0,3}}{_PAY}"
)
"""要交, 再交, 补缴, 没交: not what was paid. 应该交了 is only a guess at it."""
RULES = re.compile(
    either(
        "如果 要是 假如 假设 比如 例如 只要 规定 政策 别人 人家 有的人 必须 需要 要求 等到 补缴 补交 缓缴 刚领 领了 条件 满足 超过 听说 你们说 他们说 都说"
        " (?<!按)(?<!按照)最[低少](?:要|需|得|也|缴费|交|缴|年限|累计)"
    )
)
MADE_UP = re.compile(r"(?:补|补缴|补交)了?$")
"""补了10年: whether it is within what was paid is open."""
THIS_YEAR = re.compile(r"(?<!到)(?:今年|去年|前年|那年)")
BROKEN = re.compile(r"[断停][缴交保]?[了过]?(?:有|大概|差不多|快|将近)*$")
RULE_FOLLOWS = re.compile(
    r"^[^，。]{0,4}?(?:才|就|便|即|是否|是不是)(?:能|可|给|行|够|得|会)|^以上(?:的|才|就|可以)|能不能|够不够|行不行|够吗|够了吧|够了没|够不|行吗|即可|划算|^[、和或跟与及]"
)
ONE_AT_A_TIME = re.compile(
    r"(?:就|都|只|要|得|能|才|大概|差不多)*(?:交|缴|领|拿|扣|发|折|算|顶|抵|的钱|多少|\d|[一二两三四五六七八九])"
)
"""一年交一次: a period, not a length."""
REACHED = re.compile(r"(?:满|够|足)$")
ALREADY = re.compile(r"已|满了$|够了$|足足$|满打满算$|刚")
QUESTION = re.compile(either("吗 么 多少 怎么 咋 可以 还是 划算 区别 什么 啥 几") + r"|([一-龥])[不没]\1")
MINE = re.compile(either("我 俺 咱 本人 爸 妈 爹 娘 老公 老婆 老伴 丈夫 妻子 爱人 男 女 生的 出生 已经"))
"""Whoever speaks of a person states a fact, even in a question: 我交15年能领多少."""

_OTHER = either(
    "医保 医疗 公积金 商业保险 商业 商保 失业 生育 房贷 贷款 房租 租金 职业年金 企业年金 党费 学费 物业 车险 人寿 重疾 残保金 水电 电费 罚款 个税"
)
ANY_INSURANCE = re.compile(rf"(?P<other>{_OTHER})|(?P<ours>{_PENSION}|工龄)")
OTHER_AFTER = re.compile(rf"(?:的)?(?:{_OTHER})")

LISTING = re.compile(r"指数|余额|账户|基数|档|[男女]|年\d{1,2}月|月[生的份]|身份证")
"""A message that lists facts about a person: 长沙的，女，18年，指数0.7."""
LISTED = re.compile(r"(?:一共|总共|大概|差不多|都|有|满|已经)*$")
LISTED_END = re.compile(r"[了多吧]?$")
NOT_LISTED = re.compile(
    r"(?:退休|断|停|领|干|工作|上班|当兵|结婚|差|保|早|晚|前|后|满|够|要|才|每|最低|至少)(?:了|过)?$"
)
"""What a clause before ends with when the years beside it are of something else."""
COMPARED = re.compile(r"[、和或跟与及]|还是|对比|比")
"""交15年和20年: lengths set side by side are not facts."""
SHORT_OF = re.compile(r"(?<![相益])(?:差|缺|短|不够)(?:了|着|个|我)?$")
UNTIL_RETIREMENT = re.compile(r"[^，。]{0,3}(?:退休|到点|到年龄|到岁数|领|岁)|[^，。]{0,2}到(?:60|六十|55|五十)")
DEEMED = re.compile(r"视同(?:缴费)?(?:年限|工龄)?(?:的)?(?:有|是|为|算|大概|，|了)*$")
DEEMED_AFTER = re.compile(r"(?:是|算|的|都是|属于)*视同")
ACTUAL = re.compile(r"实际(?:缴费|交费|交|缴)?(?:了|年限|的)*(?:有|是|为)*$")
BESIDES = re.compile(
    r"(?:另外|还有|再加|加上|外加|另有)[^。]{0,8}视同|视同[^。]{0,12}(?:另外|还有|再加|加上|外加)[^。]{0,4}(?:交|缴|实际)"
)
WITHIN = re.compile(r"其中|里面|包括|包含|含|总|一共|累计|工龄|当中|里头")

_ANSWER_WORD = rf"(?:[嗯啊哦噢呃额哎那俺咱诶哈]|{_PAY}|{_PADDING}|买了|这个|那个|社保卡上|手机上|网上|单子上|查的|查了|查到|显示|写的|社保|养老保险|工龄|缴费年限)"
ANSWER_BEFORE = re.compile(rf"{_ANSWER_WORD}{{0,8}}")
ANSWER_AFTER = re.compile(
    r"(?:[吧了啊哦嘛喽咯啦哈呀的整多呗嘞诶]|左右|上下|样子|出头|这样|社保|养老保险|工龄|缴费年限|缴费)*"
)
BARE_YEARS = re.compile(
    rf"(?:{_ANSWER_WORD}|，){{0,8}}(?P<years>\d{{1,2}}(?:\.5)?|[一二三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九])(?:[吧了啊哦嘛。！]|左右)*"
)
"""18, 十八吧: years, when they were asked for."""
