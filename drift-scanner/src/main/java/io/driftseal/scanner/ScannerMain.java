package io.driftseal.scanner;

import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.kubernetes.fabric8.ApiAccess;
import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.lifecycle.ServiceRuntime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The drift-scanner process: {@code --config FILE}, then environment, then {@code --key=value}. */
public final class ScannerMain {

    private ScannerMain() {}

    public static void main(String[] arguments) {
        ScannerConfiguration configuration;
        try {
            configuration =
                    ConfigurationReader.read(
                            ScannerConfiguration.class, List.of(arguments), System.getenv());
        } catch (ConfigurationException e) {
            // The runtime logs it and ends with the exit code for configurations.
            ServiceRuntime.run(
                    ScannerAssembly.SERVICE,
                    java.time.Duration.ofSeconds(1),
                    runtime -> {
                        throw e;
                    });
            return;
        }
        ServiceRuntime.run(
                ScannerAssembly.SERVICE,
                configuration.stopDeadline(),
                runtime ->
                        new ScannerAssembly(configuration, runtime, Clock.systemUTC())
                                .start(
                                        opa(configuration),
                                        ApiAccess.of(configuration.kubeconfig(), System.getenv())));
    }

    private static Path opa(ScannerConfiguration configuration) throws ConfigurationException {
        return configuration
                .opa()
                .or(() -> OpaProgram.find(System.getenv()))
                .orElseThrow(() ->
                        new ConfigurationException(
                                "opa was not found: set opa, DRIFTSEAL_OPA or PATH"));
    }
}
