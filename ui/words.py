"""The Chinese office words for what the API names in English."""

from __future__ import annotations

KINDS = {
    "work_points": "工作要点",
    "plan": "方案计划",
    "summary": "工作总结",
    "regulation": "法规规章",
    "article": "文章动态",
    "other": "其他",
}

ROLES = {"lead": "牵头", "responsible": "责任", "support": "配合", "subject": "主体"}
