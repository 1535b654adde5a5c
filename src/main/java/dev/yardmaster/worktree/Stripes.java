package dev.yardmaster.worktree;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Locks for many keys. Two keys can share a lock, so work under one must not need another key of the same stripes. Thread-safe. */
final class Stripes {
    private static final int COUNT = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(COUNT).toList();

    /** Runs work while no other work on the key runs. Blocks. */
    <T> T locked(Object key, Supplier<T> work) {
        ReentrantLock lock = locks.get(Math.floorMod(key.hashCode(), COUNT));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
