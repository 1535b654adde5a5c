package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoolEntryParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            worker                                    | worker   |            |       |     |   |             |
            worker::50                                | worker   |            |       | 50  |   |             |
            worker:::3                                | worker   |            |       |     | 3 |             |
            worker::::codex                           | worker   |            |       |     |   | codex       |
            worker:::::                               | worker   |            |       |     |   |             |
            steward:merge                             | steward  |            | merge |     |   |             |
            steward:ephemeral                         | steward  |            | ephemeral |  |   |             |
            director:persistent:1000                  | director | persistent |       | 1000 |  |             |
            worker:ephemeral:100:3:claude-code:sonnet | worker   | ephemeral  |       | 100 | 3 | claude-code | sonnet
            worker:::1:opencode:ollama/qwen3:8b       | worker   |            |       |     | 1 | opencode    | ollama/qwen3:8b
            worker::::opencode::a::b:                 | worker   |            |       |     |   | opencode    | :a::b:
            worker::007                               | worker   |            |       | 7   |   |             |
            """)
    void shouldParseEntries(
            String text,
            String role,
            String mode,
            String focus,
            Integer priority,
            Integer slots,
            String provider,
            String model) {
        // When
        EntrySpec entry = PoolEntryParser.parse(text);

        // Then
        assertThat(entry)
                .isEqualTo(new EntrySpec(
                        Role.of(role),
                        Optional.ofNullable(mode).map(AgentMode::of),
                        Optional.ofNullable(focus),
                        Optional.ofNullable(priority),
                        Optional.ofNullable(slots),
                        Optional.ofNullable(provider),
                        Optional.ofNullable(model)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                    | unknown_role    | There is no role ''
            boss                  | unknown_role    | 'entries' is 'boss'. There is no role 'boss'. The roles are director, worker and steward.
            Worker                | unknown_role    | There is no role 'Worker'
            ` worker`             | unknown_role    | There is no role ' worker'
            worker:sometimes      | invalid_request | There is no agent mode 'sometimes'. The modes are ephemeral and persistent.
            worker:merge          | invalid_request | There is no agent mode 'merge'
            worker::high          | invalid_request | Its 'priority' is 'high' but must be a whole number.
            worker::-1            | invalid_request | Its 'priority' is '-1'
            worker::1.5           | invalid_request | Its 'priority' is '1.5'
            worker::٣             | invalid_request | Its 'priority' is '٣'
            worker:::codex        | invalid_request | Its 'slots' is 'codex'
            worker:::9999999999   | invalid_request | Its 'slots' is '9999999999'
            """)
    void shouldRejectInvalidEntries(String text, String code, String detail) {
        // When
        var refused = assertThatThrownBy(() -> PoolEntryParser.parse(text));

        // Then
        refused.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code().code()).isEqualTo(code);
            assertThat(e.detail()).contains(detail);
        });
    }

    @Test
    void shouldNotQuoteALongTextInTheError() {
        // Given
        String text = "worker:" + "x".repeat(1_000_000);

        // When
        var refused = assertThatThrownBy(() -> PoolEntryParser.parse(text));

        // Then
        refused.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.detail()).hasSizeLessThan(200));
    }

    private static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldParseEveryWrittenEntry(long seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            EntrySpec entry = entry(random);

            // When
            EntrySpec parsed = PoolEntryParser.parse(text(entry));

            // Then
            assertThat(parsed).as("seed %s: %s", seed, text(entry)).isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldParseOrRejectAnyText(long seed) {
        // Given
        Random random = new Random(seed);
        List<String> pieces =
                List.of("worker", "steward", ":", "::", "5", "-", "codex", "ephemeral", "\0", "日", " ", "\n");
        for (int i = 0; i < 1000; i++) {
            String text = random.ints(random.nextInt(12), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            Optional<RuntimeException> failure = Optional.empty();

            // When
            try {
                PoolEntryParser.parse(text);
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }

            // Then
            assertThat(failure.filter(e -> !(e instanceof YardmasterException)))
                    .as("seed %s: '%s'", seed, text)
                    .isEmpty();
        }
    }

    private static EntrySpec entry(Random random) {
        Role role = Role.values()[random.nextInt(3)];
        Optional<String> provider = maybe(random, word(random, "abc-"));
        return new EntrySpec(
                role,
                role == Role.STEWARD ? Optional.empty() : maybe(random, AgentMode.values()[random.nextInt(2)]),
                role == Role.STEWARD ? maybe(random, word(random, "abc /é")) : Optional.empty(),
                maybe(random, random.nextInt(1001)),
                maybe(random, 1 + random.nextInt(10_000)),
                provider,
                maybe(random, word(random, "ab:/.-[] é")));
    }

    /** The short form without trailing colons. */
    private static String text(EntrySpec entry) {
        String all = String.join(
                ":",
                entry.role().value(),
                entry.mode().map(AgentMode::value).or(entry::focus).orElse(""),
                entry.priority().map(String::valueOf).orElse(""),
                entry.slots().map(String::valueOf).orElse(""),
                entry.provider().orElse(""),
                entry.model().orElse(""));
        return entry.model().isPresent() ? all : all.replaceAll(":+$", "");
    }

    private static String word(Random random, String letters) {
        return random.ints(1 + random.nextInt(8), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
