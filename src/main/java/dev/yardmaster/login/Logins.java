package dev.yardmaster.login;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.database.OwnContext;
import dev.yardmaster.token.TokenAuthenticator;
import dev.yardmaster.token.TokenCheck;
import dev.yardmaster.token.TokenHash;
import dev.yardmaster.token.TokenText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The logins of browsers. It keeps those of the database in memory, so that no request waits for the database. A login has the role of its
 * token, and ends with it. For any thread.
 */
@Singleton
public class Logins {
    /** How long a login is valid. */
    static final Duration LIFETIME = Duration.ofDays(7);

    private static final Logger LOG = Logger.getLogger(Logins.class);
    private static final String CHANNEL = "yardmaster_logins";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    /** After the tokens have been loaded. */
    private static final int EARLY = 950;

    private final LoginRepository repository;
    private final TokenAuthenticator tokens;
    private final Notifications notifications;
    private volatile Map<TokenHash, StoredLogin> known = Map.of();
    private long started;
    private long installed;

    Logins(LoginRepository repository, TokenAuthenticator tokens, Notifications notifications) {
        this.repository = repository;
        this.tokens = tokens;
        this.notifications = notifications;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        OwnContext.await(this::reload, TIMEOUT);
        notifications.listen(CHANNEL, this::reloadInBackground);
    }

    /** Tries until it succeeds, because a login that has ended would be accepted until then. */
    private void reloadInBackground() {
        reload().onFailure()
                .invoke(failure -> LOG.warnf("state=logins_not_read error=%s; trying again", failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("state=logins_not_read error=%s", failure));
    }

    /** Checks the text of a cookie. Never blocks. */
    public TokenCheck check(String cookie) {
        StoredLogin login = known.get(TokenHash.of(cookie));
        return login != null && login.expiresAt().isAfter(Instant.now())
                ? tokens.check(login.token())
                : new TokenCheck.Refused("The login has ended. Log in again.");
    }

    /** Starts a login with a token; returns the text of its cookie. */
    Uni<String> open(UUID token) {
        String text = TokenText.create();
        var login = new StoredLogin(TokenHash.of(text), token, Instant.now().plus(LIFETIME));
        return repository.insert(login).chain(this::reload).replaceWith(text);
    }

    /** Ends the login of a cookie; does nothing if there is none. */
    Uni<Void> close(String cookie) {
        return repository.delete(TokenHash.of(cookie)).chain(this::reload);
    }

    private Uni<Void> reload() {
        return Uni.createFrom().deferred(() -> {
            long turn = nextTurn();
            return repository.valid().invoke(logins -> install(turn, logins)).replaceWithVoid();
        });
    }

    private synchronized long nextTurn() {
        return ++started;
    }

    /** Reloads can overtake each other. The one that started last has read the newest rows, so an earlier one that ends later is ignored. */
    private synchronized void install(long turn, List<StoredLogin> logins) {
        if (turn > installed) {
            installed = turn;
            known = logins.stream().collect(Collectors.toUnmodifiableMap(StoredLogin::hash, Function.identity()));
        }
    }
}
