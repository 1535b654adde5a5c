package dev.yardmaster.provider;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.ProgramLookup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The questions about an executable that are the same for every provider. */
public final class Probe {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Probe() {}

    /**
     * Asks a program for its version, and when it says one goes on with {@code next}. Blocks for 15 seconds at most.
     *
     * @param spec runs the program so that it prints its version
     * @param form finds the version in what it prints, as group 1
     * @param installHint what to do when it is not there, one sentence
     * @param next what else there is to ask of a program that is there, given its version
     */
    public static Health version(LaunchSpec spec, Pattern form, String installHint, Function<String, Health> next) {
        return version(spec, form, installHint, LIMIT, next);
    }

    /** The same with another limit. */
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
            Matcher said = form.matcher(output.stdout());
            return output.ok() && said.find() ? next.apply(said.group(1)) : notIt(program, output, installHint);
        } catch (YardmasterException e) {
            return new Health(Health.State.BROKEN, Optional.empty(), e.detail());
        }
    }

    private static Health notIt(String program, CommandRunner.Output output, String installHint) {
        String said = (output.stdout() + " " + output.exit().stderr()).strip();
        String shown = said.isEmpty() ? "nothing" : "'" + said.substring(0, Math.min(said.length(), 200)) + "'";
        return new Health(
                Health.State.BROKEN,
                Optional.empty(),
                "Asked for its version, the program " + program + " exited with code "
                        + output.exit().code() + " and said " + shown + ". Correct its path, or install it anew. "
                        + installHint);
    }
}
