package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An end-to-end test: its fixture, and the check that it leaves no process behind. */
abstract class Story {
    @TestHTTPResource
    URI base;

    @TempDir
    Path directory;

    StoryFixture fixture;

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
