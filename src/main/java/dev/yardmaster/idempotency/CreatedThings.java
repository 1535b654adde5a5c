package dev.yardmaster.idempotency;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.idempotency.ClaimResult.Created;
import dev.yardmaster.session.SessionRepository;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows what an interrupted request has created. */
@Singleton
class CreatedThings {
    private final List<RecordedThing> things;
    private final SessionRepository sessions;

    CreatedThings(@All List<RecordedThing> things, SessionRepository sessions) {
        this.things = things;
        this.sessions = sessions;
    }

    /** The thing as its route shows it. */
    Uni<?> shown(Created created) {
        return things.stream()
                .filter(thing -> thing.collection().equals(created.collection()))
                .findFirst()
                .<Uni<?>>map(thing -> thing.shown(created.id().toString()))
                .orElseGet(() -> sessions.get(created.id()));
    }
}
