package dev.yardmaster.prompt;

import dev.yardmaster.agent.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The prompts that Yardmaster comes with: a file for each role. */
final class BuiltInPrompts {
    private final List<RolePrompt> all;

    BuiltInPrompts() {
        all = Arrays.stream(Role.values())
                .map(role -> RolePrompt.builtIn(role, read(role.value() + ".md")))
                .toList();
    }

    List<RolePrompt> all() {
        return all;
    }

    RolePrompt of(Role role) {
        return all.get(role.ordinal());
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(BuiltInPrompts.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
