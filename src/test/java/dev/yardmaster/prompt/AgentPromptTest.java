package dev.yardmaster.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.prompt.PromptSubject.NamedProject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentPromptTest {
    private static final PromptSubject STEWARD = new PromptSubject(
            UUID.randomUUID(),
            "$1 {{role}}",
            new AgentKind(Role.STEWARD, AgentMode.EPHEMERAL, Optional.of("docs")),
            "codex",
            Optional.of(new NamedProject(UUID.randomUUID(), "shop")));

    /** From the one that wins to the one that is used last. */
    private static final List<RolePrompt> ORDERED = List.of(
            prompt(PromptSource.AGENT, "docs", "codex"),
            prompt(PromptSource.AGENT, "docs", null),
            prompt(PromptSource.AGENT, null, "codex"),
            prompt(PromptSource.AGENT, null, null),
            prompt(PromptSource.PROJECT, "docs", null),
            prompt(PromptSource.PROJECT, null, null),
            prompt(PromptSource.WORKSPACE, "docs", "codex"),
            prompt(PromptSource.WORKSPACE, null, "codex"),
            prompt(PromptSource.WORKSPACE, null, null),
            prompt(PromptSource.BUILT_IN, null, null));

    @Test
    void shouldPreferTheNearestSourceThenTheFocusThenTheProvider() {
        for (int size = ORDERED.size(); size > 0; size--) {
            // Given
            List<RolePrompt> left = ORDERED.subList(ORDERED.size() - size, ORDERED.size());
            List<RolePrompt> shuffled = new ArrayList<>(left);
            Collections.shuffle(shuffled, new Random(size));

            // When
            AgentPrompt prompt = AgentPrompt.of(STEWARD, shuffled);

            // Then
            assertThat(prompt.text()).isEqualTo(left.getFirst().text());
            assertThat(prompt.levels())
                    .extracting(AgentPrompt.Level::source)
                    .containsExactlyElementsOf(
                            left.stream().map(RolePrompt::source).toList());
            assertThat(prompt.levels()).extracting(AgentPrompt.Level::won).startsWith(true);
            assertThat(prompt.levels()).filteredOn(AgentPrompt.Level::won).hasSize(1);
        }
    }

    @Test
    void shouldWriteTheNamesIntoTheText() {
        // Given
        var text =
                text(PromptSource.WORKSPACE, "{{agent}} is a {{role}} for {{focus}} of {{project}}; {{else}} {agent}");

        // When
        AgentPrompt prompt = AgentPrompt.of(STEWARD, List.of(text));

        // Then
        assertThat(prompt.text()).isEqualTo("$1 {{role}} is a steward for docs of shop; {{else}} {agent}");
    }

    @Test
    void shouldAllowAnAgentWithoutAPrompt() {
        // Given
        List<RolePrompt> texts = List.of(text(PromptSource.BUILT_IN, "a text"), text(PromptSource.AGENT, ""));

        // Then
        assertThat(AgentPrompt.of(STEWARD, texts).text()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldHaveABuiltInPromptForEachRole(Role role) {
        // Given
        var subject = new PromptSubject(
                UUID.randomUUID(),
                "ada",
                new AgentKind(role, AgentMode.EPHEMERAL, Optional.empty()),
                "codex",
                Optional.empty());

        // When
        String text =
                AgentPrompt.of(subject, List.of(new BuiltInPrompts().of(role))).text();

        // Then
        assertThat(text).contains("You are ada, a " + role.value()).doesNotContain("{{");
    }

    private static RolePrompt prompt(PromptSource source, String focus, String provider) {
        return new RolePrompt(
                Role.STEWARD,
                Optional.ofNullable(focus),
                Optional.ofNullable(provider),
                Optional.empty(),
                Optional.empty(),
                source,
                source + " " + focus + " " + provider,
                Optional.of(Instant.EPOCH));
    }

    private static RolePrompt text(PromptSource source, String text) {
        return new RolePrompt(
                Role.STEWARD,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                source,
                text,
                Optional.empty());
    }
}
