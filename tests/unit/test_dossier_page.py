"""The page of a dossier: whole, readable in both languages, safe whatever its values are, and with the signed file."""

import base64
import re
from html.parser import HTMLParser

import pytest

from luyue.dossier.labels import LABELS
from luyue.dossier.page import Language, page
from luyue.dossier.signature import check_signature, read, sign
from tests.unit.dossiers import DATA, chained, dossier, keyring

KEYS = keyring()
EVIL = "<script>alert(1)</script>\"'&"
LANGUAGES: tuple[Language, Language] = ("zh", "en")


class Elements(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_everything(language: Language) -> None:
    made = dossier()
    signed = sign(made, KEYS)
    shown = Elements(page(signed, language, "https://luyue.test/keys")).text
    for event in made.events:
        assert event.type in shown
        assert event.actor in shown
        assert event.hash in shown
    for said in (
        *("cooperation-order/co_1", "CANCELLED", "agreed", "CO-04", "dispute/ds_1", "commission_rate", "0.15"),
        *("txt_1", "ab12", "s3:/a.mp4", "0f" * 32, "acceptance_window", "PT72H"),
        *(made.chain.head, KEYS.signing_id, read(signed).signature.value, "https://luyue.test/keys"),
        *("luyue verify --dossier", getattr(LABELS["texts"], language)),
    ):
        assert said in shown


def test_it_speaks_the_readers_language() -> None:
    signed = sign(dossier(), KEYS)
    chinese, english = (page(signed, language) for language in LANGUAGES)
    assert '<html lang="zh-CN">' in chinese
    assert '<html lang="en">' in english
    assert "双方协商取消。" in chinese
    assert "Cancelled by agreement." in english
    # 09:30 UTC is 17:30 in Beijing.
    assert "2026-03-01 17:30:00" in chinese
    assert "2026-03-01 09:30:00Z" in english
    assert not re.search(r"[\u4e00-\u9fff]", Elements(english).text)


def test_no_value_becomes_markup() -> None:
    events = chained({EVIL: [EVIL, {EVIL: EVIL}], "evaluation": {EVIL: EVIL}}, actor=EVIL, type=EVIL)
    rule = {"rule": EVIL, "version": 1, "met": False, "title": None, "message": {"zh": EVIL, "en": EVIL}}
    piece = {"reference": EVIL, "sha256": EVIL, "version": 1, "by": EVIL}
    made = dossier(
        events,
        links=(EVIL,),
        details={EVIL: EVIL},
        rules=({**rule, "observed": EVIL, "required": [EVIL]},),
        evidence=(piece,),
        ending={"rule": EVIL, "wording": {"zh": EVIL, "en": EVIL}},
    )
    made = made.model_copy(
        update={"process": made.process.model_copy(update={"stream": EVIL, "id": EVIL, "creator_id": EVIL})}
    )
    for language in LANGUAGES:
        found = Elements(page(sign(made, KEYS), language, EVIL))
        assert "script" not in found.tags
        assert not any(name.startswith("on") for name, _ in found.attributes)
        assert found.text.count(EVIL) >= 18


def test_it_needs_nothing_but_itself() -> None:
    html = page(sign(dossier(), KEYS), "en")
    found = Elements(html)
    assert not {"script", "link", "img", "iframe"} & set(found.tags)
    [address] = [value for name, value in found.attributes if name in ("src", "href")]
    assert address is not None
    assert address.startswith("data:")
    assert "url(" not in html
    assert "@import" not in html
    assert "@page { size: A4;" in html


def test_it_carries_the_signed_file() -> None:
    signed = sign(dossier(), KEYS)
    addresses = [value for name, value in Elements(page(signed, "en")).attributes if name == "href"]
    carried = base64.b64decode(str(addresses[0]).partition(",")[2])
    assert carried == signed
    check_signature(read(carried), KEYS.proving)


def test_it_names_what_is_withheld_from_the_reader() -> None:
    first, *others = chained(*DATA)
    assert LABELS["withheld"].en not in page(sign(dossier(), KEYS), "en")
    partly = dossier((first.model_copy(update={"withheld": ("evaluation", "violations")}), *others))
    assert "#1 (evaluation, violations)" in page(sign(partly, KEYS), "en")


def test_what_is_missing_or_empty_is_shown_as_that() -> None:
    made = dossier(chained({"note": None, "automatic": True, "names": ["a", "b"]}), ending=None, details={"list": []})
    shown = Elements(page(sign(made, KEYS), "en")).text
    assert "None" not in shown
    assert "True" not in shown
    assert "[]" not in shown
    assert "a, b" in shown
    assert LABELS["ending"].en not in shown
