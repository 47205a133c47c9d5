package io.driftseal.rego.json;

/** What the reader does with documents that two readers could understand differently. */
public enum JsonReading {
    /**
     * Refuses them: two members of one name, bytes that are not UTF-8, half of a surrogate pair.
     * For inputs and data: whoever acts on the decision may read the document with another parser.
     */
    STRICT,
    /**
     * Reads them as Go does: the last member wins, what is no character becomes U+FFFD. For text
     * that a policy reads, which sees what it would see in OPA.
     */
    AS_GO
}
