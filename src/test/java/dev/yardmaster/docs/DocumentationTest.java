package dev.yardmaster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What README.md, docs/ and the code mention must exist. */
class DocumentationTest {
    private static final Path MAIN = Path.of("src/main/java/dev/yardmaster");

    /** Read by the launcher, the command line or the tests rather than by the configuration. */
    private static final Set<String> VARIABLES = Set.of(
            "YARDMASTER_HOME",
            "YARDMASTER_URL",
            "YARDMASTER_TOKEN",
            "YARDMASTER_DATABASE_URL",
            "YARDMASTER_DATABASE_URL_FILE",
            "YARDMASTER_JAVA_OPTS",
            "YARDMASTER_AGENT_PROVIDER_OVERRIDE",
            "YARDMASTER_AGENT_RUNTIME_OVERRIDE",
            "YARDMASTER_PORT_BASE",
            "YARDMASTER_PORT_COUNT",
            "YARDMASTER_WORKTREE");

    @ParameterizedTest
    @ValueSource(
            strings = {"dev\\.yardmaster\\.([a-z]\\w*(?:\\.[a-z]\\w*)*)(?![\\w(])", "dev/yardmaster/([a-z][a-z0-9/]*)/"
            })
    void shouldNameOnlyPackagesThatExist(String pattern) throws IOException {
        // Given
        Pattern name = Pattern.compile(pattern);

        // When
        List<String> missing = Stream.concat(sources(), Documents.files().stream())
                .flatMap(file -> name.matcher(Documents.text(file))
                        .results()
                        .map(match -> match.group(1).replace('.', '/'))
                        .filter(found -> !isPackage(found))
                        .map(found -> file + ": " + found))
                .toList();

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldListEveryPackageInTheArchitecture() throws IOException {
        // Given
        Set<String> packages;
        try (Stream<Path> files = Files.walk(MAIN)) {
            packages = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> MAIN.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        String table = Documents.text(Path.of("docs/architecture.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .collect(Collectors.joining());

        // When
        Set<String> listed = Pattern.compile("`([a-z.]+)`")
                .matcher(table)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(listed).isEqualTo(packages);
    }

    @Test
    void shouldNameOnlyTypesThatExist() throws IOException {
        // Given
        Set<String> types = sources()
                .map(file -> file.getFileName().toString().replaceAll("\\..*", ""))
                .collect(Collectors.toSet());

        // When
        List<Documents.Mention> missing = missing(
                "`([A-Z][a-z]+[A-Z]\\w+)(?:\\.[A-Z]\\w+)?`",
                mention -> types.contains(mention.group(1)) || mention.group(1).equals("EventSource"));

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameOnlyRoutesThatExist() {
        // Given
        Set<String> routes = ApiRoutes.all();

        // When
        List<Documents.Mention> missing = missing(
                "(?:(GET|POST|PUT|PATCH|DELETE) )?[^ ]*?(/api/[A-Za-z0-9/{}_-]+)",
                mention -> routes.stream().anyMatch(route -> matches(route, mention)));

        // Then
        assertThat(routes).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameOnlyPropertiesThatExist() throws IOException {
        // Given
        List<ConfigurationProperty> known = ConfigurationReference.sections().stream()
                .flatMap(section -> section.properties().stream())
                .toList();
        Set<String> prefixes = ConfigurationReference.sections().stream()
                .map(ConfigurationSection::prefix)
                .collect(Collectors.toSet());

        // When
        List<Documents.Mention> missing = missing(
                "(?<![A-Za-z0-9./-])(yardmaster\\.[a-z][A-Za-z0-9.<>-]*[A-Za-z0-9>])",
                mention -> prefixes.contains(mention.group(1))
                        || known.stream().anyMatch(it -> it.isMentionedAs(mention.group(1))));

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameOnlyEnvironmentVariablesThatExist() throws IOException {
        // Given
        Set<String> known = ConfigurationReference.sections().stream()
                .flatMap(section -> section.properties().stream())
                .map(property -> property.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .collect(Collectors.toSet());

        // When
        List<Documents.Mention> missing = missing(
                "(YARDMASTER_[A-Z_]+)",
                mention -> known.contains(mention.group(1)) || VARIABLES.contains(mention.group(1)));

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameOnlyCommandsAndOptionsThatExist() {
        // Given
        CommandLine program = CommandLines.commandLine();

        // When
        List<Documents.Mention> missing = missing(
                "(?:target/|`)yardmaster ([a-z][^`\n]*)",
                mention -> exists(program, mention.group(1).split(" ")));

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldLinkOnlyToFilesThatExist() {
        // When
        List<Documents.Mention> broken = missing(
                "\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)",
                mention -> Files.exists(mention.file().toAbsolutePath().resolveSibling(mention.group(1))));

        // Then
        assertThat(broken).isEmpty();
    }

    /** {@link ExamplesTest} runs the blocks that send requests. */
    @Test
    void shouldShowNoOtherShellCommandsThanRequestsAndKnownPrograms() {
        // When
        List<String> commands = ShellBlock.all().stream()
                .filter(block -> !block.sendsRequests())
                .flatMap(block -> block.commands().lines())
                .toList();

        // Then
        assertThat(commands).isNotEmpty().allMatch(command -> command.matches("(?:\\./mvnw|target/yardmaster) .*"));
    }

    /** The mentions that match a pattern and name something that does not exist; at least one mention must be found at all. */
    private static List<Documents.Mention> missing(String pattern, Predicate<Documents.Mention> exists) {
        List<Documents.Mention> mentions = Documents.mentions(pattern);
        assertThat(mentions).isNotEmpty();
        return mentions.stream().filter(exists.negate()).toList();
    }

    private static boolean matches(String route, Documents.Mention mention) {
        String[] verbAndPath = route.split(" ");
        String verb = mention.match().group(1);
        return (verb == null || verb.equals(verbAndPath[0]))
                && mention.group(2).replaceAll("/$", "").matches(verbAndPath[1].replace("{}", "[^/]+"));
    }

    /** Whether the words lead to a command that has the options among them. */
    private static boolean exists(CommandLine program, String... words) {
        CommandLine found = program;
        for (String word : words) {
            if (word.equals("--")) {
                break;
            }
            if (found.getSubcommands().containsKey(word)) {
                found = found.getSubcommands().get(word);
            } else if (found == program
                    || word.startsWith("--")
                            && !found.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPackage(String name) {
        return Stream.of("src/main/java", "src/test/java", "src/main/filtered")
                .map(root -> Path.of(root, "dev/yardmaster", name))
                .anyMatch(Files::isDirectory);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|sql|properties|json)")).toList().stream();
        }
    }
}
