package dev.yardmaster.story;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every story begins with. */
abstract class Story {
    @TestHTTPResource
    URI base;

    @TempDir
    Path directory;

    Stage stage;

    @BeforeEach
    void setStage() throws IOException {
        stage = new Stage(base, directory);
    }
}
