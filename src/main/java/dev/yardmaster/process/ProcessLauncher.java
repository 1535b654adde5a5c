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

/** Starts the process of a {@link LaunchSpec}, or says in one sentence why it can't be started. */
final class ProcessLauncher {
    /** How the JDK tells the {@code errno} of a failed start. */
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
                .orElseThrow(() -> failed("The program " + program + " is in no directory of the PATH "
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
                throw failed("Argument " + i + " of the command holds a NUL character. Remove it.");
            }
        }
        spec.environment().forEach((name, value) -> {
            if (name.isEmpty() || name.contains("=") || hasNul(name + value)) {
                throw failed("The environment variable '" + name.replace('\0', '?')
                        + "' needs a name without '=', and no NUL character. Correct it.");
            }
        });
    }

    /** The JDK would pass a question mark for each character that the service's own locale does not know. */
    private void refuseUnencodable(Charset system) {
        if (system.equals(StandardCharsets.UTF_8)) {
            return;
        }
        CharsetEncoder encoder = system.newEncoder();
        if (!encoder.canEncode(spec.directory() + String.join("", spec.command()))
                || !encoder.canEncode(spec.environment().toString())) {
            throw failed("The command or its environment holds characters that " + system
                    + ", the encoding of the service's locale, does not have. Start the service with LC_ALL=C.UTF-8.");
        }
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private String explain(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher errno = ERRNO.matcher(message);
        String why = "The program " + program + " could not be started: ";
        return switch (errno.find() ? errno.group(1) : "") {
            case "2" -> why + "the interpreter in its first line, or its loader, does not exist. Install it again.";
            case "7" ->
                why + "its arguments and environment are too long for the system. Pass the text as a file or on its"
                        + " standard input.";
            case "8" -> why + "it is not a program for this machine. Install the one for this system.";
            case "11", "12" -> why + "the system is out of processes or memory. Run fewer agents at a time.";
            case "13" -> why + "the system does not permit it. Check its permissions and those of its directories.";
            default -> why + message;
        };
    }

    private static YardmasterException failed(String detail) {
        return new YardmasterException(ErrorCode.LAUNCH_FAILED, detail);
    }
}
