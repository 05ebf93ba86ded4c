"""The ways out, one by one: what a mail server's answers mean, who is trusted, and how a text message is left."""

import json
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.domain.vocab import NoticeChannel
from caseapp.hosting import checking
from caseapp.hosting.checking import Grade
from caseapp.hosting.posting import FileGateway, MailServer, Post, post_of, words
from caseapp.hosting.settings import Settings, SettingsError
from caseapp.services.petitioner.notices import Fate, Letter
from tests.conftest import KEYS
from tests.hosting.test_settings import WHOLE
from tests.mailing import SENDER, Mailroom, mailroom
from tests.tools import needs_command

ADDRESS = "bold@shuudan.example"
MARK = "0123456789abcdef"


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mailroom() as opened:
        yield opened


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Signed by nobody but itself, for 127.0.0.1: certificate and key."""
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail"
    line = [str(needs_command("openssl")), *made.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*line, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def sent(room: Mailroom, address: str = ADDRESS) -> Fate:
    return room.gateway().send(address, "Мэдээ", "Сайн байна уу?\n", MARK)


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ("550 5.1.1 No such user", Fate.NEVER),
        ("553 5.1.3 Not allowed", Fate.NEVER),
        ("450 4.2.0 Greylisted", Fate.TRY_AGAIN),
        ("452 4.2.2 Full", Fate.TRY_AGAIN),
        ("421 4.3.0 Closing", Fate.TRY_AGAIN),
    ],
)
def test_what_is_refused_for_good_is_given_up_and_what_is_put_off_is_tried_again(
    room: Mailroom, answer: str, fate: Fate
) -> None:
    room.refusals.append(answer)
    assert sent(room) is fate
    room.rejections.append(answer)
    assert sent(room) is fate
    assert room.letters == []
    assert sent(room) is Fate.DELIVERED


def test_a_letter_that_was_taken_is_delivered_however_the_server_says_goodbye(room: Mailroom) -> None:
    room.goodbye = "500 What?"
    assert sent(room) is Fate.DELIVERED
    assert len(room.letters) == 1


@pytest.mark.parametrize(
    "address",
    [
        "bold@shuudan.example\r\nBcc: all@shuudan.example",
        "bold@shuudan.example\nSubject: x",
        "a@b.example, c@d.example",
        "<bold@shuudan.example>",
        '"x\\" y"@shuudan.example',
        "bold@shuudan.example\u2028x",
        "bold@",
        "@shuudan.example",
        "bold",
        "bold@shuudan.example ",
        f"{'a' * 65}@shuudan.example",
        f"bold@{'a' * 64}.example",
        "",
    ],
)
def test_what_is_no_single_mailbox_is_sent_to_nobody(room: Mailroom, address: str) -> None:
    assert sent(room, address) is Fate.NEVER
    assert (room.letters, room.recipients) == ([], [])


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("bold+a.b@mail.shuudan.example", "bold+a.b@mail.shuudan.example"),
        ("bold@шуудан.мон", "bold@xn--80ah2ava2a.xn--l1acc"),
        ("болд@shuudan.example", "болд@shuudan.example"),
    ],
)
def test_addresses_in_other_letters_arrive(room: Mailroom, address: str, taken: str) -> None:
    assert sent(room, address) is Fate.DELIVERED
    assert room.recipients == [taken]


def test_a_letter_bears_its_mark_and_says_that_a_machine_wrote_it(room: Mailroom) -> None:
    sent(room)
    (letter,) = room.letters
    assert letter["Message-ID"] == f"<{MARK}@burtgel.example>"
    assert (letter["From"], letter["Subject"], letter["Auto-Submitted"]) == (SENDER, "Мэдээ", "auto-generated")
    assert letter.get_content().splitlines() == ["Сайн байна уу?"]


@pytest.mark.parametrize(("scheme", "way"), [("smtp+starttls", "starttls"), ("smtps", "smtps")])
def test_a_mail_server_that_proves_no_name_gets_neither_address_nor_password(
    certificate: tuple[Path, Path], scheme: str, way: str
) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    with mailroom(**{way: tls}, password=b"secret") as room:
        stranger = room.gateway(scheme, user="mail:secret@")
        assert stranger.send(ADDRESS, "s", "t", MARK) is Fate.TRY_AGAIN
        assert room.letters == []
        known = room.gateway(scheme, ssl.create_default_context(cafile=str(certificate[0])), user="mail:secret@")
        assert known.send(ADDRESS, "s", "t", MARK) is Fate.DELIVERED


def test_a_server_without_encryption_gets_nothing_where_encryption_is_wanted(room: Mailroom) -> None:
    for scheme in ("smtp+starttls", "smtps"):
        assert room.gateway(scheme).send(ADDRESS, "s", "t", MARK) is Fate.TRY_AGAIN
    assert room.letters == []


def test_a_wrong_password_of_ours_can_be_mended_and_loses_no_notice() -> None:
    with mailroom(password=b"p@ss word") as room:
        assert room.gateway(user="mail:wrong@").send(ADDRESS, "s", "t", MARK) is Fate.TRY_AGAIN
        assert room.gateway(user="mail:p%40ss%20word@").send(ADDRESS, "s", "t", MARK) is Fate.DELIVERED


@pytest.mark.parametrize(
    ("url", "port"),
    [("smtp://mail.example", 25), ("smtp+starttls://mail.example", 587), ("smtps://mail.example", 465)],
)
def test_each_way_to_a_mail_server_has_its_usual_port(url: str, port: int) -> None:
    assert (MailServer.of(url).port, MailServer.of(f"{url}:2525").port) == (port, 2525)


def test_a_text_message_is_one_whole_file_for_our_own_eyes(tmp_path: Path) -> None:
    gateway = FileGateway(tmp_path)
    assert gateway.send("+976 9911-2233", "", "Мэдээ байна.", MARK) is Fate.DELIVERED
    assert gateway.send("+976 9911-2233", "", "Мэдээ байна.", MARK) is Fate.DELIVERED
    (file,) = tmp_path.iterdir()
    assert file.name == f"{MARK}.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text(encoding="utf-8")) == {"number": "+97699112233", "text": "Мэдээ байна."}


@pytest.mark.parametrize("number", ["", "99", "утас", "../../etc", "99112233;rm", "9" * 16, "٩٩١١٢٢٣٣", "99112233\n+1"])
def test_what_is_no_telephone_number_is_written_nowhere(tmp_path: Path, number: str) -> None:
    assert FileGateway(tmp_path).send(number, "", "t", MARK) is Fate.NEVER
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_yet_loses_no_text_message(tmp_path: Path) -> None:
    assert FileGateway(tmp_path / "later").send("99112233", "", "t", MARK) is Fate.TRY_AGAIN


def test_without_a_gateway_for_it_a_letter_is_given_up() -> None:
    assert Post({}).deliver(Letter(NoticeChannel.EMAIL, ADDRESS, MARK)) is Fate.NEVER


@pytest.mark.parametrize("channel", list(NoticeChannel))
def test_the_words_name_the_page_where_the_site_is_known_and_ask_for_no_code_either_way(channel: NoticeChannel) -> None:
    _subject, known = words(channel, "https://gomdol.example")
    _subject, unknown = words(channel, "")
    assert "https://gomdol.example/track" in known
    assert "http" not in unknown
    assert "{" not in known + unknown
    for text in (known, unknown):
        assert "We never ask for your code" in text
        assert "асуухгүй" in text
        for about in ("авлига", "авилга", "хээл", "гомдол ", "corrupt", "brib", "report", "complain"):
            assert about not in text.lower()


def test_settings_say_which_ways_are_open(tmp_path: Path) -> None:
    more = {
        "CASEAPP_SMTP_URL": "smtps://u:p@mail.example",
        "CASEAPP_MAIL_FROM": SENDER,
        "CASEAPP_SMS_DIR": str(tmp_path),
    }
    both = Settings.from_environment({**WHOLE, **more})
    assert both.notice_channels == set(post_of(both).gateways) == set(NoticeChannel)
    assert Settings.from_environment(WHOLE).notice_channels == frozenset()
    assert "u:p" not in repr(both)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example", SENDER),
        ("smtp://", SENDER),
        ("smtp://u:secret@mail.example:port", SENDER),
        ("smtp://u:secret@mail.example:99999", SENDER),
        ("smtp://mail.example", ""),
        ("smtp://mail.example", "a@b.example\nBcc: c@d.example"),
    ],
)
def test_a_malformed_mail_server_or_sender_stops_the_start_and_is_not_repeated(url: str, sender: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**WHOLE, "CASEAPP_SMTP_URL": url, "CASEAPP_MAIL_FROM": sender})
    assert "secret" not in str(refused.value)


def test_check_signs_in_at_the_mail_server_and_sends_nothing(room: Mailroom, tmp_path: Path) -> None:
    url = f"smtp://127.0.0.1:{room.port}"
    with mailroom() as gone:
        nobody = f"smtp://127.0.0.1:{gone.port}"
    assert [f.grade for f in checking.ways_out(Settings(keys=KEYS))] == [Grade.WARNING]
    for settings, grades in [
        (Settings(keys=KEYS, smtp_url=url, mail_from=SENDER, sms_dir=tmp_path), [Grade.FINE, Grade.FINE]),
        (Settings(keys=KEYS, smtp_url=nobody, mail_from=SENDER), [Grade.ERROR]),
        (Settings(keys=KEYS, smtp_url=url, mail_from=SENDER, sms_dir=tmp_path / "gone"), [Grade.FINE, Grade.ERROR]),
    ]:
        assert [finding.grade for finding in checking.ways_out(settings)] == grades
    assert room.letters == []
