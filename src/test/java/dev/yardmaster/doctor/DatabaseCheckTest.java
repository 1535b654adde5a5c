package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.DatabaseAccess;
import dev.yardmaster.testkit.ClosedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseCheckTest {
    private static final ExternalDatabase EXTERNAL = new ExternalDatabase(new DatabaseAccess(
            "postgresql://db:5432/yard?x=hunter2",
            "jdbc:postgresql://db:5432/yard?x=hunter2",
            "ann",
            Optional.empty()));

    @TempDir
    private Path directory;

    @Test
    void shouldAcceptAHomeWithoutADatabase() {
        // When
        var finding = run(Map.of());

        // Then
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.detail())
                .contains("will be unpacked into " + directory, "its data will be created", "does not run");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldFindTheProgramsAndTheDataOfThisVersion() throws IOException {
        // Given
        create("18");
        Path program = directory.resolve("cache/postgresql-18.6.0-x86_64/bin/postgres");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "");
        program.toFile().setExecutable(true);

        // When
        var finding = run(Map.of());

        // Then
        assertThat(finding)
                .isEqualTo(Finding.ok(
                        "database",
                        "The embedded PostgreSQL 18.6.0 is unpacked in " + directory
                                + "/cache/postgresql-18.6.0-x86_64, its data has this version, and it does not run."));
    }

    @Test
    void shouldRefuseDataOfAnotherVersion() throws IOException {
        // Given
        create("17");

        // When
        var finding = run(Map.of());

        // Then
        assertThat(finding.state()).isEqualTo(State.FAILED);
        assertThat(finding.detail()).contains("was created by PostgreSQL 17");
        assertThat(finding.fix()).hasValueSatisfying(fix -> assertThat(fix).contains("pg_dump"));
    }

    @Test
    void shouldRefuseDataWithoutItsPassword() throws IOException {
        // Given
        create("18");
        Files.delete(directory.resolve("home/postgres/password"));

        // When
        var finding = run(Map.of());

        // Then
        assertThat(finding.state()).isEqualTo(State.FAILED);
        assertThat(finding.detail()).contains("The password of the database in", "can't be read");
    }

    @Test
    void shouldReportADatabaseThatCannotBeReached() {
        // Given
        String url = "postgresql://ann:hunter2@127.0.0.1:" + ClosedPort.number() + "/yard";

        // When
        var finding = run(Map.of("YARDMASTER_DATABASE_URL", url));

        // Then
        assertThat(finding.state()).isEqualTo(State.FAILED);
        assertThat(finding.detail())
                .startsWith("The PostgreSQL at 127.0.0.1:" + ClosedPort.number() + "/yard can't be used: ")
                .doesNotContain("hunter2");
        assertThat(finding.fix()).hasValue("Start it, or correct the host and the port in YARDMASTER_DATABASE_URL.");
    }

    @Test
    void shouldReportAWrongAddress() {
        // When
        var finding = run(Map.of("YARDMASTER_DATABASE_URL", "mysql://ann:hunter2@db/yard"));

        // Then
        assertThat(finding.state()).isEqualTo(State.FAILED);
        assertThat(finding.detail())
                .startsWith("YARDMASTER_DATABASE_URL must have the format")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28P01 | refuses the credentials: reason | Correct the user and the password in YARDMASTER_DATABASE_URL.",
                "3D000 | does not have the database: reason"
                        + " | Create the database (createdb), or correct its name in YARDMASTER_DATABASE_URL.",
                "08001 | can't be used: reason | Start it, or correct the host and the port in YARDMASTER_DATABASE_URL."
            })
    void shouldNameTheFixForEachRefusal(String sqlState, String detail, String fix) {
        // When
        var finding = EXTERNAL.failed(sqlState, "reason");

        // Then
        assertThat(finding).isEqualTo(Finding.failed("database", "The PostgreSQL at db:5432/yard " + detail, fix));
    }

    @Test
    void shouldRefuseAnOldVersion() {
        // When
        var old = EXTERNAL.version(14, "14.12");
        var current = EXTERNAL.version(17, "17.4");

        // Then
        assertThat(old)
                .isEqualTo(Finding.failed(
                        "database",
                        "The PostgreSQL 14.12 at db:5432/yard accepts the credentials, but is too old.",
                        "Use PostgreSQL 15 or newer, or the embedded one: unset YARDMASTER_DATABASE_URL."));
        assertThat(current)
                .isEqualTo(Finding.ok("database", "The PostgreSQL 17.4 at db:5432/yard accepts the credentials."));
    }

    private Finding run(Map<String, String> environment) {
        var installation = new Installation(
                directory.resolve("home"), directory.resolve("cache"), directory, environment, "1.2.3");
        return new DatabaseCheck(installation).run().getFirst();
    }

    private void create(String version) throws IOException {
        Path data = Files.createDirectories(directory.resolve("home/postgres/data"));
        Files.writeString(data.resolve("PG_VERSION"), version + "\n");
        Files.writeString(directory.resolve("home/postgres/password"), "secret");
    }
}
