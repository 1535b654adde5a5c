package dev.yardmaster.project;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The work tree of a project, which can be moved, removed or locked after the project was stored. */
public final class ProjectDirectory {
    private ProjectDirectory() {}

    /** Throws {@code unusable_path} if no session can run in the directory of a project. Blocks. */
    public static void requireUsable(Project project) {
        Path path = Path.of(project.path());
        if (!Files.isDirectory(path)) {
            throw unusable(project, "does not exist or can't be reached. Create the directory again");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw unusable(project, "can't be read by the service's user. Correct its permissions");
        }
    }

    private static YardmasterException unusable(Project project, String problem) {
        return new YardmasterException(
                ErrorCode.UNUSABLE_PATH,
                "The directory " + project.path() + " of the project '" + project.name() + "' " + problem
                        + ", or change the path of the project: PATCH /api/projects/" + project.name() + ".");
    }
}
