package dev.yardmaster.testkit.cli;

import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The base of tests that run a real CLI against the mock: it has the mock, a home and a working directory. */
abstract class CliOnMock {
    private static MockLlm llm;

    @TempDir
    Path home;

    Path work;

    @BeforeAll
    static void startTheModel() {
        llm = MockLlm.start();
    }

    @AfterAll
    static void stopTheModel() {
        llm.close();
    }

    @BeforeEach
    void createWork() throws IOException {
        work = Files.createDirectory(home.resolve("work"));
    }

    /** Returns an endpoint that answers as the scenario defines. */
    static LlmEndpoint model(Scenario scenario) {
        return llm.scenario(scenario);
    }

    /** Runs a CLI in the working directory until it ends. */
    OneShot run(List<String> command, Map<String, String> environment) throws Exception {
        return OneShot.run(command, environment, work);
    }
}
