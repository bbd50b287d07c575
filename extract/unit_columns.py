"""Units in the columns of a task table: offices, and persons whose names are printed with a blank or run together."""

from __future__ import annotations

import re

from extract.frame import Span, TableField
from extract.records import Role
from extract.unit_lists import Listed, UnitList, read_cell
from extract.unit_words import Name

_UNIT_ROLES: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "support": "support"}
_PERSONS = re.compile("领导|责任人|负责人|牵头人|联系人|人员")
_COMPOUND_SURNAMES = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|端木|轩辕|呼延|完颜"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊"
    "甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴闻莘党翟谭贡劳姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀"
    "郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关相查后荆红游竺权逯盖益桓公肖岳帅涂"
)
_PERSON = re.compile(
    f"(?:(?:{_COMPOUND_SURNAMES})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:[ \u3000]+[\u4e00-\u9fff]|[\u4e00-\u9fff]{{1,2}}))"
)
_PERSON_RUN = re.compile(f"(?:{_PERSON.pattern}[ \u3000]*)+")
_PERSON_SEPARATOR = re.compile(r"[、，,；;/\n|]+|[ \u3000]{1,}(?=[\u4e00-\u9fff]{2,3}(?:[\s\u3000、，,；;]|$))")


def read_columns(text: str, fields: tuple[TableField, ...]) -> list[UnitList]:
    """The lists that the unit columns of a row hold."""
    lists: list[UnitList] = []
    for field in fields:
        role = _UNIT_ROLES.get(field.role)
        if role is None or not text[field.start : field.end].strip():
            continue
        members = _read_persons(text, field, role) if _PERSONS.search(field.header) else ()
        if not members:
            members = read_cell(text, field.start, field.end, role)
        if members:
            lists.append(UnitList(Span(field.start, field.end), members))
    return lists


def _read_persons(text: str, field: TableField, role: Role) -> tuple[Listed, ...]:
    """`张 三李四` → 张 三 and 李四, `副县长 林芳` → one; empty where the cell holds anything but persons and one a post with a name."""
    members: list[Listed] = []
    for start, end in _with_posts(text, _stretches(text, field.start, field.end)):
        if _POST_AND_PERSON.fullmatch(text, start, end):
            members.append(Listed(Name(text[start:end], start, end), role, True, "column-person", 0.95))
            continue
        run = _PERSON_RUN.fullmatch(text, start, end)
        if run is None:
            return ()
        for begin, finish in _split_run(text, start, end):
            members.append(Listed(Name(text[begin:finish], begin, finish), role, True, "column-person", 0.95))
    return tuple(members)


_POST = re.compile("[\u4e00-\u9fff]{0,12}(?:[省市县区州镇乡]长|主任|书记|主席|局长|常委|部长)")
_POST_AND_PERSON = re.compile(f"{_POST.pattern}[ \u3000]+(?:{_PERSON.pattern})")


def _with_posts(text: str, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches, a post put together with the name after the blank."""
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        if out and _POST.fullmatch(text, *out[-1]) and text[out[-1][1] : start].isspace() and _PERSON.fullmatch(text, start, end):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between separators, trimmed."""
    stretches: list[tuple[int, int]] = []
    begin = start
    for match in [*_PERSON_SEPARATOR.finditer(text, start, end), None]:
        finish = match.start() if match else end
        left, right = begin, finish
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right and not (match and match.group().isspace() and "\n" not in match.group() and right - left == 1):
            stretches.append((left, right))
            begin = match.end() if match else end
        elif left >= right and match:
            begin = match.end()
    return stretches


def _split_run(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts a run of personal names so that each begins with a surname, two characters before three where both would do.

    >>> text = "张 三李四"
    >>> [text[a:b] for a, b in _split_run(text, 0, 5)]
    ['张 三', '李四']
    """
    if end <= start:
        return []
    if end - start <= 3 or _PERSON.fullmatch(text, start, end):
        return [(start, end)]
    for length in (2, 3, 4, 5):
        if start + length >= end or not _PERSON.fullmatch(text, start, start + length):
            continue
        rest_start = start + length
        while rest_start < end and text[rest_start] in " \u3000":
            rest_start += 1
        rest = _split_run(text, rest_start, end)
        if rest and all(_PERSON.fullmatch(text, begin, finish) for begin, finish in rest):
            return [(start, start + length), *rest]
    return [(start, end)]
