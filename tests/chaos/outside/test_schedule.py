"""What a round of the attack from outside is drawn from."""

import pytest

from tests.chaos.outside.menu import S3, SERVICE
from tests.chaos.outside.pace import DEFAULTS, SCALED, Pace
from tests.chaos.outside.rules import Fault, Rule
from tests.chaos.outside.schedule import draw_round


def test_a_seed_always_draws_the_same_round() -> None:
    assert draw_round(7, SCALED) == draw_round(7, SCALED)
    assert draw_round(7, SCALED) != draw_round(8, SCALED)


@pytest.mark.parametrize("pace", [SCALED, DEFAULTS], ids=["scaled", "defaults"])
def test_no_request_is_held_for_longer_than_anybody_asks_about_it(pace: Pace) -> None:
    rules = [rule for seed in range(500) for wave in draw_round(seed, pace).waves for _, rule in wave.service]
    late = [rule.seconds - pace.response for rule in rules if rule.fault is Fault.LATE]
    late += [rule.seconds for rule in rules if rule.fault is Fault.CUT_LATE]
    late += [rule.after for rule in rules if rule.fault is Fault.GATEWAY]
    assert max(late) <= pace.latest < pace.settle


def test_every_rule_of_the_menus_has_its_turn() -> None:
    waves = [wave for seed in range(200) for wave in draw_round(seed, SCALED).waves]
    assert {name for wave in waves for name, _ in wave.service} == set(SERVICE)
    assert {name for wave in waves for name, _ in wave.store} == set(S3)


def test_a_rule_is_the_same_after_its_way_to_the_proxy() -> None:
    rules = [rule for seed in range(50) for wave in draw_round(seed, SCALED).waves for _, rule in wave.service]
    assert [Rule.from_json(rule.to_json()) for rule in rules] == rules
