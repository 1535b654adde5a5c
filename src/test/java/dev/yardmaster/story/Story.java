package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An end-to-end test: its fixture, and the check that it leaves no process behind. */
abstract class Story {
    /** How long a test waits for something that happens, on a machine that is busy with something else too. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    @TestHTTPResource
    URI base;

    @TempDir
    Path directory;

    StoryFixture fixture;

    @BeforeAll
    static void setPatience() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @BeforeEach
    void createFixture() throws IOException {
        fixture = new StoryFixture(base, directory);
    }

    /** Without waiting, because a session ends only when all its processes have ended. A server that sessions share does not count. */
    @AfterEach
    void leaveNoProcesses() throws IOException {
        assertThat(fixture.sessionProcesses())
                .as("processes that the test left behind")
                .isEmpty();
    }
}
