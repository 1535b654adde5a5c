package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionEnd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** Learns of the ends of sessions. All CDI beans of this type are called. */
public interface SessionListener {
    /**
     * A session has ended. The listener's writes are committed together with the session's end, or not at all.
     *
     * @param transaction the transaction that ends the session
     */
    Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end);
}
