package dev.yardmaster.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version that the build gave to the application. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "yardmaster " + ConfigProvider.getConfig().getValue("quarkus.application.version", String.class)
        };
    }
}
