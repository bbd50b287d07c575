"""Documents for the tests of the graph, with offsets found in their text: written for the project, about places that do not exist."""

from __future__ import annotations

from datetime import date

from extract.records import Citation, Deadline, Document, Extraction, Recurrence, Target, Task, Unit


def document(title: str, tasks: tuple[Task, ...], **head: object) -> Document:
    """A document whose text is its title and its tasks; the tasks' offsets are those of their own text until here."""
    text = title + "\n"
    placed = []
    for task in tasks:
        placed.append(_shift(task, len(text)))
        text += task.text + "\n"
    document = Document.model_validate({"title": title, "kind": "work_points", "text": text, "tasks": placed, **head})
    assert document.check_offsets() == []
    return document


def task(text: str, *facts: object, number: str, path: tuple[str, ...] = ()) -> Task:
    """A task; each fact has its place where its words first stand in `text`."""
    found: dict[str, list[object]] = {"units": [], "deadlines": [], "targets": [], "citations": []}
    kinds = {Unit: "units", Deadline: "deadlines", Target: "targets", Citation: "citations"}
    for fact in facts:
        found[kinds[type(fact)]].append(fact)
    title = text.split("。")[0].removeprefix(f"{number}．")
    return Task.model_validate(
        {"number": number, "path": path, "title": title, "text": text, "start": 0, "end": len(text)}
        | {name: tuple(_find(fact, text) for fact in facts) for name, facts in found.items()}
    )


def unit(name: str, role: str = "responsible", canonical: str | None = None) -> Unit:
    """A unit as printed."""
    return Unit.model_validate({"name": name, "role": role, "canonical": canonical, "start": 0, "end": 0})


def due(text: str, to: date | None = None, from_: date | None = None, every: str | None = None, *, past: bool = False) -> Deadline:
    """A deadline as printed."""
    again = Recurrence(every=every, times=1) if every else None
    return Deadline.model_validate({"text": text, "from": from_, "to": to, "recurrence": again, "past": past, "start": 0, "end": 0})


def target(text: str, indicator: str, comparator: str, value: float, unit: str, status: str = "target") -> Target:
    """A target as printed."""
    return Target.model_validate(
        {
            "text": text,
            "indicator": indicator,
            "comparator": comparator,
            "value": value,
            "unit": unit,
            "status": status,
            "start": 0,
            "end": 0,
        }
    )


def cited(title: str, number: str | None = None) -> Citation:
    """A citation as printed."""
    return Citation(title=title, doc_number=number, start=0, end=0)


def _find(fact: Unit | Deadline | Target | Citation, text: str) -> object:
    words = fact.name if isinstance(fact, Unit) else fact.title if isinstance(fact, Citation) else fact.text
    start = text.index(words)
    return fact.model_copy(update={"start": start, "end": start + len(words)})


def _shift(task: Task, by: int) -> Task:
    def moved(records: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(fact.model_copy(update={"start": fact.start + by, "end": fact.end + by}) for fact in records)  # type: ignore[attr-defined]

    facts = {name: moved(getattr(task, name)) for name in ("units", "deadlines", "targets", "citations")}
    return task.model_copy(update={"start": task.start + by, "end": task.end + by, **facts})


CITY_2024 = Extraction(
    source="云泽市2024年河湖长制工作要点.docx",
    documents=(
        document(
            "云泽市2024年河湖长制工作要点",
            (
                task(
                    "1．清理河道淤泥。6月底前清淤河道40公里以上。（责任单位：市水务局、城管局，青浦湾区人民政府）",
                    unit("市水务局"),
                    unit("城管局", canonical="市城管局"),
                    unit("青浦湾区人民政府"),
                    due("6月底前", date(2024, 6, 30)),
                    target("清淤河道40公里以上", "清淤河道", ">=", 40, "公里"),
                    number="1",
                    path=("一、治理水体",),
                ),
                task(
                    "2．落实节水条例。贯彻《云泽市节水条例》，万元GDP用水量降至31立方米以下。（市水务局牵头，市发展改革委配合）",
                    unit("市水务局", "lead"),
                    unit("市发展改革委", "support"),
                    target("万元GDP用水量降至31立方米以下", "万元GDP用水量", "<=", 31, "立方米"),
                    cited("云泽市节水条例"),
                    number="2",
                    path=("一、治理水体",),
                ),
                task(
                    "3．市级河长每季度巡河。",
                    unit("市级河长", "subject"),
                    due("每季度", every="P3M"),
                    number="3",
                    path=("二、压实责任", "（一）巡河"),
                ),
            ),
            year=2024,
            issuer="云泽市河长制办公室",
            doc_number="云河长办〔2024〕2号",
            issued_on=date(2024, 2, 20),
        ),
    ),
)

CITY_2025 = Extraction(
    source="云泽市2025年河湖长制工作要点.docx",
    documents=(
        document(
            "云泽市2025年河湖长制工作要点",
            (
                task(
                    "1．继续清淤。12月底前清淤河道55公里以上。（责任单位：云泽市水务局、市发改委）",
                    unit("云泽市水务局"),
                    unit("市发改委"),
                    due("12月底前", date(2025, 12, 31)),
                    target("清淤河道55公里以上", "清淤河道", ">=", 55, "公里"),
                    number="1",
                ),
                task(
                    "2．监测断面。市生态环境局完成断面监测12次。",
                    unit("市生态环境局", "subject"),
                    number="2",
                ),
            ),
            year=2025,
            issuer="云泽市河长制工作办公室",
        ),
    ),
)

CITY_2017 = Extraction(
    source="云泽市2017年水污染防治总结.txt",
    documents=(
        document(
            "云泽市2017年水污染防治工作总结",
            (
                task(
                    "1．市环保局于11月底前关停小作坊18家。",
                    unit("市环保局", "subject"),
                    due("11月底前", date(2017, 11, 30), past=True),
                    target("关停小作坊18家", "小作坊", "==", 18, "家", "achieved"),
                    number="1",
                ),
            ),
            kind="summary",
            year=2017,
            issuer="云泽市环境保护局",
        ),
    ),
)

RULE = Extraction(
    source="云泽市节水条例.md",
    documents=(
        document(
            "云泽市节水条例",
            (
                task(
                    "第九条．市、区（县）水行政主管部门应当每年公布用水定额。",
                    unit("区（县）水行政主管部门", "subject"),
                    due("每年", every="P1Y"),
                    number="第九条",
                ),
            ),
            kind="regulation",
            issuer="云泽市人民代表大会常务委员会",
        ),
    ),
)

DISTRICT = Extraction(
    source="青浦湾区2024年工作要点.pdf",
    documents=(
        document(
            "云泽市青浦湾区2024年工作要点",
            (
                task(
                    "1．修缮泵站。区水务局会同市水务局于9月底前修缮泵站6座。",
                    unit("区水务局", "subject"),
                    unit("市水务局", "support"),
                    due("9月底前", date(2024, 9, 30)),
                    target("修缮泵站6座", "泵站", "==", 6, "座"),
                    number="1",
                ),
            ),
            year=2024,
            issuer="云泽市青浦湾区人民政府办公室",
        ),
    ),
)

# Two documents that name no place: their 市水务局 may be of any city.
PLACELESS = tuple(
    Extraction(
        source=source,
        documents=(document(title, (task("1．市水务局疏浚沟渠。", unit("市水务局", "subject"), number="1"),), kind="plan", year=2023),),
    )
    for source, title in (("方案甲.txt", "沟渠疏浚方案"), ("方案乙.txt", "农田沟渠整治方案"))
)

ALL = (CITY_2024, CITY_2025, CITY_2017, RULE, DISTRICT, *PLACELESS)
