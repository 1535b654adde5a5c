package dev.yardmaster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.groups.UniAwait;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.transaction.Transactional;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the code may use the database. */
class PersistenceRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.yardmaster");

    /** The packages of what people configure. It is stored through Hibernate; a caller that holds a connection may read it with plain SQL. */
    private static final String[] CONFIGURED = {
        "dev.yardmaster.agent",
        "dev.yardmaster.project",
        "dev.yardmaster.settings",
        "dev.yardmaster.executable",
        "dev.yardmaster.plan",
        "dev.yardmaster.pool",
        "dev.yardmaster.token",
        "dev.yardmaster.webhook"
    };

    @Test
    void shouldStoreConfiguredThingsThroughHibernate() {
        // When
        var rule = noClasses()
                .that(resideInAnyPackage(CONFIGURED))
                .and()
                // Counts the occupied slots, which the dispatcher moves.
                .doNotHaveSimpleName("PoolMetrics")
                .and()
                // Answers the guard, and stores when tokens were used.
                .doNotHaveSimpleName("TokenQueries")
                .and()
                // The tokens of sessions, which begin and end with their sessions.
                .doNotHaveSimpleName("SessionTokenRepository")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Pool.class);

        // Then
        rule.check(CLASSES);
    }

    @Test
    void shouldMapEachTableOnce() {
        // When
        List<String> tables = CLASSES.stream()
                .flatMap(type -> type.tryGetAnnotationOfType(Table.class).stream())
                .map(Table::name)
                .toList();

        // Then
        assertThat(tables)
                .contains(
                        "agent",
                        "project",
                        "settings",
                        "executable",
                        "plan",
                        "pool",
                        "budget",
                        "access_token",
                        "webhook")
                .doesNotHaveDuplicates();
        assertThat(CLASSES.stream().filter(type -> type.isAnnotatedWith(Entity.class)))
                .hasSameSizeAs(tables);
    }

    /** Panache's sessions cannot be mixed with JTA transactions. */
    @Test
    void shouldNotUseJtaTransactions() {
        // When
        var rule = noClasses().should().dependOnClassesThat().areAssignableTo(Transactional.class);

        // Then
        rule.check(CLASSES);
    }

    @Test
    void shouldCreateIdsInOnePlace() {
        // When
        var rule = noClasses()
                .that(resideOutsideOfPackage("dev.yardmaster.id"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.f4b6a3..", "org.hibernate.id..");

        // Then
        rule.check(CLASSES);
    }

    /** A database that hangs must not stop a thread for ever. */
    @Test
    void shouldBoundEachWaitForTheDatabase() {
        // When
        var rule = noClasses().should().callMethod(UniAwait.class, "indefinitely");

        // Then
        rule.check(CLASSES);
    }

    /**
     * Code that holds a connection may run in a transaction. If it took a second connection from the pool, as many concurrent transactions
     * as the pool has connections would wait for each other.
     */
    @Test
    void shouldNotTakeASecondConnectionWhileHoldingOne() {
        // Given
        List<JavaMethod> methods =
                CLASSES.stream().flatMap(type -> type.getMethods().stream()).toList();
        List<JavaCodeUnit> withParameter = methods.stream()
                .filter(PersistenceRulesTest::hasAConnectionParameter)
                .map(JavaCodeUnit.class::cast)
                .toList();
        List<JavaCodeUnit> calledInTransaction = methods.stream()
                .filter(PersistenceRulesTest::opensATransaction)
                .flatMap(PersistenceRulesTest::calledInLambdas)
                .toList();

        // When
        Set<String> violations = new TreeSet<>();
        Stream.concat(withParameter.stream(), calledInTransaction.stream())
                .forEach(start -> pathToAnotherConnection(start).ifPresent(violations::add));

        // Then
        assertThat(withParameter).isNotEmpty();
        assertThat(calledInTransaction).isNotEmpty();
        assertThat(violations).isEmpty();
    }

    private static boolean hasAConnectionParameter(JavaMethod method) {
        return method.getRawParameterTypes().stream()
                .anyMatch(type -> type.isAssignableTo(SqlClient.class) && !type.isAssignableTo(Pool.class));
    }

    private static boolean opensATransaction(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Pool.class)
                        && call.getName().startsWith("with"));
    }

    /** The methods that the lambdas of a method call: what runs in the transaction that the method opens. */
    private static Stream<JavaCodeUnit> calledInLambdas(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .filter(JavaAccess::isDeclaredInLambda)
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .filter(called -> called.getOwner().getPackageName().startsWith("dev.yardmaster"))
                .map(JavaCodeUnit.class::cast);
    }

    /** The calls that lead from a method to one that takes a connection, found breadth first. */
    private static Optional<String> pathToAnotherConnection(JavaCodeUnit start) {
        Map<JavaCodeUnit, String> paths = new HashMap<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(start));
        paths.put(start, start.getFullName());
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.poll();
            String path = paths.get(unit);
            if (takesAConnection(unit)) {
                return Optional.of(path);
            }
            called(unit).filter(next -> !paths.containsKey(next)).forEach(next -> {
                paths.put(next, path + " -> " + next.getFullName());
                open.add(next);
            });
        }
        return Optional.empty();
    }

    private static boolean takesAConnection(JavaCodeUnit unit) {
        return unit.isAnnotatedWith(WithSession.class)
                || unit.isAnnotatedWith(WithTransaction.class)
                || unit.getFieldAccesses().stream()
                        .anyMatch(access -> access.getTarget().getRawType().isEquivalentTo(Pool.class));
    }

    /** The methods that a method calls or refers to, with the implementations of those that are abstract. */
    private static Stream<JavaCodeUnit> called(JavaCodeUnit unit) {
        return Stream.concat(
                        unit.getCallsFromSelf().stream()
                                .map(call -> call.getTarget().resolveMember()),
                        unit.getCodeUnitReferencesFromSelf().stream()
                                .map(reference -> reference.getTarget().resolveMember()))
                .flatMap(Optional::stream)
                .map(JavaCodeUnit.class::cast)
                .filter(member -> member.getOwner().getPackageName().startsWith("dev.yardmaster"))
                .flatMap(PersistenceRulesTest::withImplementations);
    }

    private static Stream<JavaCodeUnit> withImplementations(JavaCodeUnit unit) {
        String[] parameters =
                unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return Stream.concat(
                Stream.of(unit),
                unit.getOwner().getAllSubclasses().stream()
                        .flatMap(type -> type.tryGetMethod(unit.getName(), parameters).stream()));
    }
}
