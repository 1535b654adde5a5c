package dev.yardmaster.session.log;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The event log of one running session: numbers the events, keeps the newest in memory until they are stored, and wakes who waits for more.
 *
 * <p>Appends happen under {@code lock}; reading takes no lock and never waits. Readers are cursors: they ask for what comes after a
 * sequence number. A segment leaves memory only once it is stored, so a reader that has fallen behind finds it in the store, and an
 * appender that is ahead of the store by {@link LogLimits#unstoredBytes} waits: that, and nothing a client does, pauses the child.
 */
public final class SessionLog {
    private static final int FIRST_CAPACITY = 2 * 1024;
    private static final int SLICE = 64 * 1024;
    private static final int MAX_SILENT_RAW = 1024 * 1024;

    private final UUID session;
    private final UUID agent;
    private final Supplier<LogLimits> limits;
    private final Consumer<SessionLog> onNews;
    private final FrameEncoder encoder;
    private final LogWaiters waiters = new LogWaiters();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stored = lock.newCondition();

    // Replaced, never changed, under the lock; the last one is being written.
    private volatile Segment[] segments;
    private volatile long storedSeq;
    private volatile boolean ended;
    private final AtomicBoolean queued = new AtomicBoolean();
    private long nextSeq = 1;
    private long announcedSeq;
    private boolean segmentStarted;
    private int rawStart = -1;
    private long silentLines;

    /**
     * @param limits asked anew each time, as a session's share of the memory changes
     * @param onNews told when there is something to store
     */
    public SessionLog(UUID session, UUID agent, Supplier<LogLimits> limits, Consumer<SessionLog> onNews) {
        this.session = session;
        this.agent = agent;
        this.limits = limits;
        this.onNews = onNews;
        this.encoder = new FrameEncoder(session);
        this.segments = new Segment[] {new Segment(1, FIRST_CAPACITY)};
    }

    UUID session() {
        return session;
    }

    UUID agent() {
        return agent;
    }

    /** Appends the events that a line led to; they are seen with the next {@link #publish}. Waits while the store is too far behind. */
    public void append(Line line, List<AgentEvent> events) {
        lock.lock();
        try {
            awaitStore();
            putRaw(line);
            events.forEach(this::put);
            if (events.isEmpty()) {
                silentLines++;
                boundSilence();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends and publishes events that no line of the provider led to. */
    public void append(List<AgentEvent> events) {
        lock.lock();
        try {
            events.forEach(this::put);
        } finally {
            lock.unlock();
        }
        publish();
    }

    /** Appends the last event. */
    public void end(SessionEnd end) {
        lock.lock();
        try {
            encoder.encode(current().frames(), nextSeq, System.currentTimeMillis(), end);
            endEvent();
        } finally {
            lock.unlock();
        }
        publish();
        ended = true;
        waiters.wake();
    }

    /** Shows readers what was appended. */
    public void publish() {
        lock.lock();
        try {
            current().publish();
            if (lastSeq() == announcedSeq) {
                return;
            }
            announcedSeq = lastSeq();
        } finally {
            lock.unlock();
        }
        waiters.wake();
        onNews.accept(this);
    }

    /** The sequence number of the last event that readers may see; 0 when there is none. */
    public long lastSeq() {
        Segment[] all = segments;
        Segment last = all[all.length - 1];
        return last.lastSeq();
    }

    /** Whether the last event has been published. */
    public boolean ended() {
        return ended;
    }

    long storedSeq() {
        return storedSeq;
    }

    public LogWaiters waiters() {
        return waiters;
    }

    /** What comes after a sequence number, as far as it is in memory; empty when it is not, or not yet. */
    public Optional<LogSlice> after(long seq) {
        return after(seq, SLICE);
    }

    private Optional<LogSlice> after(long seq, int maxBytes) {
        for (Segment segment : segments) {
            if (seq >= segment.firstSeq() - 1 && seq < segment.lastSeq()) {
                return Optional.of(segment.slice(seq, maxBytes));
            }
        }
        return Optional.empty();
    }

    /** The next stretch that is not stored yet. */
    Optional<LogSlice> unstored() {
        return after(storedSeq, 2 * Segment.FULL);
    }

    /** Notes that the writer has been told of news; says whether it had not been yet. */
    boolean markQueued() {
        return !queued.get() && queued.compareAndSet(false, true);
    }

    void unmarkQueued() {
        queued.set(false);
    }

    /** Whether a whole segment waits to be stored, so that storing is worth its while at once. */
    boolean storeIsDue() {
        Segment[] all = segments;
        return all.length > 1 && all[all.length - 2].lastSeq() > storedSeq;
    }

    /** Notes that everything up to a sequence number is durable, and lets go of memory. */
    void stored(long seq) {
        lock.lock();
        try {
            storedSeq = seq;
            evict();
            stored.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything that was published is durable. */
    public void awaitStored() {
        lock.lock();
        try {
            while (storedSeq < lastSeq()) {
                stored.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bytes held in memory. */
    public long footprint() {
        return Arrays.stream(segments).mapToLong(Segment::footprint).sum();
    }

    private void awaitStore() {
        while (segmentStarted && unstoredBytes() > limits.get().unstoredBytes()) {
            onNews.accept(this);
            stored.awaitUninterruptibly();
        }
        segmentStarted = false;
    }

    private long unstoredBytes() {
        return Arrays.stream(segments)
                .filter(segment -> segment.lastSeq() > storedSeq)
                .mapToLong(segment -> segment.frames().size() + segment.raw().size())
                .sum();
    }

    private void put(AgentEvent event) {
        startRaw();
        encoder.encode(current().frames(), nextSeq, System.currentTimeMillis(), event);
        endEvent();
    }

    private void putRaw(Line line) {
        boolean more = rawStart >= 0;
        startRaw();
        ByteSink raw = current().raw();
        if (more) {
            raw.put('\n');
        }
        raw.put(line.buffer(), line.offset(), line.length());
    }

    private void startRaw() {
        if (rawStart < 0) {
            rawStart = current().raw().size();
            current().raw().int32(0).int32(0);
        }
    }

    /** Lines without a meaning of their own wait for the next event; when they are too many, they get one. */
    private void boundSilence() {
        if (current().raw().size() - rawStart > MAX_SILENT_RAW) {
            put(new AgentEvent.ProviderRaw(JsonSlice.raw("{\"lines\":" + silentLines + "}")));
        }
    }

    private void endEvent() {
        startRaw();
        Segment segment = current();
        segment.raw().patchInt32(rawStart, segment.endEvent());
        segment.raw().patchInt32(rawStart + 4, segment.raw().size() - rawStart - LogSlice.RAW_HEAD);
        rawStart = -1;
        silentLines = 0;
        nextSeq++;
        if (segment.isFull()) {
            segment.publish();
            segmentStarted = true;
            Segment[] all = Arrays.copyOf(segments, segments.length + 1);
            all[segments.length] = segment.successor();
            segments = all;
        }
    }

    private Segment current() {
        return segments[segments.length - 1];
    }

    private void evict() {
        Segment[] all = segments;
        long held = footprint();
        int gone = 0;
        while (gone < all.length - 1 && held > limits.get().ringBytes() && all[gone].lastSeq() <= storedSeq) {
            held -= all[gone++].footprint();
        }
        if (gone > 0) {
            segments = Arrays.copyOfRange(all, gone, all.length);
        }
    }
}
