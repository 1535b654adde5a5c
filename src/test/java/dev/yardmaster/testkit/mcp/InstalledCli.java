package dev.yardmaster.testkit.mcp;

import dev.yardmaster.testkit.cli.RealCli;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/** The executables of the CLIs that have no class of their own in the testkit. */
public final class InstalledCli {
    private InstalledCli() {}

    /** Where a pinned CLI is, beside Claude Code; see {@link dev.yardmaster.testkit.cli.RealCliTest} for when it is not. */
    public static Path binary(String id) {
        Properties pins = pins();
        Path cache = RealCli.claude().binary();
        for (int i = Path.of(pins.getProperty("claude-code.binary")).getNameCount(); i >= 0; i--) {
            cache = cache.getParent();
        }
        return cache.resolve(id + "-" + pins.getProperty(id + ".version")).resolve(pins.getProperty(id + ".binary"));
    }

    private static Properties pins() {
        try (InputStream pins = InstalledCli.class.getResourceAsStream("/clis.properties")) {
            Properties properties = new Properties();
            properties.load(pins);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
