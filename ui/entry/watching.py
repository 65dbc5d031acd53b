"""Announces to other programs that this window has a draft open."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from model.drafts import presence
from model.drafts.medium import Medium
from model.drafts.presence import Editor, myself
from model.text import shortened
from ui.app import clock
from ui.app.drafts import when
from ui.base.session import Session
from ui.base.work import BackgroundWorker

_PATIENCE: Final = 1.0
"""Seconds that closing waits until the share has removed the announcement."""


def editor_sentence(editor: Editor, now: datetime) -> str:
    """Return a sentence on who has a draft open, where and since when."""
    since = f"自 {when(editor.since, now)} 起。".replace("今天 ", "")
    if is_own_window(editor, now):
        return f"此草稿已在本机另一个窗口中打开，{since}"
    where = "本机" if editor.host == myself(now).host else f" {shortened(editor.host)} "
    return f"此草稿正由 {shortened(editor.user) or '其他用户'} 在{where}上编辑，{since}"


def is_own_window(editor: Editor, now: datetime) -> bool:
    """Return whether a draft is open in another window of this user on this computer."""
    me = myself(now)
    return (editor.user, editor.host) == (me.user, me.host)


def _announce(draft: Path, editor: Editor, now: datetime, medium: Medium | None) -> None:
    """Announce an open draft, but not in the empty folder that a removed share leaves."""
    if medium is None or medium.is_still_under(draft):
        presence.announce(draft, editor, now)


class Watch(QObject):
    """Keeps the advice file of an open draft while its window is shown.

    At the beginning it removes once, in the background, files that killed programs left there.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(session)
        self._session = session
        self._draft = session.path
        self._me = myself(clock.now())
        self._worker = BackgroundWorker(
            self
        )  # a share that does not answer must not stop the window
        self._timer = QTimer(self)
        self._timer.setInterval(round(presence.REFRESHED_EVERY.total_seconds() * 1000))
        self._timer.timeout.connect(self.refresh)
        session.saved.connect(self._follow)
        window.installEventFilter(self)
        self._worker.submit(partial(presence.clear, session.path))
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.leave)

    def refresh(self) -> None:
        """Announce that the draft is open here."""
        self._timer.start()
        medium = self._session.saver.medium
        self._worker.submit(partial(_announce, self._draft, self._me, clock.now(), medium))

    def leave(self) -> None:
        """Withdraw the announcement."""
        self._timer.stop()
        self._worker.submit(partial(presence.withdraw, self._draft, self._me))
        self._worker.wait(_PATIENCE)

    def _follow(self) -> None:
        """Announce the new file of the draft after 另存为."""
        if self._session.path != self._draft:
            self._worker.submit(partial(presence.withdraw, self._draft, self._me))
            self._draft = self._session.path
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow showing and closing of the window; minimising it changes nothing."""
        if not event.spontaneous() and event.type() == QEvent.Type.Show:
            self.refresh()
        elif not event.spontaneous() and event.type() == QEvent.Type.Hide:
            self.leave()
        return False
