package dev.yardmaster.bench;

/** Runs the benchmark that the system property {@code bench} names. */
final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        String name = System.getProperty("bench", "stream");
        switch (name) {
            case "stream" -> StreamBench.main(args);
            case "dispatch" -> DispatchBench.main(args);
            case "fleet" -> FleetBench.main(args);
            default ->
                throw new IllegalArgumentException(
                        "Unknown benchmark '" + name + "'. Set -Dbench to stream, dispatch or fleet.");
        }
    }
}
