package dev.yardmaster.settings;

import java.util.List;
import java.util.Optional;

/**
 * The settings as the API shows them.
 *
 * @param values all settings with the values that apply; null where there is none
 * @param defaults the values that apply to settings that are not set
 * @param set the names of the settings that are set
 */
record SettingsView(SettingsProfile values, SettingsProfile defaults, List<String> set) {
    /** @param preset the default provider if the settings name none */
    static SettingsView of(SettingsSpec spec, String preset) {
        SettingsProfile stored = spec.profile();
        boolean byRuntime =
                stored.defaultProvider().isEmpty() && stored.runtime().isPresent();
        SettingsProfile defaults = SettingsSpec.EMPTY.profile().withDefaultProvider(Optional.of(preset));
        SettingsProfile values = byRuntime
                ? stored
                : stored.withDefaultProvider(stored.defaultProvider().or(defaults::defaultProvider));
        return new SettingsView(values, defaults, spec.namesSet());
    }
}
