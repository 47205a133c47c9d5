package io.driftseal.rego.syntax;

/** Who pays for the parsing; may end it by throwing. */
public interface Work {

    /** About one per token or node. */
    void step(long count);

    /** Memory about to be used, in bytes, roughly. */
    void allocate(long bytes);
}
