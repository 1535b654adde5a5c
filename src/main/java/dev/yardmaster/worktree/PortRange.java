package dev.yardmaster.worktree;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports that worktrees get.
 *
 * @param first the first one
 * @param last the last one
 * @param each how many each worktree gets
 */
record PortRange(int first, int last, int each) {
    private static final Pattern RANGE = Pattern.compile("(\\d{4,5})-(\\d{4,5})");
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65535;
    private static final int MOST_EACH = 1000;

    /** The ports of the configuration; throws {@code invalid_configuration}. */
    static PortRange of(WorktreeConfig config) {
        Matcher range = RANGE.matcher(config.ports());
        if (config.portsEach() < 1 || config.portsEach() > MOST_EACH) {
            throw invalid("ports-each is " + config.portsEach() + ", but it must be 1 to " + MOST_EACH);
        }
        if (!range.matches()) {
            throw invalid("ports is '" + config.ports() + "', but it must be two ports such as 20000-29999");
        }
        var ports =
                new PortRange(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), config.portsEach());
        if (ports.first < LOWEST || ports.last > HIGHEST || ports.last - ports.first + 1 < ports.each) {
            throw invalid("ports is '" + config.ports() + "', but it must be at least ports-each (" + ports.each
                    + ") ports from " + LOWEST + " to " + HIGHEST);
        }
        return ports;
    }

    private static YardmasterException invalid(String what) {
        return new YardmasterException(
                ErrorCode.INVALID_CONFIGURATION, "The setting yardmaster.worktree." + what + ".");
    }
}
