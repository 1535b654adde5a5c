package dev.yardmaster.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The configuration reference, made from the sources of the {@code @ConfigMapping} interfaces and their Javadoc. */
final class ConfigurationReference {
    private static final String HEAD = """
            # Configuration

            <!-- Generated from the @ConfigMapping interfaces; CONTRIBUTING.md explains how. Do not edit the tables. -->

            Set a property in `config/application.properties` below the working directory, or as an environment variable: upper case, with `_` for every
            other character (`yardmaster.session.idle-timeout` is `YARDMASTER_SESSION_IDLE_TIMEOUT`). Durations are a number with a unit (`90s`, `10m`, `4h`) or
            ISO 8601 (`PT10M`). Numbers are whole numbers from 1. Parts in angle brackets are names that you choose. The options of `yardmaster start` are in
            [command line](command-line.md). The service does not start with an unknown name or a wrong value.

            ## Environment variables

            | variable | meaning |
            |---|---|
            | `YARDMASTER_HOME` | the home; default `~/.yardmaster` |
            | `YARDMASTER_DATABASE_URL` | `postgresql://user:password@host:port/database`: a PostgreSQL of yours instead of the embedded one |
            | `YARDMASTER_DATABASE_URL_FILE` | a file with that URL, so that the password is not in the environment |
            | `YARDMASTER_AGENT_PROVIDER_OVERRIDE` | the provider of all agents, above their own choice |
            | `YARDMASTER_AGENT_RUNTIME_OVERRIDE` | the same by runtime; the provider override wins |
            | `YARDMASTER_URL`, `YARDMASTER_TOKEN` | for [commands](command-line.md#the-service-to-call): the service to call, and the token for it |
            | `SSL_CERT_FILE` | for [commands](command-line.md#the-service-to-call): a PEM file with the certificates to trust |
            | `YARDMASTER_JAVA_OPTS` | more options for the JVM; not for the native executable |

            """;

    private static final String LIST_HEAD = "# Generated from the sources, as docs/configuration.md is. Do not edit.\n";

    private ConfigurationReference() {}

    /** The whole document. */
    static String markdown() throws IOException {
        var document = new StringBuilder(HEAD);
        sections().forEach(section -> document.append(section.markdown()));
        return document.toString().stripTrailing() + "\n";
    }

    /** All names and types, as the service reads them to find mistakes in its configuration. */
    static String list() throws IOException {
        Stream<String> mapped = sections().stream()
                .flatMap(section -> section.properties().stream())
                .map(property -> property.name() + "=" + property.type().replace("`", "") + "\n");
        Stream<String> injected = SourceNames.properties().map(name -> name + "=text\n");
        Stream<String> variables = SourceNames.variables().map(name -> name + "=variable\n");
        return Stream.of(mapped, injected, variables)
                .flatMap(lines -> lines)
                .sorted()
                .collect(Collectors.joining("", LIST_HEAD, ""));
    }

    /** What each mapping defines, ordered by prefix. */
    static List<ConfigurationSection> sections() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(mappings()));
            var docs = DocTrees.instance(task);
            List<ConfigurationSection> sections = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new MappingFinder(docs, sections).scan(unit, null);
            }
            return List.copyOf(sections.stream()
                    .collect(Collectors.toMap(
                            ConfigurationSection::prefix,
                            Function.identity(),
                            ConfigurationSection::with,
                            TreeMap::new))
                    .values());
        }
    }

    private static List<Path> mappings() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ConfigurationReference::isMapping)
                    .toList();
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class MappingFinder extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees docs;
        private final List<ConfigurationSection> sections;

        MappingFinder(DocTrees docs, List<ConfigurationSection> sections) {
            this.docs = docs;
            this.sections = sections;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            Annotations.value(type.getModifiers(), "ConfigMapping", "prefix").ifPresent(prefix -> {
                TreePath path = getCurrentPath();
                var reader = new MappingReader(docs, path, nested(type));
                sections.add(new ConfigurationSection(prefix, reader.text(path), reader.properties(prefix)));
            });
            return super.visitClass(type, nothing);
        }

        private static List<ClassTree> nested(ClassTree type) {
            return type.getMembers().stream()
                    .filter(member -> member.getKind() == Tree.Kind.INTERFACE || member.getKind() == Tree.Kind.ENUM)
                    .map(ClassTree.class::cast)
                    .toList();
        }
    }
}
