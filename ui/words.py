"""The Chinese office words for what the API names in English."""

from __future__ import annotations

from extract.records import Role

KINDS = {
    "work_points": "工作要点",
    "plan": "方案计划",
    "summary": "工作总结",
    "regulation": "法规规章",
    "article": "文章动态",
    "other": "其他",
}

# In the order in which an office reads them.
ROLES: dict[Role, str] = {"lead": "牵头", "responsible": "责任", "support": "配合", "subject": "主体"}

COMPARATORS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "==": ""}

DIRECTIONS = {"increase": "增长", "decrease": "下降"}

MARKS = {"unit": "责任单位", "deadline": "时限", "target": "指标", "citation": "引用文件", "task": "任务"}

PERIODS = {
    "P1D": "每天",
    "P1W": "每周",
    "P7D": "每周",
    "P10D": "每旬",
    "P1M": "每月",
    "P2M": "每两月",
    "P3M": "每季度",
    "P6M": "每半年",
    "P1Y": "每年",
    "P12M": "每年",
}

QUESTION_TYPES = {
    "who": "谁负责",
    "when": "何时完成",
    "howmuch": "多少",
    "howoften": "多久一次",
    "what_by_unit": "某单位的任务",
    "what_by_date": "某时限前的任务",
    "citing": "引用某文件的任务",
    "change": "指标变化",
    "compare": "比较",
    "document": "文件的制发信息",
    "find": "查找任务",
}

# Why two units are offered as one (`graph.offers`).
OFFERS = {
    "one field, another ending": "名称主干相同，只是结尾不同",
    "like names in one place": "同一地区，名称相近",
    "a document names no place, and one place is known": "文件没有写明地区，而只有一个地区有同名单位",
    "one name with and without its city": "名称相同，一处写了所属市，一处没有",
}

# Kinds of decisions (`graph.decisions`).
DECISIONS = {"merge": "合并", "split": "改指", "contains": "包含", "apart": "不合并"}

STORES = {"ladybug": "内置图库", "neo4j": "Neo4j"}
