"""Which column a cell of a flattened table belongs to, by what it looks like: a date, an office, a name, a text.

The columns come in order, so that the best of all ways through them is found by dynamic programming (Viterbi's algorithm).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from extract.closing import looks_like_signer
from extract.frame import FieldRole
from extract.tables import Columns

_DATE_LIKE = re.compile(
    r".{0,12}(?:\d{1,2}月|季度|半年|年底|年内|全年|月底|年\d|持续推进|长期坚持|立行立改|常态化|每[年月周旬日]|汛前|底前|\d{4}年).{0,16}|\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?"
)
_OFFICE_LIKE = re.compile(
    r".*(?:[局委办厅部院会府镇乡街站所处室科队]|中心|公司|单位|部门|集团|支队|管委会|银行|学校|街道)(?:[（(][^）)]*[）)])?等?"
)
_NAME_LIKE = re.compile(r"[\u4e00-\u9fff]{1,2}[\s\u3000]?[\u4e00-\u9fff]{1,2}|.{1,3}(?:副市长|副县长|副区长|市长|县长|区长|主任|书记|局长)")
_ORDERS = re.compile(
    r"(?:建设|建立|建成|推进|开展|加强|完善|改造|整治|新增|新建|扩建|提升|实施|落实|做好|强化|优化|推动|推行|深化|健全|加快|打造|培育|组织|支持"
    r"|编制|制定|引进|提高|修订|举办|启动|完成|巩固|扩大|规范|创建|保障|抓好|探索|严格|深入|持续|全面|积极|促进|发展|加大|构建|壮大|防范|化解"
    r"|治理|消除|更新|维护|清理|拓展|丰富|关爱|解决|压减|淘汰|修复|维修|增设|配备|发放|选派|办好)(?!局|委|办|处|中心|部)"
)
# The name of a group of rows, where it bears no number.
GROUP_LIKE = re.compile(r"[\u4e00-\u9fff“”]{2,10}")
_DOERS: frozenset[FieldRole] = frozenset({"lead", "responsible", "support"})
_FEWEST_UNNUMBERED = 2


def starts_by_kind(cells: Sequence[str], columns: Columns, openings: Set[int]) -> tuple[list[int], list[int]]:
    """Where rows without numbers begin, and which cells are headings of groups: the way through the columns, row after row, on which
    the cells look most like what they hold.

    Viterbi's algorithm; its states are the columns and, last, the heading. Where lines hold several cells each, a row begins with a line.
    """
    roles, headers = columns.roles, columns.headers
    many = len(openings) < len(cells)
    heading = len(roles)
    left = [sum(map(_emptiness, roles[:column])) for column in range(heading + 1)]
    total = left[heading]

    def fit(cell: str, column: int) -> float:
        return _group_fit(cell) if column == heading else _fit(cell, roles[column], headers[column])

    if not cells:
        return [], []
    scores = [fit(cells[0], column) - (0.0 if column == heading else left[column]) for column in range(heading + 1)]
    steps: list[list[tuple[int, bool]]] = [[(0, True)] * (heading + 1)]
    for index, cell in enumerate(cells[1:], 1):
        stay = -0.9 if _another_sort(cells[index - 1], cell) else -0.6
        may_begin = not many or index in openings
        # What it costs to close the row above after each column.
        closed = [scores[column] - (total - left[column + 1]) for column in range(heading)]
        best_closed = max(range(heading), key=lambda column: closed[column]) if may_begin else 0
        following: list[float] = []
        taken: list[tuple[int, bool]] = []
        for column in range(heading):
            ways = [(scores[column] + stay, column, False)]
            ways.extend((scores[earlier] - (left[column] - left[earlier + 1]), earlier, False) for earlier in range(column))
            if may_begin:
                ways.append((closed[best_closed] - left[column], best_closed, True))
                ways.append((scores[heading] - left[column], heading, True))
            score, before, begins = max(ways)
            following.append(score + fit(cell, column))
            taken.append((before, begins))
        following.append((closed[best_closed] if may_begin else float("-inf")) + fit(cell, heading))
        taken.append((best_closed, True))
        scores = following
        steps.append(taken)
    starts: list[int] = []
    names: list[int] = []
    column = max(range(heading), key=lambda each: scores[each] - (total - left[each + 1]))
    for index in range(len(cells) - 1, -1, -1):
        before, begins = steps[index][column]
        if column == heading:
            names.append(index)
        elif begins:
            starts.append(index)
        column = before
    starts.reverse()
    return (starts if len(starts) >= _FEWEST_UNNUMBERED else []), names


def _group_fit(cell: str) -> float:
    """How well a cell looks like the heading of the rows below it."""
    return 0.4 if GROUP_LIKE.fullmatch(cell) and not looks_like_cell(cell) else -4.0


def looks_like_cell(text: str) -> bool:
    """Whether a text looks like a date, an office or an order, and not like a name of a group.

    >>> looks_like_cell("市水务局"), looks_like_cell("民生保障")
    (True, False)
    """
    return _DATE_LIKE.fullmatch(text) is not None or _OFFICE_LIKE.fullmatch(text) is not None or _ORDERS.match(text) is not None


def place_cells(cells: list[str], roles: list[FieldRole], columns: Columns, rest: list[int]) -> list[int]:
    """The column of every cell, in order: the assignment that fits best. `rest` are the columns that there are, with their `roles`.

    >>> columns = Columns(("title", "lead", "support", "deadline"), ("任务", "牵头单位", "配合单位", "时限"), 0, ())
    >>> place_cells(["清理河道", "市水务局", "6月底前"], list(columns.roles), columns, [0, 1, 2, 3])
    [0, 1, 3]
    """
    headers = [columns.headers[column] for column in rest]
    if len(cells) == len(rest) and not any(map(_is_misfit, cells, roles)):
        return rest
    best: list[tuple[float, list[int]]] = [(0.0 - sum(_emptiness(role) for role in roles), [])]
    # best[c] is the best placement of the cells so far whose last cell stands in column c - 1.
    best = [(-float(sum(_emptiness(role) for role in roles[:column])), []) for column in range(len(rest) + 1)]
    for index, cell in enumerate(cells):
        stay = -0.9 if index and _another_sort(cells[index - 1], cell) else -0.6
        following: list[tuple[float, list[int]]] = [(float("-inf"), [])] * (len(rest) + 1)
        for column in range(len(rest)):
            fit = _fit(cell, roles[column], headers[column])
            choices = [(best[column + 1][0] + stay + fit, best[column + 1][1])] if best[column + 1][1] else []
            for earlier in range(column + 1):
                score, chosen = best[earlier]
                if chosen or earlier == 0:
                    skipped = sum(_emptiness(role) for role in roles[earlier:column])
                    choices.append((score + fit - skipped if chosen or earlier == 0 else float("-inf"), chosen))
            score, chosen = max(choices, key=lambda choice: choice[0])
            following[column + 1] = (score, [*chosen, rest[column]])
        best = following
    return max(best, key=lambda choice: choice[0])[1]


_AREA_LIKE = re.compile("[县市区镇乡州街道村社）)]$")
_BUREAU_LIKE = re.compile("[局委办厅部联]$|(?:政府|工会|联合会|供销社)$")


def _is_misfit(cell: str, role: FieldRole) -> bool:
    """Whether a cell cannot stand in its column by count alone: an office under 备注 or a date, a date under an office."""
    if role in ("other", "deadline"):
        return _OFFICE_LIKE.fullmatch(cell) is not None and _DATE_LIKE.fullmatch(cell) is None
    return role in _DOERS and _fit(cell, role, "") < -1.0


def _another_sort(before: str, cell: str) -> bool:
    """Whether a cell names another sort of body than the one before it, so that it more likely begins a column: a bureau after hospitals,
    anything after the areas, which close a list.
    """
    if _AREA_LIKE.search(before) or _AREA_LIKE.search(cell):
        return _AREA_LIKE.search(cell) is None
    return (_BUREAU_LIKE.search(before) is None) != (_BUREAU_LIKE.search(cell) is None)


def _emptiness(role: FieldRole) -> float:
    """What it costs to leave a column of this role without a cell."""
    return {"title": 4.0, "deadline": 1.5, "other": 0.2, "support": 0.8}.get(role, 1.0)


def _fit(cell: str, role: FieldRole, header: str) -> float:
    """How well a cell looks like what its column holds."""
    is_date = _DATE_LIKE.fullmatch(cell) is not None and len(cell) <= 24
    is_order = _ORDERS.match(cell) is not None and len(cell) > 4
    is_office = not is_order and (_OFFICE_LIKE.fullmatch(cell) is not None or looks_like_signer(cell))
    is_name = _NAME_LIKE.fullmatch(cell) is not None and not is_office
    if role == "deadline":
        return 3.0 if is_date else -2.0
    if role in _DOERS:
        if "领导" in header or "责任人" in header:
            return 2.5 if is_name else 0.5 if is_office else -2.0
        return 2.0 if is_office else -1.5 if is_date or len(cell) > 20 else -0.5
    if role == "other":
        return -1.0 if is_office else 0.0
    return -2.0 if is_date else -1.0 if is_office and len(cell) < 12 else 1.5
