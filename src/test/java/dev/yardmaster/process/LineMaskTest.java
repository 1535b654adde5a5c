package dev.yardmaster.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineMaskTest {
    private static final String MASK = "***";

    @ParameterizedTest
    @CsvSource({
        "a secret-1 b, a *** b",
        "secret-1, ***",
        "secret-1secret-1, ******",
        "secret-12, ***2",
        "secret-, secret-",
        "secret-1longer and secret-1, *** and ***",
        "äöü secret-1 äöü, äöü *** äöü",
        "'', ''"
    })
    void shouldReplaceTheLongestSecretAtEachPlace(String text, String expected) {
        // Given
        var mask = new LineMask(List.of("secret-1longer", "secret-1"), MASK);

        // When
        String masked = text(mask.apply(line(text, 0)));

        // Then
        assertThat(masked).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a pass1234, a ***",
        "a pass1234pass, a ***",
        "a pass1234passpass1, a ******",
        "pass1234passpas, ***pas",
        "a pas, a pas"
    })
    void shouldReplaceTheBeginningOfASecretAtTheEndOfALineThatWasCut(String text, String expected) {
        // Given
        var mask = new LineMask(List.of("pass1234pass"), MASK);

        // When
        String masked = text(mask.apply(line(text, 10)));

        // Then
        assertThat(masked).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void shouldNotCopyALineWithoutASecret(long dropped) {
        // Given
        var mask = new LineMask(List.of("secret-1"), MASK);
        Line line = line("nothing to hide", dropped);

        // When
        Line masked = mask.apply(line);

        // Then
        assertThat(masked).isSameAs(line);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFindTheSameSecretsAsASearchAtEachIndex(long seed) {
        // Given: few different letters, so that secrets overlap and begin like others
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> secrets = Stream.generate(() -> letters(random, 8 + random.nextInt(6)))
                    .limit(1 + random.nextInt(4))
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
            String text = letters(random, random.nextInt(20))
                    + secrets.get(random.nextInt(secrets.size()))
                    + letters(random, random.nextInt(20));

            // When
            String masked = text(new LineMask(secrets, MASK).apply(line(text, 0)));

            // Then
            assertThat(masked).as("%s in %s", secrets, text).isEqualTo(expected(text, secrets));
        }
    }

    private static String expected(String text, List<String> secrets) {
        var out = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int index = at;
            String found = secrets.stream()
                    .filter(secret -> text.startsWith(secret, index))
                    .findFirst()
                    .orElse("");
            out.append(found.isEmpty() ? text.substring(at, at + 1) : MASK);
            at += Math.max(1, found.length());
        }
        return out.toString();
    }

    private static String letters(Random random, int length) {
        return IntStream.range(0, length)
                .mapToObj(_ -> random.nextBoolean() ? "a" : "b")
                .reduce("", String::concat);
    }

    private static Line line(String text, long dropped) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return new Line(bytes, 1, bytes.length - 2, dropped);
    }

    private static String text(Line line) {
        return new String(line.buffer(), line.offset(), line.length(), UTF_8);
    }
}
