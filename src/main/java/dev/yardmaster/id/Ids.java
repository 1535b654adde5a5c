package dev.yardmaster.id;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Creates and parses ids. Ids are UUIDs of version 7 (RFC 9562), which sort by the time of their creation. For any thread. */
public final class Ids {
    private static final int LENGTH = 36;
    private static final long LAST_MILLIS = (1L << 48) - 1;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 1L << 63;
    private static final TimeOrderedEpochFactory FACTORY = new TimeOrderedEpochFactory();

    private Ids() {}

    /**
     * A new id. It is greater than all ids that this process created before, even if the clock is set back by less than a second. The
     * order is that of the text and of PostgreSQL; {@link UUID#compareTo} compares signed numbers instead.
     */
    public static UUID next() {
        return FACTORY.create();
    }

    /** An id that is not greater than any id of a time, in milliseconds, and greater than all ids of earlier times. */
    public static UUID firstAt(Instant time) {
        long millis = Math.clamp(time.getEpochSecond(), 0, LAST_MILLIS / 1000) * 1000 + time.getNano() / 1_000_000;
        return new UUID(Math.min(millis, LAST_MILLIS) << 16 | VERSION, VARIANT);
    }

    /** When an id was created, in whole milliseconds. */
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The id that a text denotes, in upper or lower case; empty if the text is not an id, for example because it is a name. */
    public static Optional<UUID> parse(String text) {
        try {
            return text.length() == LENGTH ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
