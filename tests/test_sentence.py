"""Sentences, headings and items of lists, as other annotators see them."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apostil import Annotation, Document, Engine, Label, Plugin, Plugins, annotator, hookimpl


@annotator("echo", requires=["sentences"], labels=[Label("echo")])
def echo(view):
    """Sentences made visible."""
    for hit in view["sentences"]:
        yield Annotation(hit.start, hit.end, "echo", None, hit.value.kind + "|" + (hit.value.heading or ""))


@pytest.fixture(scope="module")
def engine() -> Engine:
    @hookimpl
    def apostil_annotators():
        return [echo]

    module = type("echo", (), {"apostil_annotators": staticmethod(apostil_annotators)})
    plugins = Plugins.discover()
    plugins.add(Plugin("echo"), lambda: module)
    return Engine(plugins, only=["echo"])


def cut(engine, text, language="fr"):
    return [a.text for a in engine.annotate(Document(text, language=language)).annotations]


CASES = {
    "abbreviations do not end a sentence": (
        "Voir l'art. 5 et M. Roux. Puis Me Petit.",
        ["Voir l'art. 5 et M. Roux.", "Puis Me Petit."],
    ),
    "initials do not": ("J. Roux parle. Il sort.", ["J. Roux parle.", "Il sort."]),
    "an initial at the end does before a word that opens sentences": (
        "Il a un plan B. Il le suit.",
        ["Il a un plan B.", "Il le suit."],
    ),
    "decimal points do not": ("Il vaut 3.5 dollars. C'est peu.", ["Il vaut 3.5 dollars.", "C'est peu."]),
    "references with points do not": ("Voir les articles 13. 3 et 20. 4. Fin.", ["Voir les articles 13. 3 et 20. 4.", "Fin."]),
    "a blank before the full stop stays inside": ("Il est « prêt » . Elle part .", ["Il est « prêt » .", "Elle part ."]),
    "quotes close with their sentence": ("« Il part. » Elle reste.", ["« Il part. »", "Elle reste."]),
    "question marks and ellipses end sentences": ("Quoi ? Rien… Bien.", ["Quoi ?", "Rien…", "Bien."]),
    "a blank line ends all": ("Il doit 30 euros HT.\n\nLe reste suit.", ["Il doit 30 euros HT.", "Le reste suit."]),
    "so does a full stop after a price": ("Il doit 30 euros HT. Le reste suit.", ["Il doit 30 euros HT.", "Le reste suit."]),
    "a day goes on in its month": (
        "Il reste jusqu'au 31\nDécembre 2030. Il part.",
        ["Il reste jusqu'au 31\nDécembre 2030.", "Il part."],
    ),
    "two marks are one end": (
        "Il fonde En marche !. Elle rit ?! Ah…. Bien.",
        ["Il fonde En marche !.", "Elle rit ?!", "Ah….", "Bien."],
    ),
    "a missing blank after the full stop": ("Il travaille.Elle dort.", ["Il travaille.", "Elle dort."]),
    "bullets are outside, numbers inside": ("- Un chat dort.\n1. Un chien court.", ["Un chat dort.", "1. Un chien court."]),
    "a number in brackets that counts something numbers no line": (
        "Il part dans les trente\n(30) jours de la vente. Il livre :\n(1) le bois ;\n(2) le fer.",
        [
            "Il part dans les trente\n(30) jours de la vente.",
            "Il livre :\n(1) le bois ;\n(2) le fer.",
        ],
    ),
    "a list belongs to the sentence that opens it": (
        "Il livre :\n- le bois ;\n- le fer.\nPuis il part.",
        ["Il livre :\n- le bois ;\n- le fer.", "Puis il part."],
    ),
    "unless its items end with full stops": (
        "Il livre ceci :\n- Le bois sec.\n- Le fer doux.",
        ["Il livre ceci :", "Le bois sec.", "Le fer doux."],
    ),
    "a heading is no list": ("Il est dit :\n\n1. PRIX\n\nIl paie.", ["Il est dit :", "1. PRIX", "Il paie."]),
    "a number alone takes the title below it": (
        "Article 37\n\nRésiliation\n\nIl part.",
        ["Article 37\n\nRésiliation", "Il part."],
    ),
    "marks around a heading are outside": ("### **Annexe 1 – Prix**\n\nIl paie.", ["Annexe 1 – Prix", "Il paie."]),
    "a title that runs into its sentence": (
        "5.1 Durée. Le bail dure un an. Il finit.",
        ["5.1 Durée. Le bail dure un an.", "Il finit."],
    ),
    "lines wrapped inside a sentence": (
        "Le contrat qu'ils ont signé\nhier porte sur la vente d'un terrain situé près de\nLyon, à côté. Il est clos.",
        [
            "Le contrat qu'ils ont signé\nhier porte sur la vente d'un terrain situé près de\nLyon, à côté.",
            "Il est clos.",
        ],
    ),
    "a headline is cut from the text": ("Un titre sans point\n\nLe texte suit.", ["Un titre sans point", "Le texte suit."]),
    "numbered paragraphs that end with semicolons": (
        "4.1. Il paie le prix ;\n\n4.2. Il rend le bien ;\n\n4.3. Il part.",
        ["4.1. Il paie le prix ;", "4.2. Il rend le bien ;", "4.3. Il part."],
    ),
    "a letter before a long paragraph": (
        "C. " + "Le prix est fixe et ne varie pas avec le cours des choses, " * 3 + "et il est payé.",
        ["C. " + "Le prix est fixe et ne varie pas avec le cours des choses, " * 3 + "et il est payé."],
    ),
    "a bold title that runs into its sentence": (
        "**7.1 Licence.** Le Vendeur concède une licence. Elle dure un an.",
        ["**7.1 Licence.** Le Vendeur concède une licence.", "Elle dure un an."],
    ),
    "bold before the rest of a line": ("**Date d'effet :** 17 juillet 2026\n", ["**Date d'effet :** 17 juillet 2026"]),
    "items without an end after a colon": (
        "Le prix est de 850 euros, dont :\n- Fonds : 720 euros\n- Matériel : 130 euros\n\nIl paie.",
        ["Le prix est de 850 euros, dont :\n- Fonds : 720 euros\n- Matériel : 130 euros", "Il paie."],
    ),
    "items that a letter begins, without an end, over several lines": (
        "Il promet que :\n\n  a) Le bois est sec\n  b) Le fer est doux et le restera de\n     longues années\n\nIl part.",
        ["Il promet que :\n\n  a) Le bois est sec\n  b) Le fer est doux et le restera de\n     longues années", "Il part."],
    ),
    "the number of an item ends no sentence": (
        "Il promet de :\n1. Livrer le bois ;\n2. Livrer le fer ;\n3. Partir ensuite.",
        ["Il promet de :\n1. Livrer le bois ;\n2. Livrer le fer ;\n3. Partir ensuite."],
    ),
    "a short word at the beginning of a line ends its sentence": (
        "Il vient quand on lui dit d'aller\nlà. Puis il part.",
        ["Il vient quand on lui dit d'aller\nlà.", "Puis il part."],
    ),
    "numbered headings are no list": (
        "Il promet ceci :\n1. Le bois\nLe bois est sec.\n2. Le fer\nLe fer est doux.",
        ["Il promet ceci :", "1. Le bois", "Le bois est sec.", "2. Le fer", "Le fer est doux."],
    ),
    "an abbreviation at the beginning of a line": (
        "Il est représenté par\nM. Roux. Il part.",
        ["Il est représenté par\nM. Roux.", "Il part."],
    ),
    "a bold title without a number runs into its sentence": (
        "**Entretien.** Le Vendeur entretient le bien. Il le répare.",
        ["**Entretien.** Le Vendeur entretient le bien.", "Il le répare."],
    ),
    "a sentence in bold does not": ("**Le prix est fixe.** Il est payé.", ["**Le prix est fixe.**", "Il est payé."]),
    "a row of a table is a span, the bars at its edges outside": (
        "Les délais sont :\n\n| Objet | Délai |\n|:---|---:|\n| Prix | 30 jours |\n| Bois | 1 an |\n\nIl part.",
        ["Les délais sont :", "Objet | Délai", "Prix | 30 jours", "Bois | 1 an", "Il part."],
    ),
    "numbered paragraphs that end with semicolons, without a blank line": (
        "4.1 Il paie le prix ;\n4.2 Il rend le bien ;\n4.3 Il part.",
        ["4.1 Il paie le prix ;", "4.2 Il rend le bien ;", "4.3 Il part."],
    ),
    "nothing but blanks": (" \n\t\n", []),
}


@pytest.mark.parametrize("name", CASES)
def test_french(name, engine):
    text, expected = CASES[name]
    assert cut(engine, text) == expected


def test_english(engine):
    text = "Mr. Hill of Acme Inc. signed at 5 p.m. on Monday. The U.S. firm left. See No. 4."
    assert cut(engine, text, "en") == ["Mr. Hill of Acme Inc. signed at 5 p.m. on Monday.", "The U.S. firm left.", "See No. 4."]


def test_sentences_know_their_heading(engine):
    text = "Article 2 – Prix\n\n2.1 Acompte\n\nLe Client paie.\n\nArticle 3 – Fin\n\nIl part.\n"
    rules = [a.rule for a in engine.annotate(Document(text, language="fr")).annotations]
    assert rules == [
        "heading|Article 2 – Prix",
        "heading|2.1 Acompte",
        "sentence|2.1 Acompte",
        "heading|Article 3 – Fin",
        "sentence|Article 3 – Fin",
    ]


def test_a_byline_is_no_heading(engine):
    text = "Par Jeanne Morvan | Publié le 3 mai\n\nIl part.\n\nLe prix\n\nIl paie."
    found = engine.annotate(Document(text, language="fr")).annotations
    assert [a.rule for a in found][1:] == ["sentence|", "heading|Le prix", "sentence|Le prix"]


PIECES = [*".!?…:;,-–«»()#*1 ", "\n", "\n\n", "M.", "art.", "Le ", "Chat", "dort", "1. ", "Article 2", "B"]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
@example(pieces=["Chat", " ", "!", ".", " ", "Le ", "Chat"])
def test_marks_in_any_order(pieces, engine):
    text = "".join(pieces)
    result = engine.annotate(Document(text, language="fr"))
    assert not result.problems
    ends = [a.end for a in result.annotations]
    assert all(before <= a.start for before, a in zip(ends, result.annotations[1:], strict=False))
    assert all(any(a.start <= place < a.end for a in result.annotations) for place, char in enumerate(text) if char.isalpha())


HOSTILE = ["1. ", ". ", "A. ", "« ", "\n", "- ", "a\n", "A\n", ":\n", "...", "x ; \n", "Article 1\n", "# ", "** "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length(piece, engine):
    def cost(n):
        text = piece * (n // len(piece))
        begun = time.process_time()
        engine.annotate(Document(text, language="fr"))
        return time.process_time() - begun

    cost(2_000)
    assert min(cost(60_000) for _ in range(3)) < 40 * max(cost(6_000), 0.002)
