package dev.yardmaster.limit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A date and time without its zone, such as {@code 2026-11-26 20:35:41}. The known API servers that write such stamps with seconds run in
 * Beijing. Other stamps are probably in UTC, as the CLIs are. If the window of the limit covers neither reading, the zone is another one.
 */
record NaiveStamp(LocalDateTime at, boolean hasSeconds) {
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int EASTERNMOST_HOURS = 14;
    private static final int ZONES = 27;

    /** The first likely reading that the limit's window covers; the reading in UTC if no reading is possible. */
    Optional<Instant> within(Horizon horizon) {
        return Stream.concat(likely(), horizon.window().isPresent() ? others() : Stream.empty())
                .map(at::toInstant)
                .filter(horizon::covers)
                .findFirst()
                .or(() -> Optional.of(at.toInstant(ZoneOffset.UTC)));
    }

    private Stream<ZoneOffset> likely() {
        List<ZoneOffset> zones = List.of(BEIJING, ZoneOffset.UTC);
        return (hasSeconds ? zones : zones.reversed()).stream();
    }

    /** From east to west, so that the earliest possible reading comes first. */
    private static Stream<ZoneOffset> others() {
        return IntStream.range(0, ZONES).mapToObj(hour -> ZoneOffset.ofHours(EASTERNMOST_HOURS - hour));
    }
}
