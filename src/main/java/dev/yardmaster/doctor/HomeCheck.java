package dev.yardmaster.doctor;

import dev.yardmaster.client.HomeService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The home: who can access it, and who uses it. */
record HomeCheck(Path home, String startCommand) implements Check {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final List<String> SECRET_FILES = List.of("admin-token", "secret-key", "postgres/password");

    HomeCheck(Installation installation) {
        this(installation.home(), installation.startCommand());
    }

    @Override
    public String name() {
        return "home";
    }

    @Override
    public List<Finding> run() throws IOException {
        if (!Files.exists(home)) {
            Path existing = Existing.of(home);
            return List.of(missing(existing, Files.isWritable(existing)));
        }
        if (!Files.isDirectory(home)) {
            return List.of(Finding.failed(
                    name(), "The home " + home + " is not a directory.", "Choose another home with --home."));
        }
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        if (!Files.getOwner(home).equals(self) || !Files.isWritable(home)) {
            return List.of(foreign(Files.getOwner(home), self));
        }
        List<Finding> findings = new ArrayList<>(List.of(access(), use()));
        secretFiles().forEach(findings::add);
        return findings;
    }

    /** @param existing the nearest parent that exists */
    Finding missing(Path existing, boolean writable) {
        return writable
                ? Finding.warning(name(), "The home " + home + " does not exist yet.", startCommand)
                : Finding.failed(
                        name(),
                        "The home " + home + " does not exist, and " + existing + " is not writable.",
                        "Choose another home with --home, or make " + existing + " writable for this user.");
    }

    private Finding foreign(UserPrincipal owner, UserPrincipal self) {
        return Finding.failed(
                name(),
                "The home " + home + " belongs to the user " + owner.getName() + " and not to " + self.getName()
                        + ", or it is not writable.",
                "Run Yardmaster as " + owner.getName() + ", or choose another home with --home.");
    }

    private Finding access() throws IOException {
        return isPrivate(home)
                ? Finding.ok(name(), "The home " + home + " belongs to this user, and others can't enter it.")
                : Finding.warning(name(), "Other users can enter the home " + home + ".", "chmod 700 " + home);
    }

    private Finding use() {
        var service = new HomeService(home);
        return use(service.address(), service.isRunning());
    }

    /** @param taken whether a process has the lock of the home */
    static Finding use(Optional<URI> service, boolean taken) {
        if (service.isPresent()) {
            return Finding.ok("home-use", "The service at " + service.get() + " uses the home.");
        }
        return taken
                ? Finding.warning(
                        "home-use",
                        "A Yardmaster that accepts no requests has locked the home. It starts, stops or hangs.",
                        "Wait some seconds. If this stays, look at its log.")
                : Finding.ok("home-use", "No service uses the home.");
    }

    private Stream<Finding> secretFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        for (String name : SECRET_FILES) {
            Path file = home.resolve(name);
            if (Files.exists(file) && !isPrivate(file)) {
                open.add(file);
            }
        }
        return open.isEmpty()
                ? Stream.of(
                        Finding.ok("home-files", "Other users can't read the tokens, keys and passwords in the home."))
                : open.stream()
                        .map(file -> Finding.failed(
                                "home-files", "Other users have access to " + file + ".", "chmod 600 " + file));
    }

    private static boolean isPrivate(Path file) throws IOException {
        return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    }
}
