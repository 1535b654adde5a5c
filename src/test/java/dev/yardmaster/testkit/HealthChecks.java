package dev.yardmaster.testkit;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that checks its executables once when it starts, and soon notices that one is usable again. */
public final class HealthChecks implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("yardmaster.health.every", "24h", "yardmaster.dispatch.poll", "300ms");
    }
}
