package io.driftseal.system.story;

import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterException;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.InstallationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * {@code ./driftseal up}: a cluster of our own, Driftseal on it, and its story told for real.
 *
 * <pre>
 * up                 tells the story, then stays until Ctrl-C
 * up --once          tells the story and ends
 * up --without NAME  leaves a service out (webhook, drift-scanner, responder): the story must fail
 * up --name NAME     a second one beside the first; its files are in .driftseal/NAME
 * </pre>
 *
 * <p>Exit code 0 if every line of the story came true, 1 if one did not, 2 for a wrong argument.
 */
public final class UpMain {

    private static final String FIRST = "up";
    private static final Set<String> SERVICES = Set.of("webhook", "drift-scanner", "responder");

    private UpMain() {}

    /** What the arguments ask for. */
    record Request(boolean once, Set<String> without, String name) {
        static Request of(List<String> arguments) {
            boolean once = false;
            Set<String> without = new TreeSet<>();
            String name = FIRST;
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
                if (argument.equals("--once")) {
                    once = true;
                } else if (argument.equals("--without") && SERVICES.contains(next)) {
                    without.add(next);
                    i++;
                } else if (argument.equals("--name") && next.matches("[a-z0-9]{1,12}")) {
                    name = next;
                    i++;
                } else {
                    throw new IllegalArgumentException(
                            "up knows --once, --without webhook|drift-scanner|responder and --name"
                                    + " with 1 to 12 lower-case letters or digits, not "
                                    + argument
                                    + " "
                                    + next);
                }
            }
            return new Request(once, Set.copyOf(without), name);
        }
    }

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        Request request;
        try {
            request = Request.of(Arrays.asList(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(run(request, System.out) ? 0 : 1);
        } catch (ClusterException | InstallationException | IllegalStateException | IOException e) {
            System.err.println("driftseal up: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(Request request, PrintStream out)
            throws IOException, InterruptedException {
        Path home = home(request.name());
        Narrator narrator = new Narrator(out, Clock.systemUTC());
        narrator.chapter("A Kubernetes of our own");
        narrator.aside("starting etcd, API server, controllers, and a node with real containers");
        try (Cluster cluster = Cluster.start(ClusterSettings.named(request.name()))) {
            publish(cluster.adminKubeconfig(), home.resolve("kubeconfig"));
            narrator.aside("ready; starting webhook, drift-scanner and responder");
            try (Installation driftseal = Installation.on(cluster, home.resolve("services"))) {
                driftseal.leaveOut(request.without());
                boolean everyLineCameTrue = new Story(driftseal, narrator).tell();
                if (!request.once()) {
                    invite(driftseal, home, out);
                    new CountDownLatch(1).await();
                }
                return everyLineCameTrue;
            }
        }
    }

    private static Path home(String name) {
        Path first = ProjectRoot.find().resolve(".driftseal");
        return name.equals(FIRST) ? first : first.resolve(name);
    }

    private static void publish(Path kubeconfig, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(kubeconfig, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    }

    private static void invite(Installation driftseal, Path home, PrintStream out) {
        out.println();
        out.println("It stays up until Ctrl-C. Try:");
        out.println("  export KUBECONFIG=" + home.resolve("kubeconfig"));
        out.println("  kubectl -n shop get pods");
        out.println(
                "  ./driftseal incidents list --scanner "
                        + driftseal.settings().scannerUrl()
                        + " --tls "
                        + driftseal.settings().keyDirectory());
        out.println("Metrics:");
        out.println("  webhook        " + driftseal.webhook().management() + "metrics");
        out.println("  drift-scanner  " + driftseal.scanner().management() + "metrics");
        out.println("  responder      " + driftseal.responder().management() + "metrics");
        out.println("Logs: " + driftseal.directory());
    }
}
