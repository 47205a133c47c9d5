package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** A distinguished name in the form of Go's pkix.Name. */
final class X509Name {

    /** Parts of which a name may have several. */
    private static final Map<String, String> LISTS =
            Map.of(
                    "2.5.4.6", "Country",
                    "2.5.4.10", "Organization",
                    "2.5.4.11", "OrganizationalUnit",
                    "2.5.4.7", "Locality",
                    "2.5.4.8", "Province",
                    "2.5.4.9", "StreetAddress",
                    "2.5.4.17", "PostalCode");

    private X509Name() {}

    static RegoValue json(X500Name name) {
        List<AttributeTypeAndValue> attributes = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            attributes.addAll(List.of(rdn.getTypesAndValues()));
        }
        RegoObject.Builder json = RegoObject.builder();
        LISTS.forEach((oid, key) -> json.put(key, GoJson.strings(texts(attributes, oid))));
        json.put("CommonName", last(attributes, "2.5.4.3"));
        json.put("SerialNumber", last(attributes, "2.5.4.5"));
        json.put("ExtraNames", RegoNull.NULL);
        json.put("Names", GoJson.list(attributes, X509Name::attribute));
        return json.build();
    }

    private static List<String> texts(List<AttributeTypeAndValue> attributes, String oid) {
        return attributes.stream()
                .filter(attribute -> attribute.getType().getId().equals(oid))
                .map(attribute -> text(attribute.getValue()))
                .toList();
    }

    private static RegoValue last(List<AttributeTypeAndValue> attributes, String oid) {
        List<String> texts = texts(attributes, oid);
        return RegoString.of(texts.isEmpty() ? "" : texts.getLast());
    }

    private static RegoValue attribute(AttributeTypeAndValue attribute) {
        return RegoObject.builder()
                .put("Type", GoJson.oid(attribute.getType()))
                .put("Value", RegoString.of(text(attribute.getValue())))
                .build();
    }

    private static String text(ASN1Encodable value) {
        return value instanceof ASN1String string ? string.getString() : value.toString();
    }
}
