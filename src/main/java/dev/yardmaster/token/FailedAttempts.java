package dev.yardmaster.token;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down the attempts to find a token: an address may fail {@value #BURST} times at once, and then once every {@link #INTERVAL}. Keeps the
 * addresses that failed last, a bounded number of them. For any thread.
 */
final class FailedAttempts {
    static final int BURST = 20;
    static final int MOST_ADDRESSES = 1000;
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final int IPV6_BYTES = 16;

    private final InstantSource clock;
    /** By address, the time at which all of its failures are forgiven. */
    private final Map<String, Instant> clearAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    FailedAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /** How long an address has to wait before its next attempt; zero if it may try now. */
    synchronized Duration delay(String address) {
        Instant clear = clearAt.get(network(address));
        Duration delay = clear == null
                ? Duration.ZERO
                : Duration.between(clock.instant(), clear).minus(INTERVAL.multipliedBy(BURST - 1L));
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    /** Notes that an attempt of an address has failed. */
    synchronized void add(String address) {
        Instant now = clock.instant();
        clearAt.merge(
                network(address),
                now.plus(INTERVAL),
                (before, _) -> before.isAfter(now) ? before.plus(INTERVAL) : now.plus(INTERVAL));
    }

    /** One subscriber usually has all addresses of an IPv6 network of 64 bits. */
    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2)
                : address;
    }
}
