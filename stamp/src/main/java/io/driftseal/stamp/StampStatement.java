package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.KindName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a stamp says. Grouped by the question each part answers: about whom, what was
 * approved, derived from which owner, decided by whom, and for how long.
 *
 * @param parent absent for a root
 */
public record StampStatement(
        StampSubject subject,
        StampContent content,
        Optional<ParentLink> parent,
        StampDecision decision,
        StampLifetime lifetime) {

    public KindName kind() {
        return subject.kind();
    }

    public String namespace() {
        return subject.namespace();
    }

    public Optional<String> name() {
        return subject.name();
    }

    public Optional<String> generateName() {
        return subject.generateName();
    }

    public ConfigurationHash hash() {
        return content.hash();
    }

    public int formVersion() {
        return content.formVersion();
    }

    public String serviceAccount() {
        return content.serviceAccount();
    }

    public List<String> images() {
        return content.images();
    }

    public String imagesDigest() {
        return content.imagesDigest();
    }

    public String decisionId() {
        return decision.decisionId();
    }

    public String runtimePolicy() {
        return decision.runtimePolicy();
    }

    public String policyRevision() {
        return decision.policyRevision();
    }

    public String requester() {
        return decision.requester();
    }

    public String approver() {
        return decision.approver();
    }

    public Optional<String> supersedes() {
        return decision.supersedes();
    }

    public Instant issuedAt() {
        return lifetime.issuedAt();
    }

    public Instant parentUntil() {
        return lifetime.parentUntil();
    }

    StampStatement withImages(int count) {
        return new StampStatement(subject, content.withImages(count), parent, decision, lifetime);
    }
}
