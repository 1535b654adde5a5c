package dev.yardmaster.provider.declared;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Providers that are declared by configuration, by id: {@code yardmaster.providers.<id>.dialect} and so on. Each one is a wrapper or fork of
 * a known CLI and speaks one of that CLI's dialects. Settings that are missing have the values of the known CLI.
 */
@ConfigMapping(prefix = "yardmaster.providers")
public interface ProviderConfig {
    /** The providers by id. */
    @WithParentName
    Map<String, Entry> byId();

    /** One provider. */
    interface Entry {
        /** The protocol that the CLI speaks. Required. */
        Optional<String> dialect();

        /** The name for people; by default the id. */
        Optional<String> displayName();

        /** The program of the default executable. */
        Optional<String> command();

        /**
         * The arguments that follow the executable's own. An argument with a placeholder, such as {@code --model {model}}, is a group: it is
         * split at its spaces, and left out if the placeholder has no value. The placeholders are {@code {model}}, {@code {directory}},
         * {@code {session}} (the id for a new conversation), {@code {resume}} (the id of the conversation to continue), {@code {prompt}} (of a
         * one-shot session), {@code {permissions}}, and the files {@code {instructions-file}} and {@code {mcp-file}}.
         */
        Optional<List<String>> arguments();

        /** How the agent receives the instructions of its project. */
        @WithDefault("implicit")
        Instructions instructions();

        /** Environment variables of the CLI; those of the executable take precedence. */
        Map<String, String> environment();

        /** The models that the CLI offers. If they are missing, the CLI is asked. */
        Optional<List<String>> models();

        /** Model aliases and the models that they stand for; they take precedence over those of the known CLI. */
        Map<String, String> aliases();

        /** The command that prints the version. If its program is {@code command}, the executable's own path and arguments are used. */
        Optional<List<String>> versionCommand();

        /** A regular expression that finds the version in the output of that command, as group 1. */
        Optional<String> versionPattern();

        /** One sentence that explains how to install the CLI. */
        Optional<String> installHint();

        /** The family of CLIs that it belongs to. */
        Optional<String> runtime();
    }

    /** How an agent receives the instructions of its project. */
    enum Instructions {
        /** The CLI reads the project's instruction files itself. */
        IMPLICIT,
        /** The service adds them to the CLI's system prompt. */
        INJECT
    }
}
