package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static final String[] SEEDS = {
        "{\"type\":\"stream_event\",\"event\":{\"index\":0,\"delta\":{\"text\":\"a \\\"b\\\" \\u00e9 \\n\"}},\"x\":null}",
        " [ 1 , -0.5e+10, 0, 1E3 , [ ] , { } , true , false , null ] ",
        "{\"a\":[{\"b\":[\"\\\\\",\"\\/\"]}],\"c\":12.5}",
        "\"plain\"",
        "-12",
    };

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "\"\"", " {\"a\" : [1, 2, {\"b\": \"\\ud83d\\ude82\"}]} ", "1e5", "-0.0"})
    void shouldAcceptJson(String text) {
        // When
        boolean accepted = accepts(text);

        // Then
        assertThat(accepted).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{]",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "--1",
                "nul",
                "truex",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "{} {}",
                "[1 2]",
                "'a'",
                "NaN",
                "\"a\\"
            })
    void shouldRejectInvalidJson(String text) {
        // When
        boolean accepted = accepts(text);

        // Then
        assertThat(accepted).isFalse();
    }

    @Test
    void shouldAgreeWithTheParserOnDamagedTexts() {
        // Given
        Random random = new Random(25);
        List<String> damaged = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            damaged.add(damage(SEEDS[random.nextInt(SEEDS.length)], random));
        }

        // When
        List<String> disagreements =
                damaged.stream().filter(text -> accepts(text) != parses(text)).toList();

        // Then
        assertThat(disagreements).isEmpty();
        assertThat(damaged.stream().filter(JsonScannerTest::accepts).count()).isBetween(1_000L, 99_000L);
    }

    private static String damage(String text, Random random) {
        String marks = "{}[]:,\"\\ 0159.eE+-tnau\n\t";
        var damaged = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            char mark = marks.charAt(random.nextInt(marks.length()));
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(at, mark);
                case 1 -> damaged.insert(at, mark);
                default -> damaged.deleteCharAt(at).append(' ');
            }
        }
        return damaged.toString();
    }

    private static boolean accepts(String text) {
        byte[] bytes = (" " + text).getBytes(StandardCharsets.UTF_8);
        var scanner = new JsonScanner();
        scanner.begin(bytes, 1, bytes.length - 1);
        return scanner.value() && scanner.atEnd();
    }

    private static boolean parses(String text) {
        try {
            return !Json.MAPPER.readTree(text).isMissingNode();
        } catch (IOException _) {
            return false;
        }
    }
}
