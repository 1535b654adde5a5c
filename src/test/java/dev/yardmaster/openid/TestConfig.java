package dev.yardmaster.openid;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The configuration of an issuer, as Quarkus reads it from properties. */
final class TestConfig {
    static final String ISSUER = "https://id.example/realms/crew";

    private TestConfig() {}

    /** @param properties the properties after {@code yardmaster.openid} */
    static OpenIdConfig of(Map<String, String> properties) {
        Map<String, String> named = new HashMap<>();
        properties.forEach((name, value) -> named.put("yardmaster.openid." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(OpenIdConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(named, "test", 100))
                .build()
                .getConfigMapping(OpenIdConfig.class);
    }

    /** The configuration of an issuer whose groups have the names of the roles, but for some properties. */
    static OpenIdConfig with(String... changes) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "issuer", ISSUER,
                "audience", "yardmaster",
                "roles.viewer", "viewers,guests",
                "roles.operator", "operators",
                "roles.admin", "admins"));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put(changes[i], changes[i + 1]);
        }
        return of(properties);
    }

    static OpenIdSettings settings(String... changes) {
        return OpenIdSettings.of(with(changes)).orElseThrow();
    }
}
