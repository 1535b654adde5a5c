package dev.yardmaster.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects lines and counts batches; for small outputs. */
final class Recorder implements LineListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final AtomicInteger batches = new AtomicInteger();
    final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void onLine(Line line) {
        lines.add(line.text());
    }

    @Override
    public void onBatch() {
        batches.incrementAndGet();
    }

    @Override
    public void onEnd() {
        end.countDown();
    }
}
