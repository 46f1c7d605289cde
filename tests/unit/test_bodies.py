"""The tree of bodies: every body in one place, whatever mandates say of each other."""

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.body_names import find_body, search_bodies
from bot.body_words import split_words
from committee.bodies import Link, Relation, body_tree
from committee.body_views import MOST_SHOWN, tree_of, view_tree
from committee.mandate import Mandate
from tests.unit.card_views import mandate
from tests.unit.lookup_gallery import board, directory, forest, group, person, told

IDS = ("a", "b", "c", "d", "e", "f")


def body(one: str, **more: object) -> Mandate:
    return replace(mandate(id=one, name=f"Organ {one.upper()}", superior=None, planning=None), **more)


def known(*mandates: Mandate) -> dict[str, Mandate]:
    return {one.id: one for one in mandates}


def test_a_body_stands_under_the_one_it_reports_to() -> None:
    tree = body_tree(
        known(board(), told(), group(1, reports_to="styret"), group(2, superior=None, advises=("styret",)))
    )
    assert tree.parents == {"bestillerutvalget": "styret", "fag1": "styret", "fag2": "styret"}
    assert tree.roots == ("styret",)
    assert tree.links["fag1"] == (
        Link(to="styret", relations=(Relation.REPORTS,)),
        Link(to="bestillerutvalget", relations=(Relation.ESCALATES,)),
        Link(to="ROR-IKT", relations=(Relation.ADVISES,)),
    )
    assert tree.links["bestillerutvalget"] == (Link(to="styret", relations=(Relation.REPORTS, Relation.ESCALATES)),)
    assert tree.path("fag1") == ("styret", "fag1")
    assert tree.family("fag2") == ("styret", "bestillerutvalget", "fag1", "fag2")


def test_a_body_above_that_has_no_mandate_is_named_but_is_no_branch() -> None:
    tree = body_tree(known(group(1, superior="landstinget", advises=())))
    assert (tree.roots, tree.parents) == (("fag1",), {})
    assert [link.to for link in tree.links["fag1"]] == ["landstinget"]
    assert tree.name("landstinget") == "landstinget"


above = st.one_of(st.none(), st.sampled_from((*IDS, "borte")))
worlds = st.lists(st.tuples(above, above, st.lists(st.sampled_from((*IDS, "KS")), max_size=2)), max_size=len(IDS))


@given(worlds)
def test_every_body_has_one_place_also_when_they_stand_above_each_other(
    said: list[tuple[str | None, str | None, list[str]]],
) -> None:
    tree = body_tree(
        known(
            *(
                body(one, superior=superior, reports_to=reports_to, advises=tuple(advises))
                for one, (superior, reports_to, advises) in zip(IDS, said, strict=False)
            )
        )
    )
    seen: list[str] = []
    waiting = list(tree.roots)
    while waiting:
        one = waiting.pop()
        seen.append(one)
        waiting += tree.children.get(one, ())
    assert sorted(seen) == sorted(tree.names)
    for one in tree.names:
        assert tree.path(one)[0] in tree.roots
        assert one in tree.family(one)
        parent = tree.parents.get(one)
        assert parent is None or parent in [link.to for link in tree.links[one]]
        assert one in tree.branch_of(one)
    # Only one who would stand below itself, or has nobody above, is a root.
    if not said or all(
        superior is None and reports_to is None and not advises for superior, reports_to, advises in said
    ):
        assert tree.roots == tuple(tree.names)


def test_a_chain_as_long_as_all_bodies_is_walked_without_end_or_haste() -> None:
    chain = [body(f"k{n}", superior=f"k{n + 1}") for n in range(5000)]
    tree = body_tree(known(*chain))
    assert tree.roots == ("k4999",)
    assert len(tree.path("k0")) == 5000
    shown = view_tree(directory(*chain), person(1), "k0")
    assert len(shown.lines) <= 2 * MOST_SHOWN


def test_few_bodies_are_all_shown_with_ones_own_marked() -> None:
    view = view_tree(directory(), person(0), "fag1")
    assert [(one.depth, one.committee_id) for one in view.lines] == [
        (0, "styret"),
        (1, "bestillerutvalget"),
        (2, "fag1"),
        (2, "fag2"),
    ]
    assert [one.committee_id for one in view.lines if one.function] == ["bestillerutvalget"]
    assert view.lines[1].leads
    assert view.lines[3].served_by == "virksomhetsforum"


def test_of_many_bodies_one_sees_ones_own_and_the_way_there_and_how_many_are_left_out() -> None:
    made = forest(300)
    view = view_tree(made, person(1), "fag200")
    shown = [one.committee_id for one in view.lines if one.committee_id]
    way = tree_of(made).path("fag200")
    assert {*way, "bestillerutvalget", "styret"} <= set(shown)
    assert len(shown) == len(set(shown)) <= MOST_SHOWN
    left = sum(one.left for one in view.lines)
    hidden_branches = sum(len(tree_of(made).children.get(one, ())) for one in tree_of(made).names if one not in shown)
    assert left + len(shown) + hidden_branches == view.count == 302


def test_ten_thousand_bodies_cost_no_more_to_look_at_than_ten() -> None:
    made = directory(board(), told(), *(group(n, superior=f"fag{n // 9}" if n else "styret") for n in range(10_000)))
    tree_of(made)
    view_tree(made, person(1), "fag1")
    started = time.perf_counter()
    for _ in range(20):
        view_tree(made, person(1), "fag9999")
    assert (time.perf_counter() - started) / 20 < 0.02


NAMED = directory(
    board(),
    told(),
    group(1, name="Faggruppe Oppvekst"),
    group(2, name="Faggruppe Helse og omsorg"),
    group(3, name="Samstyringsutvalg Oppvekst og utdanning"),
)


def test_a_body_is_found_by_what_people_call_it() -> None:
    for asked, found in {
        "faggruppe oppvekst": "fag1",
        "Faggruppe oppvkst": "fag1",
        "helse og omsorg": "fag2",
        "helse": "fag2",
        "styret": "styret",
        "styret i ror ikt": "styret",
        "bestilerutvalget": "bestillerutvalget",
        "fag3": "fag3",
    }.items():
        assert find_body(NAMED, asked)[0] == found, asked


def test_a_name_that_may_mean_several_is_not_guessed() -> None:
    found, nearest = find_body(NAMED, "oppvekst")
    assert found is None
    assert {"fag1", "fag3"} <= set(nearest)
    found, nearest = find_body(NAMED, "faggruppe")
    assert (found, {"fag1", "fag2"} <= set(nearest)) == (None, True)
    assert find_body(NAMED, "pizza")[0] is None
    assert find_body(NAMED, "??") == (None, ())


def test_two_bodies_of_one_name_are_both_offered() -> None:
    twins = directory(group(1, name="Faggruppe Arkiv", superior=None), group(2, name="Faggruppe Arkiv", superior=None))
    found, nearest = find_body(twins, "faggruppe arkiv")
    assert (found, set(nearest)) == (None, {"fag1", "fag2"})


def test_typing_in_the_trees_field_finds_bodies() -> None:
    assert [one for one, _ in search_bodies(NAMED, "opp", most=15)] == ["fag1", "fag3"]
    assert len(search_bodies(forest(300), "", most=15)) == 15
    assert search_bodies(NAMED, "opvekst", most=15)[0][0] in ("fag1", "fag3")


def test_words_are_split_in_what_is_asked_and_about_whom() -> None:
    for text, (name, about) in {
        "medlemmer faggruppe oppvekst": ("medlemmer", "faggruppe oppvekst"),
        "Hvem sitter i styret?": ("medlemmer", "styret"),
        "medlmmer av styret": ("medlemmer", "styret"),
        "mandat for faggruppe helse": ("mandat", "faggruppe helse"),
        "mandatet til styret": ("mandat", "styret"),
        "dekning teknologiråd": ("dekning", "teknologiråd"),
        "saker i styret": ("saker", "styret"),
    }.items():
        split = split_words(text)
        assert split is not None, text
        assert (split[0].name, split[1]) == (name, about)
    for text in ("medlemmer", "mandat her", "hvem sitter i utvalget", "neste møte", "hjelp", "", "referat i styret"):
        assert split_words(text) is None, text
