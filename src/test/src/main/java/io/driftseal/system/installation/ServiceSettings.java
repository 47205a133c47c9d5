package io.driftseal.system.installation;

import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.testsupport.FreePorts;
import io.driftseal.testsupport.ProgramLocator;
import io.driftseal.testsupport.receiver.StrictPagerDutyReceiver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of each service on a cluster of our own: what an admin would write. */
public final class ServiceSettings {

    /** A node has no namespace whose label could say it: the chart and the webhook are told. */
    private static final String NODE_MODE = "enforce";

    private final Path projectRoot;
    private final Path directory;
    private final Cluster cluster;
    private final Sinks sinks;
    private final Map<ServiceProgram, Integer> ports = new EnumMap<>(ServiceProgram.class);
    private final Map<ServiceProgram, Integer> managementPorts =
            new EnumMap<>(ServiceProgram.class);
    private final int webhookInternalPort;
    private final PolicyDirectory policies;
    private Optional<Path> customRoots = Optional.empty();

    ServiceSettings(Path projectRoot, Path directory, Cluster cluster, Sinks sinks) {
        this.projectRoot = projectRoot;
        this.directory = directory.toAbsolutePath();
        this.cluster = cluster;
        this.sinks = sinks;
        this.policies = PolicyDirectory.in(this.directory);
        for (ServiceProgram program : ServiceProgram.values()) {
            ports.put(program, FreePorts.next());
            managementPorts.put(program, FreePorts.next());
        }
        this.webhookInternalPort = FreePorts.next();
    }

    /** Where {@code driftseal keys init} writes. */
    public Path keyDirectory() {
        return directory.resolve("keys");
    }

    /** The list of approvers that the webhook reads; nobody is in it before a test adds someone. */
    public Path approvers() {
        return directory.resolve("approvers.json");
    }

    /** The policies that webhook and scanner decide by. */
    public PolicyDirectory policies() {
        return policies;
    }

    /** The scanner's API. */
    public URI scannerUrl() {
        return https(port(ServiceProgram.DRIFT_SCANNER));
    }

    /** Where the webhook serves the command and the scanner. */
    public URI webhookInternalUrl() {
        return https(webhookInternalPort);
    }

    /** The responder's API. */
    public URI responderUrl() {
        return https(port(ServiceProgram.RESPONDER));
    }

    /** What differs from the chart's own values. */
    Map<String, String> chartValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("namespace.create", "true");
        values.put("workloads.create", "false");
        values.put("webhook.url", https(port(ServiceProgram.WEBHOOK)).toString());
        values.put("nodes.mode", NODE_MODE);
        values.put("policies.fromConfigMaps", "true");
        if (customRoots.isPresent()) {
            values.putAll(CustomRootExample.chartValues());
        }
        return values;
    }

    /** From now on the services stamp the custom kind of {@link CustomRootExample}. */
    void withCustomRoots() {
        customRoots = Optional.of(CustomRootExample.write(directory));
    }

    /** What is declared of the cluster; the services read it again when it changes. */
    Path declarations() {
        return directory.resolve("declarations.json");
    }

    URI managementUrl(ServiceProgram program) {
        return URI.create("http://127.0.0.1:" + managementPorts.get(program) + "/");
    }

    /** The configuration file of one service, key by key. */
    Map<String, String> of(ServiceProgram program) {
        return switch (program) {
            case WEBHOOK -> webhook();
            case DRIFT_SCANNER -> scanner();
            case RESPONDER -> responder();
            case COMMAND -> Map.of();
        };
    }

    /** What the services read besides their configuration; the chart's accounts must exist. */
    void writeSecretsAndAccounts() {
        policies.copyFrom(projectRoot.resolve("policies").resolve("rego"));
        try {
            ApproverFiles.writeRing(approvers(), new ApproverRing(List.of()));
        } catch (KeyFileException e) {
            throw new InstallationException("cannot write " + approvers(), e);
        }
        for (ServiceProgram program : ServiceProgram.values()) {
            if (program != ServiceProgram.COMMAND) {
                Path token =
                        cluster.serviceAccountKubeconfig(Chart.NAMESPACE, program.serviceAccount());
                copy(token, kubeconfig(program));
            }
        }
    }

    private Map<String, String> webhook() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("listenAddress", cluster.hostAddress());
        keys.put("listenPort", text(port(ServiceProgram.WEBHOOK)));
        keys.put("internalAddress", cluster.hostAddress());
        keys.put("internalPort", text(webhookInternalPort));
        keys.put("managementPort", text(managementPort(ServiceProgram.WEBHOOK)));
        keys.put("kubeconfig", kubeconfig(ServiceProgram.WEBHOOK).toString());
        keys.put("keyDirectory", keyDirectory().toString());
        keys.put("stateDirectory", directory.resolve("webhook-state").toString());
        keys.put("policyDirectory", policies.path().toString());
        keys.put("policyPeriod", "1s");
        keys.put("opa", opa());
        keys.put("scannerUrl", scannerUrl().toString());
        keys.put("servingNames", cluster.hostAddress() + ",localhost");
        customRoots.ifPresent(file -> keys.put("customRoots", file.toString()));
        keys.put("declarations", declarations().toString());
        keys.put("nodeMode", NODE_MODE);
        keys.put("approvers", approvers().toString());
        return keys;
    }

    private Map<String, String> scanner() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kubeconfig", kubeconfig(ServiceProgram.DRIFT_SCANNER).toString());
        keys.put("mutualTlsDirectory", keyDirectory().toString());
        keys.put(
                "stampVerificationKeys",
                keyDirectory().resolve("stamp-verification.json").toString());
        keys.put(
                "checkpointVerificationKeys",
                keyDirectory().resolve("checkpoint-verification.json").toString());
        keys.put("policyDirectory", policies.path().toString());
        keys.put("policyPeriod", "1s");
        keys.put("stateFile", directory.resolve("scanner.db").toString());
        keys.put("opa", opa());
        keys.put("webhookUrl", https(webhookInternalPort).toString());
        keys.put("responderUrl", responderUrl().toString());
        keys.put("slackWebhookUrl", sinks.slackUrl());
        keys.put("pagerDutyRoutingKey", StrictPagerDutyReceiver.ROUTING_KEY);
        keys.put("pagerDutyUrl", sinks.pagerDutyUrl());
        keys.put("intakeAddress", cluster.hostAddress());
        keys.put("intakePort", text(port(ServiceProgram.DRIFT_SCANNER)));
        keys.put("managementAddress", "127.0.0.1");
        keys.put("managementPort", text(managementPort(ServiceProgram.DRIFT_SCANNER)));
        keys.put("reverificationPeriod", "20s");
        keys.put("ownerGrace", "3s");
        keys.put("amendmentGrace", "10s");
        keys.put("checkpointPeriod", "5s");
        keys.put("responseDryRun", "false");
        customRoots.ifPresent(file -> keys.put("customRoots", file.toString()));
        keys.put("declarations", declarations().toString());
        return keys;
    }

    private Map<String, String> responder() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kubeconfig", kubeconfig(ServiceProgram.RESPONDER).toString());
        keys.put("mutualTlsDirectory", keyDirectory().toString());
        keys.put("stateDirectory", directory.resolve("responder-state").toString());
        keys.put("scannerUrl", scannerUrl().toString());
        keys.put("listenAddress", cluster.hostAddress());
        keys.put("listenPort", text(port(ServiceProgram.RESPONDER)));
        keys.put("managementAddress", "127.0.0.1");
        keys.put("managementPort", text(managementPort(ServiceProgram.RESPONDER)));
        return keys;
    }

    private static String opa() {
        return ProgramLocator.ofProcess().locate("opa").toString();
    }

    private Path kubeconfig(ServiceProgram program) {
        return directory.resolve(program.serviceName() + ".kubeconfig");
    }

    private URI https(int port) {
        return URI.create("https://" + cluster.hostAddress() + ":" + port);
    }

    private int port(ServiceProgram program) {
        return java.util.Objects.requireNonNull(ports.get(program));
    }

    private int managementPort(ServiceProgram program) {
        return java.util.Objects.requireNonNull(managementPorts.get(program));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + to, e);
        }
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
