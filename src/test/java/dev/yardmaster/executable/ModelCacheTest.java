package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelCacheTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Executable EXECUTABLE =
            new Executable("one", new ProviderId("rook"), "/opt/one", List.of(), Map.of());
    private static final List<Model> FIRST = List.of(new Model("rook-1", Optional.of("Rook"), true));
    private static final List<Model> SECOND = List.of(new Model("rook-2", Optional.empty(), false));

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger listings = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Supplier<List<Model>> answer = () -> FIRST;

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void shouldListModelsAndAliases() {
        // Given
        ModelCache cache = cache(Duration.ofSeconds(20));

        // When
        ModelList list = cache.of(EXECUTABLE).join();

        // Then
        assertThat(list)
                .isEqualTo(new ModelList(
                        new ProviderId("rook"),
                        "one",
                        FIRST,
                        Map.of("large", "rook-1"),
                        Optional.of(clock.instant()),
                        Optional.of(Duration.ZERO),
                        Optional.empty()));
    }

    @Test
    void shouldCacheAListAndShowItsAge() {
        // Given
        ModelCache cache = cache(Duration.ofSeconds(20));
        cache.of(EXECUTABLE).join();
        answer = () -> SECOND;
        clock.advance(TTL.minusMillis(1));

        // When
        ModelList list = cache.of(EXECUTABLE).join();

        // Then
        assertThat(list.models()).isEqualTo(FIRST);
        assertThat(list.age()).contains(Duration.ofSeconds(599));
        assertThat(listings).hasValue(1);
    }

    @Test
    void shouldListAgainWhenTheCachedListHasExpired() {
        // Given
        ModelCache cache = cache(Duration.ofSeconds(20));
        cache.of(EXECUTABLE).join();
        answer = () -> SECOND;
        clock.advance(TTL);

        // When
        ModelList list = cache.of(EXECUTABLE).join();

        // Then
        assertThat(list.models()).isEqualTo(SECOND);
        assertThat(list.age()).contains(Duration.ZERO);
    }

    @Test
    void shouldReturnTheOldListWhenListingFails() {
        // Given
        ModelCache cache = cache(Duration.ofSeconds(20));
        cache.of(EXECUTABLE).join();
        answer = () -> {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, "It is missing. Install it again.");
        };
        clock.advance(TTL);

        // When
        ModelList list = cache.of(EXECUTABLE).join();

        // Then
        assertThat(list.models()).isEqualTo(FIRST);
        assertThat(list.age()).contains(TTL);
        assertThat(list.problem()).contains("It is missing. Install it again.");
    }

    @Test
    void shouldReturnAnEmptyListBeforeTheFirstSuccess() {
        // Given
        answer = () -> {
            throw new IllegalStateException("a bug in the provider");
        };

        // When
        ModelList list = cache(Duration.ofSeconds(20)).of(EXECUTABLE).join();

        // Then
        assertThat(list.models()).isEmpty();
        assertThat(list.listedAt()).isEmpty();
        assertThat(list.problem())
                .contains("The models of 'one' could not be listed. See the log of the service for the cause.");
    }

    @Test
    void shouldNotWaitLongerThanTheTimeout() {
        // Given
        answer = this::hang;

        // When
        ModelList list = cache(Duration.ofMillis(50)).of(EXECUTABLE).join();

        // Then
        assertThat(list.models()).isEmpty();
        assertThat(list.problem().orElseThrow())
                .startsWith("The executable 'one' did not list its models within 0.05 seconds.");
    }

    @Test
    void shouldKnowWhichModelsAnExecutableLacksAfterItHasListedThem() {
        // Given
        answer = () -> List.of(new Model("rook", Optional.empty(), true, Optional.of("rook-1")));
        ModelCache cache = cache(Duration.ofSeconds(20));
        boolean before = cache.lack(EXECUTABLE, "pawn");
        cache.of(EXECUTABLE).join();
        clock.advance(TTL);

        // When
        List<Boolean> lacking = Stream.of("rook", "rook-1", "pawn")
                .map(model -> cache.lack(EXECUTABLE, model))
                .toList();

        // Then
        assertThat(before).isFalse();
        assertThat(lacking).containsExactly(false, false, true);
    }

    @Test
    void shouldListOnceForConcurrentCallers() {
        // Given
        answer = this::hang;
        ModelCache cache = cache(Duration.ofSeconds(20));
        List<CompletableFuture<ModelList>> asked =
                IntStream.range(0, 50).mapToObj(_ -> cache.of(EXECUTABLE)).toList();

        // When
        released.countDown();

        // Then
        assertThat(asked).allSatisfy(it -> assertThat(it.join().models()).isEqualTo(FIRST));
        assertThat(listings).hasValue(1);
    }

    @Test
    void shouldWriteTimesInIsoNotation() {
        // Given
        ModelList list = cache(Duration.ofSeconds(20)).of(EXECUTABLE).join();

        // When
        String json =
                new ObjectMapper().findAndRegisterModules().valueToTree(list).toString();

        // Then
        assertThat(json)
                .startsWith("{\"provider\":\"rook\",\"executable\":\"one\",\"models\":[{\"id\":\"rook-1\",")
                .contains("\"age\":\"PT0S\"")
                .doesNotContain("problem");
    }

    private List<Model> hang() {
        try {
            released.await();
            return FIRST;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ModelCache cache(Duration timeout) {
        var source = new ModelCache.Source() {
            @Override
            public List<Model> models(Executable executable) {
                listings.incrementAndGet();
                return answer.get();
            }

            @Override
            public Map<String, String> aliases(Executable executable) {
                return Map.of("large", "rook-1");
            }
        };
        return new ModelCache(source, 2, TTL, timeout, clock);
    }
}
