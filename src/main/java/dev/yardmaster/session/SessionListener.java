package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionEnd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** Who wants to know of sessions. CDI beans of this type are told. */
public interface SessionListener {
    /**
     * A session has ended. What the listener writes is committed together with the session's end, or not at all.
     *
     * @param transaction the transaction that ends the session
     */
    Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end);
}
