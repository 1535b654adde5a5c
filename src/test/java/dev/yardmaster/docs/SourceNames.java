package dev.yardmaster.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of the configuration that the sources contain, outside the {@code @ConfigMapping} interfaces. */
final class SourceNames {
    private static final Pattern PROPERTY =
            Pattern.compile("(?:@ConfigProperty\\(name = |System\\.getProperty\\()\"(yardmaster\\.[a-z.-]+)\"");
    /** A text of Java, or a variable of the launcher. */
    private static final Pattern VARIABLE = Pattern.compile("[\"{](YARDMASTER_[A-Z_]+)[\":]");

    private SourceNames() {}

    /** The properties that the code reads one by one, with {@code @ConfigProperty} or as a property of Java. */
    static Stream<String> properties() throws IOException {
        return names(PROPERTY);
    }

    /** The environment variables that the service and its launcher read, or set for their children. */
    static Stream<String> variables() throws IOException {
        return names(VARIABLE);
    }

    private static Stream<String> names(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> sources = files.filter(
                            file -> file.toString().endsWith(".java") || file.endsWith("launcher/yardmaster"))
                    .toList();
            return sources.stream().flatMap(file -> names(pattern, file)).distinct();
        }
    }

    private static Stream<String> names(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file)).results().map(match -> match.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
