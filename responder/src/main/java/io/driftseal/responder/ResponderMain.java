package io.driftseal.responder;

import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.lifecycle.ServiceRuntime;
import java.time.Duration;
import java.util.List;

/** The responder's process. */
public final class ResponderMain {

    /** Below the 30 seconds that a pod is given by default. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(25);

    private ResponderMain() {}

    /** Configuration from {@code --config FILE}, the environment and flags; see the README. */
    public static void main(String[] arguments) {
        ServiceRuntime.run(
                "responder",
                STOP_DEADLINE,
                runtime -> {
                    ResponderConfiguration configuration =
                            ConfigurationReader.read(
                                    ResponderConfiguration.class,
                                    List.of(arguments),
                                    System.getenv());
                    runtime.logConfiguration(configuration);
                    ResponderService.start(configuration, runtime, System.getenv());
                });
    }
}
