package io.driftseal.scanner.store;

/** Told of everything that a bound made the store forget or refuse. */
public interface StoreCounters {

    /** {@code rows} rows of this kind were forgotten by retention: incident, delivered, dead. */
    void forgotten(String kind, int rows);

    /** A message was not taken because its destination has as many pending as it may. */
    void refused(String destination);
}
