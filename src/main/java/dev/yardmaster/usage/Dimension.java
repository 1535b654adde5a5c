package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A property of sessions by which usage can be grouped. */
enum Dimension {
    /** The UTC day on which the session started. */
    DAY("(s.started_at AT TIME ZONE 'UTC')::date"),
    /** The project of the task when the session started, else of the agent. */
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
     * @param sql an expression over the session {@code s}, its agent {@code a} and its project {@code p}
     * @param more further columns with a readable name of the value
     */
    Dimension(String sql, String more) {
        this.sql = sql;
        this.more = more;
    }

    /** The name in the API, which is also the name of the SQL column. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The SQL expression of the value. */
    String sql() {
        return sql;
    }

    /** The columns that a query grouped by this dimension selects. */
    String columns() {
        return sql + " AS " + word() + more + ", ";
    }

    /** Parses the parameter {@code by}, which may be repeated and may list several names separated by commas; throws {@code invalid_request}. */
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
