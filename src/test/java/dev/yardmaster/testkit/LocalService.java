package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** Access to the service under test. Quarkus starts it before it creates an instance of a test class. */
public final class LocalService {
    private LocalService() {}

    /** The address of the service. */
    public static URI base() {
        return ConfigProvider.getConfig().getValue("test.url", URI.class);
    }

    /** The API of the service, with the admin token. */
    public static Api api() {
        try {
            return new Api(
                    base(), Files.readString(home().resolve("admin-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The home of the service. */
    public static Path home() {
        return ConfigProvider.getConfig().getValue("yardmaster.home", Path.class);
    }
}
