package dev.yardmaster.process;

/**
 * An environment variable by which processes are recognised. It is inherited by all that a child starts, so it finds those that have
 * left the child's process tree, but not those that were started with a cleared environment.
 *
 * @param name the name of the variable
 * @param value its exact value
 */
public record EnvironmentMarker(String name, String value) {
    public EnvironmentMarker {
        if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException("A marker needs a name and a value: an empty one would find strangers");
        }
    }

    /** As it stands in an environment. */
    String entry() {
        return name + '=' + value;
    }
}
