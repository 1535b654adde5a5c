package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.HealthChecks;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With every CLI, an unusable executable loses no task, and its health explains what is wrong and what to do. */
@QuarkusTest
@TestProfile(HealthChecks.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersHealthStoryTest extends SharedStory {
    private enum HealthFault {
        MISSING("not-installed", "is not installed\\. Install .* npm install -g") {
            @Override
            String executable(CliUnderTest cli, Path home, String url) {
                String executable = cli.executable(home, url);
                Slots.remove(executable);
                return executable;
            }
        },

        ANOTHER_PROGRAM("broken", "printed 'git version 2\\.39\\.5'\\. Correct its path") {
            @Override
            String executable(CliUnderTest cli, Path home, String url) {
                return cli.running(program(home, "echo git version 2.39.5"), Map.of());
            }
        },

        SIGNED_OUT("signed-out", "Run '.*login.* or give the executable an? ") {
            @Override
            String executable(CliUnderTest cli, Path home, String url) {
                return cli.signedOut(home, url);
            }
        },

        MISCONFIGURED("broken", "(config\\.toml|opencode\\.json).* Correct ") {
            @Override
            String executable(CliUnderTest cli, Path home, String url) {
                return cli.misconfigured(home, url);
            }
        };

        private final String state;
        private final String message;

        HealthFault(String state, String message) {
            this.state = state;
            this.message = message;
        }

        abstract String executable(CliUnderTest cli, Path home, String url);

        private static Path program(Path home, String script) {
            try {
                Path file = Files.writeString(Files.createDirectories(home).resolve("program"), "#!/bin/sh\n" + script);
                assertThat(file.toFile().setExecutable(true)).isTrue();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheTaskUntilTheExecutableIsHealthy(HealthFault fault) {
        onAllClis(cli -> {
            // Claude Code ignores a configuration that it can't read.
            if (cli != CliUnderTest.CLAUDE || fault != HealthFault.MISCONFIGURED) {
                keepTheTask(cli, fault);
            }
        });
    }

    private void keepTheTask(CliUnderTest cli, HealthFault fault) {
        // Given
        model(cli, ok().text("Well again."));
        String executable = fault.executable(cli, directory.resolve(cli.name()), endpointUrl(cli));
        JsonObject health = awaitVerdict(cli, executable, fault.state);
        String agent = agent(cli, executable, new JsonObject());

        // When
        String task = fixture.api().task(agent, "Try");

        // Then
        assertThat(health.getString("message")).containsPattern(fault.message).doesNotContain("\n");
        assertThat(fixture.awaitWhy(task, agent))
                .contains("'" + executable + "' can't be used now", health.getString("message"));
        assertThat(fixture.api().awaitTask(task, "open").getInteger("attempts")).isZero();
        Slots.replace(executable, cli.executable(home(cli), endpointUrl(cli)));
        awaitVerdict(cli, executable, "ready");
        assertThat(fixture.api().awaitTask(task, "done").getString("result")).isEqualTo("Well again.");
    }

    /** Repeats the check, because a check that takes too long is no verdict. */
    private JsonObject awaitVerdict(CliUnderTest cli, String executable, String state) {
        return await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> verify(cli, executable),
                        health -> health.getString("state").equals(state));
    }

    private JsonObject verify(CliUnderTest cli, String executable) {
        String path = "/api/providers/" + cli.id() + "/verify?executable=" + executable;
        return fixture.api()
                .json(fixture.api().post(path, new JsonObject()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getJsonObject("health");
    }
}
