package dev.yardmaster.process;

/**
 * An environment variable that identifies the processes of a session or of a run of the service. Processes inherit it, so it also finds
 * those that have left the child's process tree. It does not find processes that were started with a cleared environment.
 *
 * @param name the name of the variable
 * @param value its exact value
 */
public record EnvironmentMarker(String name, String value) {
    public EnvironmentMarker {
        if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "A marker needs a name and a value: an empty one would match other processes");
        }
    }

    /** Returns the entry in the form {@code name=value} that an environment has. */
    String entry() {
        return name + '=' + value;
    }
}
