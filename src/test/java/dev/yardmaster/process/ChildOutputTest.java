package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static dev.yardmaster.process.Children.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChildOutputTest {
    private static final int MIB = 1 << 20;
    private final Recorder recorder = new Recorder();

    @Test
    void shouldDeliver200000LinesInOrderBeforeTheExit() {
        // Given
        AtomicInteger next = new AtomicInteger(1);
        AtomicInteger outOfOrder = new AtomicInteger();
        LineListener counting = line -> {
            if (!line.text().equals(Integer.toString(next.getAndIncrement()))) {
                outOfOrder.incrementAndGet();
            }
        };

        // When
        ProcessExit exit =
                await(ChildProcess.start(script("seq 1 200000"), counting).exit());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(next).hasValue(200_001);
        assertThat(outOfOrder).hasValue(0);
    }

    @Test
    void shouldReportBatchesLessOftenThanLines() {
        // Given
        LaunchSpec spec = script("seq 1 50000");

        // When
        await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).hasSize(50_000);
        assertThat(recorder.batches.get()).isBetween(1, 10_000);
    }

    @Test
    @Timeout(60)
    void shouldReportTheEndOfTheOutputOfAChildThatLives() throws Exception {
        // Given
        ChildProcess child = ChildProcess.start(script("echo last; exec sleep 1000 >&-"), recorder);

        // When
        recorder.end.await();

        // Then
        assertThat(recorder.lines).containsExactly("last");
        assertThat(child.handle().isAlive()).isTrue();
        child.handle().destroyForcibly();
        await(child.exit());
    }

    @Test
    void shouldDeliverALineOf5MegabytesWhole() {
        // Given
        LaunchSpec spec = script(line(5_000_000));

        // When
        await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).hasSize(2);
        assertThat(recorder.lines.getFirst()).hasSize(5_000_000).containsOnlyOnce("x".repeat(5_000_000));
        assertThat(recorder.lines.getLast()).isEqualTo("after");
    }

    @Test
    void shouldCutALineOf40MegabytesAndCountTheDroppedBytes() {
        // Given
        List<Line> shapes = new CopyOnWriteArrayList<>();
        LineListener listener = line -> shapes.add(new Line(new byte[0], 0, line.length(), line.dropped()));

        // When
        await(ChildProcess.start(script(line(40_000_000)), listener).exit());

        // Then
        assertThat(shapes).extracting(Line::length).containsExactly(16 * MIB, 5);
        assertThat(shapes).extracting(Line::dropped).containsExactly(40_000_000L - 16 * MIB, 0L);
    }

    @Test
    void shouldDeliverEmptyLinesCrLfAndALastLineWithoutEnd() {
        // Given
        LaunchSpec spec = script("printf '\\na\\r\\n\\r\\nb\\n\\nlast'");

        // When
        await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).containsExactly("", "a", "", "b", "", "last");
    }

    @Test
    void shouldNotChangeInvalidUtf8() {
        // Given
        List<byte[]> lines = new CopyOnWriteArrayList<>();

        // When
        await(ChildProcess.start(script("printf 'a\\377\\300\\000\\n'"), line -> lines.add(line.toBytes()))
                .exit());

        // Then
        assertThat(lines).containsExactly(new byte[] {'a', (byte) 0xff, (byte) 0xc0, 0});
    }

    @Test
    void shouldReadALargeStderrBesideStdout() {
        // Given
        AtomicLong errors = new AtomicLong();
        LaunchSpec spec = script("yes " + "e".repeat(99) + " | head -n 500000 >&2 & seq 1 50000; wait; echo END >&2");
        ChildOptions options = ChildOptions.defaults().withStderr(line -> errors.addAndGet(line.length() + 1));

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder, options).exit());

        // Then
        assertThat(recorder.lines).hasSize(50_000);
        assertThat(errors).hasValue(50_000_004L);
        assertThat(exit.stderr()).startsWith("eee").endsWith("eee\nEND");
        assertThat(exit.stderr().length()).isBetween(3_900, 4_096);
    }

    @Test
    void shouldRedactTheTailOfStderr() {
        // Given
        LaunchSpec plain = script("echo \"key $API_KEY, header Authorization: Bearer abcdefghijklmnop\" >&2");
        LaunchSpec spec = new LaunchSpec(
                plain.command(),
                Map.of("PATH", "/usr/bin:/bin", "API_KEY", "hunter2hunter2"),
                plain.directory(),
                plain.input());

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit.stderr()).isEqualTo("key ***, header Authorization: Bearer ***");
    }

    @Test
    void shouldRedactAKnownSecretInBothOutputs() {
        // Given
        KnownSecrets.add("a-secret-of-a-child");
        LaunchSpec plain = script("echo \"mood $MOOD\"; echo \"mood $MOOD\" >&2");
        LaunchSpec spec = new LaunchSpec(
                plain.command(),
                Map.of("PATH", "/usr/bin:/bin", "MOOD", "a-secret-of-a-child"),
                plain.directory(),
                plain.input());

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).containsExactly("mood ***");
        assertThat(exit.stderr()).isEqualTo("mood ***");
    }

    @Test
    void shouldContinueWhenAListenerThrows() {
        // Given
        AtomicInteger received = new AtomicInteger();
        LineListener throwing = new LineListener() {
            @Override
            public void onLine(Line line) {
                received.incrementAndGet();
                throw new AssertionError("This listener throws on purpose");
            }

            @Override
            public void onBatch() {
                throw new IllegalStateException("This listener throws on purpose");
            }
        };

        // When
        ProcessExit exit =
                await(ChildProcess.start(script("seq 1 100000"), throwing).exit());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(received).hasValue(100_000);
    }

    @Test
    void shouldPauseTheChildWhileTheListenerBlocks() {
        // Given
        CountDownLatch proceed = new CountDownLatch(1);
        AtomicLong bytes = new AtomicLong();
        LineListener blocking = line -> {
            bytes.addAndGet(line.length());
            awaitUninterruptibly(proceed);
        };
        String tenLines = "yes " + "x".repeat(99_999) + " | head -n 10; echo done >&2";
        Recorder stderr = new Recorder();
        ChildOptions options = ChildOptions.defaults().withStderr(stderr).withPipeGrace(Children.MOMENT);
        ChildProcess child = ChildProcess.start(script(tenLines), blocking, options);
        Awaitility.await().untilAtomic(bytes, org.hamcrest.Matchers.greaterThan(0L));
        List<String> printedWhileBlocked = List.copyOf(stderr.lines);

        // When
        proceed.countDown();
        await(child.exit());

        // Then
        assertThat(printedWhileBlocked).isEmpty();
        assertThat(bytes).hasValue(999_990);
        assertThat(stderr.lines).containsExactly("done");
    }

    @Test
    void shouldNotGiveUpAPipeBecauseOfASlowListener() {
        // Given
        CountDownLatch proceed = new CountDownLatch(1);
        LineListener blocking = line -> {
            recorder.onLine(line);
            awaitUninterruptibly(proceed);
        };
        ChildOptions options = ChildOptions.defaults().withPipeGrace(Children.MOMENT);
        ChildProcess child = ChildProcess.start(script("seq 1 1000"), blocking, options);
        await(child.ended());
        Awaitility.await()
                .during(Children.MOMENT.multipliedBy(3))
                .until(() -> !child.exit().toCompletableFuture().isDone());

        // When
        proceed.countDown();
        await(child.exit());

        // Then
        assertThat(recorder.lines).hasSize(1_000);
    }

    /** Prints a line of this many x, then a line "after". */
    private static String line(int length) {
        return "head -c " + length + " /dev/zero | tr '\\0' x; echo; echo after";
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
