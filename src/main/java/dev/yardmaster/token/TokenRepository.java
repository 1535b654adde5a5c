package dev.yardmaster.token;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored tokens, as people read and change them. */
@ApplicationScoped
class TokenRepository implements PanacheRepositoryBase<TokenEntity, UUID> {
    private static final UUID FIRST = new UUID(0, 0);

    /** Up to {@code limit} tokens in the order of their creation, after an id; the revoked ones only with {@code history}. */
    @WithSession
    Uni<List<Token>> page(Optional<UUID> after, boolean history, int limit) {
        return find("id > ?1 and (?2 = true or revokedAt is null) order by id", after.orElse(FIRST), history)
                .page(0, limit)
                .list()
                .map(entities -> entities.stream().map(TokenEntity::toToken).toList());
    }

    @WithSession
    Uni<Optional<Token>> byId(UUID id) {
        return findById(id).map(found -> Optional.ofNullable(found).map(TokenEntity::toToken));
    }

    /** Locks a token against changes by others until the transaction ends. */
    Uni<Optional<TokenEntity>> lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).map(Optional::ofNullable);
    }

    /** Locks all admin tokens that are not revoked, in a fixed order. Part of a transaction. */
    Uni<List<TokenEntity>> lockAdmins() {
        return find("role = 'admin' and revokedAt is null order by id")
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Stores a new token; fails with a constraint violation if its name is taken. An expired token gives up its name. */
    @WithTransaction
    Uni<Token> insert(TokenEntity entity) {
        return releaseExpired(entity.name, entity.createdAt)
                .chain(() -> persistAndFlush(entity))
                .map(TokenEntity::toToken);
    }

    /** Revokes the expired token that has a name. Part of a transaction. */
    Uni<Integer> releaseExpired(String name, Instant now) {
        return update("revokedAt = expiresAt where name = ?1 and revokedAt is null and expiresAt <= ?2", name, now);
    }

    /** Revokes the token of a home, if it has one. Part of a transaction. */
    Uni<Integer> revokeHome(UUID installation, Instant now) {
        return update("revokedAt = ?2 where installation = ?1 and revokedAt is null", installation, now);
    }

    /** Whether a token with a hash exists, revoked or not. Part of a transaction. */
    Uni<Boolean> exists(TokenHash hash) {
        return count("hash", hash.bytes()).map(count -> count > 0);
    }

    /** Whether a token that is not revoked has a name. Part of a transaction. */
    Uni<Boolean> isNameTaken(String name) {
        return count("name = ?1 and revokedAt is null", name).map(count -> count > 0);
    }
}
