"""Task tables as copies print them: the same rows in every layout give the same tasks, units, deadlines and targets.

Tables are drawn at random (columns and their names, groups, numbers that start anew, headers printed again, remarks, what stands above
and below), each is printed in eight ways and as a PDF, and all of it must be read; where a copy has lost the edges of cells, nearly all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

pytest.importorskip("reportlab")
from corpus.blocks import Block, Grid
from corpus.write_pdf import write_pdf
from extract.pipeline import extract, extract_file
from extract.readers import read_bytes
from extract.records import Task


class Row(NamedTuple):
    """One task of a table."""

    task: str
    target: str
    lead: str
    support: tuple[str, ...]
    due: str


class Printed(NamedTuple):
    """A table that was drawn: its columns, their names, its rows and how it is cut up."""

    columns: str
    names: dict[str, str]
    rows: list[Row]
    groups: tuple[str, ...]
    number: str
    starts_anew: bool
    again: bool
    mark: str


ROWS = (
    Row("改造老旧小区", "改造老旧小区42个，惠及居民6300户", "市住房城乡建设局", ("市财政局", "市城市管理局"), "11月底前"),
    Row("完善雨污分流管网", "新建雨污分流管网58公里", "市水务局", ("市住房城乡建设局", "各县（市、区）人民政府"), "2025年12月底前"),
    Row("推进农村饮水安全", "农村自来水普及率达到96%以上", "市水务局", ("市农业农村局",), "年底前"),
    Row("建设社区养老服务站", "建成社区养老服务站18个", "市民政局", ("市卫生健康委", "各街道办事处"), "6月底前"),
    Row("整治背街小巷", "整治背街小巷36条", "市城市管理局", ("市公安局交警支队",), "持续推进"),
    Row("新增公办幼儿园学位", "新增公办幼儿园学位2400个", "市教育局", ("市财政局", "市人力资源社会保障局"), "9月1日前"),
    Row("开展黑臭水体治理", "消除黑臭水体12处，水质监测达标率不低于90%", "市生态环境局", ("市水务局",), "10月底前"),
    Row("提升公交服务", "更新新能源公交车120辆", "市交通运输局", ("市公交集团", "国网云泽供电公司"), "三季度"),
    Row("建立河湖健康档案", "完成34条河流健康评价", "市河长制办公室", ("市水文中心",), "2025年9月30日前"),
    Row("加强危化品监管", "对210家危化品企业开展检查", "市应急管理局", ("市公安局", "市消防救援支队"), "全年"),
)
NAMES = {
    "n": ("序号", "编号", "序 号"),
    "t": ("工作任务", "重点任务", "任务名称", "主要任务", "工作内容", "项目名称", "事项"),
    "g": ("工作目标", "目标要求", "年度目标", "具体目标", "工作要求", "主要指标"),
    "l": ("牵头单位", "主责单位", "牵头部门", "责任单位", "牵头责任单位"),
    "s": ("配合单位", "协办单位", "参与单位", "协同单位", "配合部门"),
    "d": ("完成时限", "完成时间", "时限要求", "时限", "时间节点"),
}
GROUPS = (
    (),
    ("一、民生保障", "二、城市更新", "三、生态环境"),
    ("（一）民生保障", "（二）城市更新", "（三）生态环境"),
    ("民生保障", "城市更新", "生态环境"),
)
TITLE = "云泽市2025年重点工作任务分解表"
COVER = (
    f"云泽市人民政府办公室关于印发{TITLE}的通知",
    "云政办发〔2025〕9号",
    "各县（市、区）人民政府，市政府各部门：",
    f"《{TITLE}》已经市政府同意，现印发给你们，请认真组织实施。",
    "云泽市人民政府办公室",
    "2025年2月18日",
    "附件",
)
PLAN = (
    "云泽市2025年民生实事实施方案",
    "为办好民生实事，制定本方案。",
    "一、重点任务",
    "（一）抓好任务落实。各责任单位按照分工推进。（责任单位：市政府办公室）",
    "云泽市人民政府",
    "2025年3月1日",
    f"附件：{TITLE}",
)
FRAMES = (((), ()), (COVER, ()), (PLAN, ("填报单位：云泽市人民政府办公室",)))
TABLES = 25


def draw(random: Random) -> Printed:
    """A table with a title, a doer and most of the other columns."""
    left_out = {column for column, share in (("g", 0.25), ("n", 0.2), ("s", 0.15)) if random.random() < share}
    columns = "".join(column for column in "ntglsd" if column not in left_out)
    names = {column: random.choice(choices) for column, choices in NAMES.items()}
    groups = random.choice(GROUPS) if "n" in columns else random.choice(GROUPS[:3])
    anew = bool(groups) and "n" in columns and random.random() < 0.3
    number = random.choice(("{}", "{}", "{}.", "{}、"))
    return Printed(
        columns,
        names,
        random.sample(ROWS, random.randint(4, 8)),
        groups,
        number,
        anew,
        random.random() < 0.3,
        "、，"[random.random() < 0.3],
    )


def rows_of(table: Printed) -> list[list[str]]:
    """The header and the rows; the heading of a group is a row of one cell."""
    header = [table.names[column] for column in table.columns]
    rows = [header]
    number = 0
    for count, row in enumerate(table.rows):
        if table.groups and count % 3 == 0:
            rows.append([table.groups[count // 3]])
            number = 0 if table.starts_anew else number
        if table.again and count == len(table.rows) // 2:
            rows.append(header)
        number += 1
        cells = {
            "n": table.number.format(number),
            "t": row.task,
            "g": row.target,
            "l": row.lead,
            "s": table.mark.join(row.support),
            "d": row.due,
        }
        rows.append([cells[column] for column in table.columns])
    return rows


def lines_of(table: Printed, print_row: Callable[[list[str]], list[str]]) -> list[str]:
    """The table as it is printed, row by row."""
    return [line for row in rows_of(table) for line in (row if len(row) == 1 else print_row(row))]


FORMS: dict[str, tuple[Callable[[list[str]], list[str]], float]] = {
    "tabs": (lambda cells: ["\t".join(cells)], 1.0),
    "bars with blanks": (lambda cells: [" | ".join(cells)], 1.0),
    "bars": (lambda cells: ["|".join(cells)], 1.0),
    "wide blanks": (lambda cells: ["    ".join(cells)], 1.0),
    "full-width blanks": (lambda cells: ["　".join(cells)], 1.0),
    "blanks": (lambda cells: [" ".join(cells)], 0.97),
    "a cell a line": (lambda cells: cells, 0.97),
    "a cell a line with bars": (lambda cells: [f"{cell} |" for cell in cells], 0.97),
}


def what_is_missed(table: Printed, text: str) -> list[str]:
    """Tasks, units, deadlines and targets of the rows that are not read, and units that are not theirs."""
    return compared(table, [task for document in extract(read_bytes(text.encode(), "table.txt")).documents for task in document.tasks])


def compared(table: Printed, tasks: list[Task]) -> list[str]:
    """What tasks that were read lack of the rows of a table, and what they have beyond."""
    missed = []
    for row in table.rows:
        task = next((task for task in tasks if task.title == row.task and task.how == "table"), None)
        if task is None:
            missed.append(row.task)
            continue
        wanted = {row.lead, *(row.support if "s" in table.columns else ())}
        listed = {unit.name for unit in task.units if unit.role != "subject"}
        missed.extend(f"{row.task}: {name}" for name in wanted ^ listed)
        missed.extend(f"{row.task}: {row.due}" for _ in range(not task.deadlines))
        missed.extend(f"{row.task}: {row.target}" for _ in range("g" in table.columns and not task.targets))
    return missed


def test_ruled_tables_of_a_pdf_are_read(tmp_path: Path) -> None:
    random = Random(20261126)
    for number in range(12):
        table = draw(random)
        header, *rows = rows_of(table)
        path = tmp_path / f"{number}.pdf"
        write_pdf(
            path,
            [*(Block("text", line) for line in random.choice(FRAMES)[0]), Block("title", TITLE), Grid(header, [[*row] for row in rows])],
        )
        tasks = [task for document in extract_file(path).documents for task in document.tasks]
        assert compared(table, tasks) == [], path.name


@pytest.mark.parametrize("form", FORMS)
def test_printed_rows_are_read(form: str) -> None:
    print_row, floor = FORMS[form]
    random = Random(20261125)
    whole = missed = 0
    examples = []
    for _ in range(TABLES):
        table = draw(random)
        above, below = random.choice(FRAMES)
        text = "\n".join((*above, TITLE, *lines_of(table, print_row), *below))
        lost = what_is_missed(table, text)
        whole += len(table.rows) * 4
        missed += len(lost)
        examples.extend(lost)
    assert 1 - missed / whole >= floor, examples[:10]
