package dev.yardmaster.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The service that commands call.
 *
 * @param address the URL of the service
 * @param token the token that it gets; empty if none is known
 * @param source where the address comes from, for error messages
 * @param certificates the file with the certificates that are trusted; empty for those of the Java runtime
 */
public record Target(URI address, Optional<String> token, String source, Optional<Path> certificates) {
    /** A service whose certificate the Java runtime trusts, or that is called without TLS. */
    public Target(URI address, Optional<String> token, String source) {
        this(address, token, source, Optional.empty());
    }
}
