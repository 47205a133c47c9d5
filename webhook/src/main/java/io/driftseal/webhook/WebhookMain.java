package io.driftseal.webhook;

import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.lifecycle.ServiceRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The admission service as a process. */
public final class WebhookMain {
    /** Below the 30 s that Kubernetes grants a pod by default. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

    private WebhookMain() {}

    public static void main(String[] arguments) {
        ServiceRuntime.run(
                "webhook",
                STOP_DEADLINE,
                runtime -> {
                    WebhookConfiguration configuration =
                            ConfigurationReader.read(
                                    WebhookConfiguration.class,
                                    List.of(arguments),
                                    System.getenv());
                    runtime.logConfiguration(configuration);
                    new WebhookAssembly(configuration, runtime, Clock.systemUTC(), System.getenv())
                            .start();
                });
    }
}
