package dev.yardmaster.problem;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds constants of enums by their names in the API. */
public final class ApiNames {
    private ApiNames() {}

    /**
     * The constant with a name; throws {@code invalid_request}, which lists all names.
     *
     * @param field the field or the parameter that has the name
     */
    public static <E extends Enum<E>> E find(E[] constants, Function<E, String> name, String field, String value) {
        return Arrays.stream(constants)
                .filter(constant -> name.apply(constant).equals(value))
                .findAny()
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        field,
                        "must be one of "
                                + Arrays.stream(constants).map(name).collect(Collectors.joining(", "))
                                + ", not '" + value + "'"));
    }
}
