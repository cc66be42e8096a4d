"""What people say plainly: heard by the words that always count, then by the listener."""

from __future__ import annotations

from bot.rules.reading import load_rules
from desk.domain.danger.sightings import Sighting, sighting_in
from hearing.own import listener_of

RULES, LISTENER = load_rules("default"), listener_of(None)

DANGER = """
家里断粮三天了，求求你们
老人两天没吃饭了
孩子奶粉断了，揭不开锅
老伴住院了，医生说再不交钱就停药
交不起住院费，要被赶出来了
我爸透析没钱了
房子要塌了，今晚不敢睡
东屋的墙裂了一条大缝
西墙快倒了
下雨屋顶塌了半边
房梁断了一根
窑洞裂得厉害，窑要塌
邻居家娃没人管，好几天了
我不想活了
活着没意思
他说要轻生
我媳妇喝农药了
我爹把百草枯喝了
她想自杀，快来人
有人要跳楼
隔壁天天打人，家暴
他喝了酒就打我
我男人打孩子
我妈晕倒在院子里
老人快不行了
奶奶叫不醒了
胸口疼得厉害，喘不上气
煤气中毒了
我家着火了
厨房起火
我们村被水围了
水进屋了，已经到膝盖
山洪冲下来了
有人被困在房顶
孩子掉井里了
老人走丢两天了
媳妇大出血
以前没断粮，现在断粮了
去年发大水今年又着火了
去年盖的房着火了
没有人管我，活不下去了
手机打不着，房子着火了
他拿刀砍人
有人性侵我女儿
电线漏电，电着了人
断　粮　了
不.想.活
不,想,活,了
家裡斷糧了
房子要踏了
我想死
不想火了
喝 农 药
⽼人快不⾏了
""".strip()

SAFE = """
我想问问低保怎么办
孩子上大学，学费有没有补助
医药费报销比例是多少
老伴有高血压，慢病本怎么办理
家里收入少，想找个活干
自来水管坏了，什么时候能修
村里路灯不亮
想申请危房改造
新农合今年交多少钱
我家三轮车打不着火
灶台点不着火
手机快不行了，改天再说
电动车快不行了，想换一辆
请打我电话
打我手机就行，白天都在
有事打孩子电话
不好意思，打扰了
刚才被打断了，接着说
衣服被打湿了
你好，有人吗
小麦被打药机压坏了一片
想问残疾证怎么换
老人八十岁有高龄补贴吗
今年玉米卖不上价
猪价跌得厉害，养猪赔了
母猪要生了，想问保险
春节前要杀年猪
去年着火的事已经处理好了
前年洪水冲坏的路还没修
去年发大水，地里没收成
小时候家里没饭吃，现在好多了
没有危险，就是想问问
没有人受伤，没着火
家里都好，没被淹
他脾气急，但不打人
想学预防煤气中毒的知识
村里搞防溺水宣传吗
镇上卖火烧的店关门了
消防队来做火灾演练
救命恩人是镇上的医生
想给孩子办转学
公益岗位怎么报名
土地流转的钱没发
帮我看看这个材料行不行
谢谢，问题解决了
满意
中风后遗症，想办残疾证
合作社分红什么时候发
厕所改造还做不做
想贷款买几只羊
女儿在外地打工，想回来就业
""".strip()


def test_who_may_come_to_harm_is_heard_and_most_are_told_of_without_asking() -> None:
    seen = {sentence: _seen(sentence) for sentence in DANGER.splitlines()}
    missed = [sentence for sentence, found in seen.items() if found is None]
    sure = [found for found in seen.values() if found is not None and found.is_sure]

    assert len(missed) <= 0.1 * len(seen), missed
    assert len(sure) >= 0.7 * len(seen)


def test_everyday_sentences_hardly_raise_an_alarm_and_few_are_asked_about() -> None:
    seen = {sentence: _seen(sentence) for sentence in SAFE.splitlines()}
    alarmed = [sentence for sentence, found in seen.items() if found is not None and found.is_sure]
    asked = [sentence for sentence, found in seen.items() if found is not None and not found.is_sure]

    assert len(alarmed) <= 0.03 * len(seen), alarmed
    assert len(asked) <= 0.2 * len(seen), asked


def _seen(sentence: str) -> Sighting | None:
    return sighting_in(sentence, RULES, LISTENER.hear(sentence))
