"""Texts follow the figures: at 草稿 the program's own sentences by themselves, all else on request.

One observer of the session does this for the whole window. What follows by itself becomes part of
the act that changed the figures, so one undo takes both back. It is said, and the rest is offered,
once no figure has changed for a while: cells typed one after the other make one message.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer

from model.address import Address
from model.checks.findings import TextSpan
from model.checks.following import Follow, followed, follows
from model.report.report import Report
from ui.base.messages import MessageAct, MessageCard, Messages
from ui.base.session import Session

PAUSE: Final = 900
"""Milliseconds without a changed figure after which something is said."""
_OWN, _OFFERED = "following", "offered"
"""Keys of the two messages."""
_NUMBER: Final = 16
"""Most characters of a number; what follows with more is a sentence."""


class Following(QObject):
    """Lets the texts of a session follow its figures, and says so over the page.

    Args:
        session: the open report.
        messages: the messages of the window.
        show_span: shows a part of a text.
    """

    def __init__(
        self, session: Session, messages: Messages, show_span: Callable[[TextSpan], object]
    ) -> None:
        super().__init__(session)
        self._session, self._messages, self._show_span = session, messages, show_span
        self._seen = session.report
        self._settled: Report | None = None
        """The report with which the program's own sentences agree, while figures change."""
        self._agreed: Report | None = None
        """The report with which all other numbers agreed, while figures change or wait."""
        self._written: list[Follow] = []
        """What has followed by itself and is not said yet."""
        self._act = -1
        """Place among the acts of the one that they became part of."""
        self._card: MessageCard | None = None
        self.later = QTimer(self, singleShot=True, interval=PAUSE)
        self.later.timeout.connect(self.say)
        session.changed.connect(self._note)
        session.settling.connect(self.settle)

    def _note(self) -> None:
        """Keep the report as it was before its figures changed."""
        before, after = self._seen, self._session.report
        self._seen = after
        if before is after:
            return
        if _figures(before) == _figures(after):
            self._settled = _with_texts(self._settled, before, after)
            self._agreed = _with_texts(self._agreed, before, after)
            return
        if not self._session.is_amendable:  # taken back, or made again: all follows from that
            self._settled = None
            self._written = []
            self._messages.end(_OWN)
        else:
            self._settled = self._settled or before
            self._agreed = self._agreed or before
        self.later.start()

    def settle(self) -> None:
        """Write the program's own sentences anew, as a part of the last act."""
        base, report = self._settled, self._session.report
        if base is None:
            return
        found = [one for one in follows(base, report) if one.automatic]
        if not _is_waiting(base, report):
            self._settled = None
        if found and self._session.is_amendable:
            self._settled, self._act = None, self._session.undo_stack.index()
            self._written += found
            self._session.amend(followed(report, found), {one.text for one in found})

    def say(self) -> None:
        """Say what has followed by itself, and offer what has not."""
        self._session.check_if_due()
        written, self._written = self._written, []
        if written:
            self._say_written(written)
        found = self._offers(self._agreed)
        if found and self._agreed is not None:
            self._offer(self._agreed, found)
        else:
            self._messages.end(_OFFERED)
            if self._agreed is not None and not _is_waiting(self._agreed, self._session.report):
                self._agreed = None

    def _say_written(self, written: Sequence[Follow]) -> None:
        titles = dict.fromkeys(self._title(one.text) for one in written)
        names = "".join(f"「{title}」" for title in titles)
        sentence = f"{names}中由程序写成的语句已随所填内容改写。"
        stack = self._session.undo_stack
        acts = [MessageAct("撤销", stack.undo)] * (stack.index() == self._act)
        self._messages.show_message(sentence, "done", acts, _OWN)

    def _title(self, address: str) -> str:
        block = self._session.report.text(Address.parse(address).key)
        return block.title if block else ""

    def _offers(self, base: Report | None) -> list[Follow]:
        return [] if base is None else [*follows(base, self._session.report)]

    def _offer(self, base: Report, found: Sequence[Follow], place: int = 0) -> None:
        """Offer what does not follow by itself, as long as the message is there."""
        acts = [
            MessageAct("一并修改", lambda: self._take(base)),
            MessageAct("查看", lambda: self._look(base, place)),
        ]
        card = self._messages.show_message(offer_sentence(found), "offer", acts, _OFFERED)
        self._card = card
        if card is not None:
            card.closed.connect(lambda: self._forget(card))

    def _forget(self, card: MessageCard) -> None:
        if card is self._card:
            self._card = self._agreed = None

    def _take(self, base: Report) -> None:
        """Write all that is offered as one act."""
        found = self._offers(base)
        texts = list(dict.fromkeys(one.text for one in found))
        if not found:
            return
        report = followed(self._session.report, found)
        only = texts[0] if len(texts) == 1 else ""
        self._session.apply(report, "文字随数字修改", only, place=texts[0])
        self._session.show_message(f"文字中已修改{len(found)}处。")

    def _look(self, base: Report, place: int) -> None:
        """Show one place that is offered, and go on offering; the next time the next place."""
        if found := self._offers(base):
            one = found[place % len(found)]
            self._show_span(TextSpan(one.text, one.start, one.end))
            self._agreed = base
            self._offer(base, found, place + 1)


def offer_sentence(found: Sequence[Follow]) -> str:
    """Say how many places of the texts should follow, and to which number if it is one."""
    sentences = sum(1 for one in found if max(len(one.old), len(one.new)) > _NUMBER)
    count = len(found) - sentences
    new = {one.new for one in found if max(len(one.old), len(one.new)) <= _NUMBER}
    numbers = f"有{count}处应同步改为{new.pop()}" if len(new) == 1 else f"有{count}处数字应同步修改"
    own = f"有{sentences}句由程序写成的语句应随所填内容改写"
    return "文字中" + "，".join([numbers] * (count > 0) + [own] * (sentences > 0)) + "。"


def _figures(report: Report) -> tuple[object, ...]:
    """Return all that texts may state, apart from the texts."""
    facts = (report.values, report.tallies, report.unit, report.year, report.period)
    return (*facts, report.options)


def _is_waiting(base: Report, report: Report) -> bool:
    """Whether a number has been emptied, and a new one is awaited."""
    return not base.values.keys() <= report.values.keys()


def _with_texts(base: Report | None, before: Report, after: Report) -> Report | None:
    """Return a report with the texts that an act changed which changed no figure."""
    return base and replace(base, texts=after.texts if before.texts != after.texts else base.texts)
