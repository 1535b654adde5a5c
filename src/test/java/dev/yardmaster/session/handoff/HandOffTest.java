package dev.yardmaster.session.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.LogSlice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandOffTest {
    private static final UUID SESSION = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final String SECRET = "hunter2-hunter2";
    private static final String TOKEN = "sk-ant-0123456789abcdef";
    private static final HandOffText TEXT = new HandOffText(Redactor.of(Map.of("DEPLOY_PASSWORD", SECRET)));
    private static final Optional<HandOff.Work> WORK =
            Optional.of(new HandOff.Work("Repair the parser", "Make it read\nempty files."));

    @Test
    void shouldRecordTheTaskTheEndTheFilesTheToolCallsAndTheMessages() {
        // Given
        HandOffEvents events = events(
                new AgentEvent.UserMessage("Make it read\nempty files."),
                call("1", "Bash", "{\"command\":\"npm test\",\"timeout\":5,\"env\":{\"A\":1}}"),
                new AgentEvent.ToolResult("1", JsonSlice.ofString("2 failures"), true),
                call("2", "Edit", "{\"path\":\"src/parser.c\"}"),
                new AgentEvent.ToolResult("2", JsonSlice.ofString("ok"), false),
                new AgentEvent.MessageDelta("m", AgentEvent.Content.TEXT, JsonSlice.ofString("I have")),
                new AgentEvent.Message("m", JsonSlice.ofString("I have found it.\n\n# It is the lexer.")),
                new AgentEvent.UserMessage("Go on."),
                new AgentEvent.ProviderRaw(JsonSlice.raw("{\"secret\":\"line\"}")));
        var tree = new HandOffTree(
                "fix-parser", List.of("abc1234 Add a test"), List.of(" M src/parser.c", "?? new"), "1 file changed");

        // When
        String markdown = new HandOff(TEXT, earlier(), WORK, events, Optional.of(tree)).markdown();

        // Then
        assertThat(markdown).endsWith("""
                ## Task: Repair the parser

                > Make it read
                > empty files.

                ## The earlier session

                It ran on the provider rook (executable rook-work, model rook-9) from 2026-01-02T03:04:05Z on. Its state is limited: \
                The limit was reached.

                ## Files

                Branch: fix-parser

                Commits since it started:

                    abc1234 Add a test

                Uncommitted changes:

                    1 file changed
                    M src/parser.c
                    ?? new

                ## Last tool calls, newest at the end

                    Bash (failed): command=npm test timeout=5 env=(1)
                    Edit: path=src/parser.c

                ## Last messages, newest at the end

                From the agent:

                > I have found it.
                >
                > # It is the lexer.

                To the agent:

                > Go on.

                """);
    }

    @Test
    void shouldBeShortForASessionThatDidNothing() {
        // When
        String markdown = new HandOff(TEXT, earlier(), Optional.empty(), events(), Optional.empty()).markdown();

        // Then
        assertThat(markdown.lines().filter(line -> line.startsWith("#")))
                .containsExactly("# Hand-off", "## The earlier session");
    }

    @Test
    void shouldKeepTheNewestMessagesWholeAndShortenTheOlderOnes() {
        // Given
        HandOffEvents events = events(IntStream.range(0, 100)
                .mapToObj(
                        i -> new AgentEvent.Message("m" + i, JsonSlice.ofString(i + "<" + "x".repeat(2_000) + ">" + i)))
                .toArray(AgentEvent[]::new));

        // When
        String markdown = new HandOff(TEXT, earlier(), WORK, events, Optional.empty()).markdown();

        // Then
        List<String> messages = markdown.lines()
                .filter(line -> line.startsWith("> ") && line.contains("<"))
                .toList();
        assertThat(messages).hasSize(30);
        assertThat(messages.subList(27, 30)).allSatisfy(line -> assertThat(line).hasSize(2_008));
        assertThat(messages.subList(0, 27))
                .allSatisfy(line -> assertThat(line).contains(" […] ").hasSizeLessThan(500));
        assertThat(messages.getLast()).startsWith("> 99<").endsWith(">99");
    }

    @Test
    void shouldKeepTheLastToolCalls() {
        // Given
        HandOffEvents events = events(IntStream.range(0, 1_000)
                .mapToObj(i -> call("c" + i, "Tool" + i, "{}"))
                .toArray(AgentEvent[]::new));

        // When
        List<String> calls =
                events.calls().stream().map(HandOffEvents.ToolCall::name).toList();

        // Then
        assertThat(calls).hasSize(20).startsWith("Tool980").endsWith("Tool999");
    }

    @Test
    void shouldCountTheFilesThatDoNotFit() {
        // Given
        List<String> changed =
                IntStream.range(0, 1_000).mapToObj(i -> "?? some/file/" + i).toList();
        var tree = new HandOffTree("fix-parser", List.of(), changed, "");

        // When
        String markdown = new HandOff(TEXT, earlier(), Optional.empty(), events(), Optional.of(tree)).markdown();

        // Then
        long shown = markdown.lines().filter(line -> line.startsWith("    ?? ")).count();
        assertThat(shown).isBetween(100L, 999L);
        assertThat(markdown).contains("    and " + (1_000 - shown) + " more\n");
    }

    @Test
    void shouldContainNoSecrets() {
        // Given
        String both = "it is " + SECRET + " or " + TOKEN + ".";
        HandOffEvents events = events(
                new AgentEvent.UserMessage(both),
                call("1", "Bash", "{\"command\":" + JsonSlice.ofString("curl -H 'x: " + TOKEN + "' " + both) + "}"),
                new AgentEvent.Message("m", JsonSlice.ofString("y".repeat(10_000) + both)));
        var tree = new HandOffTree(both, List.of(both), List.of(both), both);

        // When
        String markdown = new HandOff(
                        TEXT, earlier(), Optional.of(new HandOff.Work(both, both)), events, Optional.of(tree))
                .markdown();

        // Then
        assertThat(markdown).doesNotContain(SECRET, TOKEN, "hunter2", "sk-ant").contains("it is *** or ***.");
    }

    static Stream<Long> seeds() {
        return new Random(7).longs(60).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldBeShortAndWellFormedForAnyEvents(long seed) {
        // Given
        Texts texts = new Texts(new Random(seed));
        HandOffEvents events = events(
                Stream.generate(texts::event).limit(texts.random.nextInt(120)).toArray(AgentEvent[]::new));
        var work = new HandOff.Work(texts.get(), texts.get());
        var tree = new HandOffTree(texts.get(), texts.several(), texts.several(), texts.get());

        // When
        String markdown = new HandOff(TEXT, earlier(), Optional.of(work), events, Optional.of(tree)).markdown();

        // Then
        byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isLessThanOrEqualTo(HandOff.MAX_BYTES);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(markdown);
        assertThat(markdown.chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
        assertThat(markdown).doesNotContain(SECRET);
    }

    /** Random texts of all lengths, with every kind of character that may occur. */
    private record Texts(Random random) implements Supplier<String> {
        private static final List<String> PIECES = List.of(
                "word ",
                "\n",
                "\n\n\n",
                "é",
                "漢字",
                "😀",
                "\ud83d",
                "\ude00",
                "\0",
                "\u001b[31m",
                "\r\n",
                "\u0085",
                "\"\\",
                "```\n",
                "# head\n",
                "\u2028",
                SECRET,
                "\u202e");

        @Override
        public String get() {
            int pieces = List.of(0, 1, 10, 300, 20_000).get(random.nextInt(5));
            boolean uniform = random.nextBoolean();
            int one = random.nextInt(PIECES.size());
            return IntStream.range(0, pieces)
                    .mapToObj(_ -> PIECES.get(uniform ? one : random.nextInt(PIECES.size())))
                    .collect(Collectors.joining());
        }

        List<String> several() {
            return Stream.generate(this).limit(random.nextInt(40)).toList();
        }

        AgentEvent event() {
            return switch (random.nextInt(6)) {
                case 0 -> new AgentEvent.UserMessage(get());
                case 1, 2 -> new AgentEvent.Message("m", JsonSlice.ofString(get()));
                case 3 ->
                    call(
                            "c" + random.nextInt(50),
                            get(),
                            "{" + JsonSlice.ofString(get()) + ":" + JsonSlice.ofString(get()) + ",\"n\":[1,{}]}");
                case 4 ->
                    new AgentEvent.ToolResult(
                            "c" + random.nextInt(50), JsonSlice.ofString(get()), random.nextBoolean());
                default -> new AgentEvent.Failure("kind", get(), OptionalInt.empty());
            };
        }
    }

    private static AgentEvent call(String id, String name, String input) {
        return new AgentEvent.ToolCall(id, name, JsonSlice.raw(input));
    }

    /** The events as they are read from the store: a few frames at a time. */
    private static HandOffEvents events(AgentEvent... all) {
        var encoder = new FrameEncoder(SESSION);
        var events = new HandOffEvents(TEXT);
        List<AgentEvent> left = new ArrayList<>(List.of(all));
        for (long seq = 1; !left.isEmpty(); ) {
            var frames = new ByteSink(1024);
            long first = seq;
            for (int i = 0; i < 3 && !left.isEmpty(); i++) {
                encoder.encode(frames, seq++, 0, left.removeFirst());
            }
            events.read(new LogSlice(first, seq - 1, new ByteSlice(frames.array(), 0, frames.size()), ByteSlice.EMPTY));
        }
        return events;
    }

    private static EarlierSession earlier() {
        return new EarlierSession(
                UUID.randomUUID(),
                Optional.empty(),
                "rook",
                "rook-work",
                Optional.of("rook-9"),
                "/srv/tree",
                Instant.parse("2026-01-02T03:04:05Z"),
                "limited",
                Optional.of("The limit was reached."));
    }
}
