package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.testkit.ManualClock;
import dev.yardmaster.testkit.TestIssuer;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IssuerKeysTest {
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger reads = new AtomicInteger();
    private final PublicJsonWebKey first = TestIssuer.newKey();
    private final PublicJsonWebKey second = TestIssuer.newKey();
    private volatile List<JsonWebKey> published = List.of(first);
    private final IssuerKeys keys = new IssuerKeys(this::read, clock, Runnable::run);

    @Test
    void shouldReadTheKeysOnce() throws JoseException {
        // When
        keys.prepare();
        List<Optional<Key>> found = List.of(find(first), find(first), find(first));

        // Then
        assertThat(found).allMatch(Optional::isPresent);
        assertThat(reads).hasValue(1);
    }

    @Test
    void shouldReadTheKeysAgainForAnUnknownKey() throws JoseException {
        // Given
        find(first);
        clock.advance(IssuerKeys.PAUSE);

        // When
        published = List.of(second);
        Optional<Key> rotated = find(second);
        Optional<Key> removed = find(first);

        // Then
        assertThat(rotated).isPresent();
        assertThat(removed).isEmpty();
        assertThat(reads).hasValue(2);
    }

    @Test
    void shouldNotFloodTheIssuerForInventedKeys() throws JoseException {
        // Given
        find(first);

        // When
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofSeconds(1));
            find(TestIssuer.newKey());
        }

        // Then
        assertThat(reads).hasValue(7);
        assertThat(find(first)).isPresent();
    }

    @Test
    void shouldReadOldKeysAgain() throws JoseException {
        // Given
        find(first);

        // When
        clock.advance(IssuerKeys.LIFETIME);
        published = List.of(second);
        Optional<Key> last = find(first);
        Optional<Key> removed = find(first);

        // Then
        assertThat(last).isPresent();
        assertThat(removed).isEmpty();
        assertThat(reads).hasValue(2);
    }

    @Test
    void shouldKeepTheKeysWhileTheIssuerIsDown() throws JoseException {
        // Given
        find(first);
        published = List.of();

        // When
        List<Optional<Key>> found = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clock.advance(IssuerKeys.LIFETIME);
            found.add(find(first));
        }

        // Then
        assertThat(found).allMatch(Optional::isPresent);
        assertThat(find(second)).isEmpty();
        assertThat(reads).hasValue(6);
    }

    @Test
    void shouldReportThatItHasNoKeysYetAndRecover() throws JoseException {
        // Given
        published = List.of();

        // When
        var failure = catchThrowableOfType(YardmasterException.class, () -> find(first));
        var soon = catchThrowableOfType(YardmasterException.class, () -> find(first));
        published = List.of(first);
        clock.advance(IssuerKeys.PAUSE);
        Optional<Key> found = find(first);

        // Then
        assertThat(failure.code()).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
        assertThat(failure.detail()).contains("Try again later");
        assertThat(soon.code()).isEqualTo(ErrorCode.ISSUER_UNAVAILABLE);
        assertThat(found).isPresent();
        assertThat(reads).hasValue(2);
    }

    @Test
    void shouldReadOnceForManyThreads() throws Exception {
        // Given
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = new IssuerKeys(
                () -> {
                    asked.countDown();
                    awaitUninterruptibly(answer);
                    return read();
                },
                clock,
                Runnable::run);

        // When
        List<Future<Optional<Key>>> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                found.add(threads.submit(() -> slow.find(signature(first))));
            }
            asked.await();
            answer.countDown();
        }

        // Then
        assertThat(found).allMatch(result -> result.resultNow().isPresent());
        assertThat(reads).hasValue(1);
    }

    private List<JsonWebKey> read() throws IOException {
        reads.incrementAndGet();
        if (published.isEmpty()) {
            throw new IOException("the issuer is down");
        }
        return published;
    }

    private Optional<Key> find(PublicJsonWebKey key) throws JoseException {
        return keys.find(signature(key));
    }

    private static JsonWebSignature signature(PublicJsonWebKey key) throws JoseException {
        return (JsonWebSignature) JsonWebStructure.fromCompactSerialization(TestIssuer.sign(key, "ES256", "{}"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
