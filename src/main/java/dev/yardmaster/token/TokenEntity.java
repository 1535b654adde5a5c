package dev.yardmaster.token;

import dev.yardmaster.access.AccessRole;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code access_token}: the only mapping of its columns, for Hibernate and for plain SQL. */
@Entity
@Table(name = "access_token")
@DynamicUpdate
@NullUnmarked
class TokenEntity {
    @Id
    UUID id;

    String name;
    byte[] hash;
    String role;

    @Nullable
    @Column(name = "created_by")
    String createdBy;

    @Nullable
    UUID installation;

    @Column(name = "created_at")
    Instant createdAt;

    @Nullable
    @Column(name = "expires_at")
    Instant expiresAt;

    @Nullable
    @Column(name = "last_used_at", updatable = false)
    Instant lastUsedAt;

    @Nullable
    @Column(name = "revoked_at")
    Instant revokedAt;

    /** A row that plain SQL has read, with all columns. */
    static TokenEntity of(Row row) {
        var entity = new TokenEntity();
        entity.id = row.getUUID("id");
        entity.name = row.getString("name");
        entity.hash = row.getBuffer("hash").getBytes();
        entity.role = row.getString("role");
        entity.createdBy = row.getString("created_by");
        entity.installation = row.getUUID("installation");
        entity.createdAt = instant(row, "created_at");
        entity.expiresAt = instant(row, "expires_at");
        entity.lastUsedAt = instant(row, "last_used_at");
        entity.revokedAt = instant(row, "revoked_at");
        return entity;
    }

    Token toToken() {
        return new Token(
                id,
                name,
                AccessRole.of(role),
                Optional.ofNullable(createdBy),
                createdAt,
                Optional.ofNullable(expiresAt),
                Optional.ofNullable(lastUsedAt),
                Optional.ofNullable(revokedAt));
    }

    StoredToken toStored() {
        return new StoredToken(TokenHash.of(hash), toToken());
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
