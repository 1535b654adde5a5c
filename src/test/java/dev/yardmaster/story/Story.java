package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every story begins with, and what it must end with. */
abstract class Story {
    @TestHTTPResource
    URI base;

    @TempDir
    Path directory;

    StoryFixture stage;

    @BeforeEach
    void setStage() throws IOException {
        stage = new StoryFixture(base, directory);
    }

    /** At once: a session has ended only when all its processes have. A server that sessions share is none of theirs. */
    @AfterEach
    void leaveNothingBehind() throws IOException {
        assertThat(stage.sessionProcesses())
                .as("what the story has left behind")
                .isEmpty();
    }
}
