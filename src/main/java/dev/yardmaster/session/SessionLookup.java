package dev.yardmaster.session;

import dev.yardmaster.provider.resolution.Resolution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Facts about stored sessions for other packages. */
@Singleton
public class SessionLookup {
    private final SessionRepository repository;

    SessionLookup(SessionRepository repository) {
        this.repository = repository;
    }

    /** Why a session runs, or ran, on its executable; empty if no reason was stored. Fails with {@code session_not_found}. */
    public Uni<Optional<Resolution>> resolution(UUID session) {
        return repository.get(session).map(Session::resolution);
    }
}
