"""设置: scale, look, order of steps, layout of new reports, input method; kept at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.form import catalog
from ui.app import clock, steps
from ui.aside.windows import show_forms
from ui.base.cards import FieldsCard, hint, small
from ui.base.edits import ChoiceBox
from ui.base.settings import FONTS, PITCHES, SCALES, TYPINGS, Settings
from ui.base.widgets import inked, named, outlined, pressed_in_focus, quiet, titled, wrapped
from ui.look import appearance
from ui.look.appearance import Appearance

_SCALES = [f"{scale}%" for scale in SCALES]
_PITCHES = ["28.95 磅（每页 22 行）", "28 磅"]
_FONTS = ["标准公文字体", "系统自带字体"]
_TYPINGS = ["自动连接输入法", "按系统设置"]
_TYPING_HINT = "能正常输入中文时不必更改。更改后在下次打开时生效。"
_FONTS_HINT = "收件单位没有安装公文字体时，选系统自带字体。"


class SettingsDialog(QDialog):
    """The choices of Settings; ``reopen`` opens the window again, which a new scale needs."""

    order_chosen = Signal(bool)
    """Whether 下一步 leads to the tables before the texts."""

    def __init__(
        self, settings: Settings, reopen: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "设置")
        self._settings = settings
        chosen = self._began = settings.choices
        self.scale = self._chooser("显示比例", _SCALES, SCALES.index(chosen.scale))
        looks = list(Appearance)
        self.look = self._chooser("外观", looks, looks.index(chosen.appearance))
        self.numbers_first = QCheckBox("从数字开始：先填表格，再写文字")
        self.numbers_first.setChecked(settings.numbers_first)
        self.numbers_first.toggled.connect(self._keep_order)
        self.order = quiet()
        self.pitch = self._chooser("新报告的行距", _PITCHES, PITCHES.index(chosen.pitch))
        self.fonts = self._chooser("新报告的字体", _FONTS, FONTS.index(chosen.fonts))
        self.typing = self._chooser("中文输入", _TYPINGS, TYPINGS.index(chosen.typing))
        self.forms_button = pressed_in_focus(QPushButton("报告格式…"))
        self.forms_button.clicked.connect(lambda: show_forms(self))
        self.message = wrapped()
        self.reopen_button = pressed_in_focus(QPushButton("立即重新打开"))
        self.reopen_button.clicked.connect(reopen)
        self._lay_out()
        self._say_when()
        self._say_order()
        self.setMinimumWidth(self.fontMetrics().height() * 26)

    def _lay_out(self) -> None:
        content = QWidget()
        cards = QVBoxLayout(content)
        cards.setContentsMargins(0, 0, 4, 0)
        cards.setSpacing(10)
        for one in (self._window_card(), self._report_card(), self._typing_card()):
            cards.addWidget(one)
        cards.addWidget(self.forms_button, 0, Qt.AlignmentFlag.AlignLeft)
        cards.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        buttons = QDialogButtonBox()
        outlined(buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        room = self.screen().availableSize() * 0.9
        self.resize(QSize(em * 30, em * 31).boundedTo(room))

    def _window_card(self) -> FieldsCard:
        window = FieldsCard("窗口")
        window.add_field(self.scale, 16)
        again = QHBoxLayout()
        again.addWidget(small(inked(self.message, "quiet")), 1)
        again.addWidget(self.reopen_button)
        window.add_row(again)
        window.add_field(self.look, 16)
        window.add_line(self.numbers_first)
        window.add_line(small(self.order))
        return window

    def _report_card(self) -> FieldsCard:
        report = FieldsCard("新建的报告")
        report.add_field(self.pitch, 16)
        report.add_field(self.fonts, 16)
        words = f"行距和字体用于以后新建的报告，已有的草稿不变。{_FONTS_HINT}"
        report.add_line(hint(words))
        return report

    def _typing_card(self) -> FieldsCard:
        typing = FieldsCard("输入")
        typing.add_field(self.typing, 16)
        typing.add_line(hint(_TYPING_HINT))
        return typing

    def _chooser(self, name: str, texts: Sequence[str], current: int) -> ChoiceBox:
        chooser = named(ChoiceBox(), name)
        chooser.addItems([str(text) for text in texts])
        chooser.setCurrentIndex(current)
        chooser.currentIndexChanged.connect(self._keep)
        return chooser

    def _keep(self) -> None:
        """Keep the choices, and apply those that can be applied at once."""
        before = self._settings.choices
        chosen = before._replace(
            scale=SCALES[self.scale.currentIndex()],
            appearance=list(Appearance)[self.look.currentIndex()],
            pitch=PITCHES[self.pitch.currentIndex()],
            fonts=FONTS[self.fonts.currentIndex()],
            typing=TYPINGS[self.typing.currentIndex()],
        )
        self._settings.choices = chosen
        if chosen.appearance is not before.appearance:
            appearance.apply(chosen.appearance)
        self._say_when()

    def _keep_order(self, numbers_first: bool) -> None:
        self._settings.numbers_first = numbers_first
        self._say_order()
        self.order_chosen.emit(numbers_first)

    def _say_order(self) -> None:
        """Show in which order 下一步 leads through the sections, and why."""
        known = steps.steps_of_form(catalog.form_for(clock.today().year - 1))
        order = steps.order_of(known, self.numbers_first.isChecked())
        self.order.setText(f"{order}。文字中的数字取自表格。")

    def _say_when(self) -> None:
        """Show when a new scale is applied; the other choices are applied already."""
        changed = self._settings.choices.scale != self._began.scale
        self.reopen_button.setEnabled(changed)
        self.message.setText(
            "新的显示比例在下次打开时生效。" if changed else "在系统缩放之上再放大。"
        )


def show_settings(
    parent: QWidget, settings: Settings, reopen: Callable[[], None]
) -> SettingsDialog:
    """Show the settings, and return their window; the parent window stays usable."""
    dialog = SettingsDialog(settings, reopen, parent)
    dialog.show()
    return dialog
