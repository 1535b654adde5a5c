package dev.yardmaster.security;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** The hosts and origins whose requests the service accepts. */
@ConfigMapping(prefix = "yardmaster.security")
interface SecurityConfig {
    /** Host names, without a port, that requests may use in addition to {@code localhost} and IP addresses. */
    Optional<Set<String>> allowedHosts();

    /** Origins, such as {@code https://crew.example}, whose pages may call the service in addition to its own. */
    Optional<Set<String>> allowedOrigins();
}
