package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An executable that can't be used loses no task, and says what is wrong with it and what to do, whichever CLI it is. */
@QuarkusTest
@TestProfile(ProvidersHealthStoryTest.QuickLooks.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersHealthStoryTest extends SharedStory {
    /** A service that soon sees that an executable can be used again. */
    public static final class QuickLooks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yardmaster.health.every", "24h", "yardmaster.dispatch.poll", "300ms");
        }
    }

    private enum Ailment {
        MISSING("not-installed", "is not installed\\. Install .* npm install -g") {
            @Override
            String executable(CliUnderTest teller, Path home, String url) {
                String executable = teller.executable(home, url);
                Slots.remove(executable);
                return executable;
            }
        },

        ANOTHER_PROGRAM("broken", "said 'git version 2\\.39\\.5'\\. Correct its path") {
            @Override
            String executable(CliUnderTest teller, Path home, String url) {
                return teller.running(program(home, "echo git version 2.39.5"), Map.of());
            }
        },

        SIGNED_OUT("signed-out", "Run '.*login.* or give the executable an? ") {
            @Override
            String executable(CliUnderTest teller, Path home, String url) {
                return teller.signedOut(home, url);
            }
        },

        MISCONFIGURED("broken", "(config\\.toml|opencode\\.json).* Correct ") {
            @Override
            String executable(CliUnderTest teller, Path home, String url) {
                return teller.misconfigured(home, url);
            }
        };

        private final String state;
        private final String message;

        Ailment(String state, String message) {
            this.state = state;
            this.message = message;
        }

        abstract String executable(CliUnderTest teller, Path home, String url);

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

    /** Claude Code goes on without a configuration that it can't read. */
    private static Stream<Arguments> ailmentsOfAll() {
        return Arrays.stream(CliUnderTest.values())
                .flatMap(teller -> Arrays.stream(Ailment.values())
                        .filter(ailment -> teller != CliUnderTest.CLAUDE || ailment != Ailment.MISCONFIGURED)
                        .map(ailment -> Arguments.of(teller, ailment)));
    }

    @ParameterizedTest
    @MethodSource("ailmentsOfAll")
    void shouldKeepTheTaskUntilTheExecutableIsWell(CliUnderTest teller, Ailment ailment) {
        // Given
        teller.assumeInstalled();
        model(teller, ok().text("Well again."));
        String executable = ailment.executable(teller, directory, endpointUrl(teller));
        JsonObject health = verify(teller, executable);
        String agent = agent(teller, executable, new JsonObject());

        // When
        String task = stage.api().task(agent, "Try");

        // Then
        assertThat(health.getString("state")).as(health.encode()).isEqualTo(ailment.state);
        assertThat(health.getString("message")).containsPattern(ailment.message).doesNotContain("\n");
        assertThat(stage.awaitWhy(task, agent))
                .contains("'" + executable + "' can't be used now", health.getString("message"));
        assertThat(stage.api().awaitTask(task, "open").getInteger("attempts")).isZero();
        Slots.replace(executable, teller.executable(home(teller), endpointUrl(teller)));
        assertThat(verify(teller, executable).getString("state")).isEqualTo("ready");
        assertThat(stage.api().awaitTask(task, "done").getString("result")).isEqualTo("Well again.");
    }

    private JsonObject verify(CliUnderTest teller, String executable) {
        String path = "/api/providers/" + teller.id() + "/verify?executable=" + executable;
        return stage.api()
                .json(stage.api().post(path, new JsonObject()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getJsonObject("health");
    }
}
