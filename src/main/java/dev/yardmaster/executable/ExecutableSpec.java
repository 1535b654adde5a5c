package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An executable as a user specifies it.
 *
 * @param provider the id of the provider whose protocol it speaks
 * @param path an absolute path, or the name of a program on the {@code PATH}; by default the provider's program
 * @param arguments arguments before all other arguments; all users of the machine can read them
 * @param environment environment variables of the child process
 * @param mode the launch mode of sessions whose agent does not set one; by default the provider chooses
 */
record ExecutableSpec(
        @NotNull(message = "is missing: give the id of a provider")
        String provider,

        Optional<
                        @Pattern(regexp = ProgramPath.PATTERN, message = ProgramPath.MESSAGE)
                        @Size(max = 4096, message = "must have at most 4096 characters") String>
                path,

        Optional<
                        @Size(max = 100, message = "must have at most 100 entries") List<
                                @NotNull
                                @Pattern(
                                        regexp = "[^\\x00]{0,4096}",
                                        message = "must have at most 4096 characters, and no NUL")
                                String>>
                arguments,

        Optional<
                        @Size(max = 100, message = "must have at most 100 entries") Map<
                                @Pattern(regexp = VARIABLE, message = INVALID_VARIABLE) String,
                                @NotNull EnvironmentValue>>
                environment,

        Optional<LaunchMode> mode) {
    private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,127}";
    private static final String INVALID_VARIABLE =
            "must be the name of a variable: letters, digits and underscores, not beginning with a digit";

    /** Leaves out the arguments and the environment, which can contain secrets. */
    @Override
    public String toString() {
        return "ExecutableSpec[provider=" + provider + ", path=" + path + "]";
    }
}
