package dev.yardmaster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may use which. */
class ArchitectureTest {
    private static final String BASE = "dev.yardmaster";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*(//|#|--).*$");

    /** Where a provider has to be named: which one is built in as the default, and which one the demo imitates. */
    private static final Set<String> NAMING_PROVIDERS =
            Set.of("StartCommand.java", "DemoAgentCommand.java", "DemoCommand.java", "DemoTour.java");

    @ParameterizedTest
    @CsvSource({
        "problem, ''",
        "page, ''",
        "process, problem",
        "provider, process problem",
        "provider.*, provider process problem",
        "settings, page provider security database problem",
        "project, page provider process problem",
        "agent, page project provider problem",
        "task, page problem",
        "plan, page task problem",
        "limit, page provider process problem",
        "pool, page agent provider problem",
        "usage, page agent provider problem",
        "session, page limit pool usage agent project settings provider process problem",
        "dispatch, session limit pool usage task agent project settings provider process problem database",
        "security, problem",
        "database, problem",
        "server, database problem",
        "cli, server problem",
    })
    void shouldPointItsArrowsDownOnly(String feature, String allowed) {
        // Given
        String[] packages = Stream.of((feature + " " + allowed).split(" "))
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
    void shouldKnowEveryPackage() {
        // Given
        Set<String> known = Set.of(
                "problem",
                "page",
                "process",
                "provider",
                "settings",
                "project",
                "agent",
                "task",
                "plan",
                "limit",
                "pool",
                "usage",
                "session",
                "dispatch",
                "security",
                "database",
                "server",
                "cli");

        // When
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE + "."))
                .map(name -> name.substring(BASE.length() + 1).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(found).isEqualTo(known);
    }

    @Test
    void shouldLetNobodyUseAProvidersOwnPackage() {
        // When
        var rule = slices().matching(BASE + ".provider.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true);

        // Then
        rule.check(CLASSES);
        noClasses()
                .that(resideOutsideOfPackage(BASE + ".provider.*.."))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + ".provider.*.."))
                .check(CLASSES);
    }

    /** Comments may give examples; the code knows providers by their contract only. */
    @Test
    void shouldNameAProviderInItsOwnPackageOnly() throws IOException {
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
        assertThat(naming).isSubsetOf(NAMING_PROVIDERS);
    }

    @Test
    void shouldLetNobodyUseTheDispatcher() {
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
    void shouldSayOfEveryPackageThatNothingIsNull() {
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

    private static boolean isNullMarked(String name) {
        try {
            return Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException _) {
            return false;
        }
    }
}
