package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what usage can be told apart. */
enum Dimension {
    /** The day, of UTC, on which the session started. */
    DAY("(s.started_at AT TIME ZONE 'UTC')::date"),
    /** That of the task, else that of the agent, if it is still there. */
    PROJECT("p.id", ", max(p.name) AS project_name"),
    AGENT("s.agent", ", max(coalesce(a.name, s.agent_name)) AS agent_name"),
    PROVIDER("s.provider"),
    EXECUTABLE("s.executable"),
    MODEL("s.model"),
    TASK("s.task"),
    SESSION("s.id");

    private final String sql;
    private final String more;

    Dimension(String sql) {
        this(sql, "");
    }

    /**
     * @param sql over a session {@code s}, its agent {@code a}, its task {@code t} and its project {@code p}
     * @param more further columns that tell people what the value stands for
     */
    Dimension(String sql, String more) {
        this.sql = sql;
        this.more = more;
    }

    /** The word in the API, and in SQL the name of the column. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its value as an SQL expression. */
    String sql() {
        return sql;
    }

    /** The columns of an answer that is grouped by it. */
    String columns() {
        return sql + " AS " + word() + more + ", ";
    }

    /** What a request names, several in one text or each in its own; throws {@code invalid_request}. */
    static List<Dimension> parse(List<String> by) {
        return by.stream()
                .flatMap(words -> Arrays.stream(words.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(Dimension::of)
                .distinct()
                .toList();
    }

    private static Dimension of(String word) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                                ErrorCode.INVALID_REQUEST, "Usage can be grouped by any of " + words() + ".")
                        .in("by", word));
    }

    private static String words() {
        return Arrays.stream(values()).map(Dimension::word).collect(Collectors.joining(", "));
    }
}
