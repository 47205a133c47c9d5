package io.driftseal.system.installation;

import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.CustomKind;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads stamps with nothing but the public keys, as any third party could. */
public final class Stamps {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final WorkloadKinds KINDS =
            WorkloadKinds.with(
                    List.of(
                            new CustomKind(
                                    CustomRootExample.GROUP,
                                    "v1alpha1",
                                    "Rollout",
                                    "rollouts",
                                    List.of("spec", "template"),
                                    BuiltInKind.REPLICA_SET,
                                    Optional.of(CustomRootExample.HASH_LABEL))));

    private final StampVerifier verifier;

    Stamps(Path keyDirectory) {
        Path file = keyDirectory.resolve(KeyFiles.verificationFileName(KeyPurpose.STAMP));
        try {
            this.verifier =
                    new StampVerifier(
                            KeyFiles.readVerification(file, KeyPurpose.STAMP), Clock.systemUTC());
        } catch (KeyFileException e) {
            throw new InstallationException("cannot read " + file, e);
        }
    }

    /** What verification says about a live object. */
    public Verification verify(JsonNode object) {
        Workload workload = workload(object);
        return verifier.verify(StampAnnotations.own(workload), workload);
    }

    /**
     * The verified statement of an object's own stamp.
     *
     * @throws InstallationException where the stamp does not verify, with what it is instead
     */
    public StampStatement of(JsonNode object) {
        Verification verification = verify(object);
        if (verification instanceof Verification.Verified verified) {
            return verified.statement();
        }
        throw new InstallationException("the stamp does not verify: " + verification);
    }

    /** A stamp whose statement was changed after it was signed. */
    public String withChangedPayload(String stamp) {
        ObjectNode envelope = (ObjectNode) JSON.readTree(stamp);
        String payload =
                new String(
                        Base64.getDecoder().decode(envelope.path("payload").asString()),
                        StandardCharsets.UTF_8);
        int digit = payload.indexOf("sha256\":\"") + "sha256\":\"".length();
        char changed = payload.charAt(digit) == '0' ? '1' : '0';
        String forged = payload.substring(0, digit) + changed + payload.substring(digit + 1);
        envelope.put(
                "payload",
                Base64.getEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8)));
        return envelope.toString();
    }

    private static Workload workload(JsonNode object) {
        byte[] bytes = object.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return Workload.of(
                    KINDS, (JsonObject) JsonReader.read(bytes, JsonLimits.kubernetesObject()));
        } catch (MalformedJsonException | UnsupportedWorkloadException e) {
            throw new InstallationException("not a workload: " + object, e);
        }
    }
}
