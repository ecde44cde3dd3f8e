"""How a receipt looks on paper. Loads the PDF library: import it when a receipt is wanted, not before."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.billing.receipt_content import Receipt
from fitnesscrm_desktop.services.core.pdf import Column, Document, Paper, StudioHead
from fitnesscrm_desktop.services.core.pdf.paper import MUTED
from fitnesscrm_desktop.services.settings.profile import StudioProfile

METHODS = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD: "Card",
    PaymentMethod.TRANSFER: "Bank transfer",
    PaymentMethod.CHEQUE: "Cheque",
    PaymentMethod.VOUCHER: "Voucher",
}


def studio_head(profile: StudioProfile, logo: bytes | None) -> StudioHead:
    """The studio as it stands at the top of its papers."""
    contact = " · ".join(part for part in (profile.phone, profile.email) if part)
    tax = f"Tax no. {profile.tax_number}" if profile.tax_number else ""
    return StudioHead(profile.name, profile.address, contact, tax, logo, profile.accent)


def receipt_document(
    receipt: Receipt, profile: StudioProfile, logo: bytes | None, *, roll: bool = False
) -> Document:
    """The receipt, ready to render."""
    title = "Refund" if receipt.is_refund else "Receipt"
    number = f"{title} {receipt.shown_number}"
    document = Document(
        Paper.ROLL_80 if roll else Paper.A5,
        title=number,
        author=profile.name,
        foot=f"{profile.name} · {number}",
    )
    document.head(studio_head(profile, logo), title, _subtitles(receipt, profile))
    document.gap(6)
    document.pairs(
        [
            ("Client", receipt.client_name),
            ("Member number", str(receipt.member_number)),
            ("Paid back by" if receipt.is_refund else "Paid by", METHODS[receipt.method]),
            ("Served by", receipt.staff_name),
        ],
        across=1 if roll else 2,
    )
    document.gap(4)
    _lines(document, receipt, profile, roll=roll)
    _totals(document, receipt, profile)
    if receipt.note:
        document.gap(6)
        label = "Reason" if receipt.is_refund else "Note"
        document.text(f"{label}: {receipt.note}", size=8, color=MUTED)
    document.gap(16)
    document.code128(receipt.shown_number, caption=receipt.shown_number, height=26)
    if profile.receipt_footer.strip():
        document.gap(8)
        document.text(profile.receipt_footer, size=8, color=MUTED, align="center", most=12)
    return document


def _subtitles(receipt: Receipt, profile: StudioProfile) -> list[str]:
    lines = [f"No. {receipt.shown_number}", amounts.moment(receipt.at, profile)]
    if receipt.refund_of_number is not None:
        lines.append(f"for receipt {receipt.refund_of_number:06d}")
    return lines


def _lines(document: Document, receipt: Receipt, profile: StudioProfile, *, roll: bool) -> None:
    taxed = any(line.tax_rate for line in receipt.lines) and not roll
    columns = [Column("What for", 4, wrap=True)]
    columns += [Column("Tax", 0.9, align="right")] if taxed else []
    columns += [Column("Amount", 1.5, align="right")]
    rows = []
    for line in receipt.lines:
        rate = [amounts.percent(line.tax_rate, profile)] if taxed else []
        rows.append([line.text, *rate, amounts.money(line.amount, profile)])
    document.table(columns, rows)


def _totals(document: Document, receipt: Receipt, profile: StudioProfile) -> None:
    document.gap(6)
    word = "Paid back" if receipt.is_refund else "Total paid"
    document.line(word, amounts.money(receipt.amount, profile), bold=True, size=12)
    for tax in receipt.taxes:
        rate, net = amounts.percent(tax.rate, profile), amounts.money(tax.net, profile)
        document.line(
            f"{rate} tax contained (net {net})", amounts.money(tax.tax, profile), size=8, color=MUTED
        )
    document.rule()
    if receipt.balance_after > 0:
        document.line("Still to pay", amounts.money(receipt.balance_after, profile))
    elif receipt.balance_after < 0:
        document.line("Credit on the account", amounts.money(-receipt.balance_after, profile))
    else:
        document.line("Still to pay", amounts.money(0, profile))
