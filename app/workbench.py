"""The Textual application: it ties modes, themes and keys together and holds no behaviour."""

from textual.app import App

from .screens.kit import SettingRow, WorkbenchKit

__all__ = ["SettingRow", "Workbench", "WorkbenchKit"]


class Workbench(App[None]):
    """The workbench over whatever its kit gives it."""

    TITLE = "Quayside"

    def __init__(self, kit: WorkbenchKit) -> None:
        super().__init__()
        self.kit = kit
