package dev.oriel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The flow through the packages, each library in its one place, and the house rules that a machine can check. */
class ArchitectureTest {

    private static final String ROOT = "dev.oriel";

    /** Which packages each package may use. A package that is not named here may not exist. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("client", Set.of("api")),
            Map.entry("config", Set.of("api")),
            Map.entry("trace", Set.of()),
            Map.entry("store", Set.of("api")),
            Map.entry("view", Set.of("api", "config", "store")),
            Map.entry("wait", Set.of("store")),
            Map.entry("watch", Set.of("api", "store")),
            Map.entry("route", Set.of("api", "config", "store", "view")),
            Map.entry("read", Set.of("trace", "api", "config", "store", "view", "wait", "watch", "route")),
            Map.entry("scan", Set.of("trace", "api", "config", "store", "view", "wait", "route", "read")),
            Map.entry("ops", Set.of("trace", "api", "config", "store", "view", "wait", "route")),
            Map.entry(
                    "http",
                    Set.of("trace", "api", "config", "store", "view", "wait", "watch", "route", "read", "scan", "ops")),
            Map.entry("broker", Set.of()),
            Map.entry("demo", Set.of("broker")),
            Map.entry(
                    "server",
                    Set.of(
                            "trace", "api", "config", "store", "view", "wait", "watch", "route", "read", "scan", "ops",
                            "http")),
            Map.entry(
                    "cli",
                    Set.of(
                            "trace", "api", "config", "store", "view", "wait", "watch", "route", "read", "scan", "ops",
                            "http", "broker", "demo", "server")));

    private static final JavaClasses ORIEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_uses_only_what_lies_before_it_in_the_flow(String name) {
        String[] others = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(name) && !MAY_USE.get(name).contains(other))
                .map(ArchitectureTest::inOriel)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(inOriel(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true)
                .check(ORIEL);
    }

    @Test
    void every_package_has_its_place_in_the_flow() {
        assertThat(packageNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(MAY_USE).containsKey(firstPart(name)));
    }

    private static List<String> packageNames() {
        return ORIEL.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .distinct()
                .sorted()
                .toList();
    }

    private static String firstPart(String packageName) {
        return packageName.substring(ROOT.length()).replaceFirst("^\\.", "").split("\\.", 2)[0];
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ORIEL);
    }

    @Test
    void the_wires_words_need_the_jdk_alone() {
        classes()
                .that()
                .resideInAPackage(inOriel("api"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(inOriel("api"), "java..", "org.jspecify..")
                .check(ORIEL);
    }

    @Test
    void the_client_needs_the_jdk_and_the_wires_words() {
        classes()
                .that()
                .resideInAPackage(inOriel("client"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(inOriel("client"), inOriel("api"), "java..", "org.jspecify..")
                .check(ORIEL);
    }

    @ParameterizedTest
    @CsvSource({
        "org.rocksdb.., store",
        "io.javalin.., http",
        "org.eclipse.jetty.., http",
        "jakarta.servlet.., http",
        "io.micrometer.., ops",
        "io.opentelemetry.., trace",
        "picocli.., cli",
        "org.snakeyaml.., config",
        "net.thisptr.., view config",
        "kafka.., broker",
        "org.apache.kafka.server.., broker",
    })
    void a_library_is_known_where_it_is_needed(String library, String knownIn) {
        noClasses()
                .that()
                .resideOutsideOfPackages(inOriel(knownIn.split(" ")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(ORIEL);
    }

    /** {@code ops} shows an application to Micrometer; {@code config} asks for the names of Streams' settings. */
    @Test
    void kafka_streams_is_known_to_stores_and_views() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inOriel("store", "view", "ops"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.kafka.streams..").and(anythingBut(StreamsConfig.class)))
                .check(ORIEL);
        noClasses()
                .that()
                .resideOutsideOfPackages(inOriel("store", "view", "config"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(StreamsConfig.class)
                .check(ORIEL);
    }

    private static DescribedPredicate<JavaClass> anythingBut(Class<?> type) {
        return DescribedPredicate.not(JavaClass.Predicates.equivalentTo(type));
    }

    @Test
    void names_say_what_a_class_does() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Manager|Helper|Impl)(\\$.*)?")
                .check(ORIEL);
    }

    @Test
    void every_package_says_what_it_owns_and_is_null_marked() {
        assertThat(packageNames()).allSatisfy(name -> {
            JavaPackage described = ORIEL.getPackage(name);
            assertThat(described.tryGetPackageInfo()).as(name).isPresent();
            assertThat(described.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
        });
    }

    @Test
    void what_is_said_is_said_through_slf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(ORIEL);
        noClasses()
                .that()
                .resideOutsideOfPackages(inOriel("cli", "demo"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(ORIEL);
    }

    private static String inOriel(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] inOriel(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::inOriel).toArray(String[]::new);
    }
}
