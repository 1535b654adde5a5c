package dev.yardmaster.session.log;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import dev.yardmaster.session.spool.SessionSpool;
import dev.yardmaster.sse.Waiters;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The event log of one running session. It numbers the events, keeps the newest in memory, and wakes the readers that wait for more.
 *
 * <p>Appends hold {@code lock}; reads take no lock and never wait. Readers are cursors: they ask for the events after a sequence number. A
 * segment leaves memory only after it is stored, so a reader that has fallen behind finds its events in the store. An appender that is
 * ahead of the store by {@link LogLimits#unstoredBytes} waits. Only this wait pauses the child; no client can.
 *
 * <p>Events are written to the spool before readers see them. The last event is the exception: readers see it after it is stored, because
 * they then expect that the session's row and its task show the end too.
 */
public final class SessionLog {
    private static final int SLICE = 64 * 1024;
    private static final int MAX_PENDING_RAW = 1024 * 1024;

    private final UUID session;
    private final UUID agent;
    private final Supplier<LogLimits> limits;
    private final SessionSpool spool;
    private final Consumer<SessionLog> onUnstored;
    private final FrameEncoder encoder;
    private final Waiters waiters = new Waiters();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stored = lock.newCondition();

    private final SegmentRing segments = new SegmentRing();
    private volatile long storedSeq;
    private volatile boolean ended;
    private volatile boolean endsInStore;
    // The last event was appended. Nothing may be appended or published after it.
    private boolean closed;
    private final AtomicBoolean queued = new AtomicBoolean();
    private long nextSeq = 1;
    private long announcedSeq;
    private boolean segmentStarted;
    private int rawStart = -1;
    private long linesWithoutEvent;

    /**
     * @param limits read before each use, because a session's share of the memory changes
     * @param onUnstored called when the log has events to store
     */
    public SessionLog(
            UUID session, UUID agent, Supplier<LogLimits> limits, SessionSpool spool, Consumer<SessionLog> onUnstored) {
        this.session = session;
        this.agent = agent;
        this.limits = limits;
        this.spool = spool;
        this.onUnstored = onUnstored;
        this.encoder = new FrameEncoder(session);
    }

    UUID session() {
        return session;
    }

    UUID agent() {
        return agent;
    }

    /** Appends a line and the events that it caused. Readers see them after the next {@link #publish}. Waits while the store is too far behind. */
    public void append(Line line, List<AgentEvent> events) {
        lock.lock();
        try {
            awaitStore();
            putRaw(line);
            for (AgentEvent event : events) {
                awaitStore();
                put(event);
            }
            if (events.isEmpty()) {
                linesWithoutEvent++;
                limitPendingLines();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends and publishes events that no line of the provider caused. Waits only while no sequence number is available. */
    public void append(List<AgentEvent> events) {
        locked(() -> events.forEach(event -> {
            awaitNumber();
            put(event);
        }));
        publish();
    }

    /**
     * Appends the last event. Readers do not see it before {@link #publishEnd}, but it survives a crash of the service.
     *
     * @return the last event, for the caller to store
     */
    public Chunk end(SessionEnd end) {
        lock.lock();
        try {
            publish();
            closed = true;
            encoder.encode(current().frames(), nextSeq, System.currentTimeMillis(), end);
            endFrame();
            LogSlice last = current().unpublished().orElseThrow();
            spool.write(last, storedSeq);
            stored.signalAll();
            return new Chunk(0, session, agent, last);
        } finally {
            lock.unlock();
        }
    }

    /** Lets readers see the last event, which is stored now. */
    public void publishEnd() {
        locked(() -> {
            storedSeq = nextSeq - 1;
            current().publish();
            spool.remove();
        });
        ended = true;
        waiters.wake();
    }

    /** Leads readers to the store for the end of the log, because another service has ended the session. */
    public void endInStore() {
        locked(spool::remove);
        endsInStore = true;
        waiters.wake();
    }

    /** Lets readers see all appended events. */
    public void publish() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            show(current());
            if (lastSeq() == announcedSeq) {
                return;
            }
            announcedSeq = lastSeq();
        } finally {
            lock.unlock();
        }
        waiters.wake();
        onUnstored.accept(this);
    }

    /** The sequence number of the last published event; 0 if no event is published. */
    public long lastSeq() {
        return segments.current().lastSeq();
    }

    /** Whether the last event of the session is published. */
    public boolean ended() {
        return ended;
    }

    /** Whether the end of the log is only in the store, and no more events will be in memory. */
    public boolean endsInStore() {
        return endsInStore;
    }

    long storedSeq() {
        return storedSeq;
    }

    /** The readers to wake after each publish. */
    public Waiters waiters() {
        return waiters;
    }

    /** The events after a sequence number, up to about 64 KiB; empty if the next event is not in memory, or not published yet. */
    public Optional<LogSlice> after(long seq) {
        return segments.after(seq, SLICE);
    }

    /** The first published events that are not stored yet. */
    Optional<LogSlice> unstored() {
        return segments.after(storedSeq, 2 * Segment.FULL);
    }

    /** Marks the log as queued for the writer; returns false if it was queued already. */
    boolean markQueued() {
        return !queued.get() && queued.compareAndSet(false, true);
    }

    void unmarkQueued() {
        queued.set(false);
    }

    /** Whether a full segment waits to be stored. If so, the writer stores it without a pause. */
    boolean storeIsDue() {
        return segments.hasFullSegmentAfter(storedSeq);
    }

    /** Records that all events up to a sequence number are durable, and frees memory. */
    void stored(long seq) {
        locked(() -> {
            storedSeq = Math.max(storedSeq, seq);
            segments.evict(storedSeq, limits.get().ringBytes());
            stored.signalAll();
        });
    }

    /** Waits until all published events are durable. */
    public void awaitStored() {
        locked(() -> {
            while (storedSeq < lastSeq()) {
                stored.awaitUninterruptibly();
            }
        });
    }

    /** The memory that the log holds, in bytes. */
    public long footprint() {
        return segments.footprint();
    }

    private void awaitStore() {
        while (segmentStarted
                && !closed
                && segments.bytesAfter(storedSeq) > limits.get().unstoredBytes()) {
            awaitNextStore();
        }
        segmentStarted = false;
        awaitNumber();
    }

    private void awaitNumber() {
        while (!closed && nextSeq - storedSeq > LogLimits.MAX_UNSTORED_EVENTS) {
            awaitNextStore();
        }
    }

    private void awaitNextStore() {
        publish();
        onUnstored.accept(this);
        stored.awaitUninterruptibly();
    }

    private void put(AgentEvent event) {
        if (closed) {
            return;
        }
        startRaw();
        encoder.encode(current().frames(), nextSeq, System.currentTimeMillis(), event);
        endEvent();
    }

    private void putRaw(Line line) {
        boolean notFirst = rawStart >= 0;
        startRaw();
        ByteSink raw = current().raw();
        if (notFirst) {
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

    /** Lines that cause no event belong to the next event. When they exceed the limit, they get an event of their own. */
    private void limitPendingLines() {
        if (current().raw().size() - rawStart > MAX_PENDING_RAW) {
            put(new AgentEvent.ProviderRaw(JsonSlice.raw("{\"lines\":" + linesWithoutEvent + "}")));
        }
    }

    private void endEvent() {
        endFrame();
        Segment segment = current();
        if (segment.isFull()) {
            show(segment);
            segmentStarted = true;
            segments.grow();
        }
    }

    private void endFrame() {
        startRaw();
        Segment segment = current();
        segment.raw().patchInt32(rawStart, segment.endEvent());
        segment.raw().patchInt32(rawStart + 4, segment.raw().size() - rawStart - LogSlice.RAW_HEAD);
        rawStart = -1;
        linesWithoutEvent = 0;
        nextSeq++;
    }

    private void show(Segment segment) {
        segment.unpublished().ifPresent(events -> spool.write(events, storedSeq));
        segment.publish();
    }

    private Segment current() {
        return segments.current();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
