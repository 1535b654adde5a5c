package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.ProgramLookup;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a health check that is the same for every provider: does the program exist, and what is its version? */
public final class Probe {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Probe() {}

    /**
     * Runs a program that prints its version. If it does, the result of {@code next} is the result of the check. Blocks for 15 seconds at most.
     *
     * @param spec the command that prints the version
     * @param form finds the version in the standard output, as group 1
     * @param installHint one sentence that explains how to install the program
     * @param next checks the rest, given the version; for example whether the program is signed in. It may throw
     *     {@code COMMAND_TIMED_OUT}, which is no verdict about the program.
     */
    public static Health version(LaunchSpec spec, Pattern form, String installHint, Function<String, Health> next) {
        return version(spec, form, installHint, LIMIT, next);
    }

    /** Like {@link #version(LaunchSpec, Pattern, String, Function)} with another time limit. */
    public static Health version(
            LaunchSpec spec, Pattern form, String installHint, Duration limit, Function<String, Health> next) {
        String program = spec.command().getFirst();
        if (ProgramLookup.find(program, spec.environment()).isEmpty()) {
            return new Health(
                    Health.State.NOT_INSTALLED,
                    Optional.empty(),
                    "The program " + program + " is not installed. " + installHint);
        }
        try {
            CommandRunner.Output output = CommandRunner.run(spec, limit);
            Matcher version = form.matcher(output.stdout());
            return output.ok() && version.find()
                    ? checked(version.group(1), next)
                    : broken(program, output, installHint);
        } catch (YardmasterException e) {
            return failed(Optional.empty(), e);
        }
    }

    private static Health checked(String version, Function<String, Health> next) {
        try {
            return next.apply(version);
        } catch (YardmasterException e) {
            return failed(Optional.of(version), e);
        }
    }

    private static Health failed(Optional<String> version, YardmasterException e) {
        return e.code() == ErrorCode.COMMAND_TIMED_OUT
                ? new Health(Health.State.TIMED_OUT, version, e.detail() + " Yardmaster repeats the check later.")
                : new Health(Health.State.BROKEN, version, e.detail());
    }

    private static Health broken(String program, CommandRunner.Output output, String installHint) {
        String printed = (output.stdout() + " " + output.exit().stderr()).strip();
        String shown =
                printed.isEmpty() ? "nothing" : "'" + printed.substring(0, Math.min(printed.length(), 200)) + "'";
        return new Health(
                Health.State.BROKEN,
                Optional.empty(),
                "The program " + program + " did not print its version: it exited with code "
                        + output.exit().code() + " and printed " + shown + ". Correct its path, or install it again. "
                        + installHint);
    }
}
