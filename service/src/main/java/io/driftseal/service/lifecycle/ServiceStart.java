package io.driftseal.service.lifecycle;

/** Builds and starts a service. Registers each thing's stop step as soon as the thing exists. */
@FunctionalInterface
public interface ServiceStart {
    /** Returns when everything is started; the process then stays until it is asked to stop. */
    void start(ServiceRuntime runtime) throws Exception;
}
