package dev.yardmaster.retention;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What one run of the retention has deleted. */
final class RetentionTotals {
    private final Map<RetainedKind, Long> deleted = new EnumMap<>(RetainedKind.class);
    private long bytes;

    void add(RetainedKind kind, RetentionStep step) {
        deleted.merge(kind, (long) step.deleted(), Long::sum);
        bytes += step.bytes();
    }

    long deleted(RetainedKind kind) {
        return deleted.getOrDefault(kind, 0L);
    }

    /** The size of the deleted logs. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes == 0 && deleted.values().stream().allMatch(count -> count == 0);
    }

    /** As keys and values, for the log. */
    @Override
    public String toString() {
        return Arrays.stream(RetainedKind.values())
                        .map(kind -> kind.word() + "=" + deleted(kind) + " ")
                        .collect(Collectors.joining())
                + "log_bytes=" + bytes;
    }
}
