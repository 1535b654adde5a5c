package dev.yardmaster.token;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.token.SessionTokenCheck.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The tokens of sessions, with which their CLIs call the tools of their agents. Every check reads one row by its index. So a token is dead at
 * once when its session has ended, whichever service has ended it, and every service knows every token. For any thread.
 */
@Singleton
public class SessionTokens {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Refused UNKNOWN = new Refused("No session has a token like the one that was sent.");

    private final SessionTokenRepository repository;
    private final RefusedTokens refused;

    @Inject
    SessionTokens(SessionTokenRepository repository) {
        this(repository, InstantSource.system());
    }

    SessionTokens(SessionTokenRepository repository, InstantSource clock) {
        this.repository = repository;
        this.refused = new RefusedTokens(clock);
    }

    /**
     * Creates the token of a session, as part of the transaction that stores the session. Its form is enough to remove it from what the CLIs
     * print.
     *
     * @param role the role of the agent
     * @return the text of the token, of which only the hash is stored
     */
    public Uni<String> create(SqlConnection transaction, UUID session, String role) {
        String text = TokenText.createForSession();
        return repository.insert(transaction, session, TokenHash.of(text), role).replaceWith(text);
    }

    /** Whether a token is that of a session, by its form. */
    public static boolean handles(String token) {
        return TokenText.hasFormOfSession(token);
    }

    /** Checks the token of a session. Fails with {@code database_unavailable} if the database does not answer within two seconds. */
    public Uni<SessionTokenCheck> check(String token) {
        TokenHash hash = TokenHash.of(token);
        if (refused.find(hash).isPresent()) {
            return Uni.createFrom().item(UNKNOWN);
        }
        return Uni.createFrom()
                .deferred(() -> repository.find(hash))
                .ifNoItem()
                .after(TIMEOUT)
                .failWith(() -> new YardmasterException(
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "The database does not answer whether the session of the token still runs. Try again later."))
                .map(found -> found.map(SessionTokens::result).orElseGet(() -> unknown(hash)));
    }

    private static SessionTokenCheck result(SessionTokenRepository.Found found) {
        return found.endedAt()
                .<SessionTokenCheck>map(at -> new Refused(
                        "The session " + found.session().session() + " ended at " + at + ", and its token with it."))
                .orElseGet(() -> new SessionTokenCheck.Accepted(found.session()));
    }

    private SessionTokenCheck unknown(TokenHash hash) {
        refused.add(hash, TokenCheck.Refused.NONE);
        return UNKNOWN;
    }
}
