package dev.yardmaster.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.page.Conditions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Stores and reads entries of the activity. */
@Singleton
class ActivityRepository {
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    // A later form of an entry differs in its count only.
    private static final String STORE = """
        INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, name, before, after, address, count)
        SELECT id, at, actor_kind, actor, action, kind, thing, name, before::jsonb, after::jsonb, address, count
        FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::text[], $12::integer[])
            entry (id, at, actor_kind, actor, action, kind, thing, name, before, after, address, count)
        ON CONFLICT (id) DO UPDATE SET count = excluded.count
        """;

    private static final String COLUMNS =
            "SELECT id, at, actor_kind, actor, action, kind, thing, name, before::text, after::text, address, count"
                    + " FROM activity ";

    private static final String BY_IDS = COLUMNS + "WHERE id = ANY ($1) ORDER BY id";

    private final Pool pool;
    private final ObjectMapper json;

    ActivityRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** Stores entries in one statement. */
    Uni<Void> store(List<Entry> entries) {
        return pool.preparedQuery(STORE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(entries.stream().map(Entry::id).toArray(UUID[]::new))
                        .addArrayOfOffsetDateTime(entries.stream()
                                .map(entry -> entry.at().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(texts(entries, entry -> Optional.of(entry.actorKind())))
                        .addArrayOfString(texts(entries, entry -> Optional.of(entry.actor())))
                        .addArrayOfString(texts(entries, entry -> Optional.of(entry.action())))
                        .addArrayOfString(texts(entries, Entry::kind))
                        .addArrayOfString(texts(entries, Entry::thing))
                        .addArrayOfString(texts(entries, Entry::name))
                        .addArrayOfString(texts(entries, entry -> entry.before().map(this::write)))
                        .addArrayOfString(texts(entries, entry -> entry.after().map(this::write)))
                        .addArrayOfString(texts(entries, Entry::address))
                        .addArrayOfInteger(entries.stream().map(Entry::count).toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** A page of entries, the newest first. */
    Uni<List<Entry>> list(ActivityFilter filter, int limit) {
        Conditions where = ActivityConditions.of(filter);
        return pool.preparedQuery(COLUMNS + "WHERE " + where.sql() + " ORDER BY id DESC LIMIT " + limit)
                .execute(where.values())
                .map(rows -> rows.stream().map(this::entry).toList());
    }

    /** These entries, as far as they exist, in their order. */
    Uni<List<Entry>> byIds(Collection<UUID> ids) {
        return pool.preparedQuery(BY_IDS)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(this::entry).toList());
    }

    private static String[] texts(List<Entry> entries, Function<Entry, Optional<String>> field) {
        return entries.stream().map(entry -> field.apply(entry).orElse(null)).toArray(String[]::new);
    }

    private Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getString("actor"),
                row.getString("action"),
                Optional.ofNullable(row.getString("kind")),
                Optional.ofNullable(row.getString("thing")),
                Optional.ofNullable(row.getString("name")),
                Optional.ofNullable(row.getString("before")).map(this::read),
                Optional.ofNullable(row.getString("after")).map(this::read),
                Optional.ofNullable(row.getString("address")),
                row.getInteger("count"));
    }

    private String write(Map<String, Object> fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> read(String fields) {
        try {
            return json.readValue(fields, FIELDS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
