package dev.yardmaster.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.yardmaster.server.FileDescriptors;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** The program itself and the limits of its process. */
record ProgramCheck(String version) implements Check {
    private static final long GIB = 1L << 30;
    /** For the service with its database, and one or two CLIs. */
    private static final long ENOUGH_MEMORY = 2 * GIB;

    @Override
    public String name() {
        return "program";
    }

    @Override
    public List<Finding> run() {
        return List.of(
                program(),
                memory(memory()),
                descriptors(FileDescriptors.current()),
                fileNames(System.getProperty("sun.jnu.encoding", "")));
    }

    private Finding program() {
        String runtime = System.getProperty("org.graalvm.nativeimage.imagecode") == null
                ? "on Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
                : "as a native executable";
        return Finding.ok(
                name(),
                "Yardmaster" + (version.isEmpty() ? "" : " " + version) + " runs " + runtime + " on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ".");
    }

    /** The memory of the machine, or that of the container. */
    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    static Finding memory(long bytes) {
        String detail =
                String.format(Locale.ROOT, "The machine or container has %.1f GiB of memory.", (double) bytes / GIB);
        return bytes >= ENOUGH_MEMORY
                ? Finding.ok("memory", detail)
                : Finding.warning(
                        "memory",
                        detail,
                        "Provide at least 2 GiB, or let few sessions run at once with a pool (`yardmaster pool create`).");
    }

    static Finding descriptors(FileDescriptors descriptors) {
        return descriptors
                .warning()
                .map(warning -> Finding.of("file-descriptors", State.WARNING, warning))
                .orElseGet(() -> Finding.ok(
                        "file-descriptors",
                        "A process may open " + descriptors.limit() + " files and sockets (ulimit -n)."));
    }

    /** @param encoding how Java encodes the names of files, which depends on the locale */
    static Finding fileNames(String encoding) {
        return encoding.equalsIgnoreCase("UTF-8")
                ? Finding.ok("locale", "The locale uses UTF-8.")
                : Finding.warning(
                        "locale",
                        "The locale uses " + encoding + ", so paths with characters outside of ASCII can't be used.",
                        "export LC_ALL=C.UTF-8");
    }
}
