package dev.yardmaster.token;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.token.TokenCheck.Refused;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Asks the database about tokens that are not in memory: one question for a token, a few at the same time, each with a timeout. Addresses that
 * try many wrong tokens have to wait. For any thread.
 */
final class TokenLookup {
    static final int MOST_AT_ONCE = 4;
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Function<TokenHash, Uni<Optional<StoredToken>>> database;
    private final InstantSource clock;
    private final FailedAttempts attempts;
    private final RefusedTokens refused;
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

    /** @param database finds a token, revoked or not, by its hash */
    TokenLookup(Function<TokenHash, Uni<Optional<StoredToken>>> database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.attempts = new FailedAttempts(clock);
        this.refused = new RefusedTokens(clock);
    }

    /**
     * Checks a token that is not in memory. Fails with {@code too_many_attempts}, or {@code database_unavailable} if the database does not
     * answer in time.
     *
     * @param address where the request comes from
     */
    Uni<TokenCheck> check(String text, String address) {
        if (!TokenText.hasForm(text)) {
            return Uni.createFrom().item(Refused.NONE);
        }
        TokenHash hash = TokenHash.of(text);
        Optional<Refused> before = refused.find(hash);
        if (before.isPresent()) {
            return Uni.createFrom().item(before.get());
        }
        requirePatience(address);
        return ask(hash)
                .map(found -> found.map(this::known).orElseGet(() -> {
                    attempts.add(address);
                    return Refused.NONE;
                }))
                .invoke(result -> {
                    if (result instanceof Refused refusal) {
                        refused.add(hash, refusal);
                    }
                });
    }

    /** Forgets the refused tokens, because the tokens in the database have changed. */
    void tokensChanged() {
        refused.clear();
    }

    private Uni<Optional<StoredToken>> ask(TokenHash hash) {
        if (!permits.tryAcquire()) {
            throw tooManyAttempts(Duration.ofSeconds(1));
        }
        return Uni.createFrom()
                .deferred(() -> database.apply(hash))
                .onTermination()
                .invoke(permits::release)
                .ifNoItem()
                .after(TIMEOUT)
                .failWith(
                        () -> new YardmasterException(
                                ErrorCode.DATABASE_UNAVAILABLE,
                                "The token is not in memory, and the database does not answer whether it is valid. Try again later."));
    }

    private TokenCheck known(StoredToken stored) {
        Token token = stored.token();
        return token.revokedAt().isPresent()
                ? Refused.revoked(token.name(), token.revokedAt().get())
                : new KnownToken(token, new TokenUse()).at(clock.instant());
    }

    void failed(String address) {
        attempts.add(address);
    }

    /** Fails with {@code too_many_attempts} if an address has failed too often to try again now. */
    void requirePatience(String address) {
        Duration delay = attempts.delay(address);
        if (delay.isPositive()) {
            throw tooManyAttempts(delay);
        }
    }

    private static YardmasterException tooManyAttempts(Duration delay) {
        long seconds = Math.max(1, delay.plusMillis(999).toSeconds());
        return YardmasterException.temporary(
                ErrorCode.TOO_MANY_ATTEMPTS,
                "Too many wrong tokens were sent. Try again in " + seconds + (seconds == 1 ? " second." : " seconds."),
                delay);
    }
}
