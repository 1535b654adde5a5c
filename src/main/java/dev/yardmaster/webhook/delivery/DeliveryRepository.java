package dev.yardmaster.webhook.delivery;

import dev.yardmaster.json.VertxJson;
import dev.yardmaster.webhook.WebhookFormat;
import dev.yardmaster.webhook.delivery.Outcome.Delivered;
import dev.yardmaster.webhook.delivery.Outcome.Failed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code webhook_delivery}. For any thread. */
@Singleton
class DeliveryRepository implements DeliveryStore {
    /** The attempts at the same time for one webhook, so that a slow receiver leaves room for the others. */
    private static final int PER_WEBHOOK = 4;

    private static final String CLAIM = """
            WITH due AS (
                SELECT head.id FROM webhook w CROSS JOIN LATERAL (
                    SELECT d.id, d.position FROM webhook_delivery d
                    WHERE d.webhook = w.id AND d.state = 'pending' AND d.next_attempt_at <= now() AND NOT EXISTS (
                        SELECT FROM webhook_delivery earlier
                        WHERE earlier.webhook = d.webhook AND earlier.subject = d.subject AND earlier.state = 'pending'
                            AND earlier.position < d.position)
                    ORDER BY d.position
                    LIMIT greatest(0, $3::int - (SELECT count(*) FROM webhook_delivery running
                        WHERE running.webhook = w.id AND running.state = 'pending' AND running.claimed
                            AND running.next_attempt_at > now()))) head
                WHERE w.enabled ORDER BY head.position LIMIT $1
            )
            UPDATE webhook_delivery d
            SET claimed = true, attempts = d.attempts + 1, first_attempt_at = coalesce(d.first_attempt_at, now()),
                next_attempt_at = now() + interval '1 millisecond' * $2
            FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook
            RETURNING d.*, w.url, w.format, w.secret,
                (extract(epoch FROM now() - d.first_attempt_at) * 1000)::bigint AS since
            """;

    // A result that comes after the claim was lost to another attempt changes nothing.
    private static final String DELIVERED = """
            UPDATE webhook_delivery SET state = 'delivered', claimed = false, status = $3, error = NULL, ended_at = now()
            WHERE id = $1 AND attempts = $2 AND state = 'pending'
            """;

    private static final String FAILED = """
            UPDATE webhook_delivery SET claimed = false, status = $3, error = $4,
                state = CASE WHEN $5::float8 IS NULL THEN 'given-up' ELSE state END,
                ended_at = CASE WHEN $5::float8 IS NULL THEN now() END,
                next_attempt_at = now() + interval '1 millisecond' * coalesce($5::float8, 0)
            WHERE id = $1 AND attempts = $2 AND state = 'pending'
            """;

    private static final String PAGE = """
            SELECT * FROM webhook_delivery
            WHERE webhook = $1 AND ($2::uuid IS NULL OR position < (SELECT position FROM webhook_delivery WHERE id = $2))
            ORDER BY position DESC LIMIT $3
            """;

    private static final String RESEND = """
            UPDATE webhook_delivery SET state = 'pending', attempts = 0, first_attempt_at = NULL, next_attempt_at = now(),
                status = NULL, error = NULL, ended_at = NULL
            WHERE webhook = $1 AND id = $2 AND state <> 'pending'
            RETURNING *
            """;

    private static final String REMOVE_OLD = """
            DELETE FROM webhook_delivery WHERE state <> 'pending' AND ended_at < now() - interval '1 millisecond' * $1
            """;

    private final Pool pool;

    DeliveryRepository(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> announceDueEvents() {
        return pool.query("SELECT announce_due_events()").execute().replaceWithVoid();
    }

    @Override
    public Uni<List<ClaimedDelivery>> claim(int most, Duration claim) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(most, (double) claim.toMillis(), PER_WEBHOOK))
                .map(rows -> rows.stream().map(DeliveryRepository::claimed).toList());
    }

    @Override
    public Uni<Void> record(ClaimedDelivery delivery, Outcome outcome, Optional<Duration> retry) {
        UUID id = delivery.notification().id();
        return (switch (outcome) {
                    case Delivered(int status) ->
                        pool.preparedQuery(DELIVERED).execute(Tuple.of(id, delivery.attempt(), status));
                    case Failed(Optional<Integer> status, String error) ->
                        pool.preparedQuery(FAILED)
                                .execute(Tuple.of(
                                        id,
                                        delivery.attempt(),
                                        status.orElse(null),
                                        error,
                                        retry.map(delay -> (double) delay.toMillis())
                                                .orElse(null)));
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> removeOld(Duration age) {
        return pool.preparedQuery(REMOVE_OLD)
                .execute(Tuple.of((double) age.toMillis()))
                .replaceWithVoid();
    }

    /** Up to {@code limit} deliveries of a webhook before one of them, the newest first. */
    Uni<List<Delivery>> page(UUID webhook, Optional<UUID> before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(webhook, before.orElse(null), limit))
                .map(rows -> rows.stream().map(DeliveryRepository::delivery).toList());
    }

    /** The delivery of a webhook with an id. */
    Uni<Optional<Delivery>> find(UUID webhook, UUID id) {
        return pool.preparedQuery("SELECT * FROM webhook_delivery WHERE webhook = $1 AND id = $2")
                .execute(Tuple.of(webhook, id))
                .map(rows -> rows.stream().findFirst().map(DeliveryRepository::delivery));
    }

    /** Makes a delivery that has ended pending again, and wakes the loop; empty if there is none that has ended. */
    Uni<Optional<Delivery>> resend(UUID webhook, UUID id) {
        return pool.preparedQuery(RESEND)
                .execute(Tuple.of(webhook, id))
                .map(rows -> rows.stream().findFirst().map(DeliveryRepository::delivery))
                .call(() -> pool.query("SELECT pg_notify('yardmaster_webhooks', '')")
                        .execute());
    }

    private static ClaimedDelivery claimed(Row row) {
        return new ClaimedDelivery(
                row.getUUID("webhook"),
                row.getString("url"),
                WebhookFormat.of(row.getString("format")),
                row.getString("secret"),
                new Notification(
                        row.getUUID("id"),
                        row.getString("event"),
                        row.getOffsetDateTime("occurred_at").toInstant(),
                        VertxJson.of(row.getJsonObject("data"))),
                row.getInteger("attempts"),
                Duration.ofMillis(row.getLong("since")));
    }

    private static Delivery delivery(Row row) {
        DeliveryState state = DeliveryState.of(row.getString("state"));
        return new Delivery(
                row.getUUID("id"),
                row.getString("event"),
                row.getString("subject"),
                state,
                row.getInteger("attempts"),
                Optional.ofNullable(row.getInteger("status")),
                Optional.ofNullable(row.getString("error")),
                row.getOffsetDateTime("occurred_at").toInstant(),
                instant(row, "next_attempt_at").filter(_ -> state == DeliveryState.PENDING),
                instant(row, "ended_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
