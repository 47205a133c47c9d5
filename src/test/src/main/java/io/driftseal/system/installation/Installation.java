package io.driftseal.system.installation;

import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Driftseal on a cluster of our own, as the chart installs it: its rights and policies from the
 * chart, each service as a process with the account that the chart gives it, Slack and PagerDuty as
 * local receivers.
 */
public final class Installation implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Path directory;
    private final Sinks sinks;
    private final ServiceSettings settings;
    private final ServiceProcess webhook;
    private final ServiceProcess scanner;
    private final ServiceProcess responder;
    private final Stamps stamps;
    private final Findings findings;
    private final CommandLineProgram command;
    private final AtomicInteger namespaces = new AtomicInteger();

    private Installation(Cluster cluster, Path directory, Consumer<ServiceSettings> adjustment) {
        this.cluster = cluster;
        this.directory = directory;
        this.sinks = new Sinks();
        Path root = ProjectRoot.find();
        ShortLivedJava java = new ShortLivedJava(root);
        this.command = new CommandLineProgram(java);
        this.settings = new ServiceSettings(root, directory, cluster, sinks);
        adjustment.accept(settings);
        declare("{\"version\": 1}");
        this.webhook = process(ServiceProgram.WEBHOOK, java);
        this.scanner = process(ServiceProgram.DRIFT_SCANNER, java);
        this.responder = process(ServiceProgram.RESPONDER, java);
        makeKeys();
        applyChart();
        settings.writeSecretsAndAccounts();
        this.stamps = new Stamps(settings.keyDirectory());
        this.findings = new Findings(settings.keyDirectory(), settings.scannerUrl());
    }

    /**
     * Installs and starts everything; returns when all services are ready.
     *
     * @param directory for keys, configuration, state and logs; emptied first
     */
    public static Installation on(Cluster cluster, Path directory) {
        EmptyFolder.make(directory);
        return started(new Installation(cluster, directory, settings -> {}));
    }

    /** As {@link #on}, with the custom kind of {@link CustomRootExample} stamped as well. */
    public static Installation withCustomRoots(Cluster cluster, Path directory) {
        EmptyFolder.make(directory);
        cluster.kubectl()
                .runWithInput(CustomRootExample.definition(), "apply", "-f", "-")
                .require();
        return started(new Installation(cluster, directory, ServiceSettings::withCustomRoots));
    }

    private static Installation started(Installation installation) {
        List<ServiceProcess> services =
                List.of(installation.webhook, installation.scanner, installation.responder);
        services.forEach(ServiceProcess::start);
        services.forEach(service -> service.awaitReady(READY));
        installation.awaitAdmission();
        return installation;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** An admin's terminal. */
    public Terminal terminal() {
        return Terminal.of(cluster);
    }

    public ServiceProcess webhook() {
        return webhook;
    }

    public ServiceProcess scanner() {
        return scanner;
    }

    public ServiceProcess responder() {
        return responder;
    }

    public Sinks sinks() {
        return sinks;
    }

    public Stamps stamps() {
        return stamps;
    }

    public Findings findings() {
        return findings;
    }

    public AuditWitness audit() {
        return new AuditWitness(cluster.auditLog());
    }

    /** The {@code driftseal} command. */
    public CommandLineProgram command() {
        return command;
    }

    /** Where keys, configuration, state and logs are. */
    public Path directory() {
        return directory;
    }

    public ServiceSettings settings() {
        return settings;
    }

    /** Applies what the chart renders, as an admin does after an upgrade or a mishap. */
    public void applyChart() {
        new Chart(ProjectRoot.find(), ProgramLocator.ofProcess())
                .apply(cluster.kubectl(), settings.chartValues());
    }

    /** From now on, within seconds, this is declared of the cluster. */
    public void declare(String document) {
        Path draft = directory.resolve("declarations.new");
        try {
            Files.createDirectories(directory);
            Files.writeString(draft, document);
            Files.move(draft, settings.declarations(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InstallationException("cannot write declarations", e);
        }
    }

    /** A new namespace of this mode and tier. */
    public String namespace(String mode, String tier) {
        String name = unlabelledNamespace();
        label(name, mode, tier);
        return name;
    }

    /** A new namespace that says nothing about Driftseal. */
    public String unlabelledNamespace() {
        String name = "test-" + namespaces.incrementAndGet();
        terminal().run("create", "namespace", name).require();
        return name;
    }

    /** A namespace with this name, mode and tier. */
    public void namespace(String name, String mode, String tier) {
        terminal().run("create", "namespace", name).require();
        label(name, mode, tier);
    }

    /** Applies a Deployment, which must be accepted. */
    public void deploy(DeploymentManifest manifest) {
        terminal().apply(manifest.yaml()).require();
    }

    /** Applies a Deployment of one pod and waits until it runs; returns the pod's name. */
    public String deployRunning(DeploymentManifest manifest) {
        deploy(manifest);
        return name(awaitRunning(manifest.namespace(), manifest.name(), 1).getFirst());
    }

    /** The pods of a Deployment once there are so many, by name. */
    public List<ObjectNode> awaitPods(String namespace, String app, int count) {
        return awaitPods(namespace, app, count, pod -> true);
    }

    /** The pods of a Deployment once so many run. */
    public List<ObjectNode> awaitRunning(String namespace, String app, int count) {
        return awaitPods(
                namespace,
                app,
                count,
                pod -> pod.path("status").path("phase").asString("").equals("Running"));
    }

    private List<ObjectNode> awaitPods(
            String namespace, String app, int count, Predicate<ObjectNode> condition) {
        return Eventually.get(
                count + " pods of " + namespace + "/" + app,
                LIMIT,
                () -> {
                    List<ObjectNode> pods =
                            terminal().list(namespace, "pods", "app=" + app).stream()
                                    .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                                    .filter(condition)
                                    .sorted(Comparator.comparing(Installation::name))
                                    .toList();
                    return pods.size() == count ? Optional.of(pods) : Optional.empty();
                });
    }

    /** Waits for a rollout to be complete, old pods gone. */
    public void awaitRollout(String namespace, String deployment) {
        terminal()
                .run(
                        "rollout",
                        "status",
                        "deployment/" + deployment,
                        "-n",
                        namespace,
                        "--timeout=90s")
                .require();
        Eventually.holds(
                "old pods of " + namespace + "/" + deployment + " to be gone",
                LIMIT,
                () ->
                        terminal().list(namespace, "pods", "app=" + deployment).stream()
                                .noneMatch(pod -> pod.path("metadata").has("deletionTimestamp")));
    }

    /** Changes a stored object behind the API server's back. */
    public void changeInEtcd(
            String resource, String namespace, String name, Consumer<ObjectNode> change) {
        new StoredObjects(cluster.etcd()).change(resource, namespace, name, change);
    }

    /**
     * Puts a copy of a stored object into the store under another name, with no admission at all.
     */
    public void copyInEtcd(
            String resource,
            String namespace,
            String from,
            String to,
            Consumer<ObjectNode> change) {
        new StoredObjects(cluster.etcd()).copy(resource, namespace, from, to, change);
    }

    /** The projected token of a running pod, as somebody with root on its node reads it. */
    public String tokenOf(ObjectNode pod) {
        Path file = cluster.podTokenFile(pod.path("metadata").path("uid").asString());
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new InstallationException("cannot read " + file, e);
        }
    }

    /**
     * Lets a service account create ConfigMaps in its namespace, so that it has something to lose.
     */
    public void allowConfigMaps(String namespace, String serviceAccount) {
        terminal()
                .run(
                        "create",
                        "role",
                        serviceAccount,
                        "--verb=create",
                        "--resource=configmaps",
                        "-n",
                        namespace)
                .require();
        terminal()
                .run(
                        "create",
                        "rolebinding",
                        serviceAccount,
                        "--role=" + serviceAccount,
                        "--serviceaccount=" + namespace + ":" + serviceAccount,
                        "-n",
                        namespace)
                .require();
    }

    /** The HTTP status of a dry-run write with a token. */
    public int writeWith(String token, String namespace) {
        return new TokenHolder(cluster, token).dryRunWrite(namespace);
    }

    /** Hands a token to the responder, as somebody does who found it. */
    public void handTokenToResponder(String token) {
        Path file = directory.resolve("handed-token");
        try {
            Files.writeString(file, token);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + file, e);
        }
        command.run(
                        "respond",
                        "hand-token",
                        "--responder",
                        settings.responderUrl().toString(),
                        "--tls",
                        settings.keyDirectory().toString(),
                        "--token-file",
                        file.toString())
                .require();
    }

    /** Starts a stopped service again and waits until it serves. */
    public void restart(ServiceProcess service) {
        service.start();
        service.awaitReady(READY);
        if (service == webhook) {
            awaitAdmission();
        }
    }

    /** Stops services, so that what rests on them cannot come true. */
    public void leaveOut(Set<String> serviceNames) {
        for (ServiceProcess service : List.of(webhook, scanner, responder)) {
            if (serviceNames.contains(service.name())) {
                service.close();
            }
        }
    }

    @Override
    public void close() {
        findings.close();
        responder.close();
        scanner.close();
        webhook.close();
        sinks.close();
    }

    private void label(String namespace, String mode, String tier) {
        terminal()
                .run(
                        "label",
                        "namespace",
                        namespace,
                        "driftseal.io/mode=" + mode,
                        "driftseal.io/tier=" + tier)
                .require();
    }

    private void makeKeys() {
        command.run(
                        "keys",
                        "init",
                        settings.keyDirectory().toString(),
                        "--san",
                        cluster.hostAddress())
                .require();
    }

    /** Ready means that the API server reaches the webhook with the certificate it was told of. */
    public void awaitAdmission() {
        Eventually.holds(
                "the API server to be answered by the webhook",
                LIMIT,
                () ->
                        terminal()
                                .apply(
                                        DeploymentManifest.of("default", "probe").yaml(),
                                        "--dry-run=server",
                                        "-o",
                                        "json")
                                .stdout()
                                .contains("stamp.driftseal.io/deployment"));
    }

    private ServiceProcess process(ServiceProgram program, ShortLivedJava java) {
        return new ServiceProcess(
                program, java.command(program), directory, settings, cluster.mark());
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
