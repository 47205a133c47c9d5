package io.driftseal.workload;

import java.util.List;
import java.util.Optional;

/** The kinds of Kubernetes itself that are pods or make them. */
public enum BuiltInKind implements WorkloadKind {
    POD("", "Pod", "pods"),
    REPLICA_SET("apps", "ReplicaSet", "replicasets", POD, "spec", "template"),
    DEPLOYMENT("apps", "Deployment", "deployments", REPLICA_SET, "spec", "template"),
    STATEFUL_SET("apps", "StatefulSet", "statefulsets", POD, "spec", "template"),
    DAEMON_SET("apps", "DaemonSet", "daemonsets", POD, "spec", "template"),
    REPLICATION_CONTROLLER(
            "", "ReplicationController", "replicationcontrollers", POD, "spec", "template"),
    JOB("batch", "Job", "jobs", POD, "spec", "template"),
    CRON_JOB("batch", "CronJob", "cronjobs", JOB, "spec", "jobTemplate", "spec", "template");

    private final String group;
    private final String kind;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // a list of List.of only
    private final List<String> templatePath;

    @SuppressWarnings("ImmutableEnumChecker") // an Optional of this enum
    private final Optional<BuiltInKind> makes;

    BuiltInKind(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
        this.templatePath = List.of();
        this.makes = Optional.empty();
    }

    BuiltInKind(
            String group, String kind, String plural, BuiltInKind makes, String... templatePath) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
        this.templatePath = List.of(templatePath);
        this.makes = Optional.of(makes);
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String version() {
        return "v1";
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String plural() {
        return plural;
    }

    @Override
    public List<String> templatePath() {
        return templatePath;
    }

    @Override
    public Optional<BuiltInKind> makes() {
        return makes;
    }
}
