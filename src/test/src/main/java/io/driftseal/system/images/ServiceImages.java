package io.driftseal.system.images;

import io.driftseal.bench.measured.ShippedPlans;
import io.driftseal.bench.measured.UnsignedJar;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.ProgramClassPath;
import io.driftseal.system.installation.ServiceProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The images of the three services in one archive. Layers from what changes least to what changes
 * most: Java, OPA, libraries of others, our own. Nothing is built again while what it is built from
 * has not changed.
 */
public final class ServiceImages {
    /** In front of every name; an administrator gives them another one on the way to a registry. */
    public static final String REGISTRY = "driftseal.local";

    private static final String HOME = "opt/driftseal";
    private static final String OPA = "usr/bin/opa";
    private static final List<ServiceProgram> SERVICES =
            List.of(ServiceProgram.WEBHOOK, ServiceProgram.DRIFT_SCANNER, ServiceProgram.RESPONDER);

    private final Path projectRoot;
    private final Path directory;
    private final Path opa;
    private final JavaRuntime runtime;

    /**
     * @param directory for layers and the archive; what is there is used again
     * @param opa the program that goes into the images of the services that decide
     * @param programs runs a program of this machine
     */
    public ServiceImages(
            Path projectRoot,
            Path directory,
            Path opa,
            Function<List<String>, CommandResult> programs) {
        this.projectRoot = projectRoot;
        this.directory = directory.toAbsolutePath();
        this.opa = opa;
        this.runtime = new JavaRuntime(Path.of(System.getProperty("java.home")), programs);
    }

    /** {@code driftseal.local/webhook:TAG}. */
    public static String reference(ServiceProgram program, String tag) {
        return REGISTRY + "/" + program.serviceName() + ":" + tag;
    }

    /** Builds what is not there yet; the archive. */
    public synchronized Path archive(String tag) {
        Path archive = directory.resolve("driftseal-images.tar");
        Path built = directory.resolve("ORIGIN");
        String origin = origin(tag);
        if (Files.exists(archive) && origin.equals(read(built))) {
            return archive;
        }
        delete(built);
        ImageLayer java = javaLayer();
        ImageLayer policyEngine =
                ImageLayer.write(
                        directory.resolve("opa.layer"),
                        List.of(
                                new LayerEntry.Directory("usr", 0755),
                                new LayerEntry.Directory("usr/bin", 0755),
                                new LayerEntry.Copy(OPA, 0755, opa)));
        List<LayeredImage> images = new ArrayList<>();
        for (ServiceProgram program : SERVICES) {
            List<ImageLayer> layers = new ArrayList<>(List.of(java));
            if (decides(program)) {
                layers.add(policyEngine);
            }
            layers.addAll(ownLayers(program));
            images.add(
                    new LayeredImage(
                            reference(program, tag),
                            layers,
                            List.of(
                                    "/" + JavaRuntime.DIRECTORY + "/bin/java",
                                    "@/" + HOME + "/launch.args"),
                            List.of(),
                            JavaRuntime.USER));
        }
        ImageArchive.write(archive, images);
        write(built, origin);
        return archive;
    }

    private static boolean decides(ServiceProgram program) {
        return program != ServiceProgram.RESPONDER;
    }

    private ImageLayer javaLayer() {
        Path file = directory.resolve("java.layer");
        Path built = directory.resolve("java.ORIGIN");
        String digest = read(built);
        String origin = Digests.of(runtime.origin().getBytes(StandardCharsets.UTF_8));
        if (digest.startsWith(origin + " ") && Files.exists(file) && Files.exists(linkedJava())) {
            return new ImageLayer(file, digest.substring(origin.length() + 1), size(file));
        }
        delete(built);
        ImageLayer layer = runtime.layer(file, linkedJava());
        write(built, origin + " " + layer.digest());
        return layer;
    }

    private Path linkedJava() {
        return directory.resolve("java");
    }

    /** Libraries of others, then our own jars, policies and the line that starts it. */
    private List<ImageLayer> ownLayers(ServiceProgram program) {
        Map<String, LayerEntry> libraries = new TreeMap<>();
        Map<String, LayerEntry> own = new TreeMap<>();
        List<String> classPath = new ArrayList<>();
        for (Path jar : jars(program)) {
            boolean ours = jar.startsWith(projectRoot);
            String name = HOME + (ours ? "/app/" : "/lib/") + jar.getFileName();
            (ours ? own : libraries).put(name, new LayerEntry.Copy(name, 0644, jar));
            classPath.add("/" + name);
        }
        if (decides(program)) {
            Path policies = projectRoot.resolve("policies").resolve("rego");
            for (Path file : filesBelow(policies)) {
                String name = HOME + "/policies/rego/" + policies.relativize(file);
                own.put(name, new LayerEntry.Copy(name, 0644, file));
            }
            Path plan = ShippedPlans.compile(policies, opa, directory.resolve("plans"));
            String compiled = HOME + "/policies/compiled/" + plan.getFileName();
            own.put(compiled, new LayerEntry.Copy(compiled, 0644, plan));
        }
        List<ImageLayer> layers = new ArrayList<>();
        List<String> flags = flags(program);
        if (program == ServiceProgram.WEBHOOK) {
            Optional<Path> archive =
                    new ClassArchive(projectRoot, directory.resolve("training"))
                            .train(linkedJava(), flags, jarsByPath(classPath, jars(program)));
            if (archive.isPresent()) {
                String name = HOME + "/" + ClassArchive.NAME;
                LayerEntry copy = new LayerEntry.Copy(name, 0644, archive.get());
                layers.add(
                        ImageLayer.write(
                                layerFile(program, "archive"), withFolders(Map.of(name, copy))));
                flags = new ArrayList<>(flags);
                flags.add("-XX:AOTCache=/" + name);
            }
        }
        String arguments = HOME + "/launch.args";
        own.put(arguments, LayerEntry.text(arguments, launchArguments(program, flags, classPath)));
        layers.addFirst(ImageLayer.write(layerFile(program, "lib"), withFolders(libraries)));
        layers.add(ImageLayer.write(layerFile(program, "app"), withFolders(own)));
        return layers;
    }

    /** Out of memory is the end: a process that limps on answers late or not at all. */
    private static List<String> flags(ServiceProgram program) {
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "-XX:MaxRAMPercentage=60",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:-UsePerfData",
                                "-XX:+UseSerialGC"));
        if (program == ServiceProgram.WEBHOOK) {
            flags.addAll(WebhookTarget.SMALL_CONTAINER);
        }
        return flags;
    }

    private static String launchArguments(
            ServiceProgram program, List<String> flags, List<String> classPath) {
        List<String> lines = new ArrayList<>(flags);
        lines.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        String.join(":", classPath),
                        program.mainClass(),
                        ""));
        return String.join("\n", lines);
    }

    /** In the order of the class path, each by where it is in the image. */
    private static Map<String, Path> jarsByPath(List<String> classPath, List<Path> jars) {
        Map<String, Path> byPath = new LinkedHashMap<>();
        for (int i = 0; i < jars.size(); i++) {
            byPath.put(classPath.get(i), jars.get(i));
        }
        return byPath;
    }

    private List<Path> jars(ServiceProgram program) {
        List<Path> jars = new ArrayList<>();
        try {
            for (Path jar : new ProgramClassPath(projectRoot).jars(program)) {
                jars.add(
                        jar.startsWith(projectRoot)
                                ? jar
                                : UnsignedJar.of(jar, directory.resolve("unsigned")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the libraries", e);
        }
        return jars;
    }

    private static List<LayerEntry> withFolders(Map<String, LayerEntry> files) {
        List<LayerEntry> entries = new ArrayList<>();
        JavaRuntime.folders(files.keySet())
                .forEach(folder -> entries.add(new LayerEntry.Directory(folder, 0755)));
        entries.addAll(files.values());
        return entries;
    }

    private Path layerFile(ServiceProgram program, String name) {
        return directory.resolve(program.serviceName() + "-" + name + ".layer");
    }

    /** A digest of everything the archive is made from. */
    private String origin(String tag) {
        MessageDigest digest = Digests.sha256();
        digest.update((tag + runtime.origin()).getBytes(StandardCharsets.UTF_8));
        SERVICES.forEach(program ->
                digest.update(flags(program).toString().getBytes(StandardCharsets.UTF_8)));
        Set<Path> inputs = new java.util.TreeSet<>();
        inputs.add(opa);
        inputs.addAll(filesBelow(projectRoot.resolve("policies").resolve("rego")));
        SERVICES.forEach(program -> inputs.addAll(jars(program)));
        try {
            for (Path input : inputs) {
                digest.update(input.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(input));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the images are made from", e);
        }
        return Digests.hex(digest.digest());
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
