package dev.yardmaster.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationCheckTest {
    /** Any free port, so that a service on this machine does not matter. */
    private static final String ANY_PORT = "quarkus.http.port=0\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yardmaster.dispach.tick=1s | Unknown property yardmaster.dispach.tick in"
                        + " config/application.properties, line 2. The nearest known one is yardmaster.dispatch.poll."
                        + " Correct the name, or remove the property.",
                "%prod.yardmaster.sesion.idle-timeout=1m | The nearest known one is yardmaster.session.idle-timeout.",
                "yardmster.session.idle-timeout=1m | The nearest known one is yardmaster.session.idle-timeout.",
                "yardmaster.providers.fork.dialekt=x | The nearest known one is yardmaster.providers.fork.dialect.",
                "yardmaster.health.every=abc | The value 'abc' of yardmaster.health.every in"
                        + " config/application.properties, line 2 is wrong. It must be a duration (such as 90s, 10m or"
                        + " PT10M) or off.",
                "yardmaster.session.idle-timeout= | The value '' of yardmaster.session.idle-timeout",
                "yardmaster.session.idle-timeout=-1s | It must be a duration (such as 90s, 10m or PT10M).",
                "yardmaster.session.idle-timeout=${NO_SUCH} | The value '${NO_SUCH}' of"
                        + " yardmaster.session.idle-timeout in config/application.properties, line 2 is wrong. It uses a"
                        + " property or an environment variable that is not set.",
                "yardmaster.models.at-once=two | It must be a whole number from 1.",
                "yardmaster.models.at-once=0 | It must be a whole number from 1.",
                "yardmaster.dispatch.self-fencing=ture | It must be true or false.",
                "yardmaster.providers.fork.instructions=explicit | It must be implicit or inject.",
                "yardmaster.home=\\u12 | config/application.properties can't be read: Malformed",
                "yardmaster.openid.audience=crew | yardmaster.openid.issuer is missing, but other properties of an issuer"
                        + " are set.",
                "quarkus.http.port=99999 | The port '99999' is wrong. It must be a number from 0 to 65535",
                "quarkus.http.port=web | The port 'web' is wrong.",
                "quarkus.http.host=192.0.2.1 | The service can't listen on 192.0.2.1 port 0:"
            })
    void shouldReportAMistakeInTheFile(String line, String message) throws IOException {
        // Given
        configure(line);

        // When
        var failure = catchThrowableOfType(InvalidConfiguration.class, check(Map.of())::run);

        // Then
        assertThat(failure.mistakes())
                .singleElement()
                .asString()
                .contains(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yardmaster.session.idle-timeout=90s",
                "%test.yardmaster.session.idle-timeout=90s",
                "yardmaster.executables.claude-code.environment.PATH=/bin",
                "yardmaster.executables.\"my.cli\".path=/bin/cat",
                "yardmaster.providers.fork.models[0]=one",
                "yardmaster.providers.fork.instructions=INJECT",
                "yardmaster.model-aliases.codex.\"gpt-5.1\"=gpt-5",
                "yardmaster.health.every=off",
                "yardmaster.default-provider=codex",
                "quarkus.log.level=DEBUG",
                "other.program.setting=abc"
            })
    void shouldAcceptAValidLine(String line) throws IOException {
        // Given
        configure(line);

        // When
        assertThatCode(check(Map.of())::run)
                // Then
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "YARDMASTER_DATABSE_URL, x, YARDMASTER_DATABASE_URL",
        "YARDMSTER_HOME, x, YARDMASTER_HOME",
        "YARDMASTER_SESSION_IDLETIMEOUT, 1m, YARDMASTER_SESSION_IDLE_TIMEOUT",
        "YARDMASTER_EXECUTABLES_SEAT_PAHT, x, YARDMASTER_EXECUTABLES_SEAT_PATH",
        "YARDMASTER_HEALTH_EVERY, abc, the environment variable YARDMASTER_HEALTH_EVERY is wrong",
        "YARDMASTER_PORT, 9000, Unknown environment variable YARDMASTER_PORT"
    })
    void shouldReportAMistakeInTheEnvironment(String variable, String value, String message) throws IOException {
        // Given
        configure("");

        // When
        var failure = catchThrowableOfType(InvalidConfiguration.class, check(Map.of(variable, value))::run);

        // Then
        assertThat(failure.mistakes()).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "YARDMASTER_DATABASE_URL_FILE, /run/url",
        "YARDMASTER_JAVA_OPTS, -Xmx1g",
        "YARDMASTER_SESSION, x",
        "YARDMASTER_EXECUTABLES_CLAUDE_CODE_PATH, /bin/cat",
        "YARDMASTER_EXECUTABLES_X_ENVIRONMENT_ANY_NAME, x",
        "YARDMASTER_SECURITY_ALLOWED_HOSTS_0_, a.example",
        "YARDMASTER_PORT, tcp://10.0.0.1:8484",
        "YARDMASTER_SERVICE_HOST, 10.0.0.1",
        "YARDMASTER_API_PORT_8484_TCP_ADDR, 10.0.0.1",
        "HOME, /root"
    })
    void shouldAcceptAValidVariable(String variable, String value) throws IOException {
        // Given
        configure("");

        // When
        assertThatCode(check(Map.of(variable, value))::run)
                // Then
                .doesNotThrowAnyException();
    }

    @Test
    void shouldReportAllMistakesAtOnce() throws IOException {
        // Given
        configure("yardmaster.health.every=abc\nyardmaster.dispach.tick=1s\nquarkus.http.port=99999");

        // When
        var failure =
                catchThrowableOfType(InvalidConfiguration.class, check(Map.of("YARDMASTER_DATABSE_URL", "x"))::run);

        // Then
        assertThat(failure.mistakes()).hasSize(4);
    }

    @Test
    void shouldReportATakenPort() throws IOException {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configure("quarkus.http.port=" + taken.getLocalPort());

            // When
            assertThatThrownBy(check(Map.of())::run)
                    // Then
                    .hasMessageContaining("can't listen on 127.0.0.1 port " + taken.getLocalPort())
                    .hasMessageContaining("in use. Choose another port with --port");
        }
    }

    private ConfigurationCheck check(Map<String, String> environment) {
        return new ConfigurationCheck(environment, directory);
    }

    private void configure(String lines) throws IOException {
        Path file = Files.createDirectories(directory.resolve("config")).resolve("application.properties");
        Files.writeString(file, ANY_PORT + lines + "\n");
    }
}
