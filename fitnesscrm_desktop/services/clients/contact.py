"""Phone numbers and e-mail addresses of clients: as stored, as looked for, and as people read them."""

from __future__ import annotations

from functools import lru_cache

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.core.contact import normal_email, normal_phone

__all__ = ["digits_of", "normal_email", "normal_phone", "phone_words", "postal_lines", "shown_phone"]

_COUNTRY_CODE_LENGTHS = (1, 2, 3)


def digits_of(text: str) -> str:
    """The digits of *text* in the form 0-9."""
    return "".join(str(int(each)) for each in text if each.isdecimal())


def phone_words(phone: str | None) -> list[str]:
    """What search should find *phone* by: with country code, and as dialled inside the country."""
    if not phone:
        return []
    if not phone.startswith("+") or not phone[1:].isdecimal():
        return [digits_of(phone)]
    return [phone, _national_digits(phone)]


def _national_digits(phone: str) -> str:
    """An E.164 number as dialled inside its country; empty if there is no such country."""
    for length in _COUNTRY_CODE_LENGTHS:
        prefix = _trunk_prefix(phone[1 : 1 + length])
        if prefix is not None:
            return prefix + phone[1 + length :]
    return ""


@lru_cache(maxsize=1024)
def _trunk_prefix(country_code: str) -> str | None:
    """What is dialled before a number inside the country with this calling code; None: there is none."""
    import phonenumbers

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(country_code))
    if not regions:
        return None
    return phonenumbers.ndd_prefix_for_region(regions[0], strip_non_digits=True) or ""


def shown_phone(phone: str | None) -> str:
    """A stored phone number as people read it: "+49 151 1058756"; empty for none."""
    if not phone or not phone.startswith("+") or not phone[1:].isdecimal():
        return phone or ""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown.replace("-", " ")


def postal_lines(client: Client) -> str:
    """Street, town and country, one per line; empty when that is not enough for a letter."""
    town = f"{client.postal_code} {client.city}".strip()
    if not (client.street and town):
        return ""
    return "\n".join(line for line in (client.street, town, client.country) if line)
