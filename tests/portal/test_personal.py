"""Encrypted columns: closed at rest, masked in print, findable by equality, revealed on the record."""

from __future__ import annotations

import base64
import pickle
from copy import deepcopy

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.forms import modelform_factory
from django.template import Context, Template
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from portal.personal import cipher
from portal.personal.fields import BlindIndexField, EncryptedField, blind_index
from portal.personal.keys import parse_index_key, parse_key_ring
from portal.personal.rotation import reencrypt_column
from portal.personal.sealed import Sealed

OLD_RING = "t1:" + base64.b64encode(b"1" * 32).decode()
NEW_RING = "t2:" + base64.b64encode(b"9" * 32).decode() + "," + OLD_RING
NUMBER, OTHER = "13800138000", "13900139000"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)

with isolate_apps("django.contrib.contenttypes"):

    class Contact(models.Model):
        """A table of these tests only."""

        def __str__(self) -> str:
            return "联系人"

        full_name = EncryptedField("姓名", kind="name", blank=True, default="")
        mobile = EncryptedField("手机号", kind="mobile", null=True, blank=True)
        mobile_index = BlindIndexField(source="mobile", unique=True)
        phone = EncryptedField("电话", kind="mobile", blank=True, default="")

        class Meta:
            app_label = "contacts"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Contact)


@pytest.fixture
def contact(table) -> Contact:
    contact = Contact.objects.create(full_name="欧阳建国", mobile="+86 138-0013-8000")
    return Contact.objects.get(pk=contact.pk)


def stored(contact: Contact, column: str = "mobile") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from contacts_contact where id = %s", [contact.pk])
        return cursor.fetchone()[0]


def find(number: str) -> list[Contact]:
    return list(Contact.objects.filter(mobile_index=blind_index(Contact.mobile, number)))


class TestCipher:
    @given(texts)
    def test_what_is_encrypted_decrypts(self, text):
        assert cipher.decrypt(cipher.encrypt(text, "a.b.c"), "a.b.c") == text

    def test_one_text_is_never_encrypted_alike_twice(self):
        assert cipher.encrypt(NUMBER, "a.b.c") != cipher.encrypt(NUMBER, "a.b.c")

    def test_a_ciphertext_cannot_move_to_another_column(self):
        with pytest.raises(cipher.Undecipherable):
            cipher.decrypt(cipher.encrypt(NUMBER, "a.b.c"), "a.b.d")

    @pytest.mark.parametrize("token", ["", "v1", "v1:t1:", "v1:t1:!!!", "v2:t1:AAAA", "v1:gone:AAAA", NUMBER])
    def test_other_texts_do_not_decrypt(self, token):
        with pytest.raises(cipher.Undecipherable):
            cipher.decrypt(token, "a.b.c")

    def test_a_changed_ciphertext_does_not_decrypt(self):
        head, _, body = cipher.encrypt(NUMBER, "a.b.c").rpartition(":")
        sealed = bytearray(base64.b64decode(body))
        sealed[-1] ^= 1
        with pytest.raises(cipher.Undecipherable):
            cipher.decrypt(f"{head}:{base64.b64encode(sealed).decode()}", "a.b.c")

    def test_older_keys_on_the_ring_still_decrypt(self, settings):
        token = cipher.encrypt(NUMBER, "a.b.c")
        settings.PERSONAL_DATA_KEYS = NEW_RING
        assert cipher.decrypt(token, "a.b.c") == NUMBER
        assert cipher.encrypt(NUMBER, "a.b.c").startswith("v1:t2:")

    def test_indexes_differ_between_columns(self):
        assert cipher.index_of(NUMBER, "a.b.c") != cipher.index_of(NUMBER, "a.b.d")


class TestKeys:
    @pytest.mark.parametrize(
        "ring", ["", "t1", "t1:", "t1:AAAA", "t1:???", f"{OLD_RING},{OLD_RING}", f":{OLD_RING[3:]}"]
    )
    def test_a_bad_ring_is_refused(self, ring):
        with pytest.raises(ImproperlyConfigured):
            parse_key_ring(ring)

    def test_a_short_index_key_is_refused_without_echoing_it(self):
        with pytest.raises(ImproperlyConfigured) as refusal:
            parse_index_key("c2VjcmV0")
        assert "c2VjcmV0" not in str(refusal.value)


class TestPrinting:
    def test_every_way_of_printing_is_masked(self, contact):
        printed = [str(contact.mobile), f"{contact.mobile}", f"{contact.mobile:>11}", "%s" % contact.mobile]  # noqa: UP031
        assert printed == ["138****8000"] * 4
        assert repr(contact.mobile) == "<Sealed mobile: 138****8000>"

    def test_a_template_prints_it_masked_and_cannot_reveal_it(self, contact):
        template = Template("{{ c.mobile }}|{{ c.mobile.reveal }}|{{ c.full_name }}")
        assert template.render(Context({"c": contact})) == "138****8000||欧***"

    def test_values_are_masked_too(self, contact):
        assert [str(value) for value in Contact.objects.values_list("mobile", flat=True)] == ["138****8000"]

    def test_a_pickle_holds_no_plaintext(self):
        fresh = Sealed(kind="mobile", context="a.b.c", plain=NUMBER)
        assert NUMBER.encode() not in pickle.dumps(fresh)
        assert pickle.loads(pickle.dumps(fresh)) == fresh

    def test_what_cannot_be_decrypted_still_prints(self):
        assert str(Sealed(kind="mobile", context="a.b.c", token="v1:gone:AAAA")) == "（无法解密）"


class TestStoring:
    def test_the_column_holds_no_plaintext(self, contact):
        assert stored(contact).startswith("v1:t1:")
        assert NUMBER not in stored(contact)

    def test_it_is_normalised_and_revealed_whole(self, contact):
        assert contact.mobile.reveal() == NUMBER

    def test_saving_unchanged_changes_nothing(self, contact):
        before = stored(contact)
        contact.mobile = NUMBER
        contact.save()
        Contact.objects.update(mobile=deepcopy(contact.mobile))
        assert stored(contact) == before

    def test_a_mask_sent_back_keeps_the_number(self, contact):
        contact.mobile = "138****8000"
        contact.full_clean()
        assert contact.mobile.reveal() == NUMBER

    def test_empty_and_null_stay_so(self, table):
        contact = Contact.objects.create(mobile=None)
        assert (Contact.objects.get().full_name, Contact.objects.get().mobile, stored(contact)) == (
            "",
            None,
            None,
        )

    def test_copying_to_another_column_encrypts_anew(self, contact):
        contact.phone = contact.mobile
        contact.save()
        assert Contact.objects.get().phone.reveal() == NUMBER

    def test_a_ciphertext_copied_by_sql_does_not_open(self, contact):
        Contact.objects.update(phone=models.F("mobile"))
        assert str(Contact.objects.get().phone) == "（无法解密）"

    def test_fixtures_carry_the_ciphertext(self, contact):
        field = Contact._meta.get_field("mobile")
        carried = field.value_to_string(contact)
        assert carried == stored(contact)
        assert field.to_python(carried).reveal() == NUMBER


class TestIndex:
    def test_found_by_any_way_of_writing_it(self, contact):
        assert find("138 0013 8000") == [contact]
        assert find(OTHER) == []

    def test_it_follows_update(self, contact):
        Contact.objects.update(mobile=OTHER)
        assert (find(OTHER), find(NUMBER)) == ([contact], [])
        assert Contact.objects.get().mobile.reveal() == OTHER

    def test_it_follows_bulk_create_and_bulk_update(self, table):
        contacts = Contact.objects.bulk_create(
            [Contact(mobile=NUMBER), Contact(mobile=None), Contact(mobile=None)]
        )
        assert find(NUMBER) == contacts[:1]
        contacts[0].mobile = OTHER
        Contact.objects.bulk_update(contacts, ["mobile"])
        assert (find(OTHER), find(NUMBER)) == (contacts[:1], [])

    def test_nobody_can_write_a_stale_one(self, contact):
        Contact.objects.update(mobile_index=blind_index(Contact.mobile, OTHER))
        assert find(NUMBER) == [contact]
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update contacts_contact set mobile_index = 'x'")

    def test_one_number_twice_is_refused_by_the_database(self, contact):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.create(mobile=NUMBER)

    def test_a_column_without_index_carries_none(self, contact):
        Contact.objects.update(phone=OTHER)
        assert stored(contact, "phone").count(":") == 2

    @pytest.mark.parametrize("lookup", ["mobile", "mobile__contains", "mobile__in"])
    def test_the_encrypted_column_itself_cannot_be_searched(self, table, lookup):
        with pytest.raises(FieldError):
            list(Contact.objects.filter(**{lookup: [NUMBER] if lookup.endswith("in") else NUMBER}))


class TestForms:
    def form(self, contact: Contact, **data: str):
        return modelform_factory(Contact, fields=["full_name", "mobile"])(data, instance=contact)

    def test_shows_the_mask(self, contact):
        html = modelform_factory(Contact, fields=["mobile"])(instance=contact).as_p()
        assert "138****8000" in html
        assert NUMBER not in html

    def test_sent_back_unchanged_keeps_everything(self, contact):
        form = self.form(contact, full_name="欧***", mobile="138****8000")
        assert (form.has_changed(), form.is_valid()) == (False, True)
        form.save()
        assert Contact.objects.get().full_name.reveal() == "欧阳建国"

    @pytest.mark.parametrize("number", ["139****8000", "12800138000", "1380013800"])
    def test_refuses_masks_and_wrong_numbers(self, contact, number):
        assert "mobile" in self.form(contact, full_name="欧***", mobile=number).errors

    def test_takes_a_new_number(self, contact):
        self.form(contact, full_name="欧***", mobile="139-0013-9000").save()
        assert find(OTHER) == [contact]

    def test_validators_take_plain_text_as_the_api_gives_it(self):
        with pytest.raises(ValidationError):
            Contact._meta.get_field("mobile").run_validators("123")


class TestRotation:
    def test_every_row_comes_under_the_new_key_once(self, contact, settings):
        Contact.objects.create(mobile=None)
        settings.PERSONAL_DATA_KEYS = NEW_RING
        column = Contact._meta.get_field("mobile")
        assert reencrypt_column(Contact, column, batch_size=1) == 1
        assert reencrypt_column(Contact, column, batch_size=1) == 0
        assert stored(contact).startswith("v1:t2:")
        assert find(NUMBER) == [contact]

    def test_a_missing_index_is_added(self, contact):
        bare = cipher.encrypt(OTHER, "contacts.contact.mobile")
        with connection.cursor() as cursor:
            cursor.execute("update contacts_contact set mobile = %s", [bare])
        assert find(OTHER) == []
        reencrypt_column(Contact, Contact._meta.get_field("mobile"), batch_size=10)
        assert find(OTHER) == [contact]
