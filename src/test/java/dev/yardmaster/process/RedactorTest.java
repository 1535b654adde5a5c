package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private final Redactor redactor = Redactor.of(Map.of(
            "MY_KEY", "value-of-a-key",
            "my_password", "value-of-a-key-and-more",
            "SHORT_TOKEN", "1234567",
            "PRIVATE_KEY", "first-line-of-it\nsecond-line-of-it",
            "HOME", "/home/somebody"));

    @ParameterizedTest
    @CsvSource({
        "plain text, plain text",
        "a value-of-a-key b, a *** b",
        "value-of-a-key-and-more, ***",
        "value-of-a-key value-of-a-key, *** ***",
        "second-line-of-it, ***",
        "1234567, 1234567",
        "/home/somebody/x, /home/somebody/x",
        "key sk-ant-api03-AbC_dEf-123 used, key *** used",
        "sk-proj-abcdefgh1234, ***",
        "task-force-of-the-desk-is-here, task-force-of-the-desk-is-here",
        "Authorization: Bearer abc.def-ghi_jkl=, Authorization: Bearer ***",
        "authorization: bearer abcdefghij, authorization: bearer ***",
        "token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln-X_ is wrong, token *** is wrong",
        "eyJhbGciOiJFUzI1NiJ9.x, eyJhbGciOiJFUzI1NiJ9.x",
        "ghp_abcdefghijklmnopqrst, ***",
        "ym_0123456789012345678901234567890123456789-_A and x, *** and x",
        "yms_0123456789012345678901234567890123456789-_A, ***",
        "github_pat_11ABCDEFG_xyz, ***",
        "https://me:secret@proxy:8080/x, https://***@proxy:8080/x",
        "https://example.org/a@b, https://example.org/a@b",
    })
    void shouldReplaceSecrets(String text, String expected) {
        // When
        String redacted = redactor.redact(text);

        // Then
        assertThat(redacted).isEqualTo(expected);
    }

    @Test
    void shouldPassOnTheEndOfTheOutput() {
        // Given
        List<String> calls = new ArrayList<>();
        LineListener listener = redactor.over(new LineListener() {
            @Override
            public void onLine(Line line) {
                calls.add(line.text());
            }

            @Override
            public void onBatch() {
                calls.add("batch");
            }

            @Override
            public void onEnd() {
                calls.add("end");
            }
        });

        // When
        listener.onBatch();
        listener.onEnd();

        // Then
        assertThat(calls).containsExactly("batch", "end");
    }

    @Test
    void shouldReplaceAKnownSecretWhateverTheNameOfItsVariable() {
        // Given
        KnownSecrets.add("a-known-secret-4711");
        KnownSecrets.add("say \"please-4711\"");
        Redactor ofKnown = Redactor.of(Map.of("MOOD", "a-known-secret-4711"));

        // When
        String text = ofKnown.redact("MOOD=a-known-secret-4711, {\"a\":\"say \\\"please-4711\\\"\"}");

        // Then
        assertThat(text).isEqualTo("MOOD=***, {\"a\":\"***\"}");
    }

    @Test
    void shouldNotTakeANumberForASecretBecauseOfItsName() {
        // Given
        Redactor ofLimit = Redactor.of(Map.of("MAX_OUTPUT_TOKENS", "32000000"));

        // When
        String text = ofLimit.redact("{\"max_tokens\":32000000}");

        // Then
        assertThat(text).isEqualTo("{\"max_tokens\":32000000}");
    }

    @ParameterizedTest
    @CsvSource({
        "{\"a\":\"value-of-a-key\"}, {\"a\":\"***\"}",
        "value-of-a-key-and-morevalue-of-a-key, ******",
        "väl value-of-a-ke value-of-a-keyé, väl value-of-a-ke ***é",
        "sk-ant-api03-AbC_dEf-123, sk-ant-api03-AbC_dEf-123",
    })
    void shouldReplaceSecretValuesInLines(String line, String expected) {
        // Given
        List<Line> passed = new ArrayList<>();
        byte[] padded = ("<" + line + ">").getBytes(StandardCharsets.UTF_8);
        LineListener listener = redactor.over(passed::add);

        // When
        listener.onLine(new Line(padded, 1, padded.length - 2, 7));

        // Then
        assertThat(passed).singleElement().satisfies(it -> {
            assertThat(it.text()).isEqualTo(expected);
            assertThat(it.dropped()).isEqualTo(7);
        });
    }

    @Test
    void shouldReplaceTheBeginningOfASecretAtTheEndOfALineThatWasCut() {
        // Given
        List<String> passed = new ArrayList<>();
        LineListener listener = redactor.over(line -> passed.add(line.text()));
        byte[] line = "some value-of-a".getBytes(StandardCharsets.UTF_8);

        // When
        listener.onLine(new Line(line, 0, line.length, 1));
        listener.onLine(new Line(line, 0, line.length, 0));
        listener.onLine(new Line(line, 0, "some val".length(), 1));

        // Then
        assertThat(passed).containsExactly("some ***", "some value-of-a", "some val");
    }

    @ParameterizedTest
    @CsvSource({
        "a value-o/f-a-key b, a *** b",
        "value-of-a-key/value-of-a-key, ***/***",
        "v/a/l/u/e-of-a-key, ***",
        "x/value-of-a-key/y/, x/***/y/",
        "value-of/-another, value-of/-another",
    })
    void shouldReplaceASecretThatALineBreakSplits(String text, String expected) {
        // When
        String redacted = redactor.redact(text.replace('/', '\n'));

        // Then
        assertThat(redacted.replace('\n', '/')).isEqualTo(expected);
    }

    @Test
    void shouldReplaceAShortKnownSecretWhereItStandsAlone() {
        // Given
        KnownSecrets.add("zq#47");
        KnownSecrets.add("zq3");
        Redactor ofShort = Redactor.of(Map.of());

        // When
        String redacted = ofShort.redact("zq#47, (zq#47) azq#47 zq#47b zq3");

        // Then
        assertThat(redacted).isEqualTo("***, (***) azq#47 zq#47b zq3");
    }

    @Test
    void shouldReplaceASecretWithSeveralLines() {
        // When
        String redacted = redactor.redact("<first-line-of-it\nsecond-line-of-it>");

        // Then
        assertThat(redacted).isEqualTo("<***>");
    }
}
