package io.driftseal.decision.bundle;

import io.driftseal.decision.settings.MalformedSettingsException;
import io.driftseal.decision.settings.PolicySettings;
import io.driftseal.decision.settings.SettingsReader;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The policies as they were read, once: what is hashed is what is checked and what is loaded, also
 * if the directory changes meanwhile. Holds {@code *.rego} without tests, {@code schema/*.json},
 * the settings in {@code data/*.json}, and {@code policy.wasm}; other files are not policy.
 */
public final class PolicyBundle {

    public static final String SCHEMA_DIRECTORY = "schema";

    /** Where the settings stand for the engine: {@code data.driftseal.settings}. */
    static final String SETTINGS_PACKAGE = "data.driftseal.settings";

    private static final String DATA_DIRECTORY = "data";

    /** Compiled by whoever wrote the policies; the engine for Wasm takes it, the others do not. */
    private static final String WASM_MODULE = "policy.wasm";

    private static final String SETTINGS_FILE = "driftseal/settings/data.json";

    /** Bounds of one set of policies, wherever it comes from. */
    public static final int MAXIMUM_FILES = 1_000;

    public static final long MAXIMUM_BYTES = 16L * 1024 * 1024;

    private final SortedMap<String, byte[]> files;
    private final PolicySettings settings;
    private final String revision;

    private PolicyBundle(SortedMap<String, byte[]> files, PolicySettings settings) {
        this.files = files;
        this.settings = settings;
        this.revision = hash(files);
    }

    /**
     * Follows links, and leaves out folders whose name begins with two dots: a mounted ConfigMap is
     * links into such a folder, and would be read twice.
     */
    public static PolicyBundle read(Path directory) throws PolicyRefusedException {
        if (!Files.isDirectory(directory)) {
            throw new PolicyRefusedException("policy directory does not exist: " + directory);
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        long bytes = 0;
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                if (!Files.isRegularFile(path) || !belongs(name) || name.startsWith("..")) {
                    continue;
                }
                bytes += Files.size(path);
                if (files.size() == MAXIMUM_FILES || bytes > MAXIMUM_BYTES) {
                    throw new PolicyRefusedException(
                            "policy directory holds more than 1000 files or 16 MiB: " + directory);
                }
                files.put(name, Files.readAllBytes(path));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new PolicyRefusedException("policy directory cannot be read: " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new PolicyRefusedException("policy directory holds no policies: " + directory);
        }
        return new PolicyBundle(files, settings(files));
    }

    /**
     * Policies that were read from somewhere else.
     *
     * @param files names with slashes, relative, to contents; what is not policy is left out
     */
    public static PolicyBundle of(Map<String, byte[]> files) throws PolicyRefusedException {
        SortedMap<String, byte[]> policies = new TreeMap<>();
        long bytes = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            if (!belongs(name)) {
                continue;
            }
            if (Path.of(name).isAbsolute() || !Path.of(name).normalize().toString().equals(name)) {
                throw new PolicyRefusedException("policies refused: no name of a file: " + name);
            }
            bytes += file.getValue().length;
            if (policies.size() == MAXIMUM_FILES || bytes > MAXIMUM_BYTES) {
                throw new PolicyRefusedException("policies are more than 1000 files or 16 MiB");
            }
            policies.put(name, file.getValue().clone());
        }
        if (policies.isEmpty()) {
            throw new PolicyRefusedException("policies refused: there is none");
        }
        return new PolicyBundle(policies, settings(policies));
    }

    /**
     * These policies and more of them, by names that differ. Rego that is here already, byte for
     * byte, is left out: {@code opa build} takes a rule only together with what the rule calls.
     */
    public PolicyBundle with(Map<String, byte[]> more) throws PolicyRefusedException {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        for (Map.Entry<String, byte[]> file : more.entrySet()) {
            if (file.getKey().endsWith(".rego")
                    && !files.containsKey(file.getKey())
                    && hasContent(file.getValue())) {
                continue;
            }
            if (all.put(file.getKey(), file.getValue()) != null) {
                throw new PolicyRefusedException(
                        "policies refused: two files are called " + file.getKey());
            }
        }
        return of(all);
    }

    private boolean hasContent(byte[] content) {
        return files.values().stream().anyMatch(file -> Arrays.equals(file, content));
    }

    private static PolicySettings settings(SortedMap<String, byte[]> files)
            throws PolicyRefusedException {
        SortedMap<String, byte[]> data = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (isSettings(name)) {
                data.put(name, bytes);
            }
        });
        try {
            return SettingsReader.read(data);
        } catch (MalformedSettingsException e) {
            throw new PolicyRefusedException("settings refused: " + e.getMessage());
        }
    }

    /** Exemptions and modes of rules. */
    public PolicySettings settings() {
        return settings;
    }

    /** The module that was shipped with the policies. */
    public Optional<byte[]> wasmModule() {
        return Optional.ofNullable(files.get(WASM_MODULE)).map(byte[]::clone);
    }

    /** SHA-256 over paths in order, lengths and bytes; lower-case hex. */
    public String revision() {
        return revision;
    }

    /**
     * Writes a copy for the engine, readable by this user only. Settings go there in the one form
     * that was checked, never as the files that they were read from.
     */
    public void writeTo(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!isSettings(file.getKey()) && !file.getKey().equals(WASM_MODULE)) {
                write(directory.resolve(file.getKey()), file.getValue());
            }
        }
        write(directory.resolve(SETTINGS_FILE), JsonWriter.write(settings.document()));
    }

    /** Writes the files as they were read, so that {@link #read} makes the same of them. */
    public void keepIn(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static void write(Path target, byte[] bytes) throws IOException {
        Files.createDirectories(target.getParent());
        Files.write(target, bytes);
    }

    private static boolean belongs(String name) {
        // A mounted ConfigMap keeps its files a second time, in a directory named after the time.
        if (name.startsWith(".") || name.contains("/.")) {
            return false;
        }
        if (name.startsWith(SCHEMA_DIRECTORY + "/")) {
            return isSchema(name);
        }
        if (name.equals(WASM_MODULE)) {
            return true;
        }
        return isSettings(name) || (name.endsWith(".rego") && !name.endsWith("_test.rego"));
    }

    private static boolean isSchema(String name) {
        return name.startsWith(SCHEMA_DIRECTORY + "/") && name.endsWith(".json");
    }

    private static boolean isSettings(String name) {
        return name.startsWith(DATA_DIRECTORY + "/") && name.endsWith(".json");
    }

    private static String hash(SortedMap<String, byte[]> files) {
        MessageDigest digest = sha256();
        files.forEach((name, bytes) -> {
            digest.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Removes a directory with everything in it; what cannot be removed stays. */
    public static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
