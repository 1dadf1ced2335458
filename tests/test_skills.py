"""What an officer knows: a counter calls nothing else while they are there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    LAN,
    MAI,
    RESULTS,
    arrivals,
    called,
    is_whole,
    new_desk,
    status,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, NotFound
from ticketing.floor import floor
from ticketing.loading import BadFile, read_office

Run = Callable[..., Result]
NHUNG = "Nguyễn Thị Hồng Nhung (mẫu)"
DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    """Lan and Mai are on the list of officers; nothing is said of what they know."""
    desk = new_desk(tmp_path)
    for name in ("Lan", "Mai"):
        desk.set_officer(HEAD, name, "officer")
    return desk


def test_whoever_nothing_is_written_down_of_serves_what_the_counter_serves(
    office: Desk,
) -> None:
    office.open_counter(LAN, 1)
    assert office.store.counter(1).serves == (COPIES, BIRTHS)


def test_a_counter_calls_only_what_its_officer_knows(office: Desk) -> None:
    office.set_skills(HEAD, "Lan", [BIRTHS])
    office.open_counter(LAN, 1)
    arrivals(office, 1)
    arrivals(office, 1, BIRTHS)
    assert called(office).number == "B001"
    office.finish(LAN, 1)
    assert office.call_next(LAN, 1) is None
    assert is_whole(office)


def test_a_line_that_nobody_there_knows_is_an_alarm(office: Desk) -> None:
    office.set_skills(HEAD, "Lan", [BIRTHS])
    office.open_counter(LAN, 1)
    arrivals(office, 1)
    [alarm] = floor(office.store, office.store.clock()).unattended
    assert alarm.service == COPIES


def test_the_next_officer_at_the_same_counter_brings_their_own_skills(
    office: Desk,
) -> None:
    office.set_skills(HEAD, "Lan", [BIRTHS])
    office.open_counter(LAN, 1)
    office.close_counter(LAN, 1)
    office.open_counter(MAI, 1)
    assert office.store.counter(1).serves == (COPIES, BIRTHS)


def test_an_officer_takes_over_only_a_line_that_they_know(office: Desk) -> None:
    office.set_skills(HEAD, "Mai", [COPIES, RESULTS])
    office.open_counter(MAI, 2)
    with pytest.raises(Conflict, match="Mai is not assigned"):
        office.take_line(MAI, 2, BIRTHS)
    assert office.take_line(MAI, 2, RESULTS).serves == (COPIES, RESULTS)


def test_of_moved_lines_a_counter_gets_those_that_its_officer_knows(
    office: Desk,
) -> None:
    office.set_skills(HEAD, "Mai", [COPIES])
    office.open_counter(MAI, 2)
    with pytest.raises(Conflict, match="not assigned"):
        office.move_lines(HEAD, 3, to=2)
    assert office.move_lines(HEAD, 1, to=2).taken == ()
    office.set_skills(HEAD, "Mai", [COPIES, BIRTHS])
    assert office.move_lines(HEAD, 1, to=2).taken == (BIRTHS,)


def test_a_skill_learnt_today_calls_for_a_counter_that_waits_for_somebody(
    office: Desk,
) -> None:
    office.set_skills(HEAD, "Lan", [COPIES])
    office.open_counter(LAN, 1)
    arrivals(office, 1, BIRTHS)
    office.call_next(LAN, 1, armed=True)
    office.set_skills(HEAD, "Lan", [COPIES, BIRTHS])
    assert status(office, "B001") == "called"


def test_skills_that_are_forgotten_leave_everything_to_the_counter(
    office: Desk,
) -> None:
    office.set_skills(HEAD, "Lan", [BIRTHS])
    office.set_skills(HEAD, "Lan", [])
    office.open_counter(LAN, 1)
    assert office.store.counter(1).serves == (COPIES, BIRTHS)
    assert is_whole(office)


def test_a_new_role_leaves_the_skills_as_they_are(office: Desk) -> None:
    office.set_skills(HEAD, "Lan", [BIRTHS])
    office.set_officer(HEAD, "Lan", "supervisor")
    office.open_counter(LAN, 1)
    assert office.store.counter(1).serves == (BIRTHS,)


def test_nobody_unknown_has_skills_and_nobody_knows_an_unknown_line(
    office: Desk,
) -> None:
    with pytest.raises(NotFound, match="Nam"):
        office.set_skills(HEAD, "Nam", [COPIES])
    with pytest.raises(NotFound, match="tax"):
        office.set_skills(HEAD, "Lan", ["tax"])


# --- commands and files ------------------------------------------------------------


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["officer", "add", "Lan"]).exit_code == 0
    return lambda *words: runner.invoke(args=["officer", "skills", *words])


def test_the_command_writes_down_shows_and_forgets_what_somebody_knows(
    run: Run,
) -> None:
    assert run("Lan").output == "Lan: whatever the counter serves\n"
    assert run("Lan", "ho-tich", "dat-dai").output == "Lan: ho-tich, dat-dai\n"
    assert run("Lan").output == "Lan: ho-tich, dat-dai\n"
    assert run("Lan", "--all").output == "Lan: whatever the counter serves\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Nam", "ho-tich"], "Nam"),
        (["Nam"], "Nam"),
        (["Lan", "tax"], "tax"),
        (["Lan", "ho-tich", "--all"], "not both"),
    ],
)
def test_the_command_refuses_whom_and_what_it_does_not_know(
    run: Run, words: list[str], said: str
) -> None:
    refused = run(*words)
    assert refused.exit_code == 2
    assert said in refused.output
    assert run("Lan").output == "Lan: whatever the counter serves\n"


def an_office(folder: Path, old: str, new: str) -> Path:
    """The sample office with one thing changed."""
    for name in ("office.toml", "policy.toml", "procedures.csv"):
        text = (DATA / name).read_text("utf-8")
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


PIN = 'pin = "482917"\n'
TWO = 'services = ["chung-thuc", "ho-tich"]\n'


def test_an_office_is_loaded_with_what_its_officers_know(
    app: Flask, desk: Desk, tmp_path: Path
) -> None:
    folder = an_office(tmp_path, PIN, PIN + 'skills = ["ho-tich"]\n')
    loaded = app.test_cli_runner().invoke(args=["office", "load", str(folder)])
    assert loaded.exit_code == 0, loaded.output
    officer = desk.store.first("officers", name=NHUNG)
    assert officer and officer["skills"] == '["ho-tich"]'


def test_an_office_is_loaded_with_low_desks_breaks_and_lines_where_a_counter_helps(
    desk: Desk, tmp_path: Path
) -> None:
    more = 'low = true\nhelps = ["ho-tich"]\nbreaks = [["09:30", "09:45"]]\n'
    desk.load(HEAD, read_office(an_office(tmp_path, TWO, TWO + more)).rows)
    one = desk.store.counter(1)
    assert (one.low, one.helps, one.breaks) == (
        True,
        ("ho-tich",),
        (("09:30", "09:45"),),
    )


@pytest.mark.parametrize(
    ("old", "more", "place"),
    [
        (PIN, 'skills = ["tax"]\n', "officers no. 1"),
        (PIN, "skills = 7\n", "officers no. 1"),
        (TWO, 'low = "yes"\n', "counters no. 1"),
        (TWO, 'helps = ["dat-dai"]\n', "counters no. 1"),
        (TWO, 'breaks = [["09:45", "09:30"]]\n', "counters no. 1"),
        (TWO, 'breaks = ["09:30"]\n', "counters no. 1"),
    ],
)
def test_an_office_that_means_something_impossible_is_refused_with_the_place(
    tmp_path: Path, old: str, more: str, place: str
) -> None:
    with pytest.raises(BadFile, match=place):
        read_office(an_office(tmp_path, old, old + more))


def test_the_sample_office_leaves_every_line_to_every_officer(desk: Desk) -> None:
    rows = read_office(DATA)
    assert not any("skills" in person for person in rows.officers)
    assert [one.counter for one in desk.store.counters() if one.low] == [2, 6]
    assert not any(one.breaks or one.helps for one in desk.store.counters())
