package dev.yardmaster.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that OpenAPI Generator generates from the description of the API compiles without a change, and works. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class GeneratedClientTest {
    /** The build copies it there. */
    private static final Path GENERATOR = Path.of("target/test-tools/openapi-generator-cli.jar");

    private static final Path STORY = Path.of("src/test/resources/generated-client/ReadmeStory.java");

    @TempDir
    private Path directory;

    @Test
    void shouldRunTheFirstTaskOfTheReadme() throws Exception {
        // Given
        generate();
        compile();

        // When
        Object seen = tell("generated-" + UUID.randomUUID(), Slots.script(Fakes.works()));

        // Then
        assertThat(seen)
                .isEqualTo(List.of(
                        "Done.",
                        "user.message session.started message usage turn.ended session.ended",
                        "completed",
                        "stopped",
                        "404"));
    }

    private void generate() throws Exception {
        Path document = Files.writeString(
                directory.resolve("openapi.json"), ApiOperations.document().encode());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                GENERATOR.toString(),
                "generate",
                "--input-spec=" + document,
                "--generator-name=java",
                "--library=native",
                "--output=" + directory.resolve("client"),
                "--additional-properties=openApiNullable=false,useJakartaEe=true,"
                        + "invokerPackage=client,apiPackage=client.api,modelPackage=client.model",
                "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false");
        Path log = directory.resolve("generator.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private void compile() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-nowarn",
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-d",
                    Files.createDirectory(classes()).toString());
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> generated = Files.walk(directory.resolve("client/src/main/java"))) {
            return Stream.concat(generated.filter(Files::isRegularFile), Stream.of(STORY))
                    .toList();
        }
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private Object tell(String agent, String executable) throws Exception {
        String token =
                Files.readString(LocalService.home().resolve("admin-token")).strip();
        URL[] path = {classes().toUri().toURL()};
        try (var loader = new URLClassLoader(path, Thread.currentThread().getContextClassLoader())) {
            return loader.loadClass("client.ReadmeStory")
                    .getMethod("tell", String.class, String.class, String.class, String.class)
                    .invoke(null, LocalService.base().toString(), token, agent, executable);
        }
    }
}
