package dev.yardmaster.git;

import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.CommandRunner.Output;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ProgramLookup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of the service's git. Of the configuration of the user and the system it passes only which directories the user trusts,
 * which files are ignored everywhere, and Git LFS: other settings could start programs, or make the result depend on the user.
 */
final class GitEnvironment {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PASSED = "^(safe\\.directory|core\\.excludesfile|filter\\.lfs\\..*)$";

    private static final Map<String, String> ALWAYS = Map.ofEntries(
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_ASKPASS", "false"),
            Map.entry("SSH_ASKPASS", "false"),
            Map.entry("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GIT_EDITOR", "false"),
            Map.entry("GIT_SEQUENCE_EDITOR", "false"),
            // Reading commands must not refresh the index of a work tree.
            Map.entry("GIT_OPTIONAL_LOCKS", "0"),
            Map.entry("GIT_AUTHOR_NAME", "Yardmaster"),
            Map.entry("GIT_AUTHOR_EMAIL", "yardmaster@localhost"),
            Map.entry("GIT_COMMITTER_NAME", "Yardmaster"),
            Map.entry("GIT_COMMITTER_EMAIL", "yardmaster@localhost"));

    private GitEnvironment() {}

    /** Blocks: git reads its configuration. */
    static Map<String, String> of(Map<String, String> service) {
        Map<String, String> environment =
                new HashMap<>(ChildEnvironment.from(service).with(ALWAYS).toMap());
        Map<String, String> passed = passed(environment);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.putAll(passed);
        return environment;
    }

    private static Map<String, String> passed(Map<String, String> environment) {
        if (ProgramLookup.find("git", environment).isEmpty()) {
            return Map.of();
        }
        Map<String, String> outside = new HashMap<>(environment);
        // No repository, whatever contains the working directory.
        outside.put("GIT_DIR", "/dev/null");
        List<String> command = List.of("git", "config", "--null", "--get-regexp", PASSED);
        Output output = CommandRunner.run(new LaunchSpec(command, outside, Path.of("/"), Input.EMPTY), LIMIT);
        return output.ok() ? variables(output.stdout()) : Map.of();
    }

    /** @param settings each a key, a line feed, a value and a NUL; a key without a value means true */
    private static Map<String, String> variables(String settings) {
        Map<String, String> variables = new HashMap<>();
        int count = 0;
        for (String setting : settings.strip().split("\0")) {
            String[] parts = setting.split("\n", 2);
            variables.put("GIT_CONFIG_KEY_" + count, parts[0]);
            variables.put("GIT_CONFIG_VALUE_" + count, parts.length == 2 ? parts[1] : "true");
            count++;
        }
        variables.put("GIT_CONFIG_COUNT", String.valueOf(count));
        return variables;
    }
}
