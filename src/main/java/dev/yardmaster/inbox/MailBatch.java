package dev.yardmaster.inbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the waiting messages a session gets in one turn. A message whose delivery has failed before goes alone, so that it can't hold up
 * others.
 */
final class MailBatch {
    /** The most messages of a turn. */
    static final int MOST = 50;

    private MailBatch() {}

    /**
     * The first of the waiting messages, as many as fit into a turn: at least one, up to {@link #MOST}, and up to 100,000 characters unless
     * the first has more.
     */
    static List<Message> of(List<Message> waiting) {
        List<Message> batch = new ArrayList<>();
        int characters = 0;
        for (Message message : waiting) {
            characters += message.text().length();
            boolean fits = batch.size() < MOST && characters <= MessageSpec.MOST_CHARACTERS && message.attempts() == 0;
            if (!batch.isEmpty() && !fits) {
                break;
            }
            batch.add(message);
            if (message.attempts() > 0) {
                break;
            }
        }
        return List.copyOf(batch);
    }
}
