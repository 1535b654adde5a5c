package dev.yardmaster.pool;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Type;
import org.jspecify.annotations.NullUnmarked;

/** The row of a pool. The only place that knows its columns: Hibernate uses the fields, plain SQL uses {@link #SELECT} and {@link #of}. */
@Entity
@Table(name = "pool")
@DynamicUpdate
@NullUnmarked
class PoolEntity {
    private static final int NO_ENTRY = -1;
    private static final String TAKEN = "ARRAY(SELECT coalesce(s.entry, -1) FROM pool_slot s WHERE s.pool = id)";

    /** Reads pools and the slots in use in one statement, so that both are from the same moment. */
    static final String SELECT = "SELECT pool.*, " + TAKEN + " AS taken FROM pool ";

    @Id
    UUID id;

    String name;
    int size;
    boolean enabled;

    @Type(PoolEntriesType.class)
    List<PoolEntry> entries;

    @Column(name = "created_at")
    Instant createdAt;

    /** The entry's number for each slot in use, or {@link #NO_ENTRY}. */
    @Formula(TAKEN)
    Integer[] taken;

    static PoolEntity of(Row row) {
        var entity = new PoolEntity();
        entity.id = row.getUUID("id");
        entity.name = row.getString("name");
        entity.size = row.getInteger("size");
        entity.enabled = row.getBoolean("enabled");
        entity.entries = PoolEntryCodec.read(row.getJsonArray("entries"));
        entity.createdAt = row.getOffsetDateTime("created_at").toInstant();
        entity.taken = row.getArrayOfIntegers("taken");
        return entity;
    }

    void apply(Pool pool) {
        id = pool.id();
        name = pool.name();
        size = pool.size();
        enabled = pool.enabled();
        entries = pool.entries();
        createdAt = pool.createdAt();
    }

    Pool toPool() {
        return new Pool(id, name, size, enabled, entries, createdAt);
    }

    Stream<Slot> slots() {
        return Arrays.stream(taken).map(entry -> new Slot(id, Optional.of(entry).filter(number -> number != NO_ENTRY)));
    }
}
