"""The e-mail as its reader's program gets it: headers of one line each, both forms of the words, pictures, PDFs."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from report_gen.delivery import dispatch, letter, mail
from report_gen.delivery.dispatch import Batch
from report_gen.delivery.parcel import Parcel
from report_gen.report import ClientName
from report_gen.story import Commentary, Story
from tests.delivery.agencies import NOW
from tests.delivery.mailing.post_office import parsed

GMAIL_CLIPS = 102_000  # bytes of HTML
MEI = "mei@kopikaya.example"
SITE = "https://reports.lantern.example/kopi"
LINKS = {"en": f"{SITE}/2026-10/index.html", "zh": f"{SITE}/zh/2026-10/index.html"}
HOSTILE = 'x"; return 200; <script>alert(1)</script>\r\nBcc: eve@evil.example'


def received(batch: Batch, recipient: str = MEI) -> EmailMessage:
    return parsed(dispatch.begin(batch, recipient, 0, NOW)[1])


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def linked(batch: Batch) -> Parcel:
    return replace(batch.parcel, links=LINKS)


def called(parcel: Parcel, name: str) -> Parcel:
    """The same for a client of that name."""

    def renamed(story: Story) -> Story:
        client = ClientName(slug="kopi", name=name)
        return replace(story, reports=tuple(r.model_copy(update={"client": client}) for r in story.reports))

    return replace(parcel, stories=tuple(renamed(story) for story in parcel.stories))


def rewritten(batch: Batch, parcel: Parcel) -> Batch:
    content = replace(batch.content, letter=letter.compose(parcel, locked=False))
    return replace(batch, parcel=parcel, content=content)


def sender_of(data: bytes) -> tuple[str, str]:
    """As a plain mail program reads it; Python's newer parser leaves gaps in long Chinese names."""
    name, address = parseaddr(message_from_bytes(data)["From"].replace("\r\n", ""))
    return str(make_header(decode_header(name))), address


# -- headers


def test_headers_say_who_and_what_and_nothing_else(batch: Batch) -> None:
    message = received(batch)
    assert {name: str(value) for name, value in message.items() if name not in ("Content-Type", "Message-ID")} == {
        "Subject": "Kopi & Kaya: October 2026 report",
        "From": "Lantern <reports@lantern.example>",
        "To": MEI,
        "Reply-To": "reports@lantern.example",
        "Date": "Tue, 03 Nov 2026 02:00:00 +0000",
        "Auto-Submitted": "no",
        "MIME-Version": "1.0",
        "Content-Language": "en, zh-Hans",
    }
    assert re.fullmatch(r"<[0-9a-f]{32}@lantern\.example>", message["Message-ID"])


def test_equal_deliveries_are_equal_bytes_and_differ_by_recipient(batch: Batch) -> None:
    first, again, other = (dispatch.begin(batch, to, 0, NOW)[1] for to in (MEI, MEI, "boss@kopikaya.example"))
    assert first == again != other
    assert b"boss@kopikaya.example" not in first


def test_an_attempt_later_keeps_the_id(batch: Batch) -> None:
    later = dispatch.begin(batch, MEI, 0, NOW + dt.timedelta(minutes=5))[0]
    assert later.message_id == dispatch.begin(batch, MEI, 0, NOW)[0].message_id
    assert later.message_id != dispatch.begin(batch, MEI, 1, NOW)[0].message_id


def test_every_server_can_carry_it(batch: Batch) -> None:
    data = dispatch.begin(batch, MEI, 0, NOW)[1]
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "name",
    [
        HOSTILE,
        "咖啡与茶，新加坡（官方）" * 6,
        'Kopi, "Kaya" & Söhne',
        "=?utf-8?q?a=0D=0ABcc:_eve=40evil.example?=",
        "\u202eevil",
    ],
)
def test_no_name_makes_a_header_of_its_own(batch: Batch, name: str) -> None:
    parcel = called(replace(batch.parcel, stories=batch.parcel.stories[:1]), name)
    words = replace(batch.content.letter, subject=letter.subject(parcel))
    agency = replace(batch.content.agency, name=name)
    told = replace(batch, content=replace(batch.content, letter=words, agency=agency))
    message = received(told)
    assert set(message.keys()) == {
        "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Language",
    }  # fmt: skip
    shown = re.sub(r"\s+", " ", name.replace("\u202e", "").replace("=?", "= ?")).strip()
    assert message["Subject"] == f"{shown}: October 2026 report"
    assert sender_of(dispatch.begin(told, MEI, 0, NOW)[1]) == (shown, "reports@lantern.example")
    assert [address.addr_spec for address in message["To"].addresses] == [MEI]


def test_answers_go_to_the_contact_where_that_is_an_address(batch: Batch) -> None:
    agency = replace(batch.content.agency, contact="+65 6000 0000, ask for Mei")
    assert received(replace(batch, content=replace(batch.content, agency=agency)))["Reply-To"] is None


def test_for_the_analysts_own_program_it_is_unsent(batch: Batch) -> None:
    message = parsed(mail.unsent(batch.content, MEI).as_bytes())
    assert (message["X-Unsent"], message["To"], message["Message-ID"], message["Date"]) == ("1", MEI, None, None)


# -- parts


def test_the_pdfs_are_those_that_were_approved(batch: Batch) -> None:
    files = {part.get_filename(): part.get_content() for part in received(batch).iter_attachments()}
    assert files == dict(batch.parcel.pdfs)
    assert list(files) == ["kopi-2026-10.pdf", "kopi-2026-10-zh.pdf"]


def test_every_picture_that_is_asked_for_is_there_and_no_other(batch: Batch) -> None:
    message = received(batch)
    pictures = {
        part["Content-ID"].strip("<>"): part for part in message.walk() if part.get_content_type() == "image/png"
    }
    asked = re.findall(r'src="cid:([^"]+)"', body(message, "html"))
    assert (sorted(asked), len(asked)) == (sorted(pictures), 2)
    for part in pictures.values():
        data = part.get_payload(decode=True)
        assert data.startswith(b"\x89PNG")
        assert part.get_content_disposition() == "inline"
        assert int.from_bytes(data[16:20]) == 2 * letter.CHART.width


# -- HTML that mail programs can show


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_it_is_html_that_every_mail_program_shows(batch: Batch) -> None:
    """Tables and text; no script, form or frame; nothing from elsewhere; the style at each element."""
    text = letter.compose(linked(batch), locked=False).html
    elements = Elements(text).found
    assert {tag for tag, _ in elements} <= {
        "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th", "p", "h1", "h2", "img", "a",
        "span", "br",
    }  # fmt: skip
    assert len(text.encode()) < GMAIL_CLIPS / 2
    for tag, attributes in elements:
        assert not [name for name in attributes if name.startswith("on")]
        if tag in ("td", "th", "p", "h1", "h2", "a", "img"):
            assert attributes.get("style"), (tag, attributes)
        if (width := attributes.get("width")) and width.isdecimal():
            assert int(width) <= 600
    assert {a.get("href") for tag, a in elements if tag == "a"} == set(LINKS.values())
    assert all(str(a["src"]).startswith("cid:") and "alt" in a for tag, a in elements if tag == "img")
    others = set(re.findall(r"https?://[^\"'\s<]+", text)) - set(LINKS.values())
    assert others == {"http://www.w3.org/1999/xhtml"}
    assert not re.search(r"url\(|@import|@font-face|flex|grid|position:|background-image|javascript:", text)


def test_both_languages_stand_in_it_the_clients_first(batch: Batch) -> None:
    parcel = linked(batch)
    text = letter.compose(parcel, locked=False).html
    places = [text.index(f">{words}<") for words in ("October 2026", "Save rate", "2026年10月", "收藏率")]
    assert places == sorted(places)
    assert text.count('lang="zh-Hans"') >= 3
    assert text.index(LINKS["en"]) < text.index(LINKS["zh"])


def test_a_name_is_text(batch: Batch) -> None:
    parcel = called(batch.parcel, HOSTILE)
    text = letter.compose(parcel, locked=False).html
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_draft_says_so_above_all(batch: Batch) -> None:
    made = letter.compose(replace(batch.parcel, approved_at=None), locked=False)
    assert made.subject == "[Draft] Kopi & Kaya: October 2026 report"
    assert made.text.startswith("Draft, not approved. For Lantern only.")
    assert made.html.index("Draft, not approved. For Lantern only.") < made.html.index("Kopi &amp; Kaya</p>")


def test_a_password_is_announced_and_not_told(batch: Batch) -> None:
    made = letter.compose(batch.parcel, locked=True)
    said = "To open it you need a password, which reaches you by another way."
    assert said in made.html
    assert said in made.text


# -- words


def test_plain_text_says_the_same_without_markup(batch: Batch) -> None:
    made = letter.compose(linked(batch), locked=False)
    assert made.text.startswith("Kopi & Kaya\nXiaohongshu report\nOctober 2026\n\nSave rate is ")
    assert not re.search(r"<\w|&\w+;", made.text)
    story = batch.parcel.stories[0]
    for said in (story.wording.rate(story.report.value("save_rate")), LINKS["en"], LINKS["zh"], "收藏率"):
        assert said in made.text
        assert said in made.html


def test_the_agencys_words_stand_for_the_findings(batch: Batch) -> None:
    """Its first paragraph, as it is written, without what Markdown made of it."""
    words = Commentary("<p>A <em>quiet</em> month &amp; a <a href='https://x.example'>good</a> one.</p>\n<p>More.</p>")
    stories = tuple(replace(story, commentary={"overview": words}) for story in batch.parcel.stories)
    made = letter.compose(replace(batch.parcel, stories=stories), locked=False)
    assert "From your team at Lantern: A quiet month & a good one." in made.text
    assert "A quiet month &amp; a good one.</p>" in made.html
    assert "x.example" not in made.html
    assert "More." not in made.text
    assert "Save rate is" not in made.text


def test_without_them_the_numbers_speak_once(batch: Batch) -> None:
    for story in batch.parcel.stories:
        said = letter.section(batch.parcel, story).words
        assert 1 <= len(said) <= 1 + letter.FINDINGS
        assert len(set(said)) == len(said)
        assert all(html.unescape(Markup(one).striptags()) == one for one in said)


def test_save_rate_comes_first_with_last_month_and_target(batch: Batch) -> None:
    first = letter.section(batch.parcel, batch.parcel.stories[0])
    assert first.rate.name == "Save rate"
    assert [line.split(" (")[0] for line in first.rate.beside] == ["September", "Target"]
    assert [row.name for row in first.rows] == ["Comments", "Search visibility", "Click-throughs"]


def test_a_first_month_has_no_chart_and_says_what_it_is(batch: Batch) -> None:
    story = batch.parcel.stories[0]
    alone = replace(story, reports=story.reports[:1])
    made = letter.compose(replace(batch.parcel, stories=(alone,)), locked=False)
    assert made.pictures == ()
    assert "First month" in made.text
