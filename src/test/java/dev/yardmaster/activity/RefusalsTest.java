package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.activity.Entry.Subject;
import dev.yardmaster.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final ManualClock clock = new ManualClock();
    private final Refusals refusals = new Refusals(clock);

    @Test
    void shouldCountTheRefusalsOfAnAddressWithinAMinute() {
        // Given
        Entry first = count("10.0.0.1");
        clock.advance(Refusals.WINDOW.minusMillis(1));

        // When
        Entry second = count("10.0.0.1");
        clock.advance(Refusals.WINDOW.minusMillis(1));
        Entry later = count("10.0.0.1");

        // Then
        assertThat(first.count()).isEqualTo(1);
        assertThat(second).isEqualTo(first.times(2));
        assertThat(later.count()).isEqualTo(1);
        assertThat(later.id()).isNotEqualTo(first.id());
    }

    @Test
    void shouldTellAddressesActionsAndActorsApart() {
        // When
        List<Entry> entries = Stream.of(
                        new Refusals.Key("10.0.0.1", "login.failed", Actor.UNKNOWN),
                        new Refusals.Key("10.0.0.2", "login.failed", Actor.UNKNOWN),
                        new Refusals.Key("10.0.0.1", "request.refused", Actor.UNKNOWN),
                        new Refusals.Key("10.0.0.1", "request.refused", Actor.token("ann")))
                .map(key -> refusals.count(key, RefusalsTest::entry))
                .toList();

        // Then
        assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
        assertThat(entries).extracting(Entry::count).containsOnly(1);
    }

    @Test
    void shouldMakeOneEntryOfTooManyAddresses() {
        // Given
        IntStream.range(0, Refusals.MOST).forEach(i -> count("10.1." + i / 256 + "." + i % 256));

        // When
        Entry first = count("10.0.0.1");
        Entry second = count("10.0.0.2");

        // Then
        assertThat(first.address()).contains(Refusals.OTHERS);
        assertThat(second).isEqualTo(first.times(2));
    }

    private Entry count(String address) {
        return refusals.count(new Refusals.Key(address, "login.failed", Actor.UNKNOWN), RefusalsTest::entry);
    }

    private static Entry entry(String address) {
        return Entry.of(Actor.UNKNOWN, "login.failed", Subject.of(Map.of("status", 401)), Optional.of(address));
    }
}
