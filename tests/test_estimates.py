"""How long somebody will wait: a likely value within a range."""

from hypothesis import given
from hypothesis import strategies as st

from tests.office_of_tests import EFFORT
from ticketing.estimates import (
    Floor,
    Forecast,
    Learned,
    OpenCounter,
    Wait,
    forecast,
)

SIX_MINUTES = {"a": 360.0, "b": 360.0}


def office(
    counters: list[OpenCounter],
    learned: dict[str, Learned] | None = None,
    waiting: dict[str, int] | None = None,
) -> Forecast:
    return forecast(Floor(SIX_MINUTES, learned or {}, waiting or {}, counters))


def likely(known: Forecast, service: str = "a", ahead: int = 0) -> int:
    wait = known.wait(service, ahead)
    assert wait
    return wait.likely


BUSY, IDLE = OpenCounter(["a"], True), OpenCounter(["a"], False)


def test_a_line_that_no_open_counter_serves_has_no_estimate() -> None:
    assert office([]).wait("a", 0) is None
    assert office([BUSY]).wait("b", 0) is None


def test_at_an_idle_counter_the_first_does_not_wait() -> None:
    assert office([IDLE]).wait("a", 0) == Wait(0, 0, 300)


def test_each_person_before_you_takes_one_mean_service_time() -> None:
    known = office([BUSY])
    assert [likely(known, ahead=n) for n in (0, 1, 4)] == [360, 720, 1800]


def test_two_counters_halve_the_wait_of_one() -> None:
    assert likely(office([BUSY, BUSY]), ahead=9) == likely(office([BUSY]), ahead=9) / 2


def test_an_idle_counter_is_not_free_for_you_while_another_line_waits_for_it() -> None:
    shared = OpenCounter(["a", "b"], False)
    assert likely(office([shared])) == 0
    assert likely(office([shared], waiting={"b": 2})) > 0


def test_a_shared_counter_divides_itself_by_the_lengths_of_its_lines() -> None:
    shared = OpenCounter(["a", "b"], True)
    lengths = ({"a": 3}, {"a": 3, "b": 1}, {"a": 3, "b": 4})
    waits = [likely(office([shared], waiting=waiting)) for waiting in lengths]
    assert waits == [360, 450, 720]


def test_eight_visits_weigh_as_much_as_the_configured_minutes() -> None:
    learned = {"a": Learned(8, 8 * 720.0)}
    assert likely(office([BUSY], learned)) == (360 + 720) / 2


def test_many_visits_outweigh_what_was_configured() -> None:
    learned = {"a": Learned(800, 800 * 720.0)}
    assert 710 < likely(office([BUSY], learned)) < 720


counters = st.lists(st.builds(OpenCounter, st.just(["a"]), st.booleans()), min_size=1)


@EFFORT
@given(counters, st.integers(0, 300))
def test_the_range_holds_the_likely_value_in_whole_five_minutes(
    open_counters: list[OpenCounter], ahead: int
) -> None:
    wait = office(open_counters).wait("a", ahead)
    assert wait and 0 <= wait.low <= wait.likely <= wait.high
    assert wait.low % 300 == wait.high % 300 == 0 < wait.high


@EFFORT
@given(counters, st.integers(0, 300))
def test_nobody_further_back_is_promised_a_shorter_wait(
    open_counters: list[OpenCounter], ahead: int
) -> None:
    known = office(open_counters)
    assert likely(known, ahead=ahead) <= likely(known, ahead=ahead + 1)
    assert likely(office([*open_counters, IDLE]), ahead=ahead) <= likely(
        known, ahead=ahead
    )
