package dev.yardmaster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks which packages use which others, and rules for all of the code. */
class ArchitectureTest {
    private static final String BASE = "dev.yardmaster";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    /** Each package and the packages that it may use. A package may use only packages that precede it in this list. */
    private static final Map<String, Set<String>> ARROWS = arrows("""
        problem:
        access: problem
        openapi: access problem
        retention: problem
        json:
        loop:
        process: problem
        git: process problem
        id: process
        page: id problem
        secret: process problem
        mcp: secret problem
        provider: mcp json process problem
        shell:
        provider.resolution: provider problem
        provider.declared: provider mcp process problem
        provider.claude: provider mcp json process problem
        provider.codex: provider shell mcp json process problem
        provider.opencode.server: provider mcp json process problem
        provider.opencode: provider.opencode.server provider mcp json process problem
        database: process problem
        token: id secret access database process page problem
        openid: token access json problem
        login: openid token access database problem
        security: login openid token access page problem
        executable: access database secret provider.resolution provider page problem
        settings: access executable database provider problem
        permission: shell provider access id page problem
        project: id access executable provider git mcp json process page problem
        worktree: id access project git process page problem
        merge: git process problem
        agent: id access project executable provider mcp json page problem
        prompt: access agent project provider page problem
        task: access id executable page problem
        plan: access id task page problem
        limit: access id executable provider json page problem
        pool: access id agent executable provider.resolution provider page problem
        usage: access agent plan project executable provider page problem
        selection: usage pool limit agent project settings executable provider.resolution provider problem
        review: merge worktree project executable id access database provider process page loop problem
        session.end: limit process problem
        session.frame: session.end limit provider json process problem
        sse: session.frame problem
        change: sse session.frame database problem
        activity: sse session.frame database mcp json process access id page problem
        session.spool: session.frame process
        session.log: sse session.spool session.frame session.end provider database json process problem
        session.handoff: session.log session.frame session.end project provider json process problem
        session.run: session.handoff session.log session.frame session.end limit project provider json process problem
        session: prompt access id session.run session.handoff session.log session.spool session.frame session.end selection usage pool limit
            worktree agent project settings executable provider.resolution provider mcp process page loop problem
        approval: session session.run permission provider project mcp json access id page loop problem
        session.stream: sse session session.log session.frame session.end agent problem
        session.transcript: session session.handoff session.frame executable provider json process problem
        replica: session session.run loop problem
        timer: replica database loop
        inbox: access id replica session session.run session.end selection usage limit agent database provider.resolution provider loop page
            problem
        question: timer inbox access id page problem
        needs: access executable provider page problem
        webhook: id secret page problem
        webhook.delivery: webhook usage replica loop id database json page problem
        idempotency: replica session id access problem
        subscription: timer inbox database id problem
        trigger: subscription timer inbox task access secret id page problem
        tools: review question subscription inbox session activity token plan task agent mcp json access id page problem
        dispatch.reconciliation: replica session pool database
        dispatch.planning: selection usage pool limit agent project settings provider.resolution
        dispatch: tools review question access dispatch.planning replica session session.run session.log session.end selection usage pool limit task agent project
            executable database provider.resolution provider mcp json loop problem
        spelling:
        client:
        server.configuration: openid spelling
        server: client server.configuration login database security process problem
        terminal:
        command: client terminal spelling
        top: command terminal client
        doctor: client terminal server server.configuration database provider process problem
        follow: command terminal client
        cli: doctor top follow command terminal client server server.configuration git problem
        """);

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*(//|#|--).*$");

    /** Files that have to name a provider: the options and the examples of the command line, and the protocol that the demo speaks. */
    private static final Set<String> FILES_NAMING_PROVIDERS = Set.of(
            "StartCommand.java",
            "AgentGroup.java",
            "WorkGroups.java",
            "WorkspaceGroups.java",
            "DemoCast.java",
            "DemoAgentCommand.java");

    @ParameterizedTest
    @MethodSource("arrows")
    void shouldUseOnlyTheListedPackages(String feature, Set<String> used) {
        // Given
        String[] packages = Stream.concat(Stream.of(feature), used.stream())
                .map(name -> BASE + "." + name)
                .toArray(String[]::new);

        // When
        var rule = classes()
                .that()
                .resideInAPackage(BASE + "." + feature)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..").or(resideInAnyPackage(packages)));

        // Then
        rule.check(CLASSES);
    }

    @Test
    void shouldListEveryPackageAfterThePackagesThatItUses() {
        // When
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE + "."))
                .map(name -> name.substring(BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(ARROWS.keySet()).containsExactlyInAnyOrderElementsOf(found);
        List<String> order = List.copyOf(ARROWS.keySet());
        ARROWS.forEach((feature, used) ->
                assertThat(order.subList(0, order.indexOf(feature))).as(feature).containsAll(used));
    }

    @Test
    void shouldNotUseThePackageOfAProvider() {
        // Given
        String[] own = Stream.of("claude", "codex", "opencode")
                .map(name -> BASE + ".provider." + name)
                .toArray(String[]::new);

        // When
        var rule = slices().matching(BASE + ".provider.(*)").should().notDependOnEachOther();

        // Then
        rule.check(CLASSES);
        noClasses()
                .that(resideOutsideOfPackages(own))
                .should()
                .dependOnClassesThat(resideInAnyPackage(own))
                .check(CLASSES);
    }

    /** Comments may contain examples. The code uses providers through their interface only. */
    @Test
    void shouldNameProvidersInTheirOwnPackagesOnly() throws IOException {
        // Given
        Pattern name = Pattern.compile("(?i)claude|codex|opencode");
        Pattern ownPackage = Pattern.compile(".*/provider/(claude|codex|opencode)/.*");

        // When
        Set<String> naming = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(it -> !ownPackage.matcher(it.toString()).matches())
                    .filter(it -> it.toString().matches(".*\\.(java|properties|sql)"))
                    .toList()) {
                if (name.matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
                        .find()) {
                    naming.add(file.getFileName().toString());
                }
            }
        }

        // Then
        assertThat(naming).isSubsetOf(FILES_NAMING_PROVIDERS);
    }

    @Test
    void shouldNotUseTheDispatcher() {
        // When
        var rule = noClasses()
                .that(resideOutsideOfPackage(BASE + ".dispatch.."))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + ".dispatch.."));

        // Then
        rule.check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        // When
        var rule = slices().matching(BASE + ".(**)").should().beFreeOfCycles();

        // Then
        rule.check(CLASSES);
    }

    @Test
    void shouldUseReactiveTransactionsOnly() {
        // Given
        String annotation = "jakarta.transaction.Transactional";

        // When
        var rule = noMethods().should().beAnnotatedWith(annotation);

        // Then
        rule.check(CLASSES);
        noClasses().should().beAnnotatedWith(annotation).check(CLASSES);
    }

    @Test
    void shouldMarkEveryPackageAsNullMarked() {
        // Given
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        // When
        Set<String> marked = Arrays.stream(packages.toArray(String[]::new))
                .filter(ArchitectureTest::isNullMarked)
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(marked).isEqualTo(packages);
    }

    private static Stream<Arguments> arrows() {
        return ARROWS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static Map<String, Set<String>> arrows(String table) {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        for (String line : table.replaceAll("\\n +", " ").lines().toList()) {
            String[] words = line.split("[: ]+");
            arrows.put(words[0], Set.of(Arrays.copyOfRange(words, 1, words.length)));
        }
        return arrows;
    }

    private static boolean isNullMarked(String name) {
        try {
            return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException _) {
            return false;
        }
    }
}
