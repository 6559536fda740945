package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oriel.wait.Shelf.Seen;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * The registry under a model checker, which switches threads at each access to memory they share and so goes through the ways in
 * which their steps can interleave. How many it tries is set by {@code oriel.model.invocations}. Registries that are broken in the
 * ways that matter are shown to be found out.
 */
class WaitModelTest {

    private static final int INVOCATIONS = Integer.getInteger("oriel.model.invocations", 150);

    private static final int INVOCATIONS_TO_FIND_A_DEFECT = 2_000;

    private static final String PARK_AND_WRITE = "; parkForVersion | write | work";

    private static final String LEAVE_AND_WAKE = "parkForVersion write; work | cancel";

    /** What is done first, and what is done then by each of several threads. */
    private static final List<String> SCENARIOS = List.of(
            // A write and a park must not miss each other,
            PARK_AND_WRITE,
            "; parkForOffset | write | work",
            "; parkForVersion | write work | parkForOffset work",
            // not even as the last wait for the key leaves,
            "parkForVersion; cancel parkForOffset | write | work",
            "parkForVersion; cancel | parkForVersion | write work",
            // nor may a move or a stop.
            "; parkForVersion | move | work",
            "; parkForOffset write | move | work work",
            "; parkForOffset | stop | parkForVersion",
            "parkForOffset; write | stop | parkForVersion",
            // Whatever comes together, it ends once.
            LEAVE_AND_WAKE,
            "parkForOffset; write | expire | work",
            "; parkForOffset work | expire | work",
            "parkForOffset write; stop | work | cancel",
            "parkForOffset; expire work | cancel | move work");

    @Test
    void no_wait_is_forgotten_and_none_ends_twice_however_threads_interleave() {
        check(WaitModel.class, INVOCATIONS, SCENARIOS);
    }

    @Test
    void a_read_before_the_registration_is_found_out() {
        assertFound(ReadsBeforeItRegisters.class, PARK_AND_WRITE, "a wait ended 0 times");
    }

    @Test
    void a_dropped_wake_up_is_found_out() {
        assertFound(DropsAWakeUp.class, PARK_AND_WRITE, "a wait ended 0 times");
    }

    @Test
    void an_ending_without_a_claim_is_found_out() {
        assertFound(LeavesWithoutAClaim.class, LEAVE_AND_WAKE, "a wait ended 2 times");
    }

    private static void assertFound(Class<? extends WaitModel> broken, String scenario, String violation) {
        assertThatThrownBy(() -> check(broken, INVOCATIONS_TO_FIND_A_DEFECT, List.of(scenario)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(violation);
    }

    private static void check(Class<? extends WaitModel> model, int invocations, List<String> scenarios) {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(invocations)
                // The operations return nothing; what is to be verified is in the model's validation.
                .verifier(EpsilonVerifier.class)
                .minimizeFailedScenario(false);
        scenarios.forEach(scenario -> options.addCustomScenario(scenario(scenario)));
        options.check(model);
    }

    private static ExecutionScenario scenario(String text) {
        String[] parts = text.split(";", 2);
        List<List<Actor>> threads =
                Arrays.stream(parts[1].split("\\|")).map(WaitModelTest::actors).toList();
        return new ExecutionScenario(
                actors(parts[0]), threads, List.of(), actor("everyWaitHasEndedOnceOrGoesOnRightly"));
    }

    private static List<Actor> actors(String names) {
        return Arrays.stream(names.strip().split(" +"))
                .filter(name -> !name.isEmpty())
                .map(WaitModelTest::actor)
                .toList();
    }

    private static Actor actor(String name) {
        try {
            return new Actor(WaitModel.class.getMethod(name), List.of());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Takes as its first look what was there before it registered. */
    public static final class ReadsBeforeItRegisters extends WaitModel {
        @Override
        Look<Seen> look() {
            Optional<Seen> earlier = see();
            AtomicInteger looks = new AtomicInteger();
            return () -> looks.getAndIncrement() == 0 ? earlier : see();
        }
    }

    /** Loses the first task that the workers are given. */
    public static final class DropsAWakeUp extends WaitModel {
        @Override
        boolean takes(int number) {
            return number > 0;
        }
    }

    /** Lets a client go if it has not been answered, instead of ending its wait. */
    public static final class LeavesWithoutAClaim extends WaitModel {
        @Override
        boolean leave(Client client) {
            return client.endings() == 0;
        }
    }
}
