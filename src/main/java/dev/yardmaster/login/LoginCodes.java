package dev.yardmaster.login;

import dev.yardmaster.token.TokenText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One-time codes, each for one login with a token. They are in memory only, a bounded number of them. For any thread. */
@Singleton
class LoginCodes {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int MOST = 100;

    private final InstantSource clock;
    private final Map<String, Code> codes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
            return size() > MOST;
        }
    };

    private record Code(UUID token, Instant until) {}

    @Inject
    LoginCodes() {
        this(InstantSource.system());
    }

    LoginCodes(InstantSource clock) {
        this.clock = clock;
    }

    /** A new code for a login with a token. */
    synchronized String create(UUID token) {
        String code = TokenText.create();
        codes.put(code, new Code(token, clock.instant().plus(LIFETIME)));
        return code;
    }

    /** Uses a code up; returns the token that it stands for, or empty if the code is wrong, used or expired. */
    synchronized Optional<UUID> take(String code) {
        return Optional.ofNullable(codes.remove(code))
                .filter(taken -> taken.until().isAfter(clock.instant()))
                .map(Code::token);
    }
}
