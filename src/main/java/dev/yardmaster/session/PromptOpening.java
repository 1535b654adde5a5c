package dev.yardmaster.session;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** Adds text to the top of the prompts of new sessions. All CDI beans of this type are used. */
public interface PromptOpening {
    /**
     * The text for the top of the first message of a session. Its writes are committed together with the session, or not at all.
     *
     * @param transaction the transaction that stores the session
     * @param task the task that the session works on
     * @return empty if there is nothing to add
     */
    Uni<Optional<String>> opening(SqlConnection transaction, UUID session, UUID agent, Optional<UUID> task);
}
