"""Answers to questions for a fact (who, when, how much, how often): taken out of the task that fits, or an honest no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from graph.views import TaskView
from search_api.amounts import find_amounts
from search_api.answers import abstain, answer, dates_of, name_document, name_often, name_task, quote, quote_title, quote_unit, value_of
from search_api.candidates import MEANING, SUPPORT, SUPPORT_WITH_MEANING, Candidate, best_of
from search_api.choose_deadlines import choose_deadlines, choose_recurrences
from search_api.choose_targets import choose_all_targets, choose_targets, names_no_indicator
from search_api.choose_units import choose_units, find_agent, find_partners
from search_api.index import SearchIndex
from search_api.models import Answer, AnswerEvidence, Plan, QuestionType, Value
from search_api.nlp import find_forms
from search_api.passages import rank_passages
from search_api.plan import Understanding
from search_api.topic import Topic


def ask_fact(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    """Answers a question for a fact, or one that only wants to find a task."""
    return _ANSWERS[understood.type](text, understood, topic, candidates, index)


def _who(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    sentences, views, evidence, units, agents = [], [], [], [], []
    chosen = best_of(candidates, understood)
    for one in chosen:
        view = one.view
        agent = find_agent(text, view) if all(unit.role == "subject" for unit in view.units) else None
        named = choose_units(text, topic, view, understood.role)
        if agent is not None and not any(agent[0] <= unit.start - view.start < agent[1] for unit in named):
            phrase = view.text[agent[0] : agent[1]]
            agents.append(phrase)
            evidence.append(quote(view, view.start + agent[0], view.start + agent[1]))
            sentences.append(f"{name_document(view)}{name_task(view, index)}：由{phrase}。")
            views.append(view)
        elif named:
            names = "、".join(dict.fromkeys(unit.name for unit in named))
            word = {"lead": "牵头单位是", "responsible": "责任单位是", "support": "配合单位是", "subject": "由"}[named[0].role]
            tail = "承担" if named[0].role == "subject" else ""
            sentences.append(f"{name_document(view)}{name_task(view, index)}：{word}{names}{tail}。")
            units.extend(named)
            views.append(view)
            evidence.extend(quote_unit(view, unit) for unit in named)
            for start, end in find_partners(text, view, named):
                agents.append(view.text[start:end])
                evidence.append(quote(view, view.start + start, view.start + end))
                sentences.append(f"会同{view.text[start:end]}。")
    plan = understood.as_plan(index, _steps(topic, views, index, "取出其单位"))
    if not views:
        return abstain(text, plan, _missing(chosen, candidates, index, "没有写明由谁负责"), [one.view for one in candidates[:3]])
    return answer(text, plan, sentences, views, evidence, units=units, extra_units=agents)


def _when(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    sentences, views = [], []
    evidence: list[AnswerEvidence] = []
    dates: list[date] = []
    values: list[Value] = []
    dated = [one for one in candidates if choose_deadlines(text, topic, one.view)]
    chosen = best_of(dated, understood)
    for one in chosen:
        deadlines = choose_deadlines(text, topic, one.view)
        stated = "、".join(dict.fromkeys(deadline.text for deadline in deadlines))
        sentences.append(f"{name_document(one.view)}{name_task(one.view, index)}：{stated}。")
        views.append(one.view)
        dates.extend(dates_of(deadlines))
        evidence.extend(quote(one.view, deadline.start, deadline.end) for deadline in deadlines)
    plan = understood.as_plan(index, _steps(topic, views, index, "取出其时限"))
    best = best_of(candidates, understood)
    if not views or (best and best[0].score + 4 * best[0].support > chosen[0].score + 4 * chosen[0].support + 2.5):
        if best and choose_recurrences(topic, best[0].view):
            return _how_often(text, understood, topic, candidates, index)
        return abstain(text, plan, _missing(best, candidates, index, "没有写明时间"), [one.view for one in candidates[:3]])
    if any(word in text for word in ("多少", "几座", "几条", "几个")):
        for fitting in choose_targets(text, topic, [(one.view, one.support) for one in chosen]):
            values.append(value_of(fitting.target))
            sentences.append(f"{fitting.target.text}。")
            evidence.append(quote(fitting.view, fitting.target.start, fitting.target.end))
    return answer(text, plan, sentences, views, evidence, dates=dates, values=values)


def _how_often(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    recurring = [one for one in candidates if choose_recurrences(topic, one.view)]
    chosen = best_of(recurring, understood)
    if len(understood.unit_phrases) > 1:
        chosen = list(dict.fromkeys(one for phrase in understood.unit_phrases for one in best_of(_of_doer(recurring, phrase), understood)))
    sentences, views = [], []
    evidence: list[AnswerEvidence] = []
    values: list[Value] = []
    for one in chosen:
        for deadline in choose_recurrences(topic, one.view):
            sentences.append(f"{name_document(one.view)}{name_task(one.view, index)}：{name_often(deadline)}（原文“{deadline.text}”）。")
            evidence.append(quote(one.view, deadline.start, deadline.end))
            if deadline.recurrence is not None and deadline.recurrence.times is not None:
                values.append(Value(value=deadline.recurrence.times, unit="次", every=deadline.recurrence.every))
        views.append(one.view)
    plan = understood.as_plan(index, _steps(topic, views, index, "取出其频次"))
    if not views:
        if understood.type == "howoften" and any(target for one in best_of(candidates, understood) for target in one.view.targets):
            return _how_much(text, understood, topic, candidates, index)
        return _no_fact(text, plan, understood, candidates, index, "没有写明多久一次")
    return answer(text, plan, sentences, views, evidence, values=values)


def _of_doer(candidates: list[Candidate], phrase: str) -> list[Candidate]:
    """The tasks of one of several doers that a question names."""
    return [one for one in candidates if any(phrase in find_forms("unit", unit.name) for unit in one.view.units)]


def _how_much(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    usable = [one for one in candidates if one.holds_things and (one.support >= SUPPORT_WITH_MEANING or one.meaning >= MEANING)]
    named = understood.named_by in ("title", "place")
    chosen = choose_targets(text, topic, [(one.view, one.support) for one in usable], by_document=not named)
    best = best_of(candidates, understood)
    if best and best[0].support >= SUPPORT and names_no_indicator(text, chosen):
        chosen = choose_all_targets(text, best[0].view) or chosen
    if not chosen and understood.label is None and not understood.units:
        chosen = choose_targets(text, topic, rank_passages(understood.topic, topic, index, within=understood.within))
    views = [fitting.view for fitting in chosen]
    plan = understood.as_plan(index, _steps(topic, views, index, "取出其指标"))
    if not chosen:
        if any(choose_recurrences(topic, one.view) for one in best) and "次" in text:
            return _how_often(text, understood, topic, candidates, index)
        return _amounts(text, topic, plan, [one for one in candidates if one.fits], index) or _no_fact(
            text, plan, understood, candidates, index, "没有写明数量"
        )
    sentences = [f"{name_document(fitting.view)}{name_task(fitting.view, index)}：{fitting.target.text}。" for fitting in chosen]
    evidence = [quote(fitting.view, fitting.target.start, fitting.target.end) for fitting in chosen]
    return answer(text, plan, sentences, views, evidence, values=[value_of(fitting.target) for fitting in chosen])


def _amounts(text: str, topic: Topic, plan: Plan, best: list[Candidate], index: SearchIndex) -> Answer | None:
    """The sums of money in the sentence that is nearest to the topic (处五十元罚款), which are no targets."""
    told = [(amounts.closeness, one.view, amounts) for one in best if (amounts := find_amounts(text, topic, one.view)) is not None]
    if not told:
        return None
    _, view, amounts = max(told, key=lambda one: one[0])
    (start, end), found = amounts.sentence, amounts.values
    sentence = f"{name_document(view)}{name_task(view, index)}：{view.text[start:end].strip()}。"
    values = [Value(value=value, unit=unit) for value, unit in found]
    return answer(text, plan, [sentence], [view], [quote(view, view.start + start, view.start + end)], values=values)


def _find(text: str, understood: Understanding, topic: Topic, candidates: list[Candidate], index: SearchIndex) -> Answer:
    chosen = best_of(candidates, understood)
    views = [one.view for one in chosen]
    plan = understood.as_plan(index, _steps(topic, views, index, "引用其原文"))
    if not views:
        return abstain(text, plan, "已载入的文件里没有找到这件事", [one.view for one in candidates[:3]])
    sentences = [f"{name_document(view)}{name_task(view, index)}。" for view in views]
    return answer(text, plan, sentences, views, [quote_title(view) for view in views])


def _steps(topic: Topic, views: list[TaskView], index: SearchIndex, then: str) -> tuple[str, ...]:
    names = "、".join(dict.fromkeys(name_task(view, index) for view in views))
    return (f"按“{topic.text}”查找任务", f"找到{names or '不到相符的任务'}", then) if topic.text else (f"找到{names}", then)


def _no_fact(text: str, plan: Plan, understood: Understanding, candidates: list[Candidate], index: SearchIndex, what: str) -> Answer:
    return abstain(text, plan, _missing(best_of(candidates, understood), candidates, index, what), [one.view for one in candidates[:3]])


def _missing(chosen: list[Candidate], candidates: list[Candidate], index: SearchIndex, what: str) -> str:
    if chosen:
        return f"{name_document(chosen[0].view)}{name_task(chosen[0].view, index)}{what}"
    return "已载入的文件里没有这件事" if not candidates else f"已载入的文件里没有与所问相符、又写明答案的任务（{what}）"


_Answering = Callable[[str, Understanding, Topic, list[Candidate], SearchIndex], Answer]
_ANSWERS: dict[QuestionType, _Answering] = {"who": _who, "when": _when, "howmuch": _how_much, "howoften": _how_often, "find": _find}
