package dev.yardmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.testkit.RunningHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private static final URI HOME = URI.create("http://127.0.0.1:9000");
    private static final URI CREW = URI.create("https://crew.example/yard");

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Contexts contexts;

    @BeforeEach
    void create() {
        contexts = new Contexts(directory.resolve("contexts.json"));
    }

    @Test
    void shouldUseTheDefaultAddressWithoutAnythingElse() {
        assertThat(find()).isEqualTo(new Target(URI.create("http://127.0.0.1:8484"), Optional.empty(), "the default"));
    }

    @Test
    void shouldUseTheServiceOfTheHomeWithItsToken() throws IOException {
        // Given
        try (RunningHome _ = runAtHome()) {
            // Then
            assertThat(find()).isEqualTo(new Target(HOME, Optional.of("home-token"), "the home"));
        }
    }

    @Test
    void shouldAskForPatienceWhileTheServiceOfTheHomeStarts() throws IOException {
        // Given
        try (RunningHome _ = runAtHome()) {
            Files.delete(directory.resolve("service"));

            // Then
            assertThatThrownBy(this::find)
                    .isInstanceOf(ClientException.class)
                    .hasMessage("The service of the home is starting or stopping. Try again in some seconds.");
            environment.put("YARDMASTER_URL", CREW.toString());
            assertThat(find().address()).isEqualTo(CREW);
        }
    }

    @Test
    void shouldTrustTheCertificatesOfAFile() {
        // Given
        environment.put("SSL_CERT_FILE", "/etc/crew.pem");

        // Then
        assertThat(find().certificates()).hasValue(Path.of("/etc/crew.pem"));
    }

    /** Another process can have the id of a service that was killed, and another program can listen on its port. */
    @Test
    void shouldIgnoreTheFileOfAServiceThatHasEnded() throws Exception {
        // Given
        runAtHome().close();

        // Then
        assertThat(find().source()).isEqualTo("the default");
    }

    @Test
    void shouldPreferTheOptionThenTheVariableThenTheContextThenTheHome() throws IOException {
        // Given
        try (RunningHome _ = runAtHome()) {
            // When
            contexts.put(new Context("crew", CREW, Optional.of("crew-token")));
            Target byContext = find();
            environment.put("YARDMASTER_URL", "http://variable.example/");
            Target byVariable = find();
            Target byOption = targets().find(Optional.of("http://option.example"));
            Target byName = targets().find(Optional.of("crew"));

            // Then
            assertThat(byContext).isEqualTo(new Target(CREW, Optional.of("crew-token"), "the context 'crew'"));
            assertThat(byVariable)
                    .isEqualTo(new Target(URI.create("http://variable.example"), Optional.empty(), "YARDMASTER_URL"));
            assertThat(byOption)
                    .isEqualTo(new Target(URI.create("http://option.example"), Optional.empty(), "--server"));
            assertThat(byName).isEqualTo(byContext);
        }
    }

    @Test
    void shouldSendTheTokenOfTheHomeOnlyToTheServiceOfTheHome() throws IOException {
        // Given
        try (RunningHome _ = runAtHome()) {
            // Then
            assertThat(targets().find(Optional.of("http://127.0.0.1:9001")).token())
                    .isEmpty();
            assertThat(targets().find(Optional.of("http://127.0.0.1:9000/")).token())
                    .contains("home-token");
        }
    }

    @Test
    void shouldUseTheStoredTokenOfAnAddressUnlessTheVariableHasOne() {
        // Given
        contexts.put(new Context("crew", CREW, Optional.of("crew-token")));

        // When
        Optional<String> stored = targets().find(Optional.of(CREW + "/")).token();
        environment.put("YARDMASTER_TOKEN", "variable-token\n");
        Optional<String> byVariable = find().token();
        Optional<String> ofTheNamedContext = targets().find(Optional.of("crew")).token();

        // Then
        assertThat(stored).contains("crew-token");
        assertThat(byVariable).contains("variable-token");
        assertThat(ofTheNamedContext).contains("crew-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "ftp://host",
                "http:///path",
                "http://a b",
                "http://host:99999",
                "http://user:secret@host",
                "http://host?x=1",
                "http://host#x",
                ""
            })
    void shouldExplainAWrongAddress(String server) {
        assertThatThrownBy(() -> targets().find(Optional.of(server)))
                .isInstanceOf(ClientException.class)
                .hasMessage(
                        "--server is '" + server + "'. Give the URL of a service, such as http://127.0.0.1:8484, or the"
                                + " name of a context (yardmaster context list).");
    }

    private RunningHome runAtHome() throws IOException {
        Files.writeString(directory.resolve("admin-token"), "home-token\n");
        return new RunningHome(directory, HOME);
    }

    private Target find() {
        return targets().find(Optional.empty());
    }

    private Targets targets() {
        return new Targets(environment, contexts, directory);
    }
}
