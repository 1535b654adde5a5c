package dev.yardmaster.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    @Test
    void shouldFillAUsualTerminal() {
        // When
        String screen = screen(Fleets.working(), ViewState.INITIAL, 80, 24);

        // Then
        assertThat(screen).isEqualTo("""
                Yardmaster  http://127.0.0.1:8484 · version 1.2.3 · up 1h 02m
                Dispatcher  running
                Queue       3 ready · 2 running · oldest open for 2h 04m
                            2 × The pool 'yard' is full: 2 of 2 slots are used.
                            1 × Waits for other tasks.
                Pools       gpu █░░░░░░░░░ 1/40   yard ██ 2/2
                Limits      codex: 1h 01m 03s left, until 04:05:07 (five_hour)
                            work goes on with claude-code (1), opencode (1)

                  AGENT     STATE     PROVIDER    TASK              TOKENS  LAST LINE
                > ada       running   claude-co…  Write the parser  12k     Bash: mvn test
                  bo        running   opencode    解析器を書く[2J   900
                  cleo      idle      codex
                  dan       disabled









                q quit  ? help  Enter stream  p pause  r resume  s stop  / filter  ↑↓ select""");
    }

    @Test
    void shouldShowAllColumnsOnAWideTerminal() {
        // When
        List<String> lines =
                screen(Fleets.working(), ViewState.INITIAL, 200, 60).lines().toList();

        // Then
        assertThat(lines).hasSize(60);
        assertThat(String.join("\n", lines.subList(9, 13))).isEqualTo("""
                  AGENT     STATE     PROVIDER     MODEL     TASK              SESSION                               TOKENS  COST     LAST LINE
                > ada       running   claude-code  m-1       Write the parser  019a0000-0000-7000-8000-00005e551011  12k     $0.42    Bash: mvn test
                  bo        running   opencode     m-1       解析器を書く[2J   019a0000-0000-7000-8000-00005e551022  900
                  cleo      idle      codex        gpt-5""");
    }

    @Test
    void shouldKeepWhatMattersMostOnASmallTerminal() {
        // When
        String screen = screen(Fleets.working(), ViewState.INITIAL, 40, 10);

        // Then
        assertThat(screen).isEqualTo("""
                Yardmaster  http://127.0.0.1:8484 · ver…
                Dispatcher  running
                Queue       3 ready · 2 running · … (+2)
                Pools       gpu █░░░░░░░░░ 1/40 (+1)
                Limits      codex: 1h 01m 03s left… (+1)
                  AGENT     STATE     TASK
                > ada       running   Write the parser
                  bo        running   解析器を書く[2J
                  cleo      idle
                q quit  ? help  Enter stream    1-3 of 4""");
    }

    @Test
    void shouldPrintEverythingWithoutKeysForOneFrame() {
        // When
        String frame = text(layout(Fleets.working(), ViewState.INITIAL).all(60));

        // Then
        assertThat(frame).isEqualTo("""
                Yardmaster  http://127.0.0.1:8484 · version 1.2.3 · up 1h 02m
                Dispatcher  running
                Queue       3 ready · 2 running · oldest open for 2h 04m
                            2 × The pool 'yard' is full: 2 of 2 slots are u…
                            1 × Waits for other tasks.
                Pools       gpu █░░░░░░░░░ 1/40   yard ██ 2/2
                Limits      codex: 1h 01m 03s left, until 04:05:07 (five_ho…
                            work goes on with claude-code (1), opencode (1)

                  AGENT     STATE     TASK              LAST LINE
                  ada       running   Write the parser  Bash: mvn test
                  bo        running   解析器を書く[2J
                  cleo      idle
                  dan       disabled""".replace("up 1h 02m", "up 1h 0…"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 13, 20, 39, 40, 79, 120, 400})
    void shouldFitIntoAnyTerminal(int columns) {
        for (int rows : new int[] {1, 2, 3, 5, 7, 10, 24, 60}) {
            for (Fleet fleet : List.of(Fleets.working(), Fleets.of(0), Fleets.of(100), new Fleet("http://h"))) {
                // When
                List<AttributedString> lines = layout(fleet, ViewState.INITIAL).lines(columns, rows);

                // Then
                assertThat(lines)
                        .as("%d rows", rows)
                        .hasSize(rows)
                        .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(columns));
            }
        }
    }

    @Test
    void shouldScrollToTheSelectedRow() {
        // When
        String screen = screen(Fleets.of(30), selected("id20"), 60, 10);

        // Then
        assertThat(screen.lines().skip(3))
                .containsExactly(
                        "  AGENT      STATE     TASK            LAST LINE",
                        "  agent-018  idle",
                        "  agent-019  idle",
                        "> agent-020  idle",
                        "  agent-021  idle",
                        "  agent-022  idle",
                        "q quit  ? help  Enter stream  p pause  r resume  19-23 of 30");
    }

    @Test
    void shouldShowOnlyTheRowsThatTheFilterSelects() {
        // When
        String screen = screen(Fleets.working(), ViewState.INITIAL.filtered("PARSER"), 80, 14);

        // Then
        assertThat(screen).contains("> ada").doesNotContain("cleo").contains("Filter: PARSER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"state":"paused"}                                                             | Dispatcher  paused until it is resumed
            {"state":"paused","until":"2026-01-02T03:05:10.2Z","reason":"Lunch\\u001b[2J"} | Dispatcher  paused for 1m 06s, until 03:05:10 · Lunch[2J
            {"state":"waiting","until":"2026-01-05T00:00:00Z","reason":"No executable."}   | Dispatcher  waiting for 2d 20h 55m 55s, until 2026-01-05 00:00:00 · No executable.
            {"state":"waiting","until":"2026-01-01T00:00:00Z"}                             | Dispatcher  waiting for 0s, until 2026-01-01 00:00:00
            """)
    void shouldCountDownUntilTheDispatcherContinues(String dispatcher, String line) {
        // Given
        Fleet fleet = Fleets.working();
        fleet.put(Kind.DISPATCHER, "dispatcher", Fleets.json(dispatcher));

        // When
        String screen = screen(fleet, ViewState.INITIAL, 90, 24);

        // Then
        assertThat(screen.lines()).contains(line);
    }

    @Test
    void shouldShowWhyTheServiceIsNotConnectedAndWhenTheNextAttemptFollows() {
        // Given
        Fleet fleet = Fleets.working();
        fleet.connection(new Connection.Lost("No Yardmaster answers.", Fleets.NOW.plusMillis(3500)));

        // When
        String screen = screen(fleet, ViewState.INITIAL, 80, 24);

        // Then
        assertThat(screen.lines())
                .startsWith("Yardmaster  not connected, trying again in 4s", "            No Yardmaster answers.");
    }

    @Test
    void shouldShowNoLimitThatHasEnded() {
        // Given
        var later = new Moments(Instant.parse("2026-01-02T04:05:07.500Z"), ZoneOffset.UTC);

        // When
        String screen =
                text(new Layout(Fleets.working().view(), ViewState.INITIAL, later, Palette.PLAIN).lines(80, 24));

        // Then
        assertThat(screen).doesNotContain("Limits");
    }

    @Test
    void shouldShowThatPoolsAreFullOrTooFull() {
        // Given
        Fleet fleet = Fleets.working();
        fleet.put(Kind.POOL, "p1", Fleets.json("{\"name\":\"yard\",\"size\":3,\"used\":5,\"enabled\":true}"));
        fleet.put(Kind.POOL, "p2", Fleets.json("{\"name\":\"gpu\",\"size\":40,\"used\":39,\"enabled\":false}"));

        // When
        String screen = screen(fleet, ViewState.INITIAL, 80, 24);

        // Then
        assertThat(screen.lines()).contains("Pools       gpu █████████░ 39/40 (disabled)   yard ███ 5/3");
    }

    private static ViewState selected(String key) {
        return new ViewState(new Mode.Table(), Optional.of(key), "", Optional.empty());
    }

    private static String screen(Fleet fleet, ViewState state, int columns, int rows) {
        return text(layout(fleet, state).lines(columns, rows));
    }

    private static String text(List<AttributedString> lines) {
        return lines.stream().map(line -> line.toString().stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static Layout layout(Fleet fleet, ViewState state) {
        return new Layout(fleet.view(), state, new Moments(Fleets.NOW, ZoneOffset.UTC), Palette.MONOCHROME);
    }
}
