"""What Odoo does for one document after the other, done for many at once.

A settlement pays hundreds of documents, a payment journal posts hundreds of payments.
Which of them a transaction does at once is marked here. Odoo's own notes on what
changed ("Invoice Paid") are messages posted one by one, with eight queries each: the
same messages are created together, for those that nobody is to be notified of. What
has a follower of its kind of note, a text or an author of its own, or a model in which
another addon posts messages its own way, is left to Odoo.
"""

from collections import defaultdict

from .quick_rows import QUICK

#: In the context of whoever matches items exactly as planned.
MATCHING = "ar_matching"
#: In the context of whoever closes groups of items that settle each other in full.
SETTLED = "ar_settled"
#: In the context where no line of a document changes: Odoo need not look for any.
UNSYNCED = {"skip_invoice_sync": True, "skip_invoice_line_sync": True}
#: Where a transaction keeps what it does at once.
MARK = "ar.batches."
#: What Odoo posts the note of a change with.
KIND = "notification"
#: What another addon may have changed on a model, and is asked then.
OWN_WAYS = ("message_post", "_notify_thread", "_message_create", "_message_log")
#: Who may say what kind of note a change of a document is.
ODOOS_WAYS = {"odoo.addons.mail", "odoo.addons.account"}


def batch(records):
    """Let what changes on these documents in this transaction be done at once; of
    entries, what changes on their payments as well."""
    data = records.env.cr.precommit.data
    data.setdefault(MARK + records._name, set()).update(records.ids)
    if records._name == "account.move" and records.origin_payment_id:
        batch(records.origin_payment_id)


def batched(records):
    """Those of these documents that are done at once."""
    marked = records.env.cr.precommit.data.get(MARK + records._name, ())
    return records.filtered(lambda record: record.id in marked)


def write_notes(records, fields_iter, initial):
    """Write the notes of those documents that are marked so (:func:`batch`).

    :param records: with ``sudo()``, as Odoo comes with them at the end
    :param fields_iter: the tracked fields
    :param dict initial: id -> field -> value before
    :return: those whose notes are written, and id -> (changed fields, tracking values)
        of each: what Odoo's method returns for them
    """
    records = _batchable(records) if fields_iter else records.browse()
    if len(records) < 2:
        return records.browse(), {}
    info = records.fields_get(
        fields_iter, attributes=("string", "type", "selection", "currency_field")
    )
    tracking = {
        record.id: record._mail_track(info, initial[record.id]) for record in records
    }
    _note_payments(records, tracking, initial)
    followed = records.browse()
    for subtype, some in _by_subtype(records, tracking, initial).items():
        followed |= some & _followed(some, subtype)
        quiet = some - followed
        if subtype:
            _post(quiet, subtype, tracking)
        else:
            _create(quiet, _logged(quiet), tracking)
    done = records - followed
    return done, {record.id: tracking[record.id] for record in done}


def _batchable(records):
    kind, thread = type(records), type(records.env["mail.thread"])
    if not records.env.su or any(
        getattr(kind, name) is not getattr(thread, name) for name in OWN_WAYS
    ):
        return records.browse()
    data = records.env.cr.precommit.data
    own = {
        key
        for what in ("message", "author")
        for key in data.get(f"mail.tracking.{what}.{records._name}", ())
    }
    return batched(records).filtered(lambda record: record.id not in own).exists()


def _note_payments(records, tracking, initial):
    """What an entry's state says of its payment, Odoo notes on the payment."""
    changed = _entries_of_payments(records).filtered(
        lambda entry: "state" in tracking[entry.id][0]
    )
    if not changed:
        return
    before = {
        entry.origin_payment_id.id: {"state": initial[entry.id]["state"]}
        for entry in changed
    }
    changed.origin_payment_id._message_track(["state"], before)


def _entries_of_payments(records):
    if records._name != "account.move":
        return records.browse()
    return records.filtered(
        lambda move: (
            move.origin_payment_id and not move.is_invoice(include_receipts=True)
        )
    )


def _by_subtype(records, tracking, initial):
    """The documents that changed by what Odoo posts of them: its subtype, or none (it
    logs a note)."""
    groups = defaultdict(records.browse)
    entries, subtypes = _entries_of_payments(records), _Subtypes(records)
    for record in records:
        changes, values = tracking[record.id]
        if not changes:
            continue
        before = {name: initial[record.id][name] for name in changes}
        # Of a payment's entry Odoo notes it there: see above.
        subtype = None if record in entries else subtypes.of(record, before)
        if subtype or values:
            groups[subtype] |= record
    return groups


class _Subtypes:
    """What Odoo posts of changes: looked up once for documents that changed alike,
    where nobody but Odoo has a say in it."""

    def __init__(self, records):
        ways = [vars(kind).get("_track_subtype") for kind in type(records).__mro__]
        modules = {way.__module__.rpartition(".models.")[0] for way in ways if way}
        self.is_odoos = records._name == "account.move" and modules <= ODOOS_WAYS
        self.known = {}

    def of(self, record, before):
        """:return: the subtype of the note on a change, or none"""
        if not self.is_odoos:
            return record._track_subtype(before) or None
        key = (record.move_type, record.state, record.payment_state, *sorted(before))
        if key not in self.known:
            self.known[key] = record._track_subtype(before) or None
        return self.known[key]


def _followed(records, subtype):
    """Those that somebody follows for this kind of note."""
    if not subtype:
        return records.browse()
    found = records.env["mail.followers"]._get_recipient_data(records, KIND, subtype.id)
    return records.filtered(lambda record: found.get(record.id))


def _post(records, subtype, tracking):
    """Post the note of each document; other addons find out as from Odoo."""
    values = _posted(records, subtype)
    messages = _create(records, values, tracking)
    for record, message, own in zip(records, messages, values, strict=True):
        record._message_post_after_hook(message, own)


def _posted(records, subtype):
    """What Odoo's ``message_post`` writes for a change, of each document."""
    records = records._fallback_lang()
    author, email = records._message_compute_author()
    company = records.env.company
    domains = records._mail_get_alias_domains(default_company=company)
    companies = records._mail_get_companies(default=company)
    replies = records._notify_get_reply_to(default=email, author_id=author)
    parents = _parents(records)
    return [
        {
            "author_id": author,
            "author_guest_id": False,
            "email_from": email,
            "email_add_signature": True,
            "model": records._name,
            "res_id": record.id,
            "body": "",
            "message_type": KIND,
            "parent_id": parents.get(record.id, False),
            "partner_ids": [],
            "attachment_ids": [],
            "subject": False,
            "subtype_id": subtype.id,
            "record_alias_domain_id": domains[record.id].id,
            "record_company_id": companies[record.id].id,
            "reply_to": replies[record.id],
        }
        for record in records
    ]


def _parents(records):
    """Id -> the message that a new one hangs under: the last comment or mail, else the
    last message."""
    messages = records.env["mail.message"].search_fetch(
        [
            ("model", "=", records._name),
            ("res_id", "in", records.ids),
            ("message_type", "!=", "user_notification"),
        ],
        ["res_id", "message_type", "date"],
    )
    ordered = messages.sorted(
        lambda m: (m.message_type in ("comment", "email"), m.date, m.id)
    )
    return {message.res_id: message.id for message in ordered}


def _logged(records):
    """What Odoo logs as a note for a change without a subtype, of each document."""
    author, email = records._message_compute_author()
    note = records.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
    thread = records.env["mail.thread"]
    reply = thread._notify_get_reply_to(default=email, author_id=author)[False]
    return [
        {
            "author_id": author,
            "email_from": email,
            "email_add_signature": False,
            "model": records._name,
            "res_id": record.id,
            "record_alias_domain_id": False,
            "record_company_id": False,
            "body": "",
            "message_type": KIND,
            "is_internal": True,
            "subject": False,
            "subtype_id": note,
            "reply_to": reply,
        }
        for record in records
    ]


def _create(records, values, tracking):
    """Create one message for each document, and what it tells of the fields."""
    records = records.with_context(**{QUICK: True})
    messages = records._message_create(values)
    records.env["mail.tracking.value"].create(
        [
            {**command[2], "mail_message_id": message.id}
            for record, message in zip(records, messages, strict=True)
            for command in tracking[record.id][1]
        ]
    )
    return messages
