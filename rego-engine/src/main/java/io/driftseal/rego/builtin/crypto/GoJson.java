package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Values in the form that Go's encoding/json gives them: bytes as base64, what is missing as null.
 */
final class GoJson {

    private GoJson() {}

    static RegoValue bytes(byte @Nullable [] bytes) {
        return bytes == null
                ? RegoNull.NULL
                : RegoString.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** An array, null where there is nothing in it. */
    static <T> RegoValue list(List<T> items, Function<? super T, ? extends RegoValue> form) {
        List<RegoValue> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(form.apply(item)));
        return values.isEmpty() ? RegoNull.NULL : RegoArray.copyOf(values);
    }

    static RegoValue strings(List<String> items) {
        return list(items, RegoString::of);
    }

    /** An object identifier as an array of numbers. */
    static RegoValue oid(ASN1ObjectIdentifier oid) {
        List<RegoValue> arcs = new ArrayList<>();
        for (String arc : oid.getId().split("\\.", -1)) {
            arcs.add(RegoNumber.parse(arc));
        }
        return RegoArray.copyOf(arcs);
    }
}
