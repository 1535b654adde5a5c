package dev.yardmaster.provider.declared;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Providers declared by configuration, by id: {@code yardmaster.providers.<id>.dialect} and so on. Each is a wrapper or a fork of a CLI
 * that is known, and speaks one of its dialects. What is left out is as that CLI has it.
 */
@ConfigMapping(prefix = "yardmaster.providers")
public interface ProviderConfig {
    /** The providers by id. */
    @WithParentName
    Map<String, Entry> byId();

    /** One provider. */
    interface Entry {
        /** The protocol that it speaks; must be given. */
        Optional<String> dialect();

        /** The name for people; by default the id. */
        Optional<String> displayName();

        /** The program of its default executable. */
        Optional<String> command();

        /**
         * All arguments that follow the executable's own. One that holds a placeholder, such as {@code --model {model}}, is a group: it is
         * split at its blanks, and left out as a whole where the placeholder has no value. Known are {@code {model}}, {@code {directory}},
         * {@code {session}} (the id for a new conversation), {@code {resume}} (the one to go on with), {@code {prompt}} (of a one-shot
         * session), {@code {permissions}} and the files {@code {instructions-file}} and {@code {mcp-file}}.
         */
        Optional<List<String>> arguments();

        /** Whether it reads a project's files of instructions by itself, or they are put into its system prompt. */
        @WithDefault("implicit")
        Instructions instructions();

        /** Environment variables of the child, below the executable's own. */
        Map<String, String> environment();

        /** Its models, instead of asking it. */
        Optional<List<String>> models();

        /** Short names of models and what it is told in their place, over those of the CLI it is like. */
        Map<String, String> aliases();

        /** Its program, which its {@code command} stands for, and the arguments that make it print its version. */
        Optional<List<String>> versionCommand();

        /** A regular expression that finds the version in what that prints, as group 1. */
        Optional<String> versionPattern();

        /** What a user without it should do, as one sentence. */
        Optional<String> installHint();

        /** The family that it belongs to. */
        Optional<String> runtime();
    }

    /** How a provider gets a project's instructions. */
    enum Instructions {
        /** It reads the project's files by itself. */
        IMPLICIT,
        /** They are put into its system prompt. */
        INJECT
    }
}
