package dev.yardmaster.provider.resolution;

/** The models that executables have listed, as far as they are known. */
@FunctionalInterface
public interface ListedModels {
    /** Whether the models of an executable are known and a model is not among them. */
    boolean lack(String executable, String model);

    /** The warning about an alias that stands for a model that an executable does not list. */
    static String warning(String executable, String alias, String model) {
        String subject = alias.equals(model)
                ? "The model '" + model + "'"
                : "The alias '" + alias + "' stands for the model '" + model + "', which";
        return "Warning: " + subject + " is not among the models that the executable '" + executable
                + "' lists. Sessions with it may fail. Name a listed model, or change the alias with yardmaster.model-aliases.";
    }
}
