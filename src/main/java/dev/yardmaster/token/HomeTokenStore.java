package dev.yardmaster.token;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.id.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Stores the tokens of homes. Needs a Vert.x context, as Hibernate does. */
@Singleton
class HomeTokenStore {
    /** The name of the token of the first home. */
    static final String NAME = "home";

    private final TokenRepository repository;

    HomeTokenStore(TokenRepository repository) {
        this.repository = repository;
    }

    /**
     * Stores the token of a home. It replaces the token that the home had before, whose file was removed. A token that is stored already stays
     * as it is, even if it is revoked.
     *
     * @param installation the id of the home
     */
    @WithTransaction
    Uni<Void> store(UUID installation, TokenHash hash) {
        return repository
                .exists(hash)
                .chain(exists -> exists ? Uni.createFrom().voidItem() : replace(installation, hash));
    }

    private Uni<Void> replace(UUID installation, TokenHash hash) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return repository
                .revokeHome(installation, now)
                .chain(() -> repository.isNameTaken(NAME))
                // Another home that uses the same database has the name already.
                .map(taken -> taken ? NAME + "-" + installation : NAME)
                .chain(name -> repository.persistAndFlush(entity(name, installation, hash, now)))
                .replaceWithVoid();
    }

    private static TokenEntity entity(String name, UUID installation, TokenHash hash, Instant now) {
        var entity = new TokenEntity();
        entity.id = Ids.next();
        entity.name = name;
        entity.hash = hash.bytes();
        entity.role = AccessRole.ADMIN.value();
        entity.installation = installation;
        entity.createdAt = now;
        return entity;
    }
}
