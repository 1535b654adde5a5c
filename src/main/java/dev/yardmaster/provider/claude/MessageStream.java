package dev.yardmaster.provider.claude;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names the messages of one voice: the agent itself, or one of its sub-agents. Each content block of an API message is a message of ours,
 * {@code <api message id>:<block>}, and its pieces and its whole bear the same name.
 *
 * <p>Claude Code prints a block's {@code assistant} line, which has no index, while that block is the one being streamed; an empty block
 * gets no line. So the streamed index counts where there is one, and a plain count where nothing is streamed (seen with 2.1.329).
 */
final class MessageStream {
    private static final int NONE = -1;
    private static final int REMEMBERED = 256;

    private final Map<String, Integer> starts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final List<String> previewed = new ArrayList<>();
    private String apiMessage = "";
    private String message = "";
    private String block = "";
    private int streamed = NONE;
    private int next;
    private boolean stopped;

    /** An API message begins, perhaps one that began before under the same id: that one gets a new name. */
    void start(String id) {
        int count = starts.merge(id, 1, Integer::sum);
        apiMessage = id;
        message = count == 1 ? id : id + "~" + count;
        streamed = NONE;
        next = 0;
        stopped = false;
    }

    /** A content block of the message begins. */
    void startBlock(int index) {
        streamed = index;
        block = message + ":" + index;
    }

    /** The message has been streamed to its end, or is given up. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** The message that a piece of this block belongs to. */
    String preview(int index) {
        if (index != streamed) {
            startBlock(index);
        }
        if (previewed.isEmpty() || !previewed.getLast().equals(block)) {
            previewed.add(block);
        }
        return block;
    }

    /** Whether a whole block of this API message goes on with what is being told. */
    boolean tells(String id) {
        return id.equals(apiMessage);
    }

    /** The message that the next whole block is; its pieces are no longer a preview. */
    String deliver() {
        startBlock(streamed == NONE ? next : streamed);
        next = streamed + 1;
        streamed = NONE;
        previewed.remove(block);
        return block;
    }

    /** The messages that were told in pieces and never as a whole; they are forgotten here. */
    List<String> abandon() {
        List<String> abandoned = List.copyOf(previewed);
        previewed.clear();
        return abandoned;
    }
}
