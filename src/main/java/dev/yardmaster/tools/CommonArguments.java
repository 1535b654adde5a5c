package dev.yardmaster.tools;

import static dev.yardmaster.tools.ToolArgument.text;

import dev.yardmaster.agent.Role;
import dev.yardmaster.task.TaskState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What several tools take. */
final class CommonArguments {
    static final Set<Role> ALL = EnumSet.allOf(Role.class);

    static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Role::value).toList();
    static final List<String> TASK_STATES =
            Arrays.stream(TaskState.values()).map(TaskState::value).toList();

    static final ToolArgument TASK = text("task", "The id of the task; by default the one of your session.");
    static final ToolArgument PLAN = text("plan", "The id or name of the plan.");
    /** The argument of tools that create something. */
    static final ToolArgument KEY = text(
            "key",
            "Any text that is new for each call. If you don't know whether a call has worked, repeat it with the same key"
                    + " and arguments: nothing is created twice.");

    static final ToolArgument AFTER = text("after", "The 'next' of the previous page.");

    static final String TASK_FIELDS =
            "acceptance (when it is done), priority (1, most urgent, to 5), role (director, worker or steward), agent (the"
                    + " only one that may get it), project, requires and tags (lists of texts), provider, executable, model,"
                    + " timeout (such as PT30M), maxFailures, scheduledFor, proposed (false accepts a proposal)";

    private CommonArguments() {}
}
