package dev.yardmaster.session;

import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Creates executables that print an {@link EventFlood}. */
public final class Floods {
    private Floods() {}

    /** An executable that prints the flood as fast as it can. */
    public static String atOnce(Path directory, EventFlood flood) {
        return Slots.running(FakeClaude.printing(flood).install(directory));
    }

    /** An executable that prints the flood in parts of equal size, with 20 ms between them. A part can end within a line. */
    public static String inParts(Path directory, EventFlood flood, int parts) {
        try {
            flood.writeTo(directory.resolve("stdout.jsonl"));
            byte[] all = Files.readAllBytes(directory.resolve("stdout.jsonl"));
            for (int i = 0; i < parts; i++) {
                byte[] part = Arrays.copyOfRange(
                        all, (int) ((long) all.length * i / parts), (int) ((long) all.length * (i + 1) / parts));
                Files.write(directory.resolve("part-" + i), part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Slots.script("""
                read -r _
                i=0
                while [ $i -lt %d ]; do
                    cat '%s/part-'$i
                    sleep 0.02
                    i=$((i + 1))
                done
                cat >/dev/null""".formatted(parts, directory.toAbsolutePath()));
    }

    /** The lines that the executable in a directory prints. */
    public static List<String> lines(Path directory) {
        try {
            String all = new String(Files.readAllBytes(directory.resolve("stdout.jsonl")), StandardCharsets.UTF_8);
            return Arrays.asList(all.split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
