package io.driftseal.bench.micro;

import io.driftseal.bench.document.PodDocument;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.document.Review;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Difference;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** From the bytes of a review to the hash of a pod, and two forms held against each other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FormBenchmark {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** By the name under which the tables have it. */
    @Param public PodSize size = PodSize.MEDIUM;

    private byte[] review = new byte[0];
    private Workload pod = workload(PodDocument.of(PodSize.SMALL));
    private CanonicalForm form = CanonicalForm.of(pod);
    private JsonObject redacted = form.redacted();
    private JsonObject changed = redacted;

    /** Reads the documents once. */
    @Setup
    public void read() {
        JsonObject document = PodDocument.of(size);
        review = Review.create("jane@example.com", document);
        pod = workload(document);
        form = CanonicalForm.of(pod);
        redacted = form.redacted();
        JsonObject spec = document.object("spec");
        JsonObject other = document.with("spec", spec.with("hostNetwork", "true"));
        changed = CanonicalForm.of(workload(other)).redacted();
    }

    private static Workload workload(JsonObject document) {
        try {
            return Workload.of(document);
        } catch (UnsupportedWorkloadException e) {
            throw new IllegalStateException("a document of ours is no workload", e);
        }
    }

    /** Bytes to our tree: strict UTF-8, no member twice, bounded. */
    @Benchmark
    public JsonObject parse() throws MalformedJsonException {
        return JsonReader.readObject(review, JsonLimits.admissionReview());
    }

    /** Bytes to the tree of the common library, which takes members twice and bad UTF-8. */
    @Benchmark
    public JsonNode parseByTheCommonLibrary() {
        return MAPPER.readTree(review);
    }

    /** SHA-256 of the whole review: the floor's second half. */
    @Benchmark
    public byte[] sha256OfTheReview() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(review);
    }

    /** Tree to canonical form. */
    @Benchmark
    public CanonicalForm canonicalForm() {
        return CanonicalForm.of(pod);
    }

    /** Canonical form and its hash; the hash alone is the difference to the form. */
    @Benchmark
    public ConfigurationHash canonicalFormAndHash() {
        return CanonicalForm.of(pod).hash();
    }

    /** The bytes that are hashed. */
    @Benchmark
    public byte[] formToBytes() {
        return form.bytes();
    }

    /** The form with its secrets replaced, as a record keeps it. */
    @Benchmark
    public JsonObject redact() {
        return form.redacted();
    }

    /** Two forms of which one field differs. */
    @Benchmark
    public Difference difference() {
        return Difference.between(redacted, changed);
    }
}
