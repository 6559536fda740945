package dev.oriel.helm;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The chart in a folder, seen through Helm's own library. Helm tells what it refuses by an {@link IllegalStateException}.
 *
 * @param folder where {@code Chart.yaml} is
 */
record Chart(Path folder) {

    /** The chart as it is released. */
    static final Chart RELEASED = new Chart(Path.of("helm/oriel"));

    static final String RELEASE = "shop";
    static final String NAMESPACE = "views";

    /** All that the chart makes in this release is named so. */
    static final String NAME = "shop-oriel";

    /** The three sets of values that are kept with the chart. */
    static final List<String> VALUE_SETS = List.of("minimal", "dev", "production");

    /** Said to Helm, which otherwise assumes a version that is long gone. */
    private static final String KUBERNETES = "1.35.0";

    /** The file of one of the {@link #VALUE_SETS}. */
    static Path valueSet(String name) {
        return RELEASED.folder().resolve("ci/" + name + "-values.yaml");
    }

    /** What it makes of one of the {@link #VALUE_SETS}, and of further values over them, as YAML. */
    Manifests render(String valueSet, String further) {
        return withFile(
                further,
                file -> Manifests.parse(new Helm(folder)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(valueSet(valueSet))
                        .withValuesFile(file)
                        .call()));
    }

    /** What it makes of one of the {@link #VALUE_SETS}. */
    Manifests render(String valueSet) {
        return render(valueSet, "{}");
    }

    /** What an installation with these values tells the user. */
    String notes(String valueSet, String further) {
        return withFile(
                further,
                file -> new Helm(folder)
                        .install()
                        .clientOnly()
                        .dryRun()
                        .withDryRunOption(DryRun.CLIENT)
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(valueSet(valueSet))
                        .withValuesFile(file)
                        .call()
                        .getOutput());
    }

    /** What Helm finds wrong with the chart and its default values. */
    LintResult lint() {
        return new Helm(folder).lint().strict().call();
    }

    private interface Use<T> {
        T of(Path file);
    }

    private static <T> T withFile(String text, Use<T> use) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                return use.of(Files.writeString(file, text));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
