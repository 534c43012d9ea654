"""Whether somebody asks what a person's own pension will be, or how pensions are worked out at large. Pure."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_words import clauses, either, plainly

_PENSION = either("退休养老金 养老金 退休金 退休工资 养老工资 养老钱 退休费 退休待遇 养老待遇 劳保工资")
_SELF = re.compile(either("我 俺 咱 本人 我们 俺们 爸 妈 爹 娘 老公 老婆 老伴 丈夫 妻子 爱人 老头 老汉 老妈 帮 替 给"))
_GET = either("领 拿 得 发 开 到手 攞 有 落")
_MUCH = rf"(?:到手?|到|着|个|回)?{either('多少钱 多少 几多钱 几多 好多钱 好多 多钱 几个钱 几千 几百 多大点 好些 多些')}(?!岁|年(?!.{{0,2}}钱)|个月|次|天|档|人|倍)"
_HOW_MUCH = re.compile(
    rf"(?:能|可以|可|会|要|该|大概|大约|一?个?月|每月|每年|退休后?|以后|将来|到时候|老了|少|多)+(?:我|能|可以|可|会|再)*{_GET}{_MUCH}"
)
_PENSION_IS = re.compile(
    rf"{_PENSION}(?:，|一个月|每个?月|每年|一年|大概|大约|会|能|可以|到时候|以后|将来|退休后|有|是|得|应该|到手|领|拿|发|该)*{_MUCH}"
)
_RETIRED_GETS = re.compile(
    rf"退休(?:后|了|以后|之后|时)?(?:我|一个月|每个?月|大概|大约|能|会|可以|有|工资)*{_GET}?{_MUCH}"
)
_BARE_CALC = re.compile(
    r"(?:请|麻烦|那|你|您|能不能|可以|能|想|让|，)*(?:帮|给|替)(?:我|俺|咱)?(?:测算|估算|算)(?:一下|一算|一哈|下|哈|算|个)?(?:得了|[吧吗啊呗嘛呀。？！])*"
)
_WHEN = re.compile(r"什么时候|啥时候|哪年|哪一年|几岁|多大|退休时间|退休年龄|何时|哪个月|几月")
_OF_SOMEBODY = re.compile(rf"(?:^|[，。]|请问|那){_PENSION}|能|会|可以|大概|到时候|将来|以后|退休后")
_GENERAL = re.compile(r"在哪|哪里|哪儿|平台|窗口|网上|合适|正常|够用|够花|算高|算低|水平")
_ASKS_CALC = re.compile(
    rf"(?P<lead>帮|给我|给俺|替我|替俺|麻烦|请你?|能不能|可以|想|我要|要)[^，。？]{{0,8}}{either('测算 估算 预估 预测 核算 推算 试算 计算 (?<![打合划折总清])算(?!高|低|少|多|错) 测一下 估一下 估估')}|算算|算一算|算一?下|算一?哈|测算|估算|预估|试算|估一下"
)
_HOW = re.compile(
    r"(?:怎么|咋|如何|怎样|咋个|啷个|按什么|根据什么)(?:来)?(?:计算|算|核算|测算|算法)|计算(?:公式|方法|办法|方式|规则)|公式|算法|啥办法算"
)
_OTHER_BENEFIT = re.compile(
    either(
        "丧葬 抚恤 失业 医保 医疗 工伤 生育 公积金 遗属 退保 拿回 农民 家属 农村老人 农保 病残 伤残 高龄 低保 独生子女 补贴 津贴 滞纳金 一次性 去世 死亡 过世 走了 身故 死了 退费 退多少 退回 继承 取暖 年金 补偿 赔 企业年金 职业年金 个人养老金 补发 拆迁 土地 工龄补"
    )
)
_OTHER_QUESTION = re.compile(
    r"(?:交|缴|补|扣|差|欠|存)(?:够|满|了)?多少(?!.{0,8}(?:领|拿))|涨(?:了|多)?多少|涨多少|上调|调整|最低(?:养老金|多少)|最高(?:养老金|多少)|平均(?:养老金|多少|水平)|人均|基础养老金(?:是|标准|每月|一个月)?多少|账户里?(?:有|的|能领)?多少|多少年|多少岁|几岁|少算|错了|算错|重新算工龄|算工龄|工龄(?:怎么|如何|咋)?算|(?:为什么|为啥|怎么|咋)(?:我|才|只|就|会)*(?:领|拿|发|这么|那么|少)|标准是多少|算不算|算(?:工龄|断缴|连续|视同|退休|灵活|缴费年限)|还能领吗"
)


_MY_PENSION = re.compile(rf"(?:我|俺|咱)(?:们|自己)?的?(?:这种|这个)?(?:情况)?的?{_PENSION}")
_WANTS_TO_KNOW = re.compile(r"想(?:问|知道|了解|咨询)|请问")
_ABOUT_PENSION = re.compile(rf"{_PENSION}|退休|养老|能(?:领|拿|发)")


def wants_estimate(text: str) -> bool:
    """Whether the text asks how much a person's own pension will be: 我能领多少, 退休能拿多少钱, 帮我算算养老金.

    养老金怎么计算 asks for the rule, 失业金能领多少 for another benefit, 一年交多少 for the price: none of them.
    """
    text = plainly(text)
    if _OTHER_BENEFIT.search(text) or _OTHER_QUESTION.search(text) or _GENERAL.search(text):
        return False
    if _HOW_MUCH.search(text) or _RETIRED_GETS.search(text):
        return True
    if _PENSION_IS.search(text):
        return bool(_SELF.search(text) or _OF_SOMEBODY.search(text))
    if _HOW.search(text):
        return bool(_MY_PENSION.search(text)) and not _WANTS_TO_KNOW.search(text)
    if not _ASKS_CALC.search(text) or _WHEN.search(text):
        return _bare(text)
    return bool(_ABOUT_PENSION.search(text)) or _bare(text)


def _bare(text: str) -> bool:
    """帮我算算, and nothing else to be worked out."""
    return any(_BARE_CALC.fullmatch(clause) for clause in clauses(text)) and not _WHEN.search(text)
