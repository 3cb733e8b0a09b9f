"""The clause annotator: its examples, its taxonomy, its frames, its arguments."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from apostil import Document, Engine, Lexicon, PluginError, Plugins, Words, fold
from apostil.testing import examples
from apostil_clause.cues import Masks, cue_lexicons, expand, halved
from apostil_clause.frames import CONTEXT, Bits, Frames, load_frames
from apostil_clause.gaps import Gaps
from apostil_clause.rules import setup
from apostil_clause.taxonomy import taxonomy

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Plugins.discover())


@pytest.mark.parametrize("example", examples("apostil_clause"), ids=str)
def test_example(example, engine):
    example.check(engine)


def sections() -> dict[str, list[dict]]:
    """Examples by the type of the comment above them."""
    text = resources.files("apostil_clause").joinpath("examples.toml").read_text("utf-8")
    parts = re.split(r"^# ([a-z_]+)$", text, flags=re.MULTILINE)
    return {kind: tomllib.loads(part)["example"] for kind, part in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("kind", taxonomy())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_type_has_two_examples_and_one_that_resembles_them(kind, language):
    told = [e["clause"] for e in sections()[kind] if e.get("language", "fr") == language]
    states = [any(clause["type"] == kind for clause in clauses) for clauses in told]
    assert states.count(True) >= 2
    assert states.count(False) >= 1


def test_each_type_has_a_frame():
    frames = tomllib.loads(resources.files("apostil_clause").joinpath("frames.toml").read_text("utf-8"))
    assert frames.keys() <= taxonomy().keys()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_type_can_be_found(language):
    words = Words(list(cue_lexicons(language)), language)
    rules = setup(words)
    cues = rules.bits.joined(rules.cue_masks[fold(phrase)] for phrase in words["clause_cue"])
    cues |= rules.bits.joined(whole for _, _, whole in rules.gaps.halves)
    reached = {frame.type for bit, frames in rules.frames.items() if bit & cues for frame in frames}
    assert reached == taxonomy().keys()


def test_an_alternative_may_be_empty_and_may_nest():
    assert set(expand(["a(|s (b|c))", "d' (|e) f"])) == {"a", "as b", "as c", "d' f", "d' e f"}


def test_a_phrase_has_the_classes_of_the_phrases_inside_it():
    bits = Bits()
    masks = Masks(bits, {"clause": "agreement", "de rachat": "repurchase", "clause de rachat": "release"})
    assert masks["clause de\nrachat"] == bits.of(("agreement", "repurchase", "release"))
    assert masks["clause"] == bits["agreement"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("they made an improved all-share offer", True),
        ("they made offer after offer", True),
        ("they made\nan offer", True),
        ("they made an improved\nall-share offer", True),
        ("offer made", False),
        ("they made cars; the offer ended", False),
        ("they made. Offer", False),
        ("they made it plain to all and sundry that no offer", False),
    ],
)
def test_a_few_words_may_stand_in_a_gap(text, found):
    bits = Bits()
    words = {"made": "bid<1", "offer": "bid>1", "made an offer to": "longer"}
    gaps = Gaps.of({"bid<1"}, bits)
    masks = Masks(bits, words, gaps)
    cues = [(m.start(), m.end(), masks[m[0].lower()]) for m in re.finditer("made|[Oo]ffer", text)]
    places = [place for place in gaps.filled(cues, fold(text)) if place[2] & bits["bid"]]
    assert bool(places) is found
    assert masks["made an offer to"] & bits["bid"], "the halves may both be in a longer cue"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_phrase_does_not_go_on_from_a_title_into_the_text(engine, between):
    text = f"What Korvia Inc won{between}Contract killers are at large."
    assert engine.annotate(Document(text, language="en")).annotations
    assert [a for a in engine.annotate(Document(text, language="en")).annotations if a.label == "clause"] == []


def test_a_class_of_words_that_are_not_scanned_for_has_no_gaps():
    with pytest.raises(PluginError, match="has a gap"):
        dict(halved(Lexicon("x", {"made .. offer": True}, scan=False)))


def test_a_date_that_does_not_exist_is_a_date_of_its_clause():
    engine = Engine(Plugins.discover(), language="fr")
    found = engine.annotate(Document("Le présent contrat entre en vigueur le 31/02/2024 et expire le 30/06/2026."))
    assert not found.problems
    assert [len(a.arguments) for a in found.annotations if a.label == "clause"] == [2, 2]


def test_cues_may_be_added_and_replaced():
    text = "The Supplier shall zorgle the Products hereunder. Ardoval invests in the start-up Belmire £40 million."
    cues = Lexicon("clause_cue", {"zorgle": "exclusivity", "invests in": "nothing"})
    engine = Engine(Plugins.discover(), lexicons=[cues])
    found = engine.annotate(Document(text, language="en")).annotations
    assert [a.value.type for a in found if a.label == "clause"] == ["exclusivity"]


def test_a_frame_that_begins_with_context_is_refused():
    with pytest.raises(ValueError, match="scanned cues"):
        Frames(frozenset()).add("supply", "contract + supply", 1)


def test_frames_name_only_classes_that_a_language_has():
    names = {name for language in ("fr", "en") for lexicon in cue_lexicons(language) for name in _classes(lexicon)}
    for kind, lines in tomllib.loads(resources.files("apostil_clause").joinpath("frames.toml").read_text("utf-8")).items():
        for source in lines:
            asked = set(re.split(r"[^\w.]+", source)) - {""}
            known = names | {name for name in CONTEXT if name != "beginning"}
            assert {name for name in asked if not name.startswith(("prev.", "under."))} <= known, (kind, source)


def _classes(lexicon: Lexicon) -> set[str]:
    if not lexicon.scan:
        return {lexicon.name.removeprefix("clause_")}
    return {name.partition("<")[0] for payload in lexicon.words.values() for name in payload.split()}


def test_every_amount_rate_and_date_is_linked(engine):
    text = "La société Verdier SA versera 20 % de ses revenus, soit 3 millions d'euros, à Carlin SAS jusqu'en 2031."
    annotated = engine.annotate(Document(text, language="fr"))
    clauses = [a for a in annotated.annotations if a.label == "clause"]
    others = {a.id for a in annotated.annotations if a.label in ("money", "percentage", "date")}
    assert clauses
    for clause in clauses:
        assert others <= {link.target for link in clause.links()}


def test_who_gives_and_who_gets(engine):
    text = "Selon le Financial Times, Microsoft reçoit 20 % des revenus d'OpenAI, soit jusqu'à 92 milliards de dollars."
    annotated = engine.annotate(Document(text, language="fr"))
    texts = {a.id: a.text for a in annotated.annotations}
    (clause,) = [a for a in annotated.annotations if a.label == "clause"]
    assert {(link.role, texts[link.target]) for link in clause.links()} == {
        ("beneficiary", "Microsoft"),
        ("obligor", "OpenAI"),
        ("rate", "20 %"),
        ("cap", "92 milliards de dollars"),
    }


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Doctolib a levé 20 millions d'euros auprès de Bpifrance.", {"Doctolib": "beneficiary", "Bpifrance": "obligor"}),
        ("en", "Mistral raised $20 million from Nvidia.", {"Mistral": "beneficiary", "Nvidia": "obligor"}),
        (
            "fr",
            "Sanofi a cédé les droits de commercialisation à l'américain Pfizer.",
            {"Sanofi": "obligor", "Pfizer": "beneficiary"},
        ),
        ("en", "Shell bought a stake in Orsted from Equinor.", {"Shell": "party", "Orsted": "party", "Equinor": "party"}),
    ],
)
def test_who_gives_and_who_gets_in_the_press(engine, language, text, told):
    annotated = engine.annotate(Document(text, language=language))
    texts = {a.id: a.text for a in annotated.annotations}
    roles = {texts[link.target]: link.role for a in annotated.annotations for link in a.links() if a.label == "clause"}
    assert {name: role for name, role in roles.items() if name in told} == told


def test_a_heading_takes_the_terminations_of_its_section(engine):
    text = (
        "Article 9 – Résiliation\n\nLe Client peut résilier le présent contrat à tout moment.\n\n"
        "En cas de manquement grave, le présent contrat est résilié de plein droit.\n"
    )
    found = engine.annotate(Document(text, language="fr")).annotations
    types = {a.value.type for a in found if a.label == "clause" and a.text == "Article 9 – Résiliation"}
    assert types == {"termination_for_cause", "termination_for_convenience"}


def test_a_clause_knows_its_heading(engine):
    text = "Article 4 – Droit applicable\n\nLe présent contrat est régi par le droit français.\n"
    found = [a for a in engine.annotate(Document(text, language="fr")).annotations if a.label == "clause"]
    assert [(a.value.type, a.value.heading) for a in found] == [
        ("governing_law", None),
        ("governing_law", "Article 4 – Droit applicable"),
    ]


def test_frames_load_for_types_without_lines():
    assert load_frames(["lock_up"], frozenset()).by_class.keys() >= {"lock_up"}


def test_docs_tell_all_that_is_known_of_every_type():
    parts = re.split(r"^### `(\w+)`$", (DOCS / "clause-types.md").read_text("utf-8"), flags=re.MULTILINE)
    page = dict(zip(parts[1::2], parts[2::2], strict=True))
    table = tomllib.loads(resources.files("apostil_clause").joinpath("taxonomy.toml").read_text("utf-8"))
    assert page.keys() == table.keys()
    for kind, known in table.items():
        missing = [told for name, told in known.items() if name != "group" and told not in page[kind]]
        assert not missing, f"{kind}: {missing}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_class_of_words_is_asked_for(language):
    folder = resources.files("apostil_clause")
    asked = {
        name
        for file in ("frames.toml", "sections.toml")
        for name in re.findall(r"\w+", folder.joinpath(file).read_text("utf-8"))
    }
    tables = tomllib.loads(folder.joinpath(f"{language}.toml").read_text("utf-8"))
    given = {name for table in tables.values() for name in table}
    assert {name for name in given - asked if not name.startswith(("h_", "role_", "opening_", "status_", "contract_"))} == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_pattern_stands_for_thousands_of_phrases(language):
    """Brackets that nest, or many in a row, multiply: words that vary are a gap, words far apart two classes and a frame."""
    tables = tomllib.loads(resources.files("apostil_clause").joinpath(f"{language}.toml").read_text("utf-8"))
    sizes = {pattern: len(expand([pattern])) for table in tables.values() for words in table.values() for pattern in words}
    longest = max(sizes, key=sizes.__getitem__)
    assert sizes[longest] <= 800, longest
