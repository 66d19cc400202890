import pytest

from portal.clock.calendar import forget_calendar, seed_calendar


@pytest.fixture
def calendar():
    return seed_calendar()


@pytest.fixture(autouse=True)
def fresh_calendar():
    """What one test loads is not remembered by the next."""
    forget_calendar()
    yield
    forget_calendar()
