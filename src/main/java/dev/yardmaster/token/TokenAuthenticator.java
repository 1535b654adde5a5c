package dev.yardmaster.token;

import dev.yardmaster.access.Caller;
import dev.yardmaster.database.MemoryCopy;
import dev.yardmaster.database.Notifications;
import dev.yardmaster.database.OwnContext;
import dev.yardmaster.id.InstallationId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Checks tokens. It keeps the tokens of the database in memory: it loads them at startup, after each change by this service, and when another
 * service that shares the database changes them. So known tokens also work while the database does not. For any thread.
 */
@Singleton
public class TokenAuthenticator {
    private static final String CHANNEL = "yardmaster_tokens";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Before other observers, which have no priority, because requests can arrive already. */
    private static final int EARLY = 900;

    private final HomeTokenStore homes;
    private final Notifications notifications;
    private final Path home;
    private final KnownTokens known = new KnownTokens(InstantSource.system());
    private final TokenLookup lookup;
    private final MemoryCopy<List<StoredToken>> copy;

    TokenAuthenticator(
            TokenQueries queries,
            HomeTokenStore homes,
            Notifications notifications,
            @ConfigProperty(name = "yardmaster.home") Path home) {
        this.homes = homes;
        this.notifications = notifications;
        this.home = home;
        this.lookup = new TokenLookup(queries::byHash, InstantSource.system());
        this.copy = notifications.copy("tokens", queries::valid, this::install);
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        TokenHash hash = TokenHash.of(HomeToken.of(home));
        UUID installation = InstallationId.of(home);
        OwnContext.await(
                () -> homes.store(installation, hash)
                        // Another service that starts at the same time has taken the name.
                        .onFailure()
                        .retry()
                        .atMost(1),
                TIMEOUT);
        notifications.keepUpToDate(CHANNEL, copy);
    }

    /** Checks a token in memory. Never blocks. */
    public TokenCheck check(String token) {
        return known.check(token);
    }

    /** Checks the token with an id in memory. Never blocks. */
    public TokenCheck check(UUID token) {
        return known.check(token);
    }

    /** The caller that the admin token of the home stands for; empty if the token is revoked. Blocks for a moment. */
    public Optional<Caller> home() {
        return check(HomeToken.of(home)) instanceof KnownToken token ? Optional.of(token.caller()) : Optional.empty();
    }

    /** Notes that an attempt of an address to log in has failed. */
    public void failed(String address) {
        lookup.failed(address);
    }

    /** Fails with {@code too_many_attempts} if an address has failed too often to try again now. */
    public void requirePatience(String address) {
        lookup.requirePatience(address);
    }

    /**
     * Checks a token that is not in memory; the result is never {@link TokenCheck.Unknown}. Fails with {@code too_many_attempts}, or
     * {@code database_unavailable} if the database does not answer within two seconds.
     *
     * @param address where the request comes from
     */
    public Uni<TokenCheck> lookUp(String token, String address) {
        return Uni.createFrom()
                .deferred(() -> lookup.check(token, address))
                .call(result -> result instanceof KnownToken
                        ? reload().onFailure().recoverWithNull()
                        : Uni.createFrom().voidItem());
    }

    KnownTokens known() {
        return known;
    }

    /** Loads the tokens again. */
    Uni<Void> reload() {
        return copy.reload();
    }

    private void install(List<StoredToken> tokens) {
        known.replace(tokens);
        lookup.tokensChanged();
    }
}
