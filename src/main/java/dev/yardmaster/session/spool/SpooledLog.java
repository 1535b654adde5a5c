package dev.yardmaster.session.spool;

import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The events of one session that were in its spool when the service was killed.
 *
 * @param records the events; some may be stored already
 * @param complete whether the spool has all events that readers may have seen and that may not be stored
 */
public record SpooledLog(List<LogSlice> records, boolean complete) {
    /** No event is known, and readers may have seen some. */
    public static final SpooledLog NONE = new SpooledLog(List.of(), false);

    public SpooledLog {
        records = records.stream()
                .sorted(Comparator.comparingLong(LogSlice::firstSeq))
                .toList();
    }

    /** The contiguous events after the last stored one, in slices that are not larger than a chunk. */
    public List<LogSlice> after(long storedSeq) {
        List<LogSlice> chunks = new ArrayList<>();
        List<LogSlice> next = new ArrayList<>();
        long bytes = 0;
        for (LogSlice slice : contiguous(storedSeq)) {
            bytes += slice.size();
            if (bytes > Segment.FULL_CHUNK && !next.isEmpty()) {
                chunks.add(LogSlice.join(next));
                next.clear();
                bytes = slice.size();
            }
            next.add(slice);
        }
        if (!next.isEmpty()) {
            chunks.add(LogSlice.join(next));
        }
        return chunks;
    }

    /** Whether {@link #after} returns all events that readers may have seen. */
    public boolean isCompleteAfter(long storedSeq) {
        List<LogSlice> found = contiguous(storedSeq);
        return complete
                && lastSeq() <= (found.isEmpty() ? storedSeq : found.getLast().lastSeq());
    }

    /** The sequence number of the last event; 0 if there is none. */
    public long lastSeq() {
        return records.isEmpty() ? 0 : records.getLast().lastSeq();
    }

    private List<LogSlice> contiguous(long storedSeq) {
        List<LogSlice> found = new ArrayList<>();
        long last = storedSeq;
        for (LogSlice record : records) {
            if (record.firstSeq() <= last + 1 && record.lastSeq() > last) {
                found.add(Frames.cut(record, last));
                last = record.lastSeq();
            }
        }
        return found;
    }
}
