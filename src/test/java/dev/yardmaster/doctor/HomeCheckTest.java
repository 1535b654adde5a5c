package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.RunningHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeCheckTest {
    private static final String START = "yardmaster start";

    @TempDir
    private Path home;

    @Test
    void shouldFindAHomeThatIsPrivateAndFree() throws IOException {
        // Given
        permit(home, "rwx------");
        permit(Files.writeString(home.resolve("admin-token"), "x"), "rw-------");

        // When
        var findings = run(home);

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.ok("home", "The home " + home + " belongs to this user, and others can't enter it."),
                        Finding.ok("home-use", "No service uses the home."),
                        Finding.ok("home-files", "Other users can't read the tokens, keys and passwords in the home."));
    }

    @Test
    void shouldNameEachFileThatOthersCanRead() throws IOException {
        // Given
        permit(home, "rwxr-xr-x");
        Path token = Files.writeString(home.resolve("admin-token"), "x");
        permit(token, "rw-r--r--");
        Files.createDirectory(home.resolve("postgres"));
        Path password = Files.writeString(home.resolve("postgres/password"), "x");
        permit(password, "rw-rw----");

        // When
        var findings = run(home);

        // Then
        assertThat(findings)
                .contains(
                        Finding.warning("home", "Other users can enter the home " + home + ".", "chmod 700 " + home),
                        Finding.failed("home-files", "Other users have access to " + token + ".", "chmod 600 " + token),
                        Finding.failed(
                                "home-files", "Other users have access to " + password + ".", "chmod 600 " + password));
    }

    @Test
    void shouldNameTheServiceThatUsesTheHome() throws IOException {
        // Given
        try (var _ = new RunningHome(home, URI.create("http://127.0.0.1:8999"))) {
            // When
            var findings = run(home);

            // Then
            assertThat(findings)
                    .contains(Finding.ok("home-use", "The service at http://127.0.0.1:8999 uses the home."));
        }
    }

    @Test
    void shouldWarnOfALockedHomeWithoutAService() {
        // When
        var locked = HomeCheck.use(Optional.empty(), true);
        var used = HomeCheck.use(Optional.of(URI.create("http://127.0.0.1:1")), true);

        // Then
        assertThat(locked)
                .isEqualTo(Finding.warning(
                        "home-use",
                        "A Yardmaster that accepts no requests has locked the home. It starts, stops or hangs.",
                        "Wait some seconds. If this stays, look at its log."));
        assertThat(used.state()).isEqualTo(State.OK);
    }

    @Test
    void shouldNameTheCommandThatCreatesAMissingHome() throws IOException {
        // Given
        Path missing = home.resolve("not/yet");

        // When
        var findings = run(missing);

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning("home", "The home " + missing + " does not exist yet.", START));
        assertThat(missing).doesNotExist();
    }

    @Test
    void shouldRefuseAMissingHomeThatCannotBeCreated() {
        // When
        var finding = new HomeCheck(Path.of("/srv/yard"), START).missing(Path.of("/srv"), false);

        // Then
        assertThat(finding)
                .isEqualTo(Finding.failed(
                        "home",
                        "The home /srv/yard does not exist, and /srv is not writable.",
                        "Choose another home with --home, or make /srv writable for this user."));
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("file"), "");

        // When
        var findings = run(file);

        // Then
        assertThat(findings)
                .containsExactly(Finding.failed(
                        "home", "The home " + file + " is not a directory.", "Choose another home with --home."));
    }

    @Test
    void shouldRefuseTheHomeOfAnotherUser() throws IOException {
        // Given
        Path foreign = foreign();
        String owner = Files.getOwner(foreign).getName();

        // When
        var findings = run(foreign);

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAILED);
            assertThat(finding.detail())
                    .startsWith("The home " + foreign + " belongs to the user " + owner + " and not");
            assertThat(finding.fix()).hasValue("Run Yardmaster as " + owner + ", or choose another home with --home.");
        });
    }

    /** For root, a directory of the user 'nobody'; for other users, the root directory. */
    private Path foreign() throws IOException {
        if (!Files.getOwner(home).getName().equals("root")) {
            return Path.of("/");
        }
        return Files.setOwner(
                home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    private static List<Finding> run(Path home) throws IOException {
        return new HomeCheck(home, START).run();
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
