package dev.yardmaster.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.AccessRole;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.KnownSecrets;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** Reads, creates, changes and revokes tokens. Needs the event loop of an HTTP request, as Hibernate does. */
@Singleton
class Tokens {
    private final TokenRepository repository;
    private final MergePatch patches;

    Tokens(TokenRepository repository, MergePatch patches) {
        this.repository = repository;
        this.patches = patches;
    }

    /** Up to {@code limit} tokens in the order of their creation, after an id; the revoked ones only with {@code history}. */
    Uni<List<Token>> list(Optional<UUID> after, boolean history, int limit) {
        return repository.page(after, history, limit);
    }

    /** The token with an id, revoked or not; fails with {@code token_not_found}. */
    Uni<Token> get(UUID id) {
        return repository.byId(id).map(found -> found.orElseThrow(() -> NotFound.TOKEN.of(id)));
    }

    /** Creates a token. Fails with {@code name_taken}, or {@code invalid_request} if its expiry is not in the future. */
    Uni<CreatedToken> create(TokenSpec spec, String creator) {
        Instant now = now();
        requireFuture(spec.expiresAt(), now);
        String text = TokenText.create();
        KnownSecrets.add(text);
        var entity = new TokenEntity();
        entity.id = Ids.next();
        entity.name = spec.name();
        entity.hash = TokenHash.of(text).bytes();
        entity.role = spec.role().value();
        entity.createdBy = creator;
        entity.createdAt = now;
        entity.expiresAt = spec.expiresAt().orElse(null);
        return nameTaken(spec, repository.insert(entity)).map(token -> CreatedToken.of(token, text));
    }

    /** Applies a JSON merge patch to the name and the expiry. Fails as {@link #create} does, or with {@code conflict} for a revoked token. */
    @WithTransaction
    Uni<Token> change(UUID id, ObjectNode patch) {
        return repository.lock(id).chain(found -> {
            TokenEntity entity = found.orElseThrow(() -> NotFound.TOKEN.of(id));
            TokenSpec before = entity.toToken().spec();
            TokenSpec spec = patches.apply(before, patch, TokenSpec.class);
            checkChange(entity, before, spec);
            Uni<Integer> released = spec.name().equals(before.name())
                    ? Uni.createFrom().item(0)
                    : repository.releaseExpired(spec.name(), now());
            return nameTaken(
                    spec,
                    released.invoke(() -> {
                                entity.name = spec.name();
                                entity.expiresAt = spec.expiresAt().orElse(null);
                            })
                            .chain(repository::flush)
                            .map(_ -> entity.toToken()));
        });
    }

    /** Revokes a token. Does nothing if it is revoked already. Fails with {@code conflict} if no other admin token would be valid. */
    @WithTransaction
    Uni<Void> revoke(UUID id) {
        // All admin tokens are locked first, so that two requests can't revoke the last two at the same time.
        return repository
                .lockAdmins()
                .chain(admins -> repository.lock(id).chain(found -> {
                    TokenEntity entity = found.orElseThrow(() -> NotFound.TOKEN.of(id));
                    Instant now = now();
                    requireAnotherAdmin(entity, admins, now);
                    if (entity.revokedAt == null) {
                        entity.revokedAt = now;
                    }
                    return repository.flush();
                }));
    }

    private static void checkChange(TokenEntity entity, TokenSpec before, TokenSpec spec) {
        if (entity.revokedAt != null) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The token '" + entity.name + "' is revoked, so it can't be changed. Create a new token.");
        }
        if (spec.role() != before.role()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "role",
                    "can't be changed. Create a token with the role "
                            + spec.role().value() + " and revoke this one");
        }
        if (!spec.expiresAt().equals(before.expiresAt())) {
            requireFuture(spec.expiresAt(), now());
            if (entity.installation != null) {
                throw YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "expiresAt",
                        "can't be set for the token of a home. To replace it, delete the file " + HomeToken.FILE_NAME
                                + " in the home and restart the service");
            }
        }
    }

    private static void requireFuture(Optional<Instant> expiry, Instant now) {
        if (expiry.isPresent() && !expiry.get().isAfter(now)) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "expiresAt", "is in the past. Choose a later time, or leave it out");
        }
    }

    private static void requireAnotherAdmin(TokenEntity revoked, List<TokenEntity> admins, Instant now) {
        boolean another = admins.stream()
                .filter(admin -> !admin.id.equals(revoked.id))
                .anyMatch(admin -> admin.expiresAt == null || admin.expiresAt.isAfter(now));
        boolean lastAdmin = revoked.role.equals(AccessRole.ADMIN.value()) && revoked.revokedAt == null && !another;
        if (lastAdmin) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "'" + revoked.name
                            + "' is the only valid admin token, so it can't be revoked. Create another admin token first.");
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static <T> Uni<T> nameTaken(TokenSpec spec, Uni<T> stored) {
        return stored.onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A valid token named '" + spec.name()
                                + "' already exists. Choose another name, or revoke that token."));
    }
}
