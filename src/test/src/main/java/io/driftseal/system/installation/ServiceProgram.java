package io.driftseal.system.installation;

/** The programs of the product that run as processes, each on exactly its own class path. */
public enum ServiceProgram {
    /** The admission service. */
    WEBHOOK("webhook", "webhook", "io.driftseal.webhook.WebhookMain"),
    /** Observation, comparison, incidents. */
    DRIFT_SCANNER("drift-scanner", "drift-scanner", "io.driftseal.scanner.ScannerMain"),
    /** Carries out and proves response plans. */
    RESPONDER("responder", "responder", "io.driftseal.responder.ResponderMain"),
    /** The command; not a service, but started the same way. */
    COMMAND("cli", "cli", "io.driftseal.cli.DriftsealMain");

    private final String serviceName;
    private final String module;
    private final String mainClass;

    ServiceProgram(String serviceName, String module, String mainClass) {
        this.serviceName = serviceName;
        this.module = module;
        this.mainClass = mainClass;
    }

    /** The name in certificates and log files. */
    public String serviceName() {
        return serviceName;
    }

    /** The name of the service account that the chart gives it. */
    public String serviceAccount() {
        return "driftseal-" + serviceName;
    }

    String module() {
        return module;
    }

    /** Whose {@code main} it is. */
    public String mainClass() {
        return mainClass;
    }
}
