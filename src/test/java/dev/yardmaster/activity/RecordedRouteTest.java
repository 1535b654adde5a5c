package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.RouteRole;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.docs.ApiRoutes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRouteTest {
    /** The filters that record a request see each route with a resource method. */
    @Test
    void shouldRecordEveryChangingRoute() {
        // Given
        List<RouteRole> changing = RouteRoles.all().stream()
                .filter(route -> !route.method().equals("GET"))
                .toList();

        // When
        Set<String> recorded = changing.stream()
                .filter(route -> RecordedRoute.of(route.method(), path(route)).isPresent())
                .map(route -> route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                .collect(Collectors.toSet());

        // Then
        assertThat(recorded).hasSameSizeAs(changing).hasSizeGreaterThan(35);
        assertThat(ApiRoutes.all()).containsAll(recorded);
    }

    @Test
    void shouldNameTheActionOfEveryRouteDifferently() {
        // When
        List<String> actions = RouteRoles.all().stream()
                .flatMap(route -> RecordedRoute.of(route.method(), path(route)).stream())
                .map(RecordedRoute::action)
                .filter(action -> !action.startsWith("budget."))
                .toList();

        // Then
        assertThat(actions).doesNotHaveDuplicates().allMatch(action -> action.matches("[a-z-]+\\.[a-z-]+|logout"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST   | /api/tasks                 | task.add          | ''
        PATCH  | /api/tasks/7               | task.change       | 7
        POST   | /api/tasks/7/cancel        | task.cancel       | 7
        POST   | /api/tasks/bulk            | task.bulk-add     | ''
        POST   | /api/tasks/bulk/cancel     | task.bulk-cancel  | ''
        DELETE | /api/agents/ann/           | agent.delete      | ann
        POST   | /api/agents/ann/start      | agent.start       | ann
        PUT    | /api/executables/mine      | executable.set    | mine
        PUT    | /api/budgets/workspace     | budget.set        | workspace
        DELETE | /api/budgets/agents/ann    | budget.delete     | agents/ann
        POST   | /api/sessions/8/messages   | session.message   | 8
        POST   | /api/dispatcher/pause      | dispatcher.pause  | ''
        PATCH  | /api/settings              | settings.change   | ''
        POST   | /api/login                 | login             | ''
        POST   | /api/logout                | logout            | ''
        """)
    void shouldDeriveTheActionAndTheThing(String method, String path, String action, String key) {
        // When
        RecordedRoute route = RecordedRoute.of(method, path).orElseThrow();

        // Then
        assertThat(route.action()).isEqualTo(action);
        assertThat(route.key(path)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/tasks",
        "HEAD, /api/tasks",
        "OPTIONS, /api/tasks",
        "POST, /api/nothing",
        "POST, /login/",
        "GET, /api/login"
    })
    void shouldNotRecordOtherRequests(String method, String path) {
        // When
        Optional<RecordedRoute> route = RecordedRoute.of(method, path);

        // Then
        assertThat(route).isEmpty();
    }

    private static String path(RouteRole route) {
        return route.path().replaceAll("\\{[^}]*}", "x");
    }
}
