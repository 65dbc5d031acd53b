"""The words beside one number that call a figure: «共收到政府信息公开申请12件»."""

from collections.abc import Sequence
from typing import Final

from model.claims.sentences import (
    WEAK_STOPS,
    Claim,
    Sentence,
    calls,
    has,
    last_name,
    last_subjects,
)
from model.claims.tokens import Token
from model.claims.vocabulary import WordRole
from model.form.form import Phrase

_CONTINUING: Final = (
    WordRole.OPEN,
    WordRole.FILLER,
    WordRole.ALL,
    WordRole.EACH,
    WordRole.NOW,
    WordRole.SINCE,
    WordRole.OWN,
)
SUMMING: Final = ("共", "总共", "一共", "共计", "合计", "总计")
"""Words with which a statement begins, whatever is before them."""
_CLOSING: Final = (WordRole.STOP, WordRole.JOIN, WordRole.OPEN, WordRole.WITHIN)
"""Roles of what may be behind the words that call the number before them."""
_LISTED: Final = (WordRole.QUANTITY, WordRole.JOIN, WordRole.STOP)
_AHEAD: Final = 40
"""Tokens within which what remains is said."""
_SHORT: Final = 4
"""Characters from which the name of what is counted is its own: 政府信息, unlike 申请."""


def claim_at(sentence: Sentence, place: int) -> Claim | None:
    """Return the claim of a number, if the words beside it call a figure."""
    if _is_one_of_many(sentence, place) or sentence.follows(place, WordRole.BECAME):
        return None
    segment = _segment(sentence, place)
    core = _core(segment)
    rest = segment[: len(segment) - len(core)]
    behind = sentence.behind(place)
    if not calls(core) and _is_called_behind(sentence, place, core):
        core = [*core, *behind]
    elif not calls(core) or last_name(behind[:2]) is None:
        behind = []
    name = last_name(core) or last_name(behind[:2])
    phrase = _phrase(sentence, place, core, rest, name.sense.subjects if name else ())
    if phrase is None and not calls(core) and name is None:
        phrase = _counterpart(sentence, place)
    if behind:
        sentence.read = max(sentence.read, place + 1 + len(behind))
    if phrase is None or not sentence.is_allowed(phrase, rest, core) or _is_joined(rest):
        return None
    if _is_of_other_behind(sentence, place, phrase) or _is_compound(name, [*core, *behind]):
        return None
    if name is None and _is_of_other(sentence, phrase):
        return None
    is_clear = phrase.distinct or not (
        has(rest, WordRole.UNKNOWN) or sentence.follows(place, WordRole.UNKNOWN)
    )
    if not is_clear and not _is_named(sentence, phrase, name, core):
        return None
    return sentence.claim(phrase, place, core)


def remaining_claim(sentence: Sentence, place: int) -> Claim | None:
    """Return the claim of what remains, said in the next clause: «3件未到期，结转下年度»."""
    before = sentence.before(place)
    if not all(is_neutral(token) or token.role is WordRole.AMONG for token in before):
        return None
    ahead = sentence.tokens[place + 1 : place + _AHEAD]
    ends = [n for n, token in enumerate(ahead) if token.role is WordRole.STOP]
    if len(ends) < 2 or ahead[ends[0]].word not in WEAK_STOPS:
        return None
    said = [token for token in ahead[ends[0] + 1 : ends[1]] if not is_neutral(token)]
    words = said[0].sense.words if len(said) == 1 else ()
    phrase = next((one for one in words if one.zero and one.subject in sentence.topics), None)
    if phrase is None or not sentence.is_counted(phrase, sentence.unit(place, ())):
        return None
    others = [*sentence.before(place, 0), *ahead[: ends[0]], *ahead[ends[1] :]]
    is_divided = any(phrase in token.sense.words for token in others)
    is_divided |= has(ahead[: ends[0]], WordRole.QUANTITY)
    if is_divided or not sentence.is_allowed(phrase, (), said):
        return None
    return sentence.claim(phrase, place, said)


def is_neutral(token: Token) -> bool:
    """Return whether a word says nothing of its own about a number."""
    return token.role in _CONTINUING or token.sense.role is WordRole.FILLER


def is_foreign(sentence: Sentence, place: int) -> bool:
    """Return whether a number without a claim counts something that no form has."""
    quantity = sentence.tokens[place].quantity
    segment = _segment(sentence, place)
    is_strange = has(segment, WordRole.UNKNOWN) or has(segment[-1:], WordRole.CHANNEL)
    is_strange |= sentence.follows(place, WordRole.UNKNOWN)
    return bool(quantity and quantity.unit) and is_strange


def _segment(sentence: Sentence, place: int) -> list[Token]:
    """Return the tokens before a number, from the last number or the end of a clause.

    A clause without words of its own continues the clause before: «收到申请，共计12件».
    """
    start = max(sentence.clause, sentence.read)
    own = sentence.before(place, start)
    is_continued = start == sentence.clause > 1 and all(map(is_neutral, own))
    if is_continued and not calls(sentence.behind(place)):
        before = sentence.before(start, sentence.former)
        if not any(token.quantity and token.quantity.unit for token in before):
            start = max(sentence.former, sentence.read)
        elif has(own, WordRole.NOW):
            return _before_other_time(before)
    clause = sentence.before(place)
    if has(clause, WordRole.BECAME) and (changed := _before_change(clause)):
        return changed
    found: list[Token] = []
    for token in reversed(sentence.before(place, start)):
        ends = token.role is WordRole.STOP and token.word not in WEAK_STOPS
        if ends or token.role is WordRole.QUANTITY:
            break
        if token.role is not WordRole.STOP:
            found.append(token)
    while found and found[-1].role is WordRole.JOIN:
        found.pop()
    return found[::-1]


def _before_other_time(clause: Sequence[Token]) -> list[Token]:
    """Return the words before another year: «办结申请2023年为9件，2024年为12件»."""
    times = [n for n, token in enumerate(clause) if token.role is WordRole.THEN]
    return list(clause[: times[0]]) if times else []


def _before_change(clause: Sequence[Token]) -> list[Token]:
    """Return the words before a change: «由9件增至12件», «由2023年的9件增至2024年的12件»."""
    numbers = [n for n, token in enumerate(clause) if token.role is WordRole.QUANTITY]
    between = clause[numbers[-1] + 1 :] if numbers else ()
    if not has(between, WordRole.BECAME):
        return []
    if all(is_neutral(token) or token.role is WordRole.BECAME for token in between):
        before = list(clause[: numbers[-1]])
        return _before_other_time(before) or before
    return []


def _core(segment: Sequence[Token]) -> list[Token]:
    """Return the words directly before a number that may call it."""
    for place in range(len(segment), 0, -1):
        role = segment[place - 1].role
        if role is not WordRole.PHRASE and role not in _CONTINUING:
            return list(segment[place:])
    return list(segment)


def _phrase(
    sentence: Sentence,
    place: int,
    core: Sequence[Token],
    rest: Sequence[Token],
    named: tuple[str, ...],
) -> Phrase | None:
    """Return the phrase that the words of a core call; None if there is none, or not only one."""
    subjects, unit = named or sentence.topics, sentence.unit(place, core)
    matching: list[Phrase] = []
    for token in reversed(core):
        fitting = [
            phrase
            for phrase in token.sense.words
            if (phrase.subject in subjects or (phrase.distinct and not named))
            and sentence.is_counted(phrase, unit)
        ]
        if token.sense.words and not fitting and token.sense.role is not WordRole.FILLER:
            is_called = matching and (matching[-1].distinct or not _is_beside_name(token, core))
            if is_called and named:
                break
            if not token.sense.subjects:
                return None  # a word of another figure
        matching += fitting
    matching.sort(key=lambda phrase: not phrase.distinct)
    if len({phrase.means for phrase in matching}) == 1 or (matching and matching[0].part):
        return matching[0]
    if matching or not named or has(rest, WordRole.UNKNOWN, WordRole.JOIN):
        return None
    about = [word for subject in named for word in sentence.known.subjects[subject].about]
    others = (token for token in core if not any(word in token.word for word in about))
    if {token.sense.subjects for token in others if token.sense.subjects} - {named}:
        return None
    fitting = [one for one in sentence.known.phrases if one.subject in named]
    fitting = [one for one in fitting if sentence.is_counted(one, unit)]
    listed, former = _listed_before(sentence, place)
    if former and not former.bare:
        return next((one for one in fitting if {*one.words} & {*former.words}), None)
    if listed and former is None:
        return None
    return next((one for one in fitting if one.bare), None)


def _is_beside_name(word: Token, core: Sequence[Token]) -> bool:
    """Return whether a word belongs to the name behind it: «公开建议提案答复7件»."""
    return any(token.start == word.end and token.sense.subjects for token in core)


def _counterpart(sentence: Sentence, place: int) -> Phrase | None:
    """Return the phrase of the same thing in another unit: «实际收取2件，共40元»."""
    beside = [token for token in sentence.before(place, 0)[::-1] if not is_neutral(token)]
    nearest = beside[1:2] if has(beside[:1], WordRole.JOIN, WordRole.STOP) else beside[:1]
    former = sentence.claimed.get(nearest[0].start) if nearest else None
    if former is None:
        return None
    unit = sentence.unit(place, ())
    fitting = [
        phrase
        for phrase in sentence.known.phrases
        if phrase.subject == former.subject and sentence.is_counted(phrase, unit)
    ]
    is_other = not sentence.is_counted(former, unit)
    return fitting[0] if is_other and len(fitting) == 1 else None


def _is_one_of_many(sentence: Sentence, place: int) -> bool:
    """Return whether a number begins a clause about some of many: «申请中，3件要求复印»."""
    begins = place == sentence.clause or sentence.tokens[place].word.startswith("一件")
    return begins and not _is_called_behind(sentence, place, ())


def _is_called_behind(sentence: Sentence, place: int, core: Sequence[Token]) -> bool:
    """Return whether the words behind a number call it, and end their clause or are about all."""
    behind = sentence.behind(place)
    next_place = place + 1 + len(behind)
    after = sentence.tokens[next_place : next_place + 1]
    is_closed = not after or after[0].role in _CLOSING or has(behind, WordRole.ALL)
    return is_closed and (last_name(core) is None or calls(behind))


def _is_of_other(sentence: Sentence, phrase: Phrase) -> bool:
    """Return whether the clause before names another figure: «以自然人为主，新收12件»."""
    before = sentence.before(sentence.clause, sentence.former)
    others = [one for token in before for one in token.sense.words if one.distinct]
    return phrase not in others and bool(others) and not has(before, WordRole.QUANTITY)


def _is_of_other_behind(sentence: Sentence, place: int, phrase: Phrase) -> bool:
    """Return whether words behind a number call another figure: «收到的2件申请转入下年度»."""
    words = (one for token in sentence.behind(place) for one in token.sense.words)
    same = (one for one in words if one.subject == phrase.subject and one.part)
    return any(one.means != phrase.means for one in same)


def _is_compound(name: Token | None, words: Sequence[Token]) -> bool:
    """Return whether a short name ends the name of something else: «行政处罚信息3条»."""
    if name is None or len(name.word) >= _SHORT:
        return False
    joined = (one for one in words if one.end == name.start and one.sense.subjects)
    return any(one.sense.subjects != name.sense.subjects for one in joined)


def _is_named(
    sentence: Sentence, phrase: Phrase, name: Token | None, core: Sequence[Token]
) -> bool:
    """Return whether the name of what is counted may stand beside unknown words."""
    if name is None or (len(name.word) < _SHORT and core[0].word not in SUMMING):
        return False
    about = sentence.known.subjects[phrase.subject].about
    return not about or any(word in sentence.text[: name.end] for word in about)


def _is_joined(rest: Sequence[Token]) -> bool:
    """Return whether another figure is joined to the words of a number: «自然人和法人12件»."""
    joined = rest[-2:-1] if has(rest[-1:], WordRole.JOIN) else ()
    words = [phrase for token in joined for phrase in token.sense.words]
    return bool(last_subjects(joined)) or bool(words and all(phrase.part for phrase in words))


def _listed_before(sentence: Sentence, place: int) -> tuple[bool, Phrase | None]:
    """Return whether a number follows one in a list, and what that states: «讲座3场、诉讼2件»."""
    before = [token for token in sentence.before(place) if token.role in _LISTED]
    if [token.role for token in before[-2:]] != [WordRole.QUANTITY, WordRole.JOIN]:
        return False, None
    return True, sentence.claimed.get(before[-2].start)
