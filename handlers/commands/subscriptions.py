"""/subscribe, /subscriptions, /unsubscribe, /timezone: standing orders for digests."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from handlers.args import (
    parse_number,
    parse_order,
    parse_scope,
    parse_timezone,
    scope_heading,
    scope_words,
    suggestions,
)
from handlers.callbacks import Press, encode
from handlers.ports import Answer, ChatKind, Request, Services
from handlers.render.briefing import briefing_document
from handlers.render.document import Bold, Button, Code, Document, Inline, ListBlock, Paragraph, document_to_json
from handlers.render.words import moment
from storage.chats import ensure_chat, set_timezone
from storage.deliveries import put_delivery
from storage.errors import UserError
from storage.model.chat import Scope, ScopeKind, Subscription
from storage.model.findings import Severity
from storage.model.recurrence import Recurrence, parse_recurrence
from storage.subscriptions import list_subscriptions, put_subscription, remove_subscription

MOST_SUBSCRIPTIONS = 50
USAGE = "/subscribe iraq daily 07:00 tz Asia/Baghdad min high"


def subscribe(request: Request, services: Services) -> Answer:
    """Subscribe this chat (or topic), change what it has for that scope, or send one digest ``now``."""
    if not request.words.strip():
        return _how_to()
    try:
        order = parse_order(request.words)
    except UserError as error:
        near = suggestions(request.words)
        row = [Button(f"🔔 {c.flag} {c.name}", data=encode(Press("subscribe", c.code))) for c in near[:3]]
        return Answer(Document([Paragraph([str(error), "\nFor example: ", Code(USAGE)])], [row]))
    timezone = order.timezone or request.timezone
    if order.recurrence is None:
        return _send_now(request, services, order.scope, timezone, order.min_severity)
    with services.database.writing() as session:
        ensure_chat(
            session, request.target.chat_id, kind=request.chat_kind.value, title=request.chat_title, now=request.now
        )
        existing = list_subscriptions(session, request.target.chat_id)
        known = next((s for s in existing if (s.scope, s.thread_id) == (order.scope, request.target.thread_id)), None)
        next_due_at = services.next_due(order.recurrence, timezone, request.now)
        if known is not None and known.paused_at is None and known.next_due_at <= request.now:
            # A digest is due this very moment: changing the order must not lose it.
            next_due_at = known.next_due_at
        if known is not None and request.is_button and not order.says_when:
            return _already(known, request)  # a button that says no time changes no order
        if len(existing) >= MOST_SUBSCRIPTIONS and known is None:
            raise UserError(f"This chat has {MOST_SUBSCRIPTIONS} subscriptions, the most there can be. /subscriptions")
        stored, is_new = put_subscription(
            session,
            chat_id=request.target.chat_id,
            thread_id=request.target.thread_id,
            scope=order.scope,
            recurrence=str(order.recurrence),
            timezone=timezone,
            min_severity=order.min_severity,
            next_due_at=next_due_at,
            now=request.now,
        )
        if order.timezone is not None and not request.timezone_known:
            set_timezone(session, request.target.chat_id, order.timezone)
    verb = "Subscribed" if is_new else "Changed"
    due = "now" if next_due_at <= request.now else moment(next_due_at, timezone, now=request.now)
    before = f"\nBefore: {_terms_of(known)}" if known is not None else ""
    lines: list[Inline | str] = [
        Bold(f"🔔 {verb}: {scope_heading(order.scope)}"),
        f"\n{_terms(order.recurrence, timezone, order.min_severity)}{before}\nNext digest: {due}.",
    ]
    if order.timezone is None and not request.timezone_known:
        lines += ["\nTimes are UTC until you say otherwise: ", Code("/timezone Europe/Rome")]
    rows = [
        [
            Button("📨 Send one now", data=encode(Press("subscribe", f"{scope_words(order.scope)} now"))),
            Button("🗑 Unsubscribe", data=encode(Press("unsubscribe", str(stored.id)))),
        ]
    ]
    return Answer(Document([Paragraph(lines)], rows), toast=verb)


def _already(known: Subscription, request: Request) -> Answer:
    """The standing order, unchanged."""
    due = moment(known.next_due_at, known.timezone, now=request.now)
    lines: list[Inline | str] = [
        Bold(f"🔔 Already subscribed: {scope_heading(known.scope)}"),
        f"\n{_terms_of(known)}\nNext digest: {due}. To change it, say when: ",
        Code(f"/subscribe {scope_words(known.scope)} daily 07:00"),
    ]
    row = [
        Button("📨 Send one now", data=encode(Press("subscribe", f"{scope_words(known.scope)} now"))),
        Button("🗑 Unsubscribe", data=encode(Press("unsubscribe", str(known.id)))),
    ]
    return Answer(Document([Paragraph(lines)], [row]), toast="Already subscribed")


def _terms_of(subscription: Subscription) -> str:
    recurrence = parse_recurrence(subscription.recurrence)
    return _terms(recurrence, subscription.timezone, subscription.min_severity)


def _how_to() -> Answer:
    return Answer(
        Document(
            [
                Paragraph([Bold("A digest on a country, a region or everything, when you want it.")]),
                ListBlock(
                    [
                        (Code("/subscribe iraq"), " every day at 07:00"),
                        (Code("/subscribe middle east weekdays 18:30 tz Europe/Rome"),),
                        (Code("/subscribe sudan weekly mon 08:00 min high"), " only high and critical"),
                        (Code("/subscribe all every 6h"),),
                        (Code("/subscribe iraq now"), " one digest at once"),
                    ]
                ),
            ]
        )
    )


def _terms(recurrence: Recurrence, timezone: str, severity: Severity) -> str:
    least = f", severity {severity.label} or higher" if severity else ""
    zone = "" if recurrence.every_h else f" ({timezone})"
    return f"{recurrence.words[0].upper()}{recurrence.words[1:]}{zone}{least}."


def _send_now(request: Request, services: Services, scope: Scope, timezone: str, severity: Severity) -> Answer:
    once = Subscription(
        id=0,
        chat_id=request.target.chat_id,
        thread_id=request.target.thread_id,
        scope=scope,
        recurrence="daily 07:00",
        timezone=timezone,
        min_severity=severity,
        next_due_at=request.now,
        created_at=request.now,
    )
    with services.database.reading() as session:
        standing = [
            s
            for s in list_subscriptions(session, request.target.chat_id, request.target.thread_id)
            if s.scope == scope and s.last_cutoff_at is not None
        ]
    if standing:
        # The reader has had digests on this: tell what is new since the last, without moving it.
        once = replace(standing[0], min_severity=severity or standing[0].min_severity)
    briefing = services.briefer.compose_digest(once, now=request.now)
    document = briefing_document(briefing, command="digest", timezone=timezone, bot_username=request.bot_username)
    if request.update_id is None:
        return Answer(document)
    with services.database.writing() as session:
        put_delivery(
            session,
            # The time as well: a Telegram that begins to count anew must not meet an old row.
            key=f"now:{request.target.chat_id}:{request.update_id}:{request.now:%Y%m%dT%H%M%S}",
            chat_id=request.target.chat_id,
            thread_id=request.target.thread_id,
            document=document_to_json(document),
            now=request.now,
        )
    services.wake_sender()
    return Answer(toast="On its way")


def subscriptions(request: Request, services: Services) -> Answer:
    """What this chat is subscribed to."""
    with services.database.reading() as session:
        found = list_subscriptions(session, request.target.chat_id)
    if not found:
        return Answer(
            Document(
                [Paragraph(["No subscription yet. ", Code("/subscribe iraq"), " sends a digest every day at 07:00."])]
            )
        )
    items = [_entry(subscription, request) for subscription in found]
    rows = [
        [Button(f"🗑 {scope_heading(s.scope)} ({s.id})", data=encode(Press("unsubscribe", str(s.id))))]
        for s in found[:8]
    ]
    return Answer(Document([Paragraph(Bold(f"🔔 Subscriptions ({len(found)})")), ListBlock(items)], rows))


def _entry(subscription: Subscription, request: Request) -> tuple[Inline | str, ...]:
    recurrence = parse_recurrence(subscription.recurrence)
    parts: list[Inline | str] = [
        Bold(scope_heading(subscription.scope)),
        f" · {_terms(recurrence, subscription.timezone, subscription.min_severity)}",
    ]
    if subscription.thread_id and subscription.thread_id != request.target.thread_id:
        parts.append(" In another topic.")
    if subscription.paused_at is not None:
        parts.append(" Paused.")
    else:
        parts.append(f" Next: {moment(subscription.next_due_at, subscription.timezone, now=request.now)}.")
    return tuple(parts)


def unsubscribe(request: Request, services: Services) -> Answer:
    """End a subscription by its country, region, number, or "all" of them. Raises ``UserError``."""
    with services.database.reading() as session:
        found = list_subscriptions(session, request.target.chat_id)
    if not found:
        raise UserError("There is no subscription in this chat.")
    words = request.words.strip()
    if not words:
        if len(found) > 1:
            return subscriptions(request, services)
        chosen = found
    else:
        chosen = _chosen(words, found, request.target.thread_id)
    if not chosen:
        raise UserError("This chat has no such subscription. /subscriptions lists them.")
    with services.database.writing() as session:
        for subscription in chosen:
            remove_subscription(session, subscription.id, chat_id=request.target.chat_id)
    names = ", ".join(scope_heading(s.scope) for s in chosen)
    row = []
    if len(chosen) == 1 and chosen[0].thread_id == request.target.thread_id:
        # No button where not all of the order fits into one.
        with contextlib.suppress(ValueError):
            row.append(Button("↩️ Undo", data=encode(Press("subscribe", _again(chosen[0])))))
    left = len(found) - len(chosen)
    rest = (
        f"\n{left} other {'subscription remains' if left == 1 else 'subscriptions remain'}: /subscriptions"
        if left
        else ""
    )
    return Answer(Document([Paragraph([Bold("Unsubscribed: "), names, rest])], [row]), toast="Unsubscribed")


def _again(subscription: Subscription) -> str:
    words = f"{scope_words(subscription.scope)} {subscription.recurrence} tz {subscription.timezone}"
    severity = subscription.min_severity
    return f"{words} min {severity.label}" if severity else words


def _chosen(words: str, found: list[Subscription], thread_id: int) -> list[Subscription]:
    if words.lstrip("#").isdigit():
        number = parse_number(words, "subscription")
        return [s for s in found if s.id == number]
    scope = parse_scope(words)
    same = [s for s in found if s.scope == scope]
    here = [s for s in same if s.thread_id == thread_id]
    # "/unsubscribe all" ends everything, unless there is a subscription to "all" itself.
    return here or same or (found if scope.kind is ScopeKind.ALL else [])


def timezone(request: Request, services: Services) -> Answer:
    """Show or set the chat's zone; digests keep the zone they were ordered with. Raises ``UserError``."""
    if not request.words.strip():
        shown = f"{request.timezone}, where it is {moment(request.now, request.timezone, now=request.now)}"
        unset = "" if request.timezone_known else " (not set)"
        return Answer(
            Document([Paragraph([f"Times are shown in {shown}{unset}. Change it: ", Code("/timezone Europe/Rome")])])
        )
    zone = parse_timezone(request.words)
    with services.database.writing() as session:
        ensure_chat(
            session, request.target.chat_id, kind=request.chat_kind.value, title=request.chat_title, now=request.now
        )
        set_timezone(session, request.target.chat_id, zone)
        kept = [s for s in list_subscriptions(session, request.target.chat_id) if s.timezone != zone]
    now = moment(request.now, zone, now=request.now)
    lines: list[Inline | str] = [Bold(f"🕒 {zone}"), f": it is {now}."]
    if kept:
        them = "this digest keeps its" if len(kept) == 1 else f"{len(kept)} digests keep their"
        lines += [
            f"\n{them[0].upper()}{them[1:]} own zone; order again to change: ",
            Code("/subscribe iraq daily 07:00"),
        ]
    private = request.chat_kind is ChatKind.PRIVATE
    return Answer(Document([Paragraph(lines)]), toast="Set" if private else None)
