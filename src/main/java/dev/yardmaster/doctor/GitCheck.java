package dev.yardmaster.doctor;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The git that projects need. */
record GitCheck(Programs programs) implements Check {
    private static final Pattern VERSION = Pattern.compile("git version (\\d+(?:\\.\\d+)+)");
    /** The first whose {@code rev-parse} knows {@code --end-of-options}. */
    private static final String OLDEST = "2.34";

    private static final String UPDATE = "Install git " + OLDEST + " or newer.";

    @Override
    public String name() {
        return "git";
    }

    @Override
    public List<Finding> run() {
        if (!programs.exists(name())) {
            return List.of(Finding.failed(name(), "git is not on the PATH, so no project can be added.", UPDATE));
        }
        try {
            return List.of(finding(programs.run(name(), "--version")));
        } catch (YardmasterException e) {
            return List.of(Finding.failed(name(), e.detail(), UPDATE));
        }
    }

    private Finding finding(CommandRunner.Output output) {
        Matcher version = VERSION.matcher(output.stdout());
        if (!output.ok() || !version.find()) {
            return Finding.failed(name(), "git does not print its version: " + output.lastLines(), UPDATE);
        }
        return Versions.isOlder(version.group(1), OLDEST)
                ? Finding.failed(name(), "git " + version.group(1) + " is too old.", UPDATE)
                : Finding.ok(name(), "git " + version.group(1) + " is installed.");
    }
}
