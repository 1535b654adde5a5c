package dev.yardmaster.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md, docs/ and the other documents for people. */
final class Documents {
    private static final Path ROOT = Path.of("");

    private Documents() {}

    /** A match of a pattern in a document, with the line that it stands in. */
    record Mention(Path file, String line, MatchResult match) {
        String group(int number) {
            return match.group(number);
        }

        @Override
        public String toString() {
            return file + ": " + line.strip();
        }
    }

    static List<Path> files() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All places in the documents where a pattern matches within a line. */
    static List<Mention> mentions(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        List<Mention> found = new ArrayList<>();
        for (Path file : files()) {
            text(file)
                    .lines()
                    .forEach(line -> compiled.matcher(line)
                            .results()
                            .forEach(match -> found.add(new Mention(file, line, match))));
        }
        return found;
    }
}
