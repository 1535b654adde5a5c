package dev.yardmaster.command;

import static dev.yardmaster.command.ValueType.FLAG;
import static dev.yardmaster.command.ValueType.JSON;
import static dev.yardmaster.command.ValueType.TEXT;
import static dev.yardmaster.command.ValueType.WORDS;

import java.util.List;

/** The commands for triggers. */
final class TriggerGroup {
    private static final List<Argument> FIELDS = ApiCommand.of("", "POST /", "")
            .field("--enabled", "", "enabled", FLAG, "Whether it runs.")
            .field("--cron", "CRON", "cron", TEXT, "The times at which it runs, such as '0 3 * * *'.")
            .field("--time-zone", "ZONE", "timeZone", TEXT, "The time zone of the times, such as Europe/Berlin.")
            .field("--events", "EVENT,…", "events", WORDS, "The events on which it runs, such as task.failed.")
            .field("--webhook", "", "webhook", FLAG, "Whether it runs on requests from outside.")
            .field("--project", "PROJECT", "project", TEXT, "Only events of this project.")
            .field(
                    "--task",
                    "JSON",
                    "task",
                    JSON,
                    "The task that it creates; @FILE or - for a file or the standard input.")
            .field("--message", "JSON", "message", JSON, "The message that it sends, with 'to' and 'text'.")
            .arguments();

    static final CommandGroup GROUP = new CommandGroup(
            "trigger",
            "Adds, shows and runs triggers.",
            List.of(
                    ApiCommand.list("/api/triggers", "Lists the triggers by name.")
                            .example("trigger list")
                            .prints(View.pages(
                                    "NAME=name",
                                    "ENABLED=enabled",
                                    "CRON=cron",
                                    "EVENTS=events",
                                    "NEXT=nextAt",
                                    "+ZONE=timeZone",
                                    "+ID=id")),
                    ApiCommand.of("create", "POST /api/triggers", "Adds a trigger.")
                            .alias("add")
                            .example(
                                    "trigger create nightly --cron '0 3 * * *' --time-zone Europe/Berlin --task @task.json")
                            .example("trigger create mend --events task.failed --task @mend.json")
                            .positional("NAME", "name", TEXT, "The name.")
                            .with(FIELDS),
                    ApiCommand.show("/api/triggers/{trigger}", "Shows a trigger.")
                            .example("trigger show nightly"),
                    ApiCommand.of("update", "PATCH /api/triggers/{trigger}", "Changes a trigger.")
                            .alias("edit")
                            .example("trigger update nightly --enabled=false")
                            .field("--name", "NAME", "name", TEXT, "The new name.")
                            .with(FIELDS),
                    ApiCommand.remove("/api/triggers/{trigger}", "Removes a trigger.")
                            .example("trigger rm nightly --yes"),
                    ApiCommand.of(
                                    "secret",
                                    "POST /api/triggers/{trigger}/secret",
                                    "Creates the secret of requests from outside and prints it. It is shown only once.")
                            .example("trigger secret deploy")
                            .answersSecret(),
                    ApiCommand.of("run", "POST /api/triggers/{trigger}/run", "Runs a trigger now.")
                            .example("trigger run nightly"),
                    ApiCommand.of(
                                    "runs",
                                    "GET /api/triggers/{trigger}/runs",
                                    "Lists the runs of a trigger, the newest first.")
                            .example("trigger runs nightly")
                            .with(Argument.LIMIT)
                            .prints(View.pages(
                                    "DUE=dueAt",
                                    "CAUSE=cause",
                                    "STATE=state",
                                    "TASK=task",
                                    "TASK-STATE=taskState",
                                    "REASON=reason",
                                    "+MESSAGE=message",
                                    "+ID=id"))));

    private TriggerGroup() {}
}
