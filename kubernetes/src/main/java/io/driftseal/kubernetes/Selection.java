package io.driftseal.kubernetes;

import java.util.Objects;

/**
 * Which objects of a type a list or a watch covers. An empty text does not restrict.
 *
 * @param namespace one namespace, or empty for all
 * @param labelSelector in the API's syntax, {@code app=web,tier!=db}
 * @param fieldSelector in the API's syntax, {@code spec.nodeName=n1}
 */
public record Selection(String namespace, String labelSelector, String fieldSelector) {

    private static final Selection EVERYTHING = new Selection("", "", "");

    public Selection {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(labelSelector, "labelSelector");
        Objects.requireNonNull(fieldSelector, "fieldSelector");
    }

    public static Selection everything() {
        return EVERYTHING;
    }

    public static Selection inNamespace(String namespace) {
        return new Selection(namespace, "", "");
    }

    /** One object by name, as RBAC's {@code resourceNames} permits to watch it. */
    public static Selection named(ObjectKey key) {
        return new Selection(key.namespace(), "", "metadata.name=" + key.name());
    }

    public Selection withLabels(String selector) {
        return new Selection(namespace, selector, fieldSelector);
    }

    public Selection withFields(String selector) {
        return new Selection(namespace, labelSelector, selector);
    }
}
