package dev.yardmaster.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Learns of answers to messages. All CDI beans of this type are called. */
public interface ReplyListener {
    /**
     * Somebody has answered a message. The listener's writes are committed together with the answer, or not at all.
     *
     * @param transaction the transaction that adds the answer; it has locked the mailbox of its recipient
     */
    Uni<Void> replied(SqlConnection transaction, Message answered, Message reply);
}
