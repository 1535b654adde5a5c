package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.FileDescriptors;
import org.junit.jupiter.api.Test;

class ProgramCheckTest {
    @Test
    void shouldNameTheVersionAndTheRuntime() {
        // When
        var findings = new ProgramCheck("1.2.3").run();

        // Then
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly("program", "memory", "file-descriptors", "locale");
        assertThat(findings.getFirst().detail())
                .startsWith("Yardmaster 1.2.3 runs on Java " + System.getProperty("java.version"))
                .contains(System.getProperty("os.arch"));
    }

    @Test
    void shouldWarnOfLittleMemory() {
        // When
        var little = ProgramCheck.memory(1L << 30);
        var enough = ProgramCheck.memory(4L << 30);

        // Then
        assertThat(little)
                .isEqualTo(
                        Finding.warning(
                                "memory",
                                "The machine or container has 1.0 GiB of memory.",
                                "Provide at least 2 GiB, or let few sessions run at once with a pool (`yardmaster pool create`)."));
        assertThat(enough).isEqualTo(Finding.ok("memory", "The machine or container has 4.0 GiB of memory."));
    }

    @Test
    void shouldWarnOfFewFileDescriptors() {
        // When
        var few = ProgramCheck.descriptors(new FileDescriptors(400));
        var enough = ProgramCheck.descriptors(new FileDescriptors(4096));

        // Then
        assertThat(few)
                .isEqualTo(Finding.warning(
                        "file-descriptors",
                        "The service may open only 400 files and sockets (ulimit -n), so it accepts at most 50 connections"
                                + " at once.",
                        "Allow at least 1024."));
        assertThat(enough)
                .isEqualTo(Finding.ok("file-descriptors", "A process may open 4096 files and sockets (ulimit -n)."));
    }

    @Test
    void shouldWarnOfALocaleWithoutUtf8() {
        // When
        var ascii = ProgramCheck.fileNames("ANSI_X3.4-1968");
        var utf8 = ProgramCheck.fileNames("UTF-8");

        // Then
        assertThat(ascii)
                .isEqualTo(Finding.warning(
                        "locale",
                        "The locale uses ANSI_X3.4-1968, so paths with characters outside of ASCII can't be used.",
                        "export LC_ALL=C.UTF-8"));
        assertThat(utf8.state()).isEqualTo(State.OK);
    }
}
