"""The plans of the demo clients. Brands, people and figures are invented.

`report-gen simulate client-x --months 14 --seed 1770` and `report-gen simulate client-y --months 6 --seed 11` write the
exports of the two demo clients again as they stand in clients/; any other client gets an account like client-x's.
"""

from __future__ import annotations

from report_gen.simulate.plan import Advertising, Collaboration, Destination, Keyword, Plan, Quirks, Special, Topic

# Months and seed of the exports in clients/.
COMMITTED = {"client-x": (14, 1770), "client-y": (6, 11)}


def plan(slug: str, months: int, last_month: str) -> Plan:
    """The plan of the client's account."""
    return (_skincare if slug == "client-y" else _coffee)(months, last_month)


def _coffee(months: int, last_month: str) -> Plan:
    """A coffee and breakfast brand in Singapore: guides are kept, store visits are looked at."""
    return Plan(
        last_month=last_month, months=months, backlog=4, notes_per_month=8.3, profile_per_view=0.03,
        topics=_COFFEE_TOPICS, words=_COFFEE_WORDS, keywords=_COFFEE_KEYWORDS, specials=_COFFEE_SPECIALS,
        lifts=(("攻略", 1.2), ("指南", 1.2), ("清单", 1.25), ("步", 1.1), ("测评", 0.85), ("开箱", 0.8)),
        growth=0.06, spread=0.32, reach_spread=0.35,
        destinations=(
            Destination("menu", base=3, per_view=0.006, match=("/menu",)),
            Destination("storefront", base=4, per_view=0.0065, match=("/store",)),
        ),
        advertising=Advertising(months_ago=4), collaborations=_COFFEE_COLLABORATIONS,
        quirks=Quirks(deleted=1),
    )  # fmt: skip


_COFFEE_TOPICS = (
    Topic(
        "Kopi guides",
        match=("kopi", "咖啡"),
        titles=(
            "Kopi 怎么点不踩雷｜{who}的 {n} 种叫法",
            "新加坡咖啡馆指南｜{place}这 {n} 家不排队",
            "在家复刻南洋咖啡，{n} 步就够",
            "{place}咖啡地图：{n} 家老店一天走完",
            "Kopi O 和 Kopi C 差在哪？{who}一张表看懂",
            "南洋咖啡 vs 手冲，{who}怎么选",
            "{place}喝咖啡清单｜{price}以内",
            "{who}第一次喝 kopi 的点单攻略",
            "少糖少奶怎么说？{who}的 kopi 点单步骤",
            "{place}咖啡测评：{n} 家喝下来只回购这家",
        ),
        share=0.29, evergreen=True, impressions=17000, click_rate=0.15, save_rate=0.0205, comment_rate=0.021,
    ),
    Topic(
        "Kaya & breakfast",
        match=("咖椰", "早餐"),
        titles=(
            "咖椰酱的 {n} 种吃法，最后一种没人告诉你",
            "新加坡早餐攻略：跟着{who}排队",
            "{place}早餐清单｜{price}吃到饱",
            "咖椰吐司测评｜{place}老店和新店差在哪",
            "自制咖椰酱教程，{n} 步不失败",
            "半熟蛋配咖椰吐司，{who}这样吃",
            "{who}的早餐一周不重样",
        ),
        share=0.27, impressions=14500, click_rate=0.15, save_rate=0.016, comment_rate=0.023,
    ),
    Topic(
        "Gift sets",
        match=("礼盒", "伴手礼"),
        titles=(
            "伴手礼怎么选？{price}以内看这篇",
            "新加坡伴手礼清单｜{who}回购最多的 {n} 样",
            "樟宜机场买伴手礼，登机前{minutes}搞定",
            "送长辈还是送同事？{price}档伴手礼礼盒对比",
            "{who}带回国的伴手礼，{n} 样不踩雷",
            "不甜腻的伴手礼指南｜{price}起",
        ),
        seasonal={
            1: ("新年礼盒对比｜{price}档怎么选", "新年伴手礼清单，{who}提前收好"),
            2: ("新年礼盒开箱｜值不值得带回国", "春节送礼礼盒，{n} 款长辈都喜欢"),
            8: ("中秋礼盒预告｜今年有 {n} 款", "中秋礼盒对比，{price}档怎么选"),
            9: ("中秋礼盒开箱｜值不值得带回国", "国庆伴手礼清单，{who}提前收好"),
            11: ("圣诞礼盒预告｜{n} 款先看为敬",),
            12: ("圣诞礼盒开箱｜交换礼物不出错", "圣诞伴手礼，{price}以内送同事"),
        },
        share=0.22, impressions=13500, click_rate=0.14, save_rate=0.018, comment_rate=0.021,
    ),
    Topic(
        "Store visits",
        match=("探店", "打卡"),
        titles=(
            "{place}探店｜藏在组屋楼下的老味道",
            "{place}打卡｜{when}人最少",
            "{place}探店｜逛街中途坐一坐",
            "跟着{who}去{place}探店",
            "{place}新店打卡，{n} 个角落随手拍",
            "樟宜机场探店｜{when}也有热乎的",
        ),
        share=0.22, impressions=14500, click_rate=0.17, save_rate=0.0115, comment_rate=0.027, video_share=0.4,
    ),
)  # fmt: skip

_COFFEE_WORDS = {
    "place": (
        "牛车水", "乌节路", "中峇鲁", "加东", "小印度", "武吉士", "圣淘沙", "如切", "滨海湾", "荷兰村", "大巴窑", "女皇镇",
    ),
    "who": ("本地人", "留学生", "上班族", "游客", "老饕", "带娃家庭"),
    "n": ("3", "5", "6", "8", "10", "12"),
    "price": ("5 新币", "10 新币", "20 新币", "50 新币"),
    "minutes": (" 15 分钟", " 20 分钟", "半小时"),
    "when": ("周末早上", "下午三点", "工作日九点后", "晚饭前"),
}  # fmt: skip

_COFFEE_SPECIALS = (
    Special(
        "Kopi 怎么点不踩雷｜一张图看懂老派叫法", "Kopi guides",
        months_ago=2, day=8, impressions=52000, save_rate=0.042, comment_rate=0.02, follower_rate=0.006,
    ),
    Special(
        "会员日福利🎁 关注我们，评论区抽 20 位", "Store visits",
        months_ago=7, day=14, impressions=52000, tail_share=0.1,
        save_rate=0.003, comment_rate=0.075, follower_rate=0.11, fleeting=0.6,
    ),
)  # fmt: skip

_COFFEE_COLLABORATIONS = (
    Collaboration("示例博主 A", "示例：周末去喝一杯南洋咖啡", 6_800, 500, 1, 6, 8_200, 50, save_rate=0.11),
    Collaboration("示例博主 B", "示例：组屋楼下的咖椰吐司", 23_500, 1_800, 1, 13, 21_000, 180, save_rate=0.07),
    Collaboration("示例博主 C", "示例：一个月喝遍牛车水", 312_000, 9_000, 1, 20, 64_000, 900, "video", save_rate=0.03),
    Collaboration("示例博主 A", "示例：我的 kopi 点单小抄", 7_100, 500, 0, 8, 9_400, 50, save_rate=0.13),
    Collaboration("示例博主 D", "示例：带长辈吃早餐", 15_200, 1_200, 0, 14, 12_500, 120, save_rate=0.06),
    Collaboration("示例博主 E", "示例：伴手礼怎么挑", 41_000, None, 0, 21, 26_000, save_rate=0.09),
)

_COFFEE_KEYWORDS = (
    Keyword("新加坡咖啡", ((13, 20), (4, 18), (3, 15), (2, 10), (1, 6), (0, 3)), ((0, 1),), "怎么点", "category", 2),
    Keyword("新加坡早餐", ((13, 34), (6, 28), (1, 24), (0, 22)), ((13, 0.8), (0, 0.92)), "早餐", "category", 2),
    Keyword("新加坡伴手礼", ((13, 26), (3, 20), (1, 18), (0, 11)), cue="伴手礼", group="category", weight=2),
    Keyword("南洋咖啡", ((13, 2), (0, 2)), cue="南洋", group="brand"),
    Keyword("咖椰吐司", ((13, 1), (0, 1)), cue="咖椰吐司", group="brand"),
    Keyword("樟宜机场美食", ((13, 4), (6, 3), (1, 3), (0.6, 4), (0, 6)), cue="樟宜机场", group="place"),
    Keyword("牛车水美食", ((13, 16), (3, 12), (1, 10), (0, 5)), cue="牛车水", group="place"),
    Keyword(
        "乌节路咖啡馆", ((13, 47), (1, 44), (0, 38)), ((13, 0.05), (1, 0.2), (0.4, 0.55), (0, 0.95)), "乌节路", "place"
    ),
)


def _skincare(months: int, last_month: str) -> Plan:
    """A skincare brand for humid weather: smaller, younger, half of it video."""
    return Plan(
        last_month=last_month, months=months, backlog=4, notes_per_month=9,
        topics=_SKINCARE_TOPICS, words=_SKINCARE_WORDS, keywords=_SKINCARE_KEYWORDS,
        lifts=(("清单", 1.25), ("步骤", 1.2), ("对比", 1.15)),
        growth=0.03, spread=0.45,
        destinations=(Destination("website", base=2, per_view=0.009, match=("/products", "/quiz")),),
        profile_base=6,
        quirks=Quirks(autoplay_only=0.12),
    )  # fmt: skip


_SKINCARE_TOPICS = (
    Topic(
        "Ingredients",
        match=("成分", "烟酰胺", "神经酰胺", "积雪草"),
        titles=(
            "{ingredient}到底有没有用？成分党看这篇",
            "{ingredient}和{ingredient2}能不能一起用",
            "{skin}别乱跟风，成分清单先收好",
            "{ingredient} vs {ingredient2}，{skin}怎么选",
            "一张图看懂{ingredient}浓度",
        ),
        share=0.3, evergreen=True, impressions=7000, click_rate=0.13, save_rate=0.021, comment_rate=0.03, video_share=0.3,
    ),
    Topic(
        "Routines",
        match=("早C晚A", "护肤步骤", "晨间", "夜间"),
        titles=(
            "{skin}晨间 {n} 步，出门不泛油",
            "新加坡这么潮，{skin}的护肤步骤要减法",
            "夜间修护顺序，{skin}照着做",
            "早C晚A 新手教程｜{skin}版",
            "{who}的夜间 {n} 步，十分钟搞定",
        ),
        share=0.3, evergreen=True, impressions=6500, click_rate=0.14, save_rate=0.018, comment_rate=0.022, video_share=0.5,
    ),
    Topic(
        "Reviews",
        match=("空瓶", "测评", "红黑榜"),
        titles=(
            "{who}的{season}空瓶记",
            "{n} 款防晒测评：37 度户外站一小时",
            "{skin}红黑榜｜{season}只留这几支",
            "平价精华测评对比，{skin}先看质地",
        ),
        share=0.25, impressions=8000, click_rate=0.15, save_rate=0.011, comment_rate=0.034, video_share=0.55,
    ),
    Topic(
        "Behind the brand",
        match=("实验室", "幕后", "开箱"),
        titles=(
            "走进实验室｜一支面霜打样 {n} 次",
            "包装幕后：为什么换成补充装",
            "新品开箱｜{season}限定色长这样",
            "幕后日常｜{who}在实验室的一天",
        ),
        share=0.15, impressions=4500, click_rate=0.12, save_rate=0.005, comment_rate=0.02, video_share=0.7,
    ),
)  # fmt: skip

_SKINCARE_WORDS = {
    "ingredient": ("烟酰胺", "神经酰胺", "积雪草"),
    "ingredient2": ("水杨酸", "维C", "视黄醇", "透明质酸"),
    "skin": ("油皮", "干皮", "混油皮", "敏感肌", "痘肌"),
    "who": ("通勤族", "妈妈", "男生", "配方师", "健身党"),
    "season": ("换季", "旅行", "雨天"),
    "n": ("3", "4", "5", "7"),
}

_SKINCARE_KEYWORDS = (
    Keyword("新加坡护肤", ((5, 14), (2, 12), (0, 8)), cue="新加坡", group="category", weight=2),
    Keyword("油皮护肤步骤", ((5, 31), (0, 17)), cue="油皮", group="category", weight=2),
    Keyword("烟酰胺", ((5, 42), (1, 45), (0, 40)), ((5, 0.6), (0, 0.75)), "烟酰胺", "ingredient"),
    Keyword("神经酰胺面霜", ((5, 9), (2, 9), (0, 13)), cue="神经酰胺", group="ingredient"),
    Keyword("热带防晒", ((5, 6), (0, 5)), cue="防晒", group="category"),
)
