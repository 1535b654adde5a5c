package dev.yardmaster.login;

import dev.yardmaster.database.MemoryCopy;
import dev.yardmaster.database.Notifications;
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

/**
 * The logins of browsers. It keeps those of the database in memory, so that no request waits for the database. A login has the role of its
 * token, and ends with it. For any thread.
 */
@Singleton
public class Logins {
    /** How long a login is valid. */
    static final Duration LIFETIME = Duration.ofDays(7);

    private static final String CHANNEL = "yardmaster_logins";

    /** After the tokens have been loaded. */
    private static final int EARLY = 950;

    private final LoginRepository repository;
    private final TokenAuthenticator tokens;
    private final Notifications notifications;
    private final MemoryCopy<List<StoredLogin>> copy;
    private volatile Map<TokenHash, StoredLogin> known = Map.of();

    Logins(LoginRepository repository, TokenAuthenticator tokens, Notifications notifications) {
        this.repository = repository;
        this.tokens = tokens;
        this.notifications = notifications;
        this.copy = notifications.copy("logins", repository::valid, this::install);
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        notifications.keepUpToDate(CHANNEL, copy);
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
        return repository.insert(login).chain(copy::reload).replaceWith(text);
    }

    /** Ends the login of a cookie; does nothing if there is none. */
    Uni<Void> close(String cookie) {
        return repository.delete(TokenHash.of(cookie)).chain(copy::reload);
    }

    private void install(List<StoredLogin> logins) {
        known = logins.stream().collect(Collectors.toUnmodifiableMap(StoredLogin::hash, Function.identity()));
    }
}
