package io.driftseal.system.installation;

import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.testsupport.ProgramLocator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Driftseal as a cluster admin installs it: keys as Secrets, images on the node, the chart by
 * {@code helm install}; every service a pod. The commands are those of the chart's README.
 */
public final class ReleasedInstallation {
    public static final String NAMESPACE = "driftseal-system";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String RELEASE = "driftseal";

    private final Cluster cluster;
    private final Path directory;
    private final Path keys;
    private final Path chart;
    private final String helm;
    private final CommandLineProgram command;

    /**
     * @param directory for the keys, those of approvers too
     */
    public ReleasedInstallation(Cluster cluster, Path directory) {
        Path root = ProjectRoot.find();
        this.cluster = cluster;
        this.directory = directory.toAbsolutePath();
        this.keys = directory.resolve("keys").toAbsolutePath();
        this.chart = root.resolve("charts").resolve("driftseal");
        this.helm = ProgramLocator.ofProcess().locate("helm").toString();
        this.command = CommandLineProgram.of(root);
    }

    /** Namespace, keys and Secrets: all that stands before the chart is installed. */
    public void prepare() {
        command.run("keys", "init", keys.toString()).require();
        cluster.kubectl("create", "namespace", NAMESPACE).require();
        cluster.kubectl(
                        "label",
                        "namespace",
                        NAMESPACE,
                        "pod-security.kubernetes.io/enforce=restricted")
                .require();
        secret(
                "webhook",
                "stamp-signing.json",
                "stamp-verification.json",
                "grant-signing.json",
                "grant-verification.json",
                "checkpoint-signing.json",
                "checkpoint-verification.json");
        secret("drift-scanner", "stamp-verification.json", "checkpoint-verification.json");
        secret("responder");
    }

    /** {@code helm install}; returns when every pod is ready. */
    public void install(List<String> values) {
        release("install", values);
    }

    /**
     * Gives a person a key and lists them in the ConfigMap {@code driftseal-approvers}.
     *
     * @return the person's key
     */
    public Path approver(String name) {
        Path key = directory.resolve(name);
        Path entry = directory.resolve(name + ".entry");
        Path list = directory.resolve("approvers.json");
        command.run("keys", "approver", name, "--key", key.toString(), "--entry", entry.toString())
                .require();
        command.run("keys", "approvers", list.toString(), "--add", entry.toString()).require();
        cluster.kubectl(
                        "create",
                        "configmap",
                        "driftseal-approvers",
                        "--namespace=" + NAMESPACE,
                        "--from-file=" + list)
                .require();
        return key;
    }

    /** The manifest as that person approved it. */
    public String approved(Path key, Path manifest) {
        return command.run(
                        "approve",
                        manifest.toString(),
                        "--key",
                        key.toString(),
                        "--yes",
                        "--kubeconfig",
                        cluster.adminKubeconfig().toString())
                .require();
    }

    /** {@code helm upgrade}; returns when every pod is ready. */
    public void upgrade(List<String> values) {
        release("upgrade", values);
    }

    /** {@code helm rollback} to the revision before; returns when every pod is ready. */
    public void rollback() {
        succeeded(List.of("rollback", RELEASE, "--wait", "--timeout=4m"));
    }

    /** The scanner's API through {@code kubectl port-forward}, as an operator reaches it. */
    public PortForward scanner() {
        return PortForward.to(cluster, NAMESPACE, "service/driftseal-drift-scanner", 8445);
    }

    /** What the scanner says. */
    public Findings findings(PortForward scanner) {
        return new Findings(keys, URI.create("https://localhost:" + scanner.port()));
    }

    public Stamps stamps() {
        return new Stamps(keys);
    }

    public Terminal terminal() {
        return Terminal.of(cluster);
    }

    private void release(String verb, List<String> values) {
        List<String> arguments =
                new ArrayList<>(List.of(verb, RELEASE, chart.toString(), "--wait", "--timeout=4m"));
        values.forEach(value -> arguments.addAll(List.of("--set", value)));
        succeeded(arguments);
    }

    private void succeeded(List<String> arguments) {
        CommandResult done = helm(arguments);
        if (!done.succeeded()) {
            throw new InstallationException(done.stderr() + state());
        }
    }

    private CommandResult helm(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(helm));
        line.addAll(arguments);
        line.addAll(
                List.of(
                        "--namespace",
                        NAMESPACE,
                        "--kubeconfig",
                        cluster.adminKubeconfig().toString()));
        return ProgramRun.run(line, Map.of(), "", LIMIT);
    }

    /** What is wrong with the release, for the message. */
    private String state() {
        return "\n"
                + cluster.kubectl("get", "all", "-n", NAMESPACE, "-o", "wide").stdout()
                + cluster.kubectl("describe", "deployments,statefulsets", "-n", NAMESPACE).stdout()
                + cluster.kubectl("get", "events", "-n", NAMESPACE, "--field-selector=type=Warning")
                        .stdout()
                + cluster.kubectl(
                                "logs",
                                "-n",
                                NAMESPACE,
                                "-l",
                                "app.kubernetes.io/name=driftseal",
                                "--tail=20",
                                "--prefix")
                        .stdout();
    }

    private void secret(String service, String... keyFiles) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "create",
                                "secret",
                                "generic",
                                "driftseal-" + service + "-keys",
                                "--namespace=" + NAMESPACE));
        for (String file : keyFiles) {
            arguments.add("--from-file=" + keys.resolve(file));
        }
        for (String file : List.of("ca.pem", service + ".pem", service + ".key")) {
            arguments.add("--from-file=" + keys.resolve(file));
        }
        cluster.kubectl(arguments.toArray(String[]::new)).require();
    }
}
