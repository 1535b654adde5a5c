package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.RouteRole;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.command.ApiCommand;
import dev.yardmaster.command.CommandGroup;
import dev.yardmaster.command.CommandTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandTableTest {
    /** Routes of other commands, which are not requests with one answer. */
    private static final Set<String> OF_OTHER_COMMANDS = Set.of(
            // Streams: agent stream, session stream, top.
            "GET /api/agents/{agent}/events",
            "GET /api/changes",
            "GET /api/events",
            // For programs that collect metrics, and for browsers.
            "GET /q/metrics",
            "POST /api/logout");

    private static final CommandLine PROGRAM = CommandLines.commandLine();
    private static final Pattern WORD = Pattern.compile("(?:[^ ']|'[^']*')+");

    @Test
    void shouldHaveACommandForEachRoute() {
        // Given
        List<String> routes = RouteRoles.all().stream()
                .map(CommandTableTest::text)
                .filter(route -> !OF_OTHER_COMMANDS.contains(route))
                .toList();

        // When
        List<String> commands = commands().map(ApiCommand::route).distinct().toList();

        // Then
        assertThat(commands).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void shouldSendRequestsWhoseAnswerIsSecretOnlyOnce() {
        assertThat(commands().filter(ApiCommand::hasSecretAnswer).map(ApiCommand::route))
                .containsExactlyInAnyOrderElementsOf(commands()
                        .map(ApiCommand::route)
                        .filter(route -> route.startsWith("POST ") && RouteRoles.hasSecretAnswer(route.substring(5)))
                        .toList());
    }

    @Test
    void shouldShowAnExampleOfEachCommand() {
        assertThat(commands().filter(command -> command.examples().isEmpty()).map(ApiCommand::route))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldParseEachExample(CommandGroup group, ApiCommand command, String example) {
        // Given
        String[] words = words(example).toArray(String[]::new);

        // When
        CommandLine.ParseResult parsed = PROGRAM.parseArgs(words);

        // Then
        List<String> names = new ArrayList<>();
        for (CommandLine.ParseResult part = parsed; part.hasSubcommand(); part = part.subcommand()) {
            names.add(part.subcommand().commandSpec().name());
        }
        assertThat(String.join(" ", names)).isEqualTo((group.name() + " " + command.name()).strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            help                    | Runs a crew of coding agents
            --help                  | Runs a crew of coding agents
            help start              | Usage: yardmaster start
            help agent              | register, create, add
            help agent list         | yardmaster agent list -q
            agent list --help       | yardmaster agent list -q
            help budget agent set   | --usd
            """)
    void shouldShowTheHelpOfACommand(String line, String expected) {
        // Given
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);

        // When
        int exitCode = CommandLines.run(Map.of(), stream, stream, line.split(" "));

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(expected);
    }

    @Test
    void shouldListAllCommandsInTheHelp() {
        // Given
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> visible = PROGRAM.getSubcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(entry -> "  " + entry.getKey() + " ")
                .toList();

        // When
        CommandLines.run(Map.of(), stream, stream, "help");

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(visible).doesNotContain("__complete", "demo-agent");
    }

    static Stream<Object[]> examples() {
        return CommandTree.GROUPS.stream()
                .flatMap(group -> group.commands().stream()
                        .flatMap(command ->
                                command.examples().stream().map(example -> new Object[] {group, command, example})));
    }

    /** The words as a shell separates them; a substitution stands for one word. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        Matcher word =
                WORD.matcher(example.replaceAll("\\$\\([^)]*\\)", "0199c2d1").replaceAll(" > .*", ""));
        while (word.find()) {
            words.add(word.group().replace("'", ""));
        }
        return words;
    }

    private static Stream<ApiCommand> commands() {
        return CommandTree.GROUPS.stream().flatMap(group -> group.commands().stream());
    }

    private static String text(RouteRole route) {
        return route.method() + " " + route.path();
    }
}
