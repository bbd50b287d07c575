"""Which units of a task that fits a question are meant."""

from __future__ import annotations

import re

from extract.records import Role
from graph.views import TaskView, UnitMention
from search_api.clauses import find_sentence
from search_api.topic import Topic

_PERSON_ASKED = re.compile(r"哪位|哪个(?:领导|副?[市区县]长)|谁分管|分管领导|姓什么|叫什么名")
_OFFICE_ASKED = re.compile(r"单位|部门|哪个局|哪家|机构|科室")
_ONE_ASKED = re.compile(r"哪个(?:单位|部门|局|委|科室)|谁(?:来)?(?:负责|牵头|管)|归谁|由谁")
_PERSON = re.compile(
    r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗薛雷贺汤滕殷毕郝安常乐于时傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包石崔龚程邢裴陆荣翁段侯宁仇刘龙叶司黎薄白蒲邰赖卓乔欧聂沙曾关查游][\u4e00-\u9fff]{1,2}(?<![局委办厅部院会社站校联县区市镇乡村])"
)
_ASKED_VERB = re.compile(
    r"(?:由|让|归)?(?:谁|哪个\S{0,3}?|哪些\S{0,3}?|哪一?级\S{0,3}?|什么(?:部门|单位|人))(?:来(?!当)|去|要|应当?|该|可以|能|有权|给|会)*((?:来?当|(?!部门|单位|机构|科室|领导|公司|门)[\u4e00-\u9fff]{2}))"
)
_ROLES_ASKED = re.compile(r"牵头|配合|责任单位|主责|协办")
_SEVERAL_ASKED = re.compile(r"哪[几两三]|一起|会同|联合|哪些|几家")
_WITH = re.compile(
    r"(?:会同|联合)([\u4e00-\u9fff]{2,14}?(?:局|委|办|部|厅|院|队|中心|公司|集团|政府|办公室|委员会|机关|部门))(?!门|员会|公室)"
)
_SENTENCE = re.compile(r"[。；\n]")
# Beyond so many doers a task is a list of fields of duty.
MANY = 5
# What any doer does: such a verb picks none out of those that a task names.
_ANY_VERB = re.compile(r"负责|牵头|承担|管理|管|办理|落实|实施|完成|推进|开展|主管|主责|参与|说了|负主|干|来做|来抓|指导|监督")
# What one of them does in particular, even where a list after the item names all.
_OWN_VERB = re.compile(r"协助|配合|审定|审批|审核|批准|指导|签发|召集|主持|验收|通报|约谈|备案|提请|汇报|报送|召开|组织|确定|提醒")


def choose_units(question: str, topic: Topic, view: TaskView, role: Role | None) -> list[UnitMention]:
    """The units of a task that answer a "who": those of its list, in the role that is asked for, else the doers of the nearest sentence."""
    if _PERSON_ASKED.search(question):
        return [unit for unit in view.units if is_person(unit.name)]
    listed = _of_nearest_sentence(topic, view, [unit for unit in view.units if unit.role != "subject"])
    if role is None and len(set(_ROLES_ASKED.findall(question))) > 1:
        return listed or list(view.units)
    if role is not None and (in_role := [unit for unit in listed if unit.role == role]):
        return in_role
    if _OFFICE_ASKED.search(question):
        listed = [unit for unit in listed if not is_person(unit.name)] or listed
    if _ONE_ASKED.search(question):
        listed = [unit for unit in listed if unit.role != "support"] or listed
    if own := _doers_of_verb(question, view, listed=bool(listed)):
        return own
    if listed:
        return listed
    subjects = [unit for unit in view.units if view.start <= unit.start < view.end]
    if len(subjects) < 2:
        return [unit for unit in view.units if unit.role == "subject"]
    agents = _agents(question, view)
    if agents and (meant := [unit for unit in subjects if any(start <= unit.start - view.start < end for start, end in agents)]):
        return meant
    fits = [(topic.closeness(_clause_of(view, unit, subjects)), unit) for unit in subjects]
    best = max(fit for fit, _ in fits)
    # One doer that speaks of a thing asked for is the answer where a list gives each its own field (文化和旅游部门负责旅游景区).
    return [unit for fit, unit in fits if fit >= (0.6 if len(subjects) < MANY else 0.9) * best]


def _of_nearest_sentence(topic: Topic, view: TaskView, listed: list[UnitMention]) -> list[UnitMention]:
    """Of several lists of units in one task, each behind its own sentence, that of the sentence nearest to the topic."""
    groups: list[list[UnitMention]] = []
    inside = [unit for unit in listed if view.start <= unit.start < view.end]
    for unit in sorted(inside, key=lambda unit: unit.start):
        last = groups[-1][-1] if groups else None
        if last is not None and "。" not in view.text[last.end - view.start : unit.start - view.start]:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    if len(groups) < 2:
        return listed
    fits, begin = [], 0
    for group in groups:
        sentences = _SENTENCE.split(view.text[begin : group[0].start - view.start])
        fits.append(max(topic.closeness(sentence) for sentence in sentences))
        begin = group[-1].end - view.start
    best = max(fits)
    return next(group for group, fit in zip(groups, fits, strict=True) if fit == best) if best >= 0.4 and fits.count(best) == 1 else listed


def find_partners(question: str, view: TaskView, chosen: list[UnitMention]) -> list[tuple[int, int]]:
    """The stretches of those with whom the doers that were chosen act (市民政局会同市消防救援支队), where more than one is asked for."""
    if not _SEVERAL_ASKED.search(question):
        return []
    known = [(unit.start - view.start, unit.end - view.start) for unit in view.units]
    doers = [(unit.start - view.start, unit.end - view.start) for unit in chosen]
    found = []
    for match in _WITH.finditer(view.text):
        beside = any(end <= match.start() and "。" not in view.text[end : match.start()] and match.start() - end < 12 for _, end in doers)
        if beside and not any(start <= match.start(1) < end for start, end in known):
            found.append(match.span(1))
    return found


def is_person(name: str) -> bool:
    """Whether a unit is a person by name, as tables have in their column 牵头领导.

    >>> is_person("顾承安"), is_person("区民政局"), is_person("市妇联")
    (True, False, False)
    """
    return _PERSON.fullmatch(name) is not None


def find_agent(question: str, view: TaskView) -> tuple[int, int] | None:
    """The stretch of a task's text that names who does what was asked (由谁批准: 由本级人民政府批准), where no unit was extracted there."""
    for start, end in _agents(question, view):
        stretch = view.text[start:end]
        if 2 <= len(stretch) <= 24 and not re.search(r"[，。；、]", stretch):
            return start, end
    return None


def _clause_of(view: TaskView, unit: UnitMention, subjects: list[UnitMention]) -> str:
    """From a doer to the next one that is no neighbour of it in a list, or to the end of the sentence."""
    place = unit.start - view.start
    _, end = find_sentence(view.text, place)
    later = sorted(other.start - view.start for other in subjects if other.start > unit.start)
    for start in later:
        between = view.text[place + len(unit.name) : start]
        if start < end and not re.fullmatch(r"[、，,和及与或者以]*", between):
            return view.text[place:start]
        place = start
    return view.text[unit.start - view.start : end]


def _agents(question: str, view: TaskView) -> list[tuple[int, int]]:
    verb = _ASKED_VERB.search(question)
    if verb is None:
        return []
    # 谁来当主任: documents say 担任.
    done = "担任" if re.search(r"(?:谁|什么人|哪位)(?:来)?[当做](?![\u4e00-\u9fff]*事)|[当做]主任", question) else verb[1]
    pattern = re.compile(rf"由([^，。；\n]{{2,60}}?)(?:根据[^。；]{{0,60}}?)?{re.escape(done)}")
    return [match.span(1) for match in pattern.finditer(view.text)]


def _doers_of_verb(question: str, view: TaskView, *, listed: bool) -> list[UnitMention]:
    """The doers of the very verb that is asked for (谁来协助: 责任单位协助河长述职), with those listed beside them."""
    verb = _ASKED_VERB.search(question)
    if verb is None or _ANY_VERB.match(verb[1]) or (listed and not _OWN_VERB.match(verb[1])):
        return []
    subjects = [unit for unit in view.units if unit.role == "subject" and view.start <= unit.start < view.end]
    inside = sorted(subjects, key=lambda unit: unit.start)
    doing = []
    for place, unit in enumerate(inside):
        end = unit.start - view.start + len(unit.name)
        if re.match(rf"(?:等)?[^，。；;\n]{{0,14}}?{re.escape(verb[1])}", view.text[end:]) is None:
            continue
        doing.append(unit)
        for other in reversed(inside[:place]):
            between = view.text[other.start - view.start + len(other.name) : doing[0].start - view.start]
            if re.fullmatch(r"[、，,和及与或者以]*", between) is None:
                break
            doing.insert(0, other)
    return list(dict.fromkeys(doing))
