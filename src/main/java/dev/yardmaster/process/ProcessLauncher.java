package dev.yardmaster.process;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the process of a {@link LaunchSpec}. If it fails, the exception explains the reason in one sentence. */
final class ProcessLauncher {
    /** The JDK puts the {@code errno} of a failed start into its message. */
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?(\\d+)");

    private final LaunchSpec spec;
    private final String program;

    private ProcessLauncher(LaunchSpec spec) {
        this.spec = spec;
        this.program = spec.command().getFirst();
    }

    static Process start(LaunchSpec spec) {
        return new ProcessLauncher(spec).start();
    }

    private Process start() {
        refuseNul();
        refuseUnencodable(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        if (!Files.isDirectory(spec.directory())) {
            throw failed(
                    "The working directory " + spec.directory() + " does not exist. Create it or choose another one.");
        }
        List<String> command = new ArrayList<>(spec.command());
        command.set(0, resolve().toString());
        LaunchFiles.write(spec.files());
        try {
            return builder(command).start();
        } catch (IOException e) {
            throw new YardmasterException(ErrorCode.LAUNCH_FAILED, explain(e), e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(spec.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(spec.environment());
        return switch (spec.input()) {
            case OPEN -> builder;
            case EMPTY -> builder.redirectInput(Redirect.from(new File("/dev/null")));
        };
    }

    private Path resolve() {
        return program.contains("/") ? resolvePath() : resolveName();
    }

    private Path resolveName() {
        return ProgramLookup.onPath(program, spec.environment())
                .orElseThrow(() -> failed("The program " + program + " was not found on the PATH "
                        + spec.environment().getOrDefault("PATH", "(which is not set)")
                        + ". Install it or configure its path."));
    }

    private Path resolvePath() {
        Path path = spec.directory().resolve(program);
        if (!Files.exists(path)) {
            throw failed("The program " + path + " does not exist. Install it or correct its configured path.");
        }
        if (!ProgramLookup.executable(path)) {
            throw failed("The program " + path + " is not an executable file. Correct its path or its permissions.");
        }
        return path;
    }

    private void refuseNul() {
        for (int i = 0; i < spec.command().size(); i++) {
            if (hasNul(spec.command().get(i))) {
                throw failed("Argument " + i + " of the command contains a NUL character. Remove it.");
            }
        }
        spec.environment().forEach((name, value) -> {
            if (name.isEmpty() || name.contains("=") || hasNul(name + value)) {
                throw failed("The environment variable '" + name.replace('\0', '?')
                        + "' is invalid: its name must not be empty or contain '=', and neither its name nor its value may"
                        + " contain NUL. Correct it.");
            }
        });
    }

    /** The JDK would replace each character that the service's locale can't encode by a question mark. */
    private void refuseUnencodable(Charset system) {
        if (system.equals(StandardCharsets.UTF_8)) {
            return;
        }
        CharsetEncoder encoder = system.newEncoder();
        if (!encoder.canEncode(spec.directory() + String.join("", spec.command()))
                || !encoder.canEncode(spec.environment().toString())) {
            throw failed("The command or its environment contains characters that the service's locale (" + system
                    + ") can't encode. Start the service with LC_ALL=C.UTF-8.");
        }
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private String explain(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher errno = ERRNO.matcher(message);
        String prefix = "The program " + program + " could not be started: ";
        return switch (errno.find() ? errno.group(1) : "") {
            case "2" -> prefix + "the interpreter in its first line, or its loader, does not exist. Install it again.";
            case "7" ->
                prefix + "its arguments and environment are too long for the system. Pass long text in a file or on the"
                        + " standard input.";
            case "8" -> prefix + "it is not built for this system. Install the version for this system.";
            case "11", "12" -> prefix + "the system has no free processes or memory. Run fewer agents at a time.";
            case "13" -> prefix + "permission denied. Check the permissions of the program and its directories.";
            default -> prefix + message;
        };
    }

    private static YardmasterException failed(String detail) {
        return new YardmasterException(ErrorCode.LAUNCH_FAILED, detail);
    }
}
