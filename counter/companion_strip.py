"""The strip: a window of 320 pixels that stays on top and does not take the focus.

It draws a View and gives presses; it knows neither the server nor what a press means.
Space presses a button only after somebody has tabbed to it on purpose: whenever the
focus leaves the strip, none of its buttons keeps it.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font as fonts
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.companion_view import View, Viewer

WIDTH, EDGE, FAR = 320, 16, 48  # pixels; FAR: from the screen's edge, past a task bar
MESSAGE = 66  # three lines: the buttons stay where they are
RAISED, TINT, LINE = "#ffffff", "#ebf4f0", "#e6e0d3"
INK, SOFT, FAINT = "#14201c", "#37443f", "#75817b"
LEAF, LEAF_DARK, LEAF_EDGE, LACQUER = "#0b5645", "#05332a", "#a9cdbf", "#97231a"
AMBER = "#8a5a00"
PACES = {"": INK, "good": LEAF, "late": AMBER, "twice": LACQUER}
TONES = {  # ink and ground
    "": (SOFT, RAISED),
    "ask": (INK, "#fff3d0"),
    "note": (SOFT, TINT),
    "stop": (LACQUER, "#fbeae7"),
}
FAMILIES = ("Plex Sans", "IBM Plex Sans", "Segoe UI", "Noto Sans", "DejaVu Sans")
NoScreen = tk.TclError


class Strip:
    def __init__(self, viewer: Viewer, place: str) -> None:
        self.on_press: Callable[[str], None] = lambda press: None
        self._viewer = viewer
        self._drawn: View | None = None
        self.root = tk.Tk(className="Luot")
        known = fonts.families(self.root)
        self._family = next((name for name in FAMILIES if name in known), "Helvetica")
        self.root.configure(background=RAISED)
        self.root.resizable(False, False)
        self.root.attributes("-topmost", True)
        self.root.bind("<FocusOut>", lambda _: self.root.after_idle(self._let_go))
        self._buttons: dict[str, tk.Button] = {}
        self._build()
        self._put(place)

    def draw(self, view: View) -> None:
        if view == self._drawn:
            return
        self._drawn = view
        told = view.number if view.linked else view.link
        self.root.title(f"{told} · {view.title}")
        self._title["text"], self._state["text"] = view.title, view.state
        self._link.configure(
            text=f"● {view.link}", foreground=LEAF if view.linked else LACQUER
        )
        self._number.configure(
            text=view.number, foreground=INK if view.linked and view.timer else FAINT
        )
        self._timer.configure(text=view.timer, foreground=PACES[view.pace])
        self._brief["text"] = view.brief
        ink, ground = TONES[view.tone]
        self._box["background"] = ground
        self._message.configure(text=view.message, foreground=ink, background=ground)
        self._label(view)

    def _label(self, view: View) -> None:
        keys = self._viewer.shown
        words = {
            "next": f"{view.main}   {keys['next']}",
            "recall": f"{self._viewer.say('do-recall')} {keys['recall']}",
            "start": self._viewer.say("do-start"),
            "no-show": self._viewer.say("do-no-show"),
            "finish": self._viewer.say("do-finish"),
            "undo": view.undo,
        }
        words[view.step] += f" {keys['step']}"
        for press, button in self._buttons.items():
            state: Any = "normal" if press in view.on else "disabled"
            button.configure(text=words[press].strip(), state=state)
        ground = LEAF if "next" in view.on else LINE
        self._buttons["next"]["background"] = ground

    # --- how it is built --------------------------------------------------

    def _build(self) -> None:
        head, middle = self._row(), self._row()
        self._title = self._text(head, 15, "bold", INK)
        self._link = self._text(head, 13, "normal", LEAF, side="right")
        tk.Frame(self.root, background=LINE, height=1).pack(fill="x", pady=6)
        self._state = self._text(self._row(), 13, "normal", SOFT)
        middle.pack_forget()
        middle.pack(fill="x", padx=EDGE)
        self._number = self._text(middle, 52, "bold", INK)
        self._timer = self._text(middle, 26, "bold", INK, side="right")
        self._brief = self._text(self._row(), 15, "normal", SOFT)
        self._box = tk.Frame(self.root, height=MESSAGE, width=WIDTH)
        self._box.pack_propagate(False)
        self._box.pack(fill="x", pady=6)
        self._message = self._text(self._box, 13, "normal", SOFT, padx=EDGE)
        self._message.configure(wraplength=WIDTH - 2 * EDGE, justify="left")
        self._rows()

    def _rows(self) -> None:
        main = self._button(self._row(), "next", 17)
        main.configure(
            background=LEAF, foreground=RAISED, activebackground=LEAF_DARK, pady=10
        )
        main.configure(activeforeground=RAISED, disabledforeground=FAINT)
        for presses in (("recall", "start", "no-show"), ("finish", "undo")):
            row = self._row()
            for press in presses:
                self._button(row, press, 13)
        tk.Frame(self.root, background=RAISED, height=10, width=WIDTH).pack()

    def _row(self) -> tk.Frame:
        row = tk.Frame(self.root, background=RAISED)
        row.pack(fill="x", padx=EDGE, pady=(4, 0))
        return row

    def _text(
        self, place: tk.Frame, size: int, weight: str, ink: str, **how: Any
    ) -> tk.Label:
        label = tk.Label(place, font=self._font(size, weight), foreground=ink)
        label.configure(background=RAISED, padx=0, pady=0)
        label.pack(**{"side": "left", **how})
        return label

    def _button(self, row: tk.Frame, press: str, size: int) -> tk.Button:
        button = tk.Button(row, font=self._font(size, "bold"), relief="flat", bd=0)
        button.configure(background=TINT, foreground=INK, activebackground=LINE)
        button.configure(disabledforeground=FAINT, highlightthickness=2, padx=4, pady=5)
        button.configure(highlightbackground=LEAF_EDGE, highlightcolor=INK)
        button.configure(command=lambda: self.on_press(press))
        column = row.grid_size()[0]
        row.columnconfigure(column, weight=1, uniform="buttons")
        button.grid(row=0, column=column, sticky="ew", padx=(4 if column else 0, 0))
        self._buttons[press] = button
        return button

    def _font(self, size: int, weight: str) -> tuple[str, int, str]:
        return self._family, -size, weight  # negative: pixels

    def _put(self, place: str) -> None:
        """In a corner; the window's own frame is not counted."""
        self.root.update_idletasks()
        height = self.root.winfo_reqheight()
        right = self.root.winfo_screenwidth() - WIDTH - EDGE
        low = self.root.winfo_screenheight() - height - FAR - EDGE
        x = right if place.endswith("right") else EDGE
        y = low if place.startswith("bottom") else FAR
        self.root.geometry(f"{WIDTH}x{height}+{x}+{y}")

    def _let_go(self) -> None:
        if self.root.focus_displayof() is None:
            self.root.focus_set()
