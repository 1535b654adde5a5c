package dev.yardmaster.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of the work of a finished task of a project. */
public enum MergeMode {
    /** It stays on the branch of the task, and the task is done. */
    NONE,
    /** The service merges it if its test succeeds; a steward with the focus {@code merge} judges it first if there is one. */
    AUTO,
    /** The service merges it if a person approves and its test succeeds. */
    REVIEW;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static MergeMode of(String value) {
        return Arrays.stream(values())
                .filter(mode -> mode.value().equals(value))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "There is no merge mode '" + value + "'. The modes are "
                                + Arrays.stream(values()).map(MergeMode::value).collect(Collectors.joining(", "))
                                + (value.equals("pull-request") ? "; Yardmaster does not open pull requests." : ".")));
    }
}
