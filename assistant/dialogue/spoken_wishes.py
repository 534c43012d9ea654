"""Whether somebody asks what a person's own pension will be, or how pensions are worked out at large. Pure."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_words import clauses, either, plainly

_PENSION = either("退休养老金 养老金 退休金 退休工资 养老工资 养老钱 退休费 退休待遇 养老待遇 劳保工资")
_SELF = re.compile(either("我 俺 咱 本人 爸 妈 爹 娘 老公 老婆 老伴 丈夫 妻子 爱人 老头 老汉 帮 替 给"))
_SOON = either("能 可以 可 会 该 要 大概 大约 到时候 以后 将来 退休后 退休 老了")
_MONTHLY = r"(?:[一每]个?月|[一每]年)"
_GET = r"(?:领|拿|得|发|开|有|落)(?:到手|到|着|个|回)?"
_MUCH = (
    either("多少钱 多少 几多钱 几多 好多钱 好多 多钱 几个钱 几千 几百 好些 多些")
    + r"(?!岁|年(?!.{0,2}钱)|个月|次|天|档|人|倍)"
)

_GETS_HOW_MUCH = re.compile(rf"(?:{_SOON}|{_MONTHLY}|少|多)(?:我|再|{_SOON}|{_MONTHLY}){{0,6}}{_GET}{_MUCH}")
"""能领多少, 退休一个月能拿几个钱."""
_RETIRED_HOW_MUCH = re.compile(rf"退休(?:后|了|以后|之后|时)?(?:我|工资|{_SOON}|{_MONTHLY}){{0,6}}(?:{_GET})?{_MUCH}")
"""退休后每个月多少钱."""
_PENSION_HOW_MUCH = re.compile(rf"{_PENSION}(?:，|是|应该|{_GET}|{_SOON}|{_MONTHLY}){{0,6}}{_MUCH}")
"""养老金有多少; of whom is for other words to say."""
_SOMEBODYS = re.compile(rf"^(?:请问|那|，)*{_PENSION}|" + _SOON.replace("|退休|", "|"))

_WORK_OUT = either("测算 估算 预估 预测 核算 推算 试算 计算 测一下 估一下 估估 (?<![打合划折总清])算(?!高|低|少|多|错)")
_ASKS_TO_WORK_OUT = re.compile(
    rf"{either('帮 给我 给俺 替我 替俺 麻烦 请')}[^，。？]{{0,8}}{_WORK_OUT}"
    rf"|{either('想 要 可以 能不能')}[^，。？]{{0,4}}(?:算(?={_PENSION}|出|我|能|个)|测算|估算)"
    rf"|算算|算一算|算一?下|算一?哈|测算|估算|预估|试算|估一下|估估|估下|估(?:我的?)?{_PENSION}"
)
_ONLY_WORK_OUT = re.compile(
    r"(?:请|麻烦|那|你|您|能不能|可以|能|想|让)*(?:帮|给|替)(?:我|俺|咱)?(?:测算|估算|算)(?:一下|一算|一哈|下|哈|算|个)?(?:得了|[吧吗啊呗嘛呀])*"
)
"""帮我算算 and nothing more: what this service works out is the pension."""
_ABOUT_PENSION = re.compile(rf"{_PENSION}|退休|养老|能(?:领|拿|发)")
_WHEN = re.compile(r"什么时候|啥时候|哪年|哪一年|几岁|多大|退休时间|退休年龄|何时|哪个月|几月|够不够")

_RULE = re.compile(
    r"(?:怎么|咋|如何|怎样|啷个|按什么|根据什么)(?:来)?(?:计算|核算|测算|算)|计算(?:公式|方法|办法|方式|规则)|公式|算法"
)
_MY_PENSION = re.compile(rf"(?:我|俺|咱)(?:们|自己)?的?(?:这种|这个)?(?:情况)?的?{_PENSION}")
_ASKS_FOR_RULE = re.compile(r"想(?:问|知道|了解|咨询)|请问")

_OTHER_BENEFIT = re.compile(
    either(
        "丧葬 抚恤 失业 医保 医疗 工伤 生育 公积金 遗属 家属 病残 伤残 高龄 低保 独生子女 补贴 津贴 取暖 补偿 赔 拆迁 土地 滞纳金 年金 个人养老金"
        " 一次性 去世 死亡 过世 走了 身故 死了 继承 退保 退费 退多少 退回 拿回 补发 工亡 农民(?!工) 农村老人 农保"
    )
)
_OTHER_QUESTION = re.compile(
    r"(?:交|缴|补|扣|差|欠|存)(?:够|满|了)?多少(?!.{0,8}(?:领|拿))|涨(?:了|多)?多少|上调|调整|(?:最低|最高|平均)(?:养老金|多少|水平)|人均|标准是多少"
    r"|基础养老金(?:是|标准|每月|一个月)?多少|账户里?(?:有|的|能领)?多少|多少年|多少岁|几岁|少算|算错|错了|算(?:工龄|断缴|连续|视同|退休(?!金|工资)|灵活|缴费年限)"
    r"|工龄(?:怎么|如何|咋)?算|算不算|(?:为什么|为啥|怎么|咋)(?:我|才|只|就|会)*(?:领|拿|发|这么|那么|少)|在哪|哪里|哪儿|平台|窗口|网上|合适|正常|够用|够花"
)


def wants_estimate(text: str) -> bool:
    """Whether the text asks how much a person's own pension will be: 我能领多少, 退休能拿多少钱, 帮我算算养老金.

    养老金怎么计算 asks for the rule, 失业金能领多少 for another benefit, 一年交多少 for the price: none of them.
    """
    text = plainly(text)
    if _OTHER_BENEFIT.search(text):
        return False
    asked = "，".join(clause for clause in clauses(text) if not _OTHER_QUESTION.search(clause))
    if _GETS_HOW_MUCH.search(asked) or _RETIRED_HOW_MUCH.search(asked):
        return True
    if _PENSION_HOW_MUCH.search(asked):
        return bool(_SELF.search(text) or _SOMEBODYS.search(asked))
    if _RULE.search(asked):
        return bool(_MY_PENSION.search(asked)) and not _ASKS_FOR_RULE.search(text)
    if _WHEN.search(asked):
        return False
    if _ASKS_TO_WORK_OUT.search(asked) and _ABOUT_PENSION.search(asked):
        return True
    return any(_ONLY_WORK_OUT.fullmatch(clause) for clause in clauses(asked))
