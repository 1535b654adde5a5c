package dev.yardmaster.provider.claude;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns ids to the messages of one speaker, which is the agent itself or a sub-agent. Each content block of an API message is a message
 * of ours with the id {@code <api message id>:<block>}. The deltas of a block and the whole block have the same id.
 *
 * <p>Claude Code prints the {@code assistant} line of a block, which has no index, while it streams that block; it prints no line for an
 * empty block. So the index of the streamed block is used if a block is being streamed, and a plain count otherwise (seen with 2.1.329).
 */
final class MessageIds {
    private static final int NONE = -1;
    private static final int REMEMBERED = 256;

    private final Map<String, Integer> starts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final List<String> undelivered = new ArrayList<>();
    private String apiMessageId = "";
    private String messageId = "";
    private String blockId = "";
    private int streamedIndex = NONE;
    private int nextIndex;
    private boolean finished;

    /** Starts an API message. If a message with this id was started before, the new one gets a suffix. */
    void start(String id) {
        int count = starts.merge(id, 1, Integer::sum);
        apiMessageId = id;
        messageId = count == 1 ? id : id + "~" + count;
        streamedIndex = NONE;
        nextIndex = 0;
        finished = false;
    }

    /** Starts a content block of the message. */
    void startBlock(int index) {
        streamedIndex = index;
        blockId = messageId + ":" + index;
    }

    /** The message was streamed completely, or its stream was broken off. */
    void finish() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    /** The message id for a delta of this block. */
    String idOfDelta(int index) {
        if (index != streamedIndex) {
            startBlock(index);
        }
        if (undelivered.isEmpty() || !undelivered.getLast().equals(blockId)) {
            undelivered.add(blockId);
        }
        return blockId;
    }

    /** Whether this API message is the current one, so that a whole block of it needs no new start. */
    boolean isCurrent(String id) {
        return id.equals(apiMessageId);
    }

    /** The message id for the next whole block. Its deltas now belong to a delivered message. */
    String idOfWholeBlock() {
        startBlock(streamedIndex == NONE ? nextIndex : streamedIndex);
        nextIndex = streamedIndex + 1;
        streamedIndex = NONE;
        undelivered.remove(blockId);
        return blockId;
    }

    /** Returns and forgets the messages that had deltas but were never delivered as a whole. */
    List<String> takeUndelivered() {
        List<String> abandoned = List.copyOf(undelivered);
        undelivered.clear();
        return abandoned;
    }
}
