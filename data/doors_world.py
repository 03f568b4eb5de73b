# ruff: noqa: E501
# fmt: off
"""The invented door and window company behind the sample repair register: goods, faults, estates, technicians.

The demo data of the addons carries the same names, so that the register's products, categories and
technicians are found on import. All brands, persons and telephone numbers are invented.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    category: str
    kinds: str  # of product, separated by blanks; empty: all
    said: str
    material: tuple  # (name, unit, from, to, cost of one)
    done: str
    hours: tuple  # from, to
    causes: tuple  # (cause, weight)


PRODUCTS = {  # name: (prefix of its serial numbers, kind)
    "静安80系列推拉窗": ("TL80", "sliding"),
    "静安90系列推拉门": ("TL90", "sliding"),
    "静安55系列平开窗": ("PK55", "casement"),
    "静安65断桥平开窗": ("PK65", "casement"),
    "静安阳台折叠门": ("ZD70", "folding"),
    "静安防盗入户门": ("FD100", "entrance"),
    "静安金刚网纱窗": ("SC20", "screen"),
    "静安封阳台幕墙窗": ("MQ120", "facade"),
}
TECHNICIANS = ("韩志强", "马立军", "田大勇", "冯建")
ESTATES = ("丽景花园", "东湖名苑", "书香华庭", "金色港湾", "翠竹新村", "银杏苑", "望江府", "学府里")
CATEGORIES = ("推拉不畅", "五金件", "玻璃", "渗漏水", "密封隔音", "纱窗", "门锁", "安装尾项", "保养调试")

FAULTS = (
    Fault("推拉不畅", "sliding folding", "{room}的{p}推不动，{detail}，一个人拉不开。", (("滑轮", "个", 2, 6, 12),), "更换滑轮并清理轨道，推拉顺畅。", (0.5, 2), (("wear", 5), ("manufacturing", 3), ("unknown", 1))),
    Fault("推拉不畅", "sliding folding", "{p}关上以后自己会弹开，{room}的轨道里有异响。", (("限位块", "个", 1, 3, 6), ("毛条", "米", 2, 5, 3)), "调整限位并更换毛条，关闭到位。", (0.5, 1.5), (("manufacturing", 4), ("wear", 3))),
    Fault("五金件", "casement facade", "{room}平开窗执手松动，{detail}，下雨天关不紧。", (("执手", "套", 1, 2, 45),), "更换执手并调整锁点，关闭严密。", (0.5, 1.5), (("manufacturing", 4), ("wear", 3), ("misuse", 2))),
    Fault("五金件", "casement facade", "{room}{p}的铰链断了，窗扇下垂不敢开，{detail}。", (("铰链", "套", 1, 2, 68),), "更换铰链，窗扇复位。", (1, 2.5), (("manufacturing", 6), ("misuse", 1))),
    Fault("五金件", "entrance", "入户门闭门器漏油，关门“砰”的一声，{detail}。", (("闭门器", "套", 1, 1, 120),), "更换闭门器，关门速度已调好。", (0.5, 1.5), (("wear", 4), ("manufacturing", 3))),
    Fault("玻璃", "sliding casement folding facade", "{room}的玻璃自爆，碎了一地，{detail}。", (("5mm钢化玻璃", "块", 1, 1, 160),), "量尺补做玻璃并安装，已清理碎片。", (1.5, 3), (("manufacturing", 4), ("unknown", 2))),
    Fault("玻璃", "casement facade", "{room}的中空玻璃夹层里起雾，擦不掉，{detail}。", (("中空玻璃", "块", 1, 2, 230), ("密封胶", "支", 1, 2, 18)), "更换中空玻璃。", (1.5, 3), (("manufacturing", 6), ("wear", 1))),
    Fault("玻璃", "sliding casement", "装修师傅把{room}的玻璃撞裂了，{detail}，想请你们换一块。", (("5mm钢化玻璃", "块", 1, 1, 160),), "更换玻璃，业主自付材料费。", (1, 2), (("misuse", 9),)),
    Fault("渗漏水", "sliding casement facade", "一下大雨{room}窗下墙就渗水，{detail}，墙皮都起泡了。", (("耐候胶", "支", 2, 5, 22), ("泡沫棒", "米", 2, 4, 2)), "铲除旧胶重新打胶，淋水试验不渗。", (1.5, 4), (("manufacturing", 7), ("wear", 2), ("unknown", 1))),
    Fault("渗漏水", "facade", "封阳台的窗框与墙交接处漏水，{detail}，木地板泡了。", (("耐候胶", "支", 3, 6, 22),), "外墙吊绳作业，重新打胶。", (3, 6), (("manufacturing", 8), ("unknown", 1))),
    Fault("密封隔音", "sliding casement facade", "{room}关着窗还是很吵，风大的时候有哨音，{detail}。", (("三元乙丙胶条", "米", 4, 12, 5),), "更换胶条，调整扇缝。", (1, 2), (("wear", 5), ("manufacturing", 2))),
    Fault("纱窗", "screen", "{room}纱窗拉不上来，网布脱轨，{detail}。", (("纱网", "平方米", 1, 3, 26),), "更换纱网并复位。", (0.5, 1.5), (("wear", 4), ("misuse", 3))),
    Fault("纱窗", "screen", "{room}的纱窗被猫抓破了，{detail}，要换网。", (("纱网", "平方米", 1, 2, 26),), "更换纱网。", (0.5, 1), (("misuse", 9),)),
    Fault("门锁", "entrance", "防盗门锁芯转不动，{detail}，钥匙插进去要使劲。", (("锁芯", "个", 1, 1, 85),), "更换锁芯，交付钥匙5把。", (0.5, 1), (("wear", 4), ("manufacturing", 3), ("misuse", 1))),
    Fault("门锁", "entrance", "电子锁指纹失灵，一家老小进不了门，{detail}。", (("指纹模块", "套", 1, 1, 210),), "更换指纹模块并重新录入。", (0.5, 1.5), (("manufacturing", 5), ("misuse", 1))),
    Fault("安装尾项", "sliding casement facade folding", "新房验收发现{room}窗框上有划痕、螺丝没打够，{detail}。", (("自攻螺丝", "个", 4, 12, 1),), "补打螺丝，划痕修色。", (0.5, 2), (("manufacturing", 9),)),
    Fault("安装尾项", "casement facade", "{room}窗扇运来时角上就磕坏了，当时没注意，现在关不上。", (("窗扇角码", "套", 1, 2, 30),), "更换角码，扇框修复。", (1, 2), (("transport", 9),)),
    Fault("保养调试", "", "住了几年了，想请师傅上门把{p}整体检查、上油、调一遍。", (("润滑剂", "瓶", 1, 1, 25),), "全屋门窗检查、上油、调试。", (1, 3), (("wear", 9),)),
)
DETAILS = ("老人在家没法用", "已经三四天了", "之前修过一次", "孩子差点夹手", "晚上风一吹就响", "物业也来看过", "邻居家也有同样的问题", "请尽快安排")
ROOMS = ("客厅", "主卧", "次卧", "厨房", "阳台", "书房", "卫生间")
OPINIONS = (
    ("满意", 40), ("非常满意，师傅很仔细", 14), ("维修及时，态度好", 12), ("基本满意", 12), ("师傅把现场打扫得很干净", 6),
    ("修是修好了，等得有点久", 6), ("还要再观察几天", 4), ("费用偏高", 3), ("不满意，上次修过又坏了", 3),
)
UNFINISHED = ("缺同色型材，待厂家发货", "下雨无法外墙作业，改期", "客户不在家，改约下周六", "需量尺补做玻璃", "五金型号不符，返厂调换")
REMARKS = ("物业书面要求工作日上门", "业主周末在家", "旧件已交客户", "附维修单照片", "客户不要旧件", "紧急，先修后补单")
# fmt: on
