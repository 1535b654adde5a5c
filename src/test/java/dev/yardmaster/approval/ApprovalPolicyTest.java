package dev.yardmaster.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.approval.ApprovalPolicy.Outcome;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.permission.PermissionRules;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalPolicyTest {
    private static final PermissionRules NO_RULES = new PermissionRules(List.of());

    @Test
    void shouldAskPeopleOnlyAboutWhatTheyCanRead() {
        assertThat(decide("x".repeat(ApprovalPolicy.LONGEST))).isInstanceOf(Outcome.Ask.class);
        assertThat(decide("x".repeat(ApprovalPolicy.LONGEST + 1))).isInstanceOfSatisfying(Outcome.Deny.class, deny -> {
            assertThat(deny.rule()).isEmpty();
            assertThat(deny.message()).contains("smaller steps");
        });
    }

    private static Outcome decide(String command) {
        return ApprovalPolicy.decide(
                NO_RULES, Permissions.ASK, ToolUse.command(command, JsonSlice.nullValue()), Path.of("/srv"));
    }
}
